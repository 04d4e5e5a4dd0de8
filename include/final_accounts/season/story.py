"""The story of a season 经过: every kind of event told as one Chinese sentence, for auditors. Pure.

Who reads a sentence need not know the payload; what an event does not say is left out, never invented.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from final_accounts.model.clock import day_in_words
from final_accounts.model.person import Role
from final_accounts.model.safe_text import one_line
from final_accounts.season.explanations import scope_in_words
from final_accounts.season.standing import Happened

SHORT: Final = 12
"""Digits of a hash that a sentence shows; the whole one stands in the event."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a sentence may look up.

    ``names`` are account -> name, ``letter`` the first words of a message that was sent, ``place`` tells the place of a
    rule in words.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    letter: str = ""
    place: Callable[[str], str] = str

    def person(self, account: str) -> str:
        """Name and account; the account alone where no name is known."""
        return f"{self.names[account]}（{account}）" if account in self.names else account


Sentence = Callable[[Happened, Known], str]


def sentence(event: Happened, known: Known) -> str:
    """The event in words, without its date.

    >>> from datetime import datetime, UTC
    >>> at = datetime(2022, 3, 1, tzinfo=UTC)
    >>> nil = Happened("unit.nil_declared", "101001", 0, "kuaiji", at, {"reason": "无收支"})
    >>> sentence(nil, Known({"kuaiji": "示例会计"}))
    '示例会计办理零报送，理由：无收支。'
    """
    tell = SENTENCES.get(event.kind)
    if tell is None:
        return f"发生“{event.kind}”事件，本版程序不能用文字说明，请查看原始记载。"
    return one_line(tell(event, known))  # what a person wrote must not look like an event of its own


def _who(event: Happened, known: Known) -> str:
    """The actor's name and role, the account only where no name is known."""
    name = event.says("name") or event.says("approver") or known.names.get(event.actor, event.actor)
    role = event.says("role")
    word = Role(role).chinese if role in set(Role) else ""
    told = [word] if word else []
    if event.payload.get("automatic") is True:
        told.append("示例自动办理")
    return f"{name}（{'，'.join(told)}）" if told else name


def _version(event: Happened) -> str:
    number = event.version or event.says("version")
    return f"第{number}版" if number else "报送"


def _with(event: Happened, *parts: tuple[str, str]) -> str:
    """``，word：text`` for each payload key that says something."""
    return _told(*((word, event.says(key)) for key, word in parts))


def _told(*parts: tuple[str, str]) -> str:
    return "".join(f"，{word}：{said}" for word, text in parts if (said := text.strip().rstrip("。")))


def _day(text: str) -> str:
    """A day of a payload as a sentence says it."""
    try:
        return day_in_words(date.fromisoformat(text))
    except ValueError:
        return text


def _short(event: Happened, key: str) -> str:
    return event.says(key)[:SHORT]


def _received(event: Happened, _: Known) -> str:
    return f"收到{_version(event)}报送，文件“{event.says('file_name')}”（校验值 {_short(event, 'sha256')}）。"


def _repeated(event: Happened, _: Known) -> str:
    return f"又收到文件“{event.says('file_name')}”，内容与{_version(event)}相同，不另立版本。"


def _attached(event: Happened, _: Known) -> str:
    return f"收到附送材料“{event.says('file_name')}”（校验值 {_short(event, 'sha256')}）。"


def _audited(event: Happened, _: Known) -> str:
    return f"核对了附送材料（校验值 {_short(event, 'sha256')}），疑点 {event.says('findings')} 条。"


def _quarantined(event: Happened, _: Known) -> str:
    return f"未予受理文件“{event.says('file_name')}”{_with(event, ('reason', '原因'))}。"


def _reviewed(event: Happened, _: Known) -> str:
    trial = f"，试行规则另有 {event.says('shadow')} 条，不计入" if event.payload.get("shadow") else ""
    return (
        f"按审核规则库 {_short(event, 'rulebook_hash')}（{event.says('edition')}）审核{_version(event)}报表："
        f"应执行规则 {event.says('rules_expected')} 条，实际执行 {event.says('rules_executed')} 条，"
        f"疑点 {event.says('findings')} 条{trial}。"
    )


