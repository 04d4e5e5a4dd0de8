"""Who will be late 逾期预测: a logistic regression on made-up seasons, drawn to the city's own by its real ones.

``NEEDED`` real seasons must lie behind the one at hand before a probability is shown: with fewer nobody could say
whether it is right, and last season's lateness is shown instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

from final_accounts.season.courses import FEATURES, SUCH, View

NEEDED: Final = 2
"""Real seasons behind a probability that is shown."""
_RIDGE: Final = 1.0
_FIRM: Final = 10.0
"""How firmly the calibration holds to what it was before the city's own seasons were seen."""

Numbers = NDArray[np.float64]
PLAIN: Final = np.array([1.0, 0.0, 0.0])
"""A calibration that changes nothing."""


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of standardised features, then a calibration of the log odds.

    ``calibration`` has one line for units that have not submitted and one for those that have, two different waits:
    a slope of these odds, one of the odds of such units in the city's own seasons, and a shift.
    """

    weights: Numbers
    mean: Numbers
    scale: Numbers
    calibration: tuple[Numbers, Numbers] = (PLAIN, PLAIN)

    def probabilities(self, rows: Numbers) -> Numbers:
        """The probability of being late for each row of features."""
        lines = np.array(self.calibration)[_submitted(rows)]
        return np.asarray(expit(np.sum(lines * self._told(rows), axis=1)), dtype=np.float64)

    def calibrated(self, rows: Numbers, late: Numbers) -> Model:
        """The same weights, their odds drawn to what happened (``late`` 1.0 or 0.0 a row); no rows change nothing."""
        told, kind = self._told(rows), _submitted(rows)
        before, after = (_calibrated(line, told[kind == n], late[kind == n]) for n, line in enumerate(self.calibration))
        return replace(self, calibration=(before, after))

    def _told(self, rows: Numbers) -> Numbers:
        """Three columns: the odds by the weights, those of such units in this city, one."""
        return np.column_stack([self._odds(rows), rows[:, FEATURES.index(SUCH)], np.ones(len(rows))])

    def _odds(self, rows: Numbers) -> Numbers:
        return np.asarray(self.weights[0] + ((rows - self.mean) / self.scale) @ self.weights[1:], dtype=np.float64)


def _submitted(rows: Numbers) -> NDArray[np.intp]:
    return rows[:, FEATURES.index("submitted")].astype(np.intp)


def _calibrated(line: Numbers, told: Numbers, late: Numbers) -> Numbers:
    """The line that fits best, held to what it was as firmly as ``_FIRM`` says."""

    def loss(at: Numbers) -> tuple[float, Numbers]:
        value, push = _loss(told @ at, late)
        return value + _FIRM * float((at - line) @ (at - line)), told.T @ push + 2 * _FIRM * (at - line)

    return np.asarray(minimize(loss, line, jac=True, method="L-BFGS-B").x, dtype=np.float64)


def fit(rows: Numbers, late: Numbers) -> Model:
    """The model that tells ``late`` from ``rows`` best, kept from extremes by a small penalty."""
    mean = rows.mean(axis=0)
    scale = np.where(rows.std(axis=0) > 0, rows.std(axis=0), 1.0)
    standard = (rows - mean) / scale

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        value, push = _loss(weights[0] + standard @ weights[1:], late)
        held = np.concatenate([[0.0], weights[1:]])
        return value + _RIDGE * float(held @ held), np.concatenate(
            [[push.sum()], standard.T @ push]
        ) + 2 * _RIDGE * held

    found = minimize(loss, np.zeros(rows.shape[1] + 1), jac=True, method="L-BFGS-B")
    return Model(np.asarray(found.x, dtype=np.float64), mean, scale)


def gathered(views: Sequence[View]) -> tuple[Numbers, Numbers]:
    """Rows and outcomes of all views; their courses must be whole seasons, so that the outcome is known."""
    rows = np.concatenate([view.rows() for view in views])
    late = [view.courses[unit.code].late(view.gap) for view in views for unit in view.open()]
    return rows, np.array(late, dtype=np.float64)


def brier(probabilities: Numbers, late: Numbers) -> float:
    """Mean squared distance between what was said and what came: 0 is perfect.

    >>> brier(np.array([1.0, 0.5]), np.array([1.0, 0.0]))
    0.125
    """
    return float(np.mean((probabilities - late) ** 2))


def _loss(odds: Numbers, late: Numbers) -> tuple[float, Numbers]:
    """Negative log likelihood and how it changes with the odds."""
    return float(np.sum(np.logaddexp(0, odds) - late * odds)), np.asarray(expit(odds) - late, dtype=np.float64)
