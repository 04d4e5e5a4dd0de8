"""The golden cases against what the audit finds: found, missed, false alarms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from final_accounts.audit import Audit, Claim

GOLDEN = Path(__file__).parent / "golden"
DOCUMENTS = Path(__file__).resolve().parents[1] / "documents"


@dataclass
class Score:
    """How one document came out."""

    name: str
    found: list[str] = field(default_factory=list)
    missed: list[dict[str, Any]] = field(default_factory=list)
    false: list[Claim] = field(default_factory=list)
    rounding_as_error: list[Claim] = field(default_factory=list)

    def line(self) -> str:
        return (
            f"{self.name}: 找到 {len(self.found)}，漏掉 {len(self.missed)}，误报 {len(self.false)}，"
            f"舍入误作错误 {len(self.rounding_as_error)}"
        )


def cases(name: str) -> list[dict[str, Any]]:
    data = yaml.safe_load((GOLDEN / f"{name}.yaml").read_text(encoding="utf-8"))
    return list(data["cases"])


def score(name: str, audit: Audit) -> Score:
    result = Score(name)
    wanted = [c for c in cases(name) if c["verdict"] != "rounding"]
    rounding = [c for c in cases(name) if c["verdict"] == "rounding"]
    matched: set[int] = set()
    for case in wanted:
        hits = [n for n, f in enumerate(audit.findings) if fits(case, f)]
        if hits or any(u.spot.line in case["line"] and case["family"] == "contents" for u in audit.unread):
            result.found.append(case["id"])
            matched.update(hits)
        else:
            result.missed.append(case)
    for number, finding in enumerate(audit.findings):
        if any(fits(case, finding) for case in rounding):
            result.rounding_as_error.append(finding)
        elif number not in matched:
            result.false.append(finding)
    return result


def fits(case: dict[str, Any], finding: Claim) -> bool:
    lines = {spot.line for spot in finding.places}
    if finding.family != case["family"] or not lines & set(case["line"]):
        return False
    stated = str(case.get("stated", "")).replace(" ", "")
    if not stated or finding.spot.line not in case["line"]:
        return True
    told = "".join(finding.stated).replace(" ", "") + finding.mark.replace(" ", "")
    return stated in told or told in stated or stated in finding.text.replace(" ", "").replace("\t", "")


def families(findings: Sequence[Claim]) -> Counter[str]:
    return Counter(f.family for f in findings)
