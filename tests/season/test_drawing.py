"""The drawing of the states is the one in the documentation, and says all that the table says."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from final_accounts.season.drawing import drawing
from final_accounts.season.states import UnitState
from final_accounts.season.transitions import TRANSITIONS

PICTURE = Path(__file__).resolve().parents[2] / "docs" / "images" / "states.svg"


def test_the_documentation_shows_the_table_as_it_is() -> None:
    assert PICTURE.read_text(encoding="utf-8") == drawing()


def test_every_state_and_every_transition_is_drawn() -> None:
    words = {element.text for element in etree.fromstring(drawing().encode()).iter("{*}text")}
    assert {state.chinese for state in UnitState} <= words
    assert {transition.says for transition in TRANSITIONS} <= words


def test_every_source_is_a_dot() -> None:
    dots = len(list(etree.fromstring(drawing().encode()).iter("{*}circle")))
    assert dots == sum(len(transition.sources) for transition in TRANSITIONS) + 2  # two in the legend
