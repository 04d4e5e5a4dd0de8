"""Publishing 公开: report data and templates become pages, and pages become a site by one atomic rename."""

from final_accounts.publishing.city import (
    CityFacts,
    CityReport,
    FormScore,
    OpenTransfer,
    Standing,
    Tally,
    TransferPair,
    city_page,
    city_report,
    city_site,
)
from final_accounts.publishing.documents import Documents
from final_accounts.publishing.figures import Figure, amount, count
from final_accounts.publishing.pages import (
    SeasonEntry,
    index_page,
    returned_page,
    rules_page,
    superseded,
    unit_page,
)
from final_accounts.publishing.returned_report import ReturnedReport, returned_report
from final_accounts.publishing.site import (
    ReadySite,
    content_hash,
    forget_replaced,
    locked,
    ready_site,
    staging,
    swap_site,
    write_whole,
)
from final_accounts.publishing.unit_report import Approval, Replaced, Reported, UnitReport, unit_report

__all__ = [
    "Approval",
    "CityFacts",
    "CityReport",
    "Documents",
    "Figure",
    "FormScore",
    "OpenTransfer",
    "ReadySite",
    "Replaced",
    "Reported",
    "ReturnedReport",
    "SeasonEntry",
    "Standing",
    "Tally",
    "TransferPair",
    "UnitReport",
    "amount",
    "city_page",
    "city_report",
    "city_site",
    "content_hash",
    "count",
    "forget_replaced",
    "index_page",
    "locked",
    "ready_site",
    "returned_page",
    "returned_report",
    "rules_page",
    "staging",
    "superseded",
    "swap_site",
    "unit_page",
    "unit_report",
    "write_whole",
]
