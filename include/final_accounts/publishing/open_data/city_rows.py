"""Rows of the city's package from what the city's pages are computed from. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from final_accounts.model.edition import Edition
from final_accounts.model.facts import FactKey
from final_accounts.publishing.city.consolidating import CityCell
from final_accounts.publishing.city.facts import CityFacts, Standing
from final_accounts.publishing.city.progress import state_of
from final_accounts.publishing.city.wanted import (
    BASIC,
    BUDGET_LINE,
    CLOSING,
    EXPENDITURE,
    FINAL_LINE,
    INCOME,
    KINDS,
    PROJECT,
    class_line,
    execution_of,
    three_public,
    three_public_forms,
)
from final_accounts.publishing.open_data.amounts import wanyuan, yuan, yuan_or_none
from final_accounts.publishing.open_data.city_nouns import (
    CityRows,
    ClassRow,
    ClassUnitRow,
    DepartmentRow,
    EliminationRow,
    PackageRef,
    RuleRow,
    ScoreRow,
    TableRow,
    ThreePublicRow,
    TransferRow,
    UnitRow,
)
from final_accounts.publishing.open_data.unit_rows import coded_name, column_names
from final_accounts.publishing.scores_view import title_of


def city_rows(
    edition: Edition, facts: CityFacts, cells: Mapping[FactKey, CityCell], packages: Iterable[PackageRef] = ()
) -> CityRows:
    """Every file of the city's package; ``cells`` are the consolidated cells, ``packages`` the units' own packages."""
    year = edition.fiscal_year
    names = {standing.unit.code: standing.unit.name for standing in facts.standings}
    return CityRows(
        units=tuple(_units(year, facts, packages)),
        tables=tuple(_tables(edition, cells)),
        classes=tuple(_classes(edition, facts, cells)),
        class_units=tuple(_class_units(edition, facts, names)),
        three_public=tuple(_three_public(edition, facts, names)),
        scores=tuple(
            ScoreRow(
                year,
                score.unit,
                names.get(score.unit, ""),
                score.form,
                title_of(edition, score.form, score.title),
                score.self_score,
                score.recomputed,
                score.difference,
                score.rating,
            )
            for score in facts.scores
        ),
        rules=tuple(_rules(edition, facts)),
        departments=tuple(
            DepartmentRow(year, tally.name, tally.severity.value, tally.findings, tally.units)
            for tally in facts.by_department
        ),
        transfers=tuple(_transfers(year, facts)),
        eliminations=tuple(_eliminations(year, facts)),
    )


def _units(year: int, facts: CityFacts, packages: Iterable[PackageRef]) -> Iterator[UnitRow]:
    by_unit = {ref.unit: ref for ref in packages}
    sources = {item.unit: item.sha256 for item in facts.counted}
    for standing in facts.standings:
        yield _unit(year, standing, facts, by_unit.get(standing.unit.code), sources.get(standing.unit.code, ""))


def _unit(year: int, standing: Standing, facts: CityFacts, package: PackageRef | None, source: str) -> UnitRow:
    unit, values = standing.unit, facts.values.get(standing.unit.code, {})
    executed, available = execution_of(values)
    return UnitRow(
        unit_code=unit.code,
        unit_name=unit.name,
        unit_kind=unit.kind,
        department=unit.department,
        fiscal_year=year,
        state=state_of(standing),
        late=standing.late,
        version=standing.version or None,
        published_version=standing.published_version or None,
        blocking=standing.blocking,
        explain=standing.explain,
        notice=standing.notice,
        income=yuan_or_none(values.get(INCOME)),
        expenditure=yuan_or_none(values.get(EXPENDITURE)),
        basic=yuan_or_none(values.get(BASIC)),
        project=yuan_or_none(values.get(PROJECT)),
        closing=yuan_or_none(values.get(CLOSING)),
        executed=yuan_or_none(executed),
        available=yuan_or_none(available),
        source_sha256=source,
        page=standing.page,
        package=package.path if package else "",
        package_sha256=package.sha256 if package else "",
    )


def _tables(edition: Edition, cells: Mapping[FactKey, CityCell]) -> Iterator[TableRow]:
    forms = {form.id: (place, form) for place, form in enumerate(edition.tables())}
    headers = column_names(edition)
    for key in sorted((key for key in cells if key.form in forms), key=lambda key: (forms[key.form][0], key)):
        cell, form = cells[key], forms[key.form][1]
        yield TableRow(
            fiscal_year=edition.fiscal_year,
            form_id=key.form,
            form_number=form.number,
            form_title=form.title,
            row_key=key.row,
            row_name=cell.name or coded_name(edition, key.row),
            column_key=key.column,
            column_name=headers.get(key) or headers.get((key.form, "", key.column)) or coded_name(edition, key.column),
            units=len(cell.parts),
            total=yuan(cell.total),
            eliminated=yuan(cell.eliminated),
            value=yuan(cell.amount),
            wanyuan=wanyuan(cell.amount),
        )


def _classes(edition: Edition, facts: CityFacts, cells: Mapping[FactKey, CityCell]) -> Iterator[ClassRow]:
    for code, name in _class_codes(edition):
        key = class_line(code)
        amounts = [values.get(key, 0) for values in facts.values.values()]
        if not any(amounts):
            continue
        total = sum(amounts)
        eliminated = cells[key].eliminated if key in cells else 0
        yield ClassRow(
            fiscal_year=edition.fiscal_year,
            class_code=code,
            class_name=name,
            units=sum(1 for amount in amounts if amount),
            total=yuan(total),
            eliminated=yuan(eliminated),
            value=yuan(total - eliminated),
            wanyuan=wanyuan(total - eliminated),
        )


def _class_units(edition: Edition, facts: CityFacts, names: Mapping[str, str]) -> Iterator[ClassUnitRow]:
    for code, _ in _class_codes(edition):
        for unit, values in sorted(facts.values.items()):
            amount = values.get(class_line(code), 0)
            if amount and unit in names:
                yield ClassUnitRow(edition.fiscal_year, code, unit, names[unit], yuan(amount))


def _class_codes(edition: Edition) -> Iterator[tuple[str, str]]:
    """Code and name of every class that the year's summary tables print."""
    for _, code, name in edition.expenditure_lines:
        yield code, edition.functional.name(code, edition.fiscal_year) or name


