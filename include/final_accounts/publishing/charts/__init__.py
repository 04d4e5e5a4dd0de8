"""Charts 图 of a disclosure: facts become series of figures, series become SVG. Pure functions, no library."""

from final_accounts.publishing.charts.drawing import WIDE, svg
from final_accounts.publishing.charts.nouns import Bar, Chart, Pair, Pairs, Panel, Phrase, Shares, read
from final_accounts.publishing.charts.placing import placed
from final_accounts.publishing.charts.series import charts

__all__ = ["WIDE", "Bar", "Chart", "Pair", "Pairs", "Panel", "Phrase", "Shares", "charts", "placed", "read", "svg"]
