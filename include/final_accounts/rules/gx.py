"""The only door to Great Expectations: one expectation per rule id over one computation of the whole chunk.

Every expectation depends on the same table metric, which Great Expectations computes once per batch; an expectation
only picks its rule's verdict. A rule that is not evaluated, an expectation that raises, a suite that lost one: our
error, never a success. Rules of readers and scoring have their expectation too, over the findings they raised.
"""

from __future__ import annotations

import logging
import os
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final

os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")  # read at import: no network from here

import great_expectations as gx
import numpy as np
import pandas as pd
from great_expectations.compatibility import pydantic
from great_expectations.core.expectation_suite import ExpectationSuite
from great_expectations.data_context.types.base import ProgressBarsConfig
from great_expectations.execution_engine.pandas_execution_engine import PandasExecutionEngine
from great_expectations.expectations.core.expect_column_max_to_be_between import ExpectColumnMaxToBeBetween
from great_expectations.expectations.core.expect_column_min_to_be_between import ExpectColumnMinToBeBetween
from great_expectations.expectations.core.expect_column_values_to_be_of_type import ExpectColumnValuesToBeOfType
from great_expectations.expectations.core.expect_column_values_to_be_unique import ExpectColumnValuesToBeUnique
from great_expectations.expectations.core.expect_table_columns_to_match_ordered_list import (
    ExpectTableColumnsToMatchOrderedList,
)
from great_expectations.expectations.expectation import BatchExpectation
from great_expectations.expectations.metadata_types import FailureSeverity
from great_expectations.expectations.metrics.metric_provider import metric_value
from great_expectations.expectations.metrics.table_metric_provider import TableMetricProvider
from great_expectations.validator.metric_configuration import MetricConfiguration
from great_expectations.validator.validator import ValidationDependencies

from final_accounts.model.errors import RulebookError
from final_accounts.model.finding import Severity
from final_accounts.model.rule import Rule
from final_accounts.rules.chunk import BLANK, LIMIT, PRESENT, Chunk
from final_accounts.rules.compiling import CompiledRulebook
from final_accounts.rules.core import evaluate
from final_accounts.rules.outcomes import Outcome

METRIC: Final = "final_accounts.verdicts"
NAMESPACE: Final = uuid.UUID("6f0d6a7e-3f0b-5c8e-9d2b-7a4f5f1c2021")
GRAVITY: Final = {
    Severity.BLOCKING: FailureSeverity.CRITICAL,
    Severity.EXPLAIN: FailureSeverity.WARNING,
    Severity.NOTICE: FailureSeverity.INFO,
}
FRAME: Final = ("key", "unit", "form", "value", "step", "state")
SHOWN: Final = 20
RESULT_FORMAT: Final = {"result_format": "COMPLETE"}


@dataclass
class Payload:
    """What the metric computes from, hidden behind no-op copies because pandas deep-copies frame attributes."""

    compiled: CompiledRulebook
    chunk: Chunk
    rules: tuple[Rule, ...]
    side: Mapping[str, Mapping[str, int]]  # rule id -> unit -> findings raised elsewhere
    outcomes: dict[str, Outcome] | None = None

    def __copy__(self) -> Payload:
        return self

    def __deepcopy__(self, memo: object) -> Payload:
        return self


class FinalAccountsVerdicts(TableMetricProvider):
    """Verdicts of every rule over the batch. No value keys: one id for all expectations, so computed once."""

    metric_name = METRIC
    value_keys = ()

    @metric_value(engine=PandasExecutionEngine)
    def _pandas(  # the signature is the library's
        cls,  # noqa: N805
        execution_engine: PandasExecutionEngine,
        metric_domain_kwargs: dict[str, Any],
        metric_value_kwargs: dict[str, Any],
        metrics: dict[str, Any],
        runtime_configuration: dict[str, Any],
    ) -> Payload:
        del metric_domain_kwargs, metric_value_kwargs, metrics, runtime_configuration
        payload: Payload = execution_engine.dataframe.attrs["final_accounts"]
        payload.outcomes = evaluate(payload.compiled, payload.chunk, payload.rules)
        return payload


