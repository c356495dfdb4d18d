"""The terminal and the rubric shown in it.

CON-01 no text can break a stream: cp874 gets readable replacements, pages without Thai UTF-8
CON-02 every sentence stands in both languages with the same places to fill
CON-03 the rubric is shown with every boundary value, and each shown value scores what it says
"""

from __future__ import annotations

import io
import re
import sys
import tomllib
from pathlib import Path
from string import Formatter

import pytest

import sorchor_xl
from sorchor_xl.commands.console import Voice
from sorchor_xl.commands.rubric_view import boundary_values, rubric_lines
from sorchor_xl.commands.text_streams import prepare_streams
from sorchor_xl.data.rubric_files import load_rubric
from sorchor_xl.domain.scoring.bands import Kind
from sorchor_xl.domain.scoring.score import Scheme

SENTENCES = tomllib.loads(
    (Path(sorchor_xl.__file__).parent / "data" / "console.toml").read_text(encoding="utf-8")
)
SCHEME = Scheme.of(load_rubric(2564))


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [
        ("cp874", "ระดับ 3 ^ a.xlsx > H12"),
        ("utf-8", "ระดับ 3 ▲ a.xlsx › H12"),
        ("cp1252", "ระดับ 3 ▲ a.xlsx › H12"),
        ("ascii", "ระดับ 3 ▲ a.xlsx › H12"),
    ],
)
def test_streams_take_any_text_con_01(
    monkeypatch: pytest.MonkeyPatch, encoding: str, expected: str
) -> None:
    buffer = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(buffer, encoding=encoding))
    prepare_streams()
    sys.stdout.write("ระดับ 3 ▲ a.xlsx › H12")
    sys.stdout.flush()
    assert buffer.getvalue().decode(sys.stdout.encoding) == expected
    assert (sys.stdout.encoding == encoding) == (encoding in {"cp874", "utf-8"})


@pytest.mark.parametrize("key", sorted(SENTENCES))
def test_sentences_stand_in_both_languages_con_02(key: str) -> None:
    thai, english = (
        {name for _, name, _, _ in Formatter().parse(SENTENCES[key][lang]) if name}
        for lang in ("th", "en")
    )
    assert thai == english
    assert Voice("en").sentence(key, **dict.fromkeys(thai, 1))


@pytest.mark.parametrize("number", range(1, 24))
def test_shown_boundaries_score_what_they_say_con_03(number: int) -> None:
    indicator, bands = SCHEME.rubric.indicator(number), SCHEME.bands[number]
    shown = boundary_values(indicator, bands)
    assert {points for _, points in shown} == {1, 2, 3}
    if indicator.kind is Kind.COUNT:
        for text, points in shown:
            assert bands.points(int(text.split()[0])) == points
    if indicator.kind is Kind.PERCENT:
        edges = {cut.at for cut in bands.cuts}
        assert edges <= {float(text.rstrip("%")) for text, _ in shown}


def test_the_whole_rubric_is_shown_con_03() -> None:
    text = "\n".join(rubric_lines(SCHEME))
    assert [int(n) for n in re.findall(r"^  ข้อ (\d+) ", text, re.MULTILINE)] == list(range(1, 24))
    for indicator in SCHEME.rubric.indicators:
        assert " | ".join(indicator.criteria) in text
    for reading, option in SCHEME.readings.items():
        assert f"{reading} (" in text
        assert f"= {option}:" in text
