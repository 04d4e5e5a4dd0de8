"""Find, compute and type the figures of a transcription (``include/examples/real/*.yaml``)."""

import ast
import operator
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import yaml

Yaml = Any  # plain data as YAML gives it: mappings, lists, strings

type_patterns = {
    "done": r"完成",
    "date": r"\d{4}年\d+月底?前?",
    "inequality": r"(≥|≤|<|>).*",
    "percent": r"=?[\u4e00-\u9fff]*(满意度)?\d+(\.\d+)?%",
    "count": r"=?\d+(\.\d+)?(名|家|张|人|万元|元/月\.人)",
    "range": r"\d+≤.+≤\d+",
}
operators: dict[type[ast.AST], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Lt: operator.lt,
    ast.Eq: operator.eq,
}


def load(path: Path) -> dict[str, Any]:
    """One transcription as plain data."""
    data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return data


def find(data: Yaml, path: str) -> list[Yaml]:
    """Every value at ``path``: keys of mappings, ids or positions in lists, ``*`` for all.

    >>> find({"a": [{"id": "x", "b": "1"}, {"id": "y", "b": "2"}]}, "a/*/b")
    ['1', '2']
    >>> find({"a": [{"id": "x", "b": "1"}]}, "a/x/b")
    ['1']
    """
    nodes = [data]
    for part in path.split("/"):
        nodes = [child for node in nodes for child in _step(node, part)]
    return nodes


def _step(node: Yaml, part: str) -> list[Yaml]:
    if isinstance(node, Mapping):
        return list(node.values()) if part == "*" else [node[part]]
    if part == "*":
        return list(node)
    if part.isdigit():
        return [node[int(part)]]
    return [child for child in node if child["id"] == part]


def one(data: Yaml, path: str) -> Yaml:
    """The single value at ``path``; a path that leads nowhere is our mistake."""
    (value,) = find(data, path)
    return value


def number(text: str) -> Decimal:
    """The first number in a printed string.

    >>> number("≥1200万元"), number("-53.22%")
    (Decimal('1200'), Decimal('-53.22'))
    """
    found = re.search(r"-?\d+(\.\d+)?", text)
    assert found, f"no number in {text!r}"
    return Decimal(found[0])


def given(data: Yaml, paths: Mapping[str, str | Mapping[str, str]]) -> dict[str, Decimal]:
    """The operands of a formula; ``{sum: path}`` adds, ``{count: path}`` counts."""
    operands = {}
    for name, path in paths.items():
        if isinstance(path, str):
            operands[name] = number(one(data, path))
        elif "sum" in path:
            operands[name] = sum((number(text) for text in find(data, path["sum"])), Decimal())
        else:
            operands[name] = Decimal(len(one(data, path["count"])))
    return operands


def compute(formula: str, operands: Mapping[str, Decimal]) -> Yaml:
    """Evaluate arithmetic, comparisons and ``and`` over exact decimals.

    >>> compute("100 * a / b", {"a": Decimal(1), "b": Decimal(4)})
    Decimal('25')
    """
    return _value(ast.parse(formula, mode="eval").body, operands)


def _value(node: ast.AST, operands: Mapping[str, Decimal]) -> Yaml:
    match node:
        case ast.Constant(value=value):
            return Decimal(str(value))
        case ast.Name(id=name):
            return operands[name]
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return -_value(inner, operands)
        case ast.BinOp(left=left, op=op, right=right) | ast.Compare(left=left, ops=[op], comparators=[right]):
            return operators[type(op)](_value(left, operands), _value(right, operands))
        case ast.BoolOp(op=ast.And(), values=values):
            return all(_value(value, operands) for value in values)
    raise AssertionError(f"not in the formula language: {ast.dump(node)}")


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Half-up, as on paper."""
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def kind_of(text: str) -> str:
    """Of which type a printed target or actual is; ``text`` for everything that is no measure.

    >>> kind_of("20家"), kind_of("95%"), kind_of("≥80%"), kind_of("480余名")
    ('count', 'percent', 'inequality', 'text')
    """
    return next((kind for kind, pattern in type_patterns.items() if re.fullmatch(pattern, text)), "text")


def is_untyped(target: str, actual: str) -> bool:
    """Whether the actual value cannot be measured against the target.

    An inequality or 完成 is never a value; otherwise both must be of one type.
    """
    wanted = kind_of(re.sub(r"(≥|≤|<=|>=)(?=\d)", "", target) if "≤服务对象≤" not in target else target)
    got = kind_of(actual)
    return got in {"done", "inequality"} or {"range": "count"}.get(wanted, wanted) != got


def strings(node: Yaml, ours: frozenset[str]) -> Iterator[str]:
    """Every string below ``node`` that stands for print: without derived entries and without keys that are ours."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, Mapping):
        if not node.get("derived"):
            for key, child in node.items():
                if key not in ours:
                    yield from strings(child, ours)
    elif isinstance(node, Sequence):
        for child in node:
            yield from strings(child, ours)