def _judged(event: Happened, _: Known) -> str:
    counts = event.payload.get("findings")
    words = {"blocking": "必须更正", "explain": "需要说明", "notice": "提示"}
    found = "、".join(f"{words.get(k, k)} {n} 条" for k, n in counts.items() if n) if isinstance(counts, dict) else ""
    verdict = "退回" if event.kind == "submission.returned" else "审核通过"
    trial = f"；试行规则另有 {event.says('shadow')} 条，不计入结论" if event.payload.get("shadow") else ""
    book = _short(event, "rulebook_hash")
    return f"{_version(event)}{verdict}（审核规则库 {book}）：{found or '没有疑点'}{trial}。"


def _signed(event: Happened, known: Known) -> str:
    return f"{_who(event, known)}在{_version(event)}（校验值 {_short(event, 'sha256')}）上签字。"


def _approved(event: Happened, known: Known) -> str:
    more = _told(("文号", event.says("number")), ("提请人", known.person(event.says("prepared_by"))))
    return f"{_version(event)}由{_who(event, known)}批复{more}。"


def _published(event: Happened, _: Known) -> str:
    files = event.payload.get("files")
    count = len(files) if isinstance(files, dict) else 0
    return f"{_version(event)}公开，共 {count} 个文件{_with(event, ('reason', '替代此前版本的原因'))}。"


def _explained(event: Happened, known: Known) -> str:
    done = "认可" if event.kind == "explanation.accepted" else "退回"
    scope = f"，适用于{scope_in_words(event.says('scope'))}" if event.says("scope") else ""
    more = _with(event, ("said", "单位说明"), ("reason", "审核意见")) + scope + _with(event, ("until", "可沿用至年度"))
    return f"{_who(event, known)}{done}{_version(event)}疑点“{event.says('finding')}”的核实说明{more}。"


def _dispute_raised(event: Happened, known: Known) -> str:
    ours = event.says("ours")
    told = f"，系统复算 {ours} 分" if ours else ""
    about = event.says("title") + (f"“{event.says('indicator')}”" if event.says("indicator") else "")
    return (
        f"{_who(event, known)}提出第{event.says('id')}号评分异议：{about}主张 {event.says('claimed')} 分"
        f"{told}{_with(event, ('reason', '理由'))}。"
    )


def _dispute_decided(event: Happened, known: Known) -> str:
    ours = event.says("stands") == "ours"
    stands = f"系统复算的 {event.says('ours')} 分" if ours else f"单位主张的 {event.says('claimed')} 分"
    return f"{_who(event, known)}裁定第{event.says('id')}号评分异议以{stands}为准{_with(event, ('reason', '理由'))}。"


def _waiver(event: Happened, known: Known) -> str:
    words = {"requested": "申请", "granted": "批准", "refused": "不予批准", "revoked": "撤销"}
    done = words[event.kind.removeprefix("waiver.")]
    place = f"（{known.place(event.says('row'))}）" if event.says("row") else ""
    more = _with(event, ("reason", "理由"), ("basis", "依据")) + _told(("有效期至", _day(event.says("until"))))
    return f"{_who(event, known)}{done}第{event.says('id')}号豁免，规则 {event.says('rule')}{place}{more}。"


def _sent(event: Happened, known: Known) -> str:
    letter = f"：“{known.letter.rstrip('。')}”" if known.letter else ""
    return f"向{known.person(event.says('to'))}发出通知{letter}。"


def _rollup_certified(event: Happened, known: Known) -> str:
    versions = event.payload.get("versions")
    units = f"，含 {len(versions)} 家单位" if isinstance(versions, dict) else ""
    return f"部门汇总 {_short(event, 'rollup')} 由{_who(event, known)}签审{units}{_with(event, ('reason', '说明'))}。"


def _rollup_approved(event: Happened, known: Known) -> str:
    return f"部门汇总 {_short(event, 'rollup')} 由{_who(event, known)}批复{_with(event, ('number', '文号'))}。"


def _batch(verb: str, *parts: tuple[str, str]) -> Sentence:
    """What happened to a batch of approvals."""
    return lambda event, known: (
        f"第{event.says('batch')}号批次{verb.format(who=_who(event, known))}"
        f"{_told(('答复人', known.person(event.says('account'))))}{_with(event, *parts)}。"
    )


def _deadline(event: Happened, _: Known) -> str:
    return f"决算编报季流程到公开期限仍未成功完成（运行编号 {event.says('run')}）。"


