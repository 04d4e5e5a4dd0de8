"""Which branches of a template its samples went through: the template is compiled with a note in each of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from jinja2 import Environment, nodes

from final_accounts.model.clock import CHINA

TIMED: Final = frozenset({"before", "deadline"})
"""Filters that say something else of a date that has passed."""

COUNTS: Final = ("none", "one", "many")
"""How often a loop runs; one whose list is asked for before never runs without an item."""


class Branches:
    """The branches of one template: ``all`` there are, and those its samples went through are ``seen``."""

    def __init__(self, environment: Environment, name: str) -> None:
        loader = environment.loader
        assert loader is not None
        source, file, _ = loader.get_source(environment, name)
        tree = environment.parse(source, name, file)
        self.all: set[str] = set()
        self.seen: set[str] = set()
        self._places = 0
        self._mark(tree, ())
        tree.set_environment(environment)
        code = environment.compile(tree, name, file)
        notes = {"note": self._note, "note_each": self._note_each, "note_time": self._note_time}
        self._template = environment.template_class.from_code(environment, code, {**environment.globals, **notes})

    def render(self, words: Mapping[str, object]) -> str:
        """The text, with a note of where it went through."""
        return self._template.render(**words)

    def _note(self, branch: str, value: object = "") -> object:
        self.seen.add(branch)
        return value

    def _note_each(self, place: str, items: Iterable[Any]) -> Sequence[Any]:
        listed = list(items)
        self.seen.add(f"{place}: {COUNTS[min(len(listed), 2)]}")
        return listed

    def _note_time(self, place: str, until: date, today: datetime) -> date:
        self.seen.add(f"{place}: {'late' if today.astimezone(CHINA).date() > until else 'in time'}")
        return until

    def _mark(self, node: nodes.Node, given: tuple[nodes.Node, ...]) -> None:
        """Put a note into every branch below ``node``; ``given`` are the conditions around it that hold."""
        sides: tuple[nodes.If, ...] = (
            (node, *node.elif_) if isinstance(node, nodes.If) else ()
        )  # what Jinja calls elif is no node of its own
        for side in sides:
            self._mark(side.test, given)
            for child in side.body:
                self._mark(child, (*given, side.test))
        for child in node.else_ if isinstance(node, nodes.If) else node.iter_child_nodes():
            self._mark(child, given)
        self._places += 1
        place = f"line {node.lineno} {type(node).__name__} {self._places}"
        match node:
            case nodes.If():
                for number, side in enumerate(sides, 1):
                    side.body.insert(0, self._noted(f"{place}: {number}", node))
                node.else_.insert(0, self._noted(f"{place}: else", node))
            case nodes.For(iter=nodes.Expr() as items):
                self.all |= {f"{place}: {count}" for count in (COUNTS[1:] if items in given else COUNTS)}
                node.iter = self._called("note_each", place, node, items)
            case nodes.CondExpr():
                node.expr1 = self._branch(f"{place}: if", node, node.expr1)
                node.expr2 = self._branch(f"{place}: else", node, node.expr2 or nodes.Const(""))
            case nodes.Filter(name=name, node=nodes.Expr() as until, args=[today]) if name in TIMED:
                self.all |= {f"{place} {name}: in time", f"{place} {name}: late"}
                node.node = self._called("note_time", f"{place} {name}", node, until, today)

    def _noted(self, branch: str, near: nodes.Node) -> nodes.Node:
        """A statement that prints nothing and notes the branch."""
        return nodes.Output([self._branch(branch, near)], lineno=near.lineno)

    def _branch(self, branch: str, near: nodes.Node, *value: nodes.Expr) -> nodes.Expr:
        self.all.add(branch)
        return self._called("note", branch, near, *value)

    def _called(self, note: str, place: str, near: nodes.Node, *more: nodes.Expr) -> nodes.Expr:
        call = nodes.Call(nodes.Name(note, "load"), [nodes.Const(place), *more], [], None, None)
        call.set_lineno(near.lineno)
        return call
