"""Who will be late 逾期预测: a logistic regression on made-up seasons, drawn to the city's own by its real ones.

``NEEDED`` real seasons must lie behind the one at hand before a probability is shown: with fewer nobody could say
whether it is right, and last season's lateness is shown instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

from final_accounts.season.courses import View

NEEDED: Final = 2
"""Real seasons behind a probability that is shown."""
_RIDGE: Final = 1.0
_FIRM: Final = 10.0
"""How firmly the calibration holds to what it was before the city's own seasons were seen."""

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of standardised features, then a calibration of the log odds: ``slope`` times them plus ``shift``."""

    weights: Numbers
    mean: Numbers
    scale: Numbers
    slope: float = 1.0
    shift: float = 0.0

    def probabilities(self, rows: Numbers) -> Numbers:
        """The probability of being late for each row of features."""
        return np.asarray(expit(self.slope * self._odds(rows) + self.shift), dtype=np.float64)

    def calibrated(self, rows: Numbers, late: Numbers) -> Model:
        """The same weights, their odds drawn to what happened (``late`` 1.0 or 0.0 a row); no rows change nothing."""
        if not len(rows):
            return self
        odds = self._odds(rows)

        def loss(at: Numbers) -> tuple[float, Numbers]:
            value, push = _loss(at[0] * odds + at[1], late)
            off = at - np.array([self.slope, self.shift])
            return value + _FIRM * float(off @ off), np.array([push @ odds, push.sum()]) + 2 * _FIRM * off

        found = minimize(loss, np.array([self.slope, self.shift]), jac=True, method="L-BFGS-B")
        return Model(self.weights, self.mean, self.scale, float(found.x[0]), float(found.x[1]))

    def _odds(self, rows: Numbers) -> Numbers:
        return np.asarray(self.weights[0] + ((rows - self.mean) / self.scale) @ self.weights[1:], dtype=np.float64)


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