def _day_closed(event: Happened, _: Known) -> str:
    alerts = event.payload.get("alerts")
    count = len(alerts) if isinstance(alerts, list) else 0
    again = "重新" if event.says("restates") else ""
    return (
        f"{_day(event.says('day'))}的台账{again}结账：名录单位 {event.says('register')} 家，"
        f"到期应公开 {event.says('approved')} 家，已公开 {event.says('published')} 家，警报 {count} 条。"
    )


def _rules_changed(event: Happened, _: Known) -> str:
    changes = event.payload.get("changes")
    listed = [one for one in changes if isinstance(one, dict)] if isinstance(changes, list) else []
    told = "、".join(f"{one['rule']}（{one['was'] or '没有'}→{one['now'] or '取消'}）" for one in listed)
    what = f"改动 {len(listed)} 条：{told}" if listed else "各条规则没有改动，只是次序不同"
    return f"审核规则库由 {_short(event, 'old')} 换为 {_short(event, 'new')}，{what}。"


def _running(event: Happened, _: Known) -> str:
    return (
        f"本编报季自此按编报口径 {event.says('edition')}（{_short(event, 'edition_hash')}）、"
        f"审核规则库 {_short(event, 'rulebook_hash')}、程序 {event.says('code_version')} 审核。"
    )


def _chosen_to_replay(event: Happened, _: Known) -> str:
    reviews = event.payload.get("reviews")
    count = len(reviews) if isinstance(reviews, list) else 0
    return f"流程运行 {event.says('run')} 抽取 {count} 次审核重演（种子 {event.says('seed')}）。"


def _replayed(event: Happened, _: Known) -> str:
    same = event.says("outcome") == "same"
    told = "结果与当时一致" if same else "结果与当时不一致"
    return f"重演{_version(event)}的审核：{told}{_with(event, ('why', '说明'))}。"


def _act(verb: str, *parts: tuple[str, str], after: str = "") -> Sentence:
    """A person did it, for that reason, on that basis."""
    said = (("reason", "理由"), ("basis", "依据"), *parts)
    return lambda event, known: f"{_who(event, known)}{verb}{_with(event, *said)}{after}。"


SENTENCES: Final[Mapping[str, Sentence]] = {
    "submission.received": _received,
    "submission.repeated": _repeated,
    "submission.quarantined": _quarantined,
    "submission.reviewed": _reviewed,
    "submission.returned": _judged,
    "submission.accepted": _judged,
    "submission.signed": _signed,
    "submission.approved": _approved,
    "submission.published": _published,
    "submission.reopened": _act("重新打开报送", after="，原有签字和批复失效"),
    "submission.corrected": _act(
        "批准更正", ("materiality", "性质"), after="，原有签字和批复失效，已公开的一版继续有效"
    ),
    "correction.called_off": _act("取消更正", after="，已公开的一版连同公开时的签字和批复继续有效"),
    "submission.withdrawn": _act("撤回报送"),
    "disclosure.withdrawn": _act("撤下公开"),
    "disclosure.withheld": _act("登记依法不予公开"),
    "disclosure.released": _act("解除不予公开"),
    "unit.nil_declared": _act("办理零报送"),
    "unit.exempted": _act("登记免报"),
    "unit.merged_away": _act("登记单位在编报季内并入其他单位", ("into", "并入单位")),
    "unit.restored": _act("恢复报送义务"),
    "explanation.accepted": _explained,
    "explanation.sent_back": _explained,
    "dispute.raised": _dispute_raised,
    "dispute.decided": _dispute_decided,
    "waiver.requested": _waiver,
    "waiver.granted": _waiver,
    "waiver.refused": _waiver,
    "waiver.revoked": _waiver,
    "attachment.received": _attached,
    "attachment.audited": _audited,
    "message.sent": _sent,
    "department.certified": _rollup_certified,
    "department.approved": _rollup_approved,
    "batch.proposed": _batch("由{who}提请批复"),
    "batch.answered": _batch("得到答复", ("option", "答复"), ("reason", "理由")),
    "batch.approved": _batch("由{who}批准"),
    "batch.rejected": _batch("由{who}不予批准", ("reason", "理由")),
    "batch.expired": _batch("到期无人答复"),
    "batch.refused": _batch("的答复没有生效", ("why", "原因")),
    "deadline.passed": _deadline,
    "ledger.closed": _day_closed,
    "rules.changed": _rules_changed,
    "season.running": _running,
    "replay.chosen": _chosen_to_replay,
    "replay.done": _replayed,
}
"""Every kind of event in use; a new kind gets its sentence here."""
