"""Verifying a chain of events: what was altered, removed, reordered, cut off or made anew. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from final_accounts.history.chain import own_hash, sha256_text
from final_accounts.history.event import GENESIS, Event, Head, Problem, ProblemKind


def verify(events: Iterable[Event], recorded: Head, exported: Head | None = None) -> tuple[Problem, ...]:
    """Problems of one chain, in order; empty when it is whole.

    ``events`` come by sequence number; ``recorded`` is the head the database keeps, ``exported`` one that was kept
    elsewhere. A forger who rewrites every hash and the head is caught by ``exported`` alone.
    """
    chain = tuple(events)
    return (*_links(chain), *_end(chain, recorded), *_against_export(chain, exported))


def _links(chain: tuple[Event, ...]) -> Iterator[Problem]:
    place_of = {event.hash: event.sequence for event in chain}
    expected = 1
    before = GENESIS
    for event in chain:
        if event.sequence > expected:
            gap = f"第{expected}号" if event.sequence == expected + 1 else f"第{expected}至{event.sequence - 1}号"
            yield Problem(ProblemKind.REMOVED, expected, f"{gap}事件缺失。")
        yield from _content(event)
        if event.previous != before and event.sequence == expected:
            yield _broken_link(event, place_of.get(event.previous))
        expected = event.sequence + 1
        before = event.hash


def _content(event: Event) -> Iterator[Problem]:
    if sha256_text(event.payload) != event.payload_hash:
        yield Problem(
            ProblemKind.ALTERED, event.sequence, f"第{event.sequence}号事件的内容与其校验值不符，内容被改动。"
        )
    if own_hash(event) != event.hash:
        yield Problem(
            ProblemKind.ALTERED, event.sequence, f"第{event.sequence}号事件的记载与其校验值不符，记载被改动。"
        )


def _broken_link(event: Event, place: int | None) -> Problem:
    if place is not None:
        message = f"第{event.sequence}号事件接在第{place}号事件之后，次序被改动。"
        return Problem(ProblemKind.REORDERED, event.sequence, message)
    if event.sequence == 1:
        return Problem(ProblemKind.REMOVED, 1, "第1号事件之前另有事件，开头被删除。")
    message = f"第{event.sequence - 1}号事件不是第{event.sequence}号事件所接的事件，原事件被替换。"
    return Problem(ProblemKind.ALTERED, event.sequence - 1, message)


def _end(chain: tuple[Event, ...], recorded: Head) -> Iterator[Problem]:
    last = chain[-1] if chain else None
    sequence = last.sequence if last else 0
    if sequence < recorded.sequence:
        message = f"链头记载共{recorded.sequence}个事件，现存至第{sequence}号，末尾被截断。"
        yield Problem(ProblemKind.TRUNCATED, sequence + 1, message)
    elif sequence > recorded.sequence:
        message = f"链头记载共{recorded.sequence}个事件，其后的事件不是由系统写入。"
        yield Problem(ProblemKind.UNRECORDED, recorded.sequence + 1, message)
    elif last is not None and last.hash != recorded.hash:
        yield Problem(ProblemKind.ALTERED, sequence, f"第{sequence}号事件与链头记载的校验值不符。")


def _against_export(chain: tuple[Event, ...], exported: Head | None) -> Iterator[Problem]:
    if exported is None or exported.sequence == 0:
        return
    held = next((event for event in chain if event.sequence == exported.sequence), None)
    if held is None:
        message = f"存档的链头是第{exported.sequence}号事件，现在的链中没有，末尾被截断。"
        yield Problem(ProblemKind.TRUNCATED, exported.sequence, message)
    elif held.hash != exported.hash:
        message = f"第{exported.sequence}号事件与存档的链头（{exported.hash[:12]}）不符，此前的记载被改写。"
        yield Problem(ProblemKind.REWRITTEN, exported.sequence, message)
