"""Where a house keeps its things: one value per place, from the environment, with embedded defaults."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from upath import UPath

from final_accounts.catalog import data_root
from final_accounts.model.errors import SeasonError

LOCAL: Final = frozenset({"", "file", "local"})
"""Protocols of a folder of this machine."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Places of one installation.

    ``var`` holds what people look at (inbox, site, feedback); ``warehouse`` is a SQLAlchemy URL; ``store`` is the URL
    or folder of the content store (submissions and intermediate results by sha256). ``delivery`` is "" (messages go
    into the folder ``outbox``) or the address of a mail server with its password, ``sender`` the address it sends from;
    ``feedback_url`` is where a web server shows the folder ``feedback``, "" when nobody does. ``mailbox`` is the folder
    or fsspec URL of all inboxes, "" for ``var/inbox``; a file of it is taken when nobody wrote to it for ``settle``
    seconds, and who takes it keeps others off for ``lease`` seconds. ``past`` is "" but where reviews are
    done again apart: it names in the content store what last year is for each unit, whatever the warehouse says.
    """

    var: Path
    warehouse: str
    store: str
    delivery: str = field(default="", repr=False)
    sender: str = ""
    feedback_url: str = ""
    mailbox: str = ""
    settle: float = 0
    lease: float = 1800
    past: str = ""

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
            mailbox=os.environ.get("FINAL_ACCOUNTS_INBOX", ""),
            settle=_seconds("FINAL_ACCOUNTS_SETTLE_SECONDS", 3),
            lease=_seconds("FINAL_ACCOUNTS_LEASE_SECONDS", embedded.lease),
        )

    def inbox(self, city: str, fiscal_year: int) -> Path:
        """收件箱 as a local folder: one folder a unit below it, one file a submission. SeasonError where it is none."""
        place = self.inbox_at(city, fiscal_year)
        if place.protocol not in LOCAL:
            raise SeasonError(f"收件箱在 {place.protocol} 上，不是本机文件夹；这一步只能写入本机文件夹。")
        return Path(place.path)

    def inbox_at(self, city: str, fiscal_year: int) -> UPath:
        """收件箱, wherever it is: a local folder or behind any address fsspec knows."""
        return UPath(self.mailbox or self.var / "inbox") / city / str(fiscal_year)

    def feedback(self, city: str, fiscal_year: int) -> Path:
        """反馈: returned workbooks, one folder a unit."""
        return self.var / "feedback" / city / str(fiscal_year)

    def outbox(self, city: str, fiscal_year: int) -> Path:
        """发件夹: messages that go to no mail server, one folder an account."""
        return self.var / "outbox" / city / str(fiscal_year)

    def ops(self, city: str, fiscal_year: int) -> Path:
        """值守: the bureau's own page on where the season stands; for nobody outside."""
        return self.var / "ops" / city / str(fiscal_year)

    def site(self, city: str, fiscal_year: int) -> Path:
        """公开网页 of one city and year; a link that is swapped as a whole."""
        return self.var / "site" / city / str(fiscal_year)


def _seconds(name: str, otherwise: float) -> float:
    """A number of seconds from the environment; SeasonError when it is none."""
    told = os.environ.get(name) or str(otherwise)
    try:
        seconds = float(told)
    except ValueError:
        seconds = -1
    if not 0 <= seconds < float("inf"):
        raise SeasonError(f"{name} 应为秒数（零或正数），现为“{told}”。")
    return seconds
