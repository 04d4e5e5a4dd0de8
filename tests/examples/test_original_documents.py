"""An extra run for those who hold the published documents: FINAL_ACCOUNTS_CASES names the folder of their texts.

Both directions are compared: what the transcription claims is printed, and what is printed is transcribed.
"""

import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from examples.transcribed import Yaml, load, strings

REAL = Path(__file__).parents[2] / "include/examples/real"
JIANGHAN = load(REAL / "jianghan-2021.yaml")
DOCUMENTS = {"jianghan": JIANGHAN, "ziyang": load(REAL / "ziyang-2021.yaml")}
FIGURE = re.compile(r"\d+(?:\.\d+)?")
OURS = frozenset(
    {
        *{
            "id",
            "rubric",
            "edition",
            "city",
            "code",
            "code_source",
            "kind",
            "section",
            "method",
            "key",
            "row",
            "indicator",
        },
        *{"note", "type_note", "source", "doubts", "known_errors", "holds", "formula", "decimals", "given"},
        *{"filled_on", "as_of", "month"},
    }
)  # dates are printed in words


def names(node: Yaml) -> Iterator[str]:
    """Names of units, projects, subjects and indicators: they are facts and stay as printed."""
    if isinstance(node, dict):
        for key, child in node.items():
            if key in {"name", "l3", "parent_name", "department"} and isinstance(child, str):
                yield child
            else:
                yield from names(child)
    elif isinstance(node, list):
        for child in node:
            yield from names(child)


def original(data: Yaml, folder: Path) -> str:
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))]
    (text,) = [text for text in texts if data["unit"]["name"] in text]
    return text


if folder := os.environ.get("FINAL_ACCOUNTS_CASES"):
    CASES = Path(folder)

    @pytest.mark.parametrize("data", DOCUMENTS.values(), ids=DOCUMENTS)
    def test_every_figure_of_the_transcription_is_printed_in_the_document(data: Yaml) -> None:
        printed = set(FIGURE.findall(original(data, CASES)))
        claimed = {figure for text in strings(data, OURS) for figure in FIGURE.findall(text)}
        assert sorted(claimed - printed) == []

    @pytest.mark.parametrize("data", DOCUMENTS.values(), ids=DOCUMENTS)
    def test_every_figure_of_the_document_is_in_the_transcription(data: Yaml) -> None:
        text = re.sub(r"(?<!\d)\d\.(?=20\d\d年|资阳)", "", original(data, CASES))  # numbers of headings
        printed = {figure for figure in FIGURE.findall(text) if "." in figure or len(figure) > 2}
        assert sorted(printed - set(FIGURE.findall(str(data)))) == []

    def test_the_tables_of_jianghan_hold_each_printed_amount_as_often_as_the_document() -> None:
        text = original(JIANGHAN, CASES)
        region = text[text.index("2021年度收入支出决算总表（表1）") : text.rindex("第三部分 武汉市")]
        amounts = Counter(re.findall(r"(?<![\d.])\d+\.\d\d(?!\d)", region))
        ours = Counter(text for text in strings(JIANGHAN["tables"], frozenset({"columns", "name"})) if "." in text)
        assert ours == amounts

    @pytest.mark.parametrize("data", DOCUMENTS.values(), ids=DOCUMENTS)
    def test_no_sentence_of_the_document_is_copied(data: Yaml) -> None:
        text = re.sub(r"\s", "", original(data, CASES))
        official = sorted(names(data), key=len, reverse=True)
        copied = []
        for value in strings(data, frozenset({"document", "says", "table_titles"})):
            words = re.sub("|".join(map(re.escape, official)), "·", value)
            for run in re.findall(r"[\u4e00-\u9fff]{15,}", words):
                copied += [run for at in range(len(run) - 14) if run[at : at + 15] in text]
        assert copied == []
