"""全市汇总: the site of a city and year, from the overview down to the cell of a unit's workbook."""

from final_accounts.publishing.city.facts import (
    CityFacts,
    Contribution,
    Counted,
    FormScore,
    OpenTransfer,
    Standing,
    Tally,
    TransferPair,
)
from final_accounts.publishing.city.nouns import CityReport
from final_accounts.publishing.city.report import city_report
from final_accounts.publishing.city.site import city_page, city_site

__all__ = [
    "CityFacts",
    "CityReport",
    "Contribution",
    "Counted",
    "FormScore",
    "OpenTransfer",
    "Standing",
    "Tally",
    "TransferPair",
    "city_page",
    "city_report",
    "city_site",
]
