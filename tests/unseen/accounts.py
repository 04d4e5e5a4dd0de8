"""Made-up accounts of one unit for one year: every figure a published document states, in fen, and consistent."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True)
class Quantity:
    """One thing that is counted: amounts in fen, counts as they are.

    ``whole`` names the quantity it is a share of; ``words`` holds the names and codes a wording may use.
    """

    key: str
    value: int
    prior: int | None = None
    init: int | None = None
    adj: int | None = None
    whole: str | None = None
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Subject:
    """A 项 with what was spent on it: general budget basic and project, and money that is not fiscal. Fen."""

    code: str
    cls: str
    kuan: str
    name: str
    basic: int
    project: int
    other: int


@dataclass(frozen=True)
class Accounts:
    """Everything of one unit; ``fund`` is the subject of the government fund, if it has one."""

    unit: str
    year: int
    quantities: Mapping[str, Quantity]
    subjects: Sequence[Subject]
    fund: Subject | None
    economic: Mapping[str, Sequence[tuple[str, str, int]]]  # staff/office -> (code, name, fen)

    def fen(self, key: str) -> int:
        """The amount of a quantity."""
        return self.quantities[key].value


def made_up(rng: random.Random, phrases: Mapping[str, Any], unit: str) -> Accounts:
    """Accounts whose tables balance and whose years, budgets and parts belong together."""
    scale = rng.choice([1, 1, 3, 10])
    subjects = _subjects(rng, phrases, scale)
    year = rng.randint(2018, 2023)
    found: dict[str, Quantity] = {}

    def put(
        key: str, value: int, *, whole: str | None = None, budget: bool = False, words: Mapping[str, str] | None = None
    ) -> None:
        prior = max(1, int(value * rng.uniform(0.55, 1.5))) if value else 0
        init = int(value * rng.uniform(0.7, 1.35)) if budget else None
        adj = int(value * rng.uniform(1.0, 1.12)) if budget else None
        found[key] = Quantity(key, value, prior, init, adj, whole, words or {})

    for subject in subjects:
        code_words = {"code": subject.code, "cls": subject.cls, "kuan": subject.kuan, "name": subject.name}
        put(f"item.{subject.code}", subject.basic + subject.project, budget=True, words=code_words)
    late = next((s for s in subjects if not s.basic), None)
    if late:
        exact = found[f"item.{late.code}"]  # one line came in the course of the year
        found[exact.key] = dataclasses.replace(exact, init=0, adj=exact.value)
    basic, project = sum(s.basic for s in subjects), sum(s.project for s in subjects)
    general = basic + project
    init = sum(q.init or 0 for q in found.values())
    adj = sum(q.adj or 0 for q in found.values())
    fund = _fund(rng, phrases, scale) if rng.random() < 0.4 else None
    fund_out = fund.project if fund else 0
    other = sum(s.other for s in subjects)
    put("gen.basic", basic, whole="gen.out")
    put("gen.project", project, whole="gen.out")
    found["gen.out"] = Quantity("gen.out", general, int(general * rng.uniform(0.7, 1.3)), init, adj, "out.total")
    for cls in dict.fromkeys(s.cls for s in subjects):
        amount = sum(s.basic + s.project for s in subjects if s.cls == cls)
        put(f"class.{cls}", amount, whole="gen.out", words={"name": cls})
    put("out.basic", basic, whole="out.total", words={"name": "基本支出"})
    put("out.project", project + fund_out + other, whole="out.total", words={"name": "项目支出"})
    put("out.total", general + fund_out + other)
    _income(rng, phrases, put, (general, fund_out, other))
    economic = _economic(rng, phrases, basic)
    put("eco.staff", sum(a for *_, a in economic["staff"]), whole="gen.basic")
    put("eco.office", sum(a for *_, a in economic["office"]), whole="gen.basic")
    _cars_and_guests(rng, found, scale)
    _buying(rng, found, scale)
    _projects(rng, found, phrases, project)
    put("ops", found["eco.office"].value, budget=True)
    _people(rng, found)
    _years(rng, found, subjects, other)
    return Accounts(unit, year, found, subjects, fund, economic)


class Put(Protocol):
    """Adds a quantity."""

    def __call__(
        self, key: str, value: int, *, whole: str | None = None, words: Mapping[str, str] | None = None
    ) -> None:
        """With its share's whole and its names."""


