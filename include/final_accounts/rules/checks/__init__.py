"""Named checks: what no formula can say (codes, parentage, names, negatives). A rule names one of ``CHECKS``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from final_accounts.model.rule import Rule
from final_accounts.rules.checks.codes import class_outside_lines, code_standing, detail, names
from final_accounts.rules.checks.completeness import not_checkable
from final_accounts.rules.checks.context import CheckContext
from final_accounts.rules.checks.figures import mixed_steps, negative, nil_tables, repeated
from final_accounts.rules.checks.parents import misplaced_rows, missing_parents
from final_accounts.rules.checks.years import prior_sheet, renamed
from final_accounts.rules.outcomes import CheckOutcome

Check = Callable[[Rule, CheckContext], CheckOutcome]

CHECKS: Final[dict[str, Check]] = {
    "class_outside_lines": class_outside_lines,
    "code_standing": code_standing,
    "detail": detail,
    "misplaced_rows": misplaced_rows,
    "missing_parents": missing_parents,
    "mixed_steps": mixed_steps,
    "names": names,
    "negative": negative,
    "nil_tables": nil_tables,
    "not_checkable": not_checkable,
    "prior_sheet": prior_sheet,
    "renamed": renamed,
    "repeated": repeated,
}
