"""A disclosure as a web page: marked figures, tables, links. Pure text; the page's frame is ``unit.html.j2``."""

from final_accounts.publishing.html.grid import grid
from final_accounts.publishing.html.links import FileLink, VersionLink, file_size
from final_accounts.publishing.html.marks import Marks

__all__ = ["FileLink", "Marks", "VersionLink", "file_size", "grid"]