def _income(rng: random.Random, phrases: Mapping[str, Any], put: Put, spent: tuple[int, int, int]) -> None:
    """Income by source, opening and closing balances: what is not spent stays."""
    general, fund_out, other = spent
    fis_open, fis_close = rng.randint(0, general // 20), rng.randint(0, general // 25)
    fund_open, fund_close = (rng.randint(1, fund_out // 9), rng.randint(1, fund_out // 9)) if fund_out else (0, 0)
    other_open, other_close = (rng.randint(1, other // 9 + 2), rng.randint(1, other // 9 + 2)) if other else (0, 0)
    sources = {"in.general": general + fis_close - fis_open, "in.fund": fund_out + fund_close - fund_open}
    rest = other + other_close - other_open
    sources |= {"in.business": rest * 6 // 10, "in.other": rest - rest * 6 // 10} if rest > 0 else {}
    for key, name in phrases["incomes"].items():
        put(key, sources.get(key, 0), whole="in.total", words={"name": name})
    income = sum(sources.values())
    put("in.total", income)
    put("in.opening", fis_open + fund_open + other_open)
    put("out.closing", fis_close + fund_close + other_close)
    put("total", income + fis_open + fund_open + other_open)
    put("fis.income", sources["in.general"] + sources["in.fund"], whole="fis.total")
    put("fis.opening", fis_open + fund_open)
    put("fis.out", general + fund_out)
    put("fis.closing", fis_close + fund_close)
    put("fis.total", general + fund_out + fis_close + fund_close)
    put("gen.opening", fis_open)
    put("gen.closing", fis_close)
    put("fund.opening", fund_open)
    put("fund.income", sources["in.fund"])
    put("fund.out", fund_out)
    put("fund.closing", fund_close)


def _years(rng: random.Random, found: dict[str, Quantity], subjects: Sequence[Subject], other: int) -> None:
    """The year before holds together, too: its parts make its totals, its closing balance is this year's opening."""
    old = {s.code: found[f"item.{s.code}"].prior or 0 for s in subjects}
    fund, rest = found["fund.out"].prior or 0, int(other * rng.uniform(0.6, 1.4))
    general = sum(old.values())
    basic = general * rng.randint(35, 75) // 100
    prior = {"gen.out": general, "gen.basic": basic, "gen.project": general - basic, "out.basic": basic}
    prior |= {"out.project": general - basic + fund + rest, "out.total": general + fund + rest}
    prior |= {"total": general + fund + rest + found["in.opening"].value}
    prior |= {"fis.out": general + fund, "fis.total": general + fund + found["fis.opening"].value}
    for cls in dict.fromkeys(s.cls for s in subjects):
        prior[f"class.{cls}"] = sum(old[s.code] for s in subjects if s.cls == cls)
    income = prior["total"] - prior["total"] // rng.randint(15, 40)
    sources = [k for k, q in found.items() if k.startswith("in.") and q.whole == "in.total" and q.value]
    shares = {k: found[k].value for k in sources}
    for key in sources:
        prior[key] = income * shares[key] * rng.randint(70, 100) // (100 * sum(shares.values()))
    if rng.random() < 0.5 and "in.other" in shares:
        prior["in.other"] = 0
    prior["in.general"] = income - sum(v for k, v in prior.items() if k in shares and k != "in.general")
    prior["in.total"] = income
    prior["eco.staff"] = basic * rng.randint(60, 90) // 100
    prior["eco.office"] = prior["ops"] = basic - prior["eco.staff"]
    for key, value in prior.items():
        found[key] = dataclasses.replace(found[key], prior=value)


def _subjects(rng: random.Random, phrases: Mapping[str, Any], scale: int) -> list[Subject]:
    pool = [line.split() for line in phrases["subjects"]]
    cls = rng.choice(sorted({p[1] for p in pool}))
    chosen = [p for p in pool if p[1] == cls] + rng.sample([line.split() for line in phrases["social"]], 4)
    found = []
    with_other = rng.random() < 0.6
    for code, name, kuan, item in sorted(chosen):
        main = name == cls
        basic = rng.randint(20_000_000, 600_000_000) * scale if (not main or code.endswith("01")) else 0
        project = rng.randint(30_000_000, 900_000_000) * scale if main else 0
        other = rng.randint(2_000_000, 90_000_000) * scale if main and with_other else 0
        with_other = with_other and not main  # it stands on the first subject of the main class
        found.append(Subject(code, name, kuan, item, basic, project, other))
    return found


def _fund(rng: random.Random, phrases: Mapping[str, Any], scale: int) -> Subject:
    code, cls, kuan, name = phrases["fund_subject"].split()
    return Subject(code, cls, kuan, name, 0, rng.randint(40_000_000, 800_000_000) * scale, 0)


def _economic(rng: random.Random, phrases: Mapping[str, Any], basic: int) -> dict[str, list[tuple[str, str, int]]]:
    lines = {k: [line.split() for line in phrases["economic"][k]] for k in ("staff", "office")}
    weights = {c: rng.randint(3, 30) * (5 if k == "staff" else 1) for k, v in lines.items() for c, _ in v}
    whole = sum(weights.values())
    amounts = {c: basic * w // whole for c, w in weights.items()}
    amounts["30101"] += basic - sum(amounts.values())
    return {k: [(c, n, amounts[c]) for c, n in v] for k, v in lines.items()}


def _cars_and_guests(rng: random.Random, found: dict[str, Quantity], scale: int) -> None:
    bought = rng.choice([0, 0, 1, 2])
    kept = rng.randint(3, 9)
    run = kept * rng.randint(800_000, 3_500_000)
    buy = bought * rng.randint(10_000_000, 17_900_000)
    batches = rng.randint(12, 90)
    persons = batches * rng.randint(4, 9)
    reception = persons * rng.randint(3_500, 11_000)
    parts = {"sg.abroad": 0, "sg.buy": buy, "sg.run": run, "sg.car": buy + run, "sg.reception": reception}
    for key in ("sg.abroad", "sg.buy", "sg.run", "sg.reception"):
        value = parts[key]
        # a line that is not spent was not spent last year either, and was not budgeted
        budget = int(value * rng.uniform(1.02, 1.5))
        prior = int(value * rng.uniform(0.7, 1.5)) if value else 0
        found[key] = Quantity(key, value, prior, budget, budget, "sg.total", {"name": key})
    for key, of in (("sg.car", ("sg.buy", "sg.run")), ("sg.total", ("sg.abroad", "sg.car", "sg.reception"))):
        quantities = [found[k] for k in of]
        whole = "sg.total" if key == "sg.car" else None
        budget = sum(q.init or 0 for q in quantities)
        prior = sum(q.prior or 0 for q in quantities)
        found[key] = Quantity(key, sum(q.value for q in quantities), prior, budget, budget, whole, {"name": key})
    other = [rng.randint(0, 3) for _ in range(3)]
    counts = {"cars.bought": bought, "cars.kept": kept, "guests.batches": batches, "guests.persons": persons}
    counts |= {"cars.secret": other[0], "cars.emergency": other[1], "cars.law": kept + other[2], "cars.other": 1}
    counts["cars.all"] = sum(counts[f"cars.{k}"] for k in ("secret", "emergency", "law", "other"))
    counts["devices"] = rng.randint(0, 12) * scale
    found.update({k: Quantity(k, v) for k, v in counts.items()})


def _buying(rng: random.Random, found: dict[str, Quantity], scale: int) -> None:
    goods, works, services = (rng.randint(3_000_000, 90_000_000) * scale for _ in range(3))
    sme = int((goods + works + services) * rng.uniform(0.4, 0.95))
    micro = int(sme * rng.uniform(0.2, 0.9))
    amounts = {"proc.total": goods + works + services, "proc.goods": goods, "proc.works": works}
    amounts |= {"proc.services": services, "proc.sme": sme, "proc.micro": micro}
    wholes = {"proc.sme": "proc.total", "proc.micro": "proc.sme"}
    found.update({k: Quantity(k, v, whole=wholes.get(k)) for k, v in amounts.items()})


def _projects(rng: random.Random, found: dict[str, Quantity], phrases: Mapping[str, Any], project: int) -> None:
    names = rng.sample(phrases["projects"], rng.randint(2, 4))
    money = 0
    for number, name in enumerate(names):
        spent = project // (len(names) + 1) * rng.randint(60, 100) // 100
        budget = int(spent * rng.uniform(1.0, 1.15))
        score = f"{rng.randint(8800, 9950) / 100:.2f}"
        words = {"name": name, "score": score}
        found[f"project.{number}"] = Quantity(f"project.{number}", spent, None, budget, budget, None, words)
        money += spent
    found["projects.count"] = Quantity("projects.count", len(names))
    found["projects.money"] = Quantity("projects.money", money, whole="gen.project")


def _people(rng: random.Random, found: dict[str, Quantity]) -> None:
    admin, institution = rng.randint(5, 60), rng.randint(3, 90)
    counts = {"staff.admin": admin, "staff.institution": institution, "staff.all": admin + institution}
    counts |= {"staff.retired": rng.randint(4, 50), "posts": admin + institution + rng.randint(0, 12)}
    found.update({k: Quantity(k, v) for k, v in counts.items()})