class ExpectFinalAccountsRule(BatchExpectation):
    """One rule of the rulebook holds for every unit of the batch."""

    rule_id: str
    metric_dependencies: ClassVar[tuple[str, ...]] = (METRIC,)
    success_keys: ClassVar[tuple[str, ...]] = ("rule_id",)
    domain_keys: ClassVar[tuple[str, ...]] = ("batch_id",)
    _configured: Any = pydantic.PrivateAttr(default=None)

    @property
    def configuration(self) -> Any:  # noqa: ANN401  the library's own type
        """The library rebuilds this dozens of times per run; half of a single unit's time was spent here."""
        key = (self.id, self.rule_id, str(self.batch_id))
        if self._configured is None or self._configured[0] != key:
            self._configured = (key, super().configuration)
        return self._configured[1]

    def get_validation_dependencies(
        self,
        execution_engine: Any = None,  # noqa: ANN401
        runtime_configuration: Any = None,  # noqa: ANN401
    ) -> ValidationDependencies:
        """The shared metric and nothing else."""
        del execution_engine, runtime_configuration
        wanted = ValidationDependencies(
            metric_configurations={},
            result_format=dict(RESULT_FORMAT),
        )
        domain = {"batch_id": self.batch_id} if self.batch_id else {}
        wanted.set_metric_configuration(METRIC, MetricConfiguration(METRIC, domain, {}))
        return wanted

    def _validate(
        self,
        metrics: dict[str, Any],
        runtime_configuration: Any = None,  # noqa: ANN401
        execution_engine: Any = None,  # noqa: ANN401
    ) -> dict[str, Any]:
        del runtime_configuration, execution_engine
        payload: Payload = metrics[METRIC]
        if self.rule_id not in {r.id for r in payload.rules} or payload.outcomes is None:
            message = f"rule {self.rule_id} is not in the rulebook of this run"
            raise RulebookError(message)  # an unknown rule must not pass
        counts, failing = account(payload, self.rule_id)
        units = max(len(payload.chunk.units), len(failing), 1)  # what cannot be read is in no chunk, but it fails
        return {
            "success": not failing,
            "result": {
                "element_count": sum(counts),
                "unexpected_count": counts[2],
                "unexpected_percent": 100 * len(failing) / units,
                "partial_unexpected_list": failing[:SHOWN],
                "observed_value": f"{counts[2]} 处不符，涉及 {len(failing)} 个单位",
                "rule_id": self.rule_id,
                "counts": counts,
            },
        }


def account(payload: Payload, rule_id: str) -> tuple[tuple[int, ...], list[str]]:
    """Instances by verdict, and the codes of the failing units, of one rule."""
    units = len(payload.chunk.units)
    if rule_id in payload.compiled.sides:
        raised = payload.side.get(rule_id, {})
        return (max(units - len(raised), 0), 0, sum(raised.values()), 0, 0), sorted(raised)
    if rule_id in payload.compiled.not_in_edition:
        return (0, 0, 0, units, 0), []
    outcome = (payload.outcomes or {}).get(rule_id)
    if outcome is None:
        message = f"rule {rule_id} was not evaluated"
        raise RulebookError(message)
    return outcome.counts(), [payload.chunk.units[u].unit for u in sorted(outcome.failing_units())]


def build_suite(compiled: CompiledRulebook, suite: str) -> ExpectationSuite:
    """The suite of a rulebook, generated: one expectation per rule with its severity, sentence and a stable id."""
    built = ExpectationSuite(name=f"{compiled.edition.id.replace('/', '-')}-{suite}")
    for rule in compiled.expected(suite):
        built.expectations.append(
            ExpectFinalAccountsRule(
                rule_id=rule.id,
                id=str(uuid.uuid5(NAMESPACE, f"{compiled.edition.id}/{rule.id}")),
                severity=GRAVITY[rule.severity],
                description=f"{rule.id} {rule.says}",
                meta={"kind": rule.kind.value, "source_id": rule.source_id, "rulebook": compiled.rulebook.hash},
            )
        )
    return built