def _three_public(edition: Edition, facts: CityFacts, names: Mapping[str, str]) -> Iterator[ThreePublicRow]:
    headers = column_names(edition)
    for unit, values in sorted(facts.values.items()):
        for form in three_public_forms(edition):
            for row in (BUDGET_LINE, FINAL_LINE):
                for kind in KINDS:
                    amount = values.get(three_public(form, row, kind))
                    if amount is None or unit not in names:
                        continue
                    header = headers.get((form, row, kind)) or headers.get((form, "", kind)) or kind
                    yield ThreePublicRow(
                        edition.fiscal_year,
                        unit,
                        names[unit],
                        form,
                        row.removeprefix("line:"),
                        kind,
                        header.rpartition("/")[2],
                        yuan(amount),
                    )


def _rules(edition: Edition, facts: CityFacts) -> Iterator[RuleRow]:
    says = {rule.id: rule.says for rule in edition.rulebook.rules}
    for tally in facts.by_rule:
        yield RuleRow(
            edition.fiscal_year,
            tally.name,
            says.get(tally.name, ""),
            tally.severity.value,
            tally.findings,
            tally.units,
        )


def _transfers(year: int, facts: CityFacts) -> Iterator[TransferRow]:
    number = 0
    for pair in facts.pairs:
        number += 1
        yield TransferRow(year, number, "matched", pair.payer, pair.receiver, pair.kind, yuan(pair.amount), "")
    for item in facts.open_transfers:
        number += 1
        yield TransferRow(year, number, "open", item.unit, item.counterparty, item.kind, yuan(item.amount), item.reason)


def _eliminations(year: int, facts: CityFacts) -> Iterator[EliminationRow]:
    kinds: dict[str, list[int]] = {}
    for pair in facts.pairs:
        kinds.setdefault(pair.kind, []).append(pair.amount)
    for kind, amounts in sorted(kinds.items()):
        yield EliminationRow(year, kind, len(amounts), yuan(sum(amounts)))
