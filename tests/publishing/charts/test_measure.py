"""Text is measured without a font, and broken where Chinese may be broken."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from final_accounts.publishing.charts.measure import NOT_FIRST, lines, width

words = st.text(st.sampled_from("社会保障和就业（类）、，。“三公”A9%"), max_size=60)


@given(words, st.floats(1.0, 20.0))
def test_lines_lose_nothing_and_keep_to_their_room(text: str, room: float) -> None:
    broken = lines(text, room)
    assert "".join(broken) == text
    assert all(width(line) <= room or len(line) == 1 for line in broken)


@given(st.text(st.sampled_from("社会保障和就业、，。"), min_size=1, max_size=60))
def test_no_line_begins_with_a_closing_sign_where_it_can_be_helped(text: str) -> None:
    single = "、".join(part for part in text if part not in NOT_FIRST)
    assert not any(line[0] in NOT_FIRST for line in lines(single, 5.0) if line)


def test_wide_signs_are_one_em() -> None:
    assert width("决算（万元）") == 6
    assert width("123") < 2