def frame_suite() -> ExpectationSuite:
    """Stock expectations: columns, types, keys of the frame of figures. A failure is our own error."""
    built = ExpectationSuite(name="figures")
    built.expectations.extend([
        ExpectTableColumnsToMatchOrderedList(column_list=list(FRAME)),
        ExpectColumnValuesToBeOfType(column="value", type_="int64"),
        ExpectColumnValuesToBeUnique(column="key"),
        ExpectColumnMinToBeBetween(column="value", min_value=-LIMIT * 1000),
        ExpectColumnMaxToBeBetween(column="value", max_value=LIMIT * 1000),
        ExpectColumnMinToBeBetween(column="state", min_value=BLANK),
        ExpectColumnMaxToBeBetween(column="state", max_value=PRESENT),
    ])  # fmt: skip
    return built


def frame(chunk: Chunk) -> pd.DataFrame:
    """One row per reported figure of this year, in numbers only."""
    filled = np.flatnonzero(chunk.states >= BLANK)
    unit = np.empty(len(chunk.values), np.int32)
    form = np.empty(len(chunk.values), np.int16)
    for number, grid in enumerate(chunk.grids.values()):
        width = len(grid.columns)
        end = grid.offset + len(grid.unit) * width
        unit[grid.offset : end] = np.repeat(grid.unit, width)
        form[grid.offset : end] = number
    return pd.DataFrame({
        "key": filled, "unit": unit[filled], "form": form[filled], "value": chunk.values[filled],  # noqa: PD011  an array
        "step": chunk.steps[filled], "state": chunk.states[filled],
    })  # fmt: skip


@dataclass(frozen=True)
class Assertion:
    """What a run gave: outcomes, rule ids with a result, success of each, the library's statistics."""

    outcomes: dict[str, Outcome]
    counts: dict[str, tuple[int, ...]]
    failing: dict[str, list[str]]
    executed: tuple[str, ...]
    statistics: dict[str, object]


def assert_rules(payload: Payload, suite: ExpectationSuite) -> Assertion:
    """Validate one batch against a suite. RulebookError unless every rule of the payload has exactly one result."""
    logging.getLogger("great_expectations").setLevel(logging.WARNING)
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False, metric_calculations=False)
    data = frame(payload.chunk)
    data.attrs["final_accounts"] = payload
    definition = (
        context.data_sources.add_pandas("chunk")
        .add_dataframe_asset("figures")
        .add_batch_definition_whole_dataframe("all")
    )
    batch = definition.get_batch({"dataframe": data})
    checked = batch.validate(frame_suite(), result_format="BOOLEAN_ONLY") if len(data) else None
    if checked is not None and not checked.success:
        broken = [str(r.expectation_config) for r in checked.results if not r.success]
        message = f"the encoded figures are not sound: {broken}"
        raise RulebookError(message)
    result = batch.validate(suite, result_format="COMPLETE")
    found: dict[str, tuple[int, ...]] = {}
    failing: dict[str, list[str]] = {}
    for one in result.results:
        rule_id = one.expectation_config.kwargs["rule_id"] if one.expectation_config is not None else ""
        if "counts" not in one.result or rule_id in found:
            message = f"expectation of rule {rule_id} gave no result, or two: {one.exception_info}"
            raise RulebookError(message)
        found[rule_id] = tuple(one.result["counts"])
        failing[rule_id] = account(payload, rule_id)[1] if not one.success else []
    expected = {rule.id for rule in payload.rules}
    if not expected or set(found) != expected or result.statistics["evaluated_expectations"] != len(expected):
        lost = sorted(expected - set(found))
        message = f"{len(found)} of {len(expected)} rules were executed; without a result: {', '.join(lost) or 'all'}"
        raise RulebookError(message)
    return Assertion(payload.outcomes or {}, found, failing, tuple(found), dict(result.statistics))
