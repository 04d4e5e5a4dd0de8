"""All tables of a disclosure as a workbook: planned as nouns, then written."""

from final_accounts.publishing.disclosure.nouns import Disclosure
from final_accounts.publishing.xlsx.nouns import BookPlan, Number, PlacedCell, SheetPlan
from final_accounts.publishing.xlsx.planning import plan
from final_accounts.publishing.xlsx.writing import write


def xlsx_tables(disclosure: Disclosure) -> bytes:
    """The workbook of all tables of a disclosure; the same disclosure gives the same bytes.

    A number cell holds the figure as printed (万元, two decimals for amounts) with the format that prints it again;
    blank zeros are empty cells; every other text is a text, never a formula. ``plan`` tells where each cell stands.
    """
    return write(plan(disclosure))


__all__ = ["BookPlan", "Number", "PlacedCell", "SheetPlan", "plan", "xlsx_tables"]
