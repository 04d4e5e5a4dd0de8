"""Where a house keeps its things: one value per place, from the environment, with embedded defaults."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from final_accounts.catalog import data_root


@dataclass(frozen=True, slots=True)
class Settings:
    """Places of one installation.

    ``var`` holds what people look at (inbox, site, feedback); ``warehouse`` is a SQLAlchemy URL; ``store`` is the URL
    or folder of the content store (submissions and intermediate results by sha256). ``delivery`` is "" (messages go
    into the folder ``outbox``) or the address of a mail server with its password, ``sender`` the address it sends from;
    ``feedback_url`` is where a web server shows the folder ``feedback``, "" when nobody does.
    """

    var: Path
    warehouse: str
    store: str
    delivery: str = field(default="", repr=False)
    sender: str = ""
    feedback_url: str = ""

    @classmethod
    def at(cls, var: Path) -> Settings:
        """The embedded default below ``var``: SQLite and local files."""
        var = var.absolute()
        return cls(var=var, warehouse=f"sqlite:///{var / 'warehouse.db'}", store=str(var / "store"))

    @classmethod
    def from_environment(cls) -> Settings:
        """``FINAL_ACCOUNTS_VAR``, ``_WAREHOUSE``, ``_STORE``, ``_DELIVERY``, …; unset: embedded default."""
        embedded = cls.at(Path(os.environ.get("FINAL_ACCOUNTS_VAR") or data_root() / "var"))
        return cls(
            var=embedded.var,
            warehouse=os.environ.get("FINAL_ACCOUNTS_WAREHOUSE") or embedded.warehouse,
            store=os.environ.get("FINAL_ACCOUNTS_STORE") or embedded.store,
            delivery=os.environ.get("FINAL_ACCOUNTS_DELIVERY", ""),
            sender=os.environ.get("FINAL_ACCOUNTS_DELIVERY_FROM", ""),
            feedback_url=os.environ.get("FINAL_ACCOUNTS_FEEDBACK_URL", ""),
        )

    def inbox(self, city: str, fiscal_year: int) -> Path:
        """收件箱: one folder a unit below it, one file a submission."""
        return self.var / "inbox" / city / str(fiscal_year)

    def feedback(self, city: str, fiscal_year: int) -> Path:
        """反馈: returned workbooks, one folder a unit."""
        return self.var / "feedback" / city / str(fiscal_year)

    def outbox(self, city: str, fiscal_year: int) -> Path:
        """发件夹: messages that go to no mail server, one folder an account."""
        return self.var / "outbox" / city / str(fiscal_year)

    def site(self, city: str, fiscal_year: int) -> Path:
        """公开网页 of one city and year; a link that is swapped as a whole."""
        return self.var / "site" / city / str(fiscal_year)
