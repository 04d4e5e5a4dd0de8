"""What a proof finds: one place where a file does not say what the disclosure says."""

from __future__ import annotations

from dataclasses import dataclass

from final_accounts.model.document import Spot
from final_accounts.model.facts import FactKey
from final_accounts.publishing.proof.found import Found
from final_accounts.publishing.proof.script import Expected


@dataclass(frozen=True, slots=True)
class Mismatch:
    """``spot`` is the place in the file (None when nothing of the file is near), ``place`` the one in the disclosure.

    ``expected`` "" for what should not be there, ``found`` "" for what is not there. ``figure`` names the figure,
    ``fact`` the reported one that it prints. ``message`` says it all in Chinese.
    """

    spot: Spot | None
    expected: str
    found: str
    message: str
    place: str = ""
    figure: str = ""
    fact: FactKey | None = None


def differs(expected: Expected, found: Found) -> Mismatch:
    """Another number stands where this one should."""
    if expected.page:
        return wrong_page(expected, found)
    owner = "单位文字中的" if expected.own else ""
    return _told(
        expected,
        found.spot,
        found.text,
        f"{found.spot}：{expected.at}{owner}应为“{expected.text}”，文件中是“{found.text}”。",
    )


def absent(expected: Expected, near: Spot | None) -> Mismatch:
    """A number of the disclosure is not in the file."""
    where = f"{near}附近：" if near else ""
    said = "页码" if expected.page else f"“{expected.text}”"
    return _told(expected, near, "", f"{where}{expected.at}的{said}没有印出。")


def surplus(found: Found) -> Mismatch:
    """A number of the file is in no disclosure."""
    return Mismatch(found.spot, "", found.text, f"{found.spot}：多出数字“{found.text}”，公开文本中没有这个数。")


def wrong_page(expected: Expected, found: Found) -> Mismatch:
    """The contents lead to a page that does not hold what they name, or is not the one they were given."""
    message = f"{found.spot}：{expected.at}的页码是 {found.text}，与标题所在的页不符。"
    return _told(expected, found.spot, found.text, message)


def margin(spot: Spot | None, expected: str, found: str) -> Mismatch:
    """Head or foot of the pages lack something, or say something else."""
    told = f"缺少“{expected}”" if expected else f"写的是“{found}”，不是标题、页码或批复日期与事件"
    return Mismatch(spot, expected, found, f"页眉页脚{told}。", "页眉页脚")


def unread(spot: Spot, why: str) -> Mismatch:
    """Something in the file could not be read back."""
    return Mismatch(spot, "", "", f"{spot}：{why}读不回来的内容不能证明无误。")


def _told(expected: Expected, spot: Spot | None, found: str, message: str) -> Mismatch:
    figure = expected.figure
    return Mismatch(
        spot,
        expected.text,
        found,
        message,
        str(expected.at),
        figure.called if figure else "",
        figure.fact if figure else None,
    )
