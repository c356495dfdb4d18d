"""What ``status`` shows: what is to be done first on top, within the columns of a terminal.

STATUS-01 groups by what is to be done: answer what came, chase what is late, wait, done
STATUS-02 no line is wider than 80 columns as the eye counts Thai, and nothing is left out for it
STATUS-03 a row names its files; beneath it stand the reason and what to do, but not of what is done
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from factory import Round, make_results

from sorchor_xl.commands.amphoe_lines import TERMINAL, status_lines
from sorchor_xl.commands.console import Voice
from sorchor_xl.domain.checks.findings import Finding, Lang
from sorchor_xl.domain.round.records import AmphoeStatus, Where
from sorchor_xl.domain.round.results import Results
from sorchor_xl.domain.round.urgency import Urgency, by_urgency
from sorchor_xl.domain.thai.text import width, wrapped

LONG_NAME = (
    "แบบประเมินผลการดำเนินงานศูนย์ประสานงานองค์การชุมชนระดับตำบล ฉบับแก้ไขครั้งที่ 2 (ส่งจังหวัด) ลงนามแล้ว.xlsx"
)
CHANGED = (
    AmphoeStatus.COMPLETE,
    AmphoeStatus.PARTIAL,
    AmphoeStatus.HAS_ERRORS,
    AmphoeStatus.UNREADABLE,
    AmphoeStatus.NOT_RECEIVED,
)


def played(*, as_of: date = date(2021, 5, 3)) -> Results:
    """A province whose first five อำเภอ stand otherwise, the second with files of long names."""
    made = make_results(Round(received=23, as_of=as_of))
    first = [
        replace(
            amphoe, status=status, files=() if status is AmphoeStatus.NOT_RECEIVED else amphoe.files
        )
        for amphoe, status in zip(made.amphoes[:5], CHANGED, strict=True)
    ]
    first[1] = replace(first[1], files=(LONG_NAME, "3102.xlsx"))
    rest = [replace(amphoe, status=AmphoeStatus.COMPLETE) for amphoe in made.amphoes[5:]]
    error = Finding("E14", Where("x.xlsx"), amphoe_code=first[2].amphoe.code)
    files = tuple(f for f in made.files if f.amphoe_code != first[4].amphoe.code)
    return replace(made, amphoes=(*first, *rest), findings=(error,), files=files)


@pytest.mark.parametrize(
    ("as_of", "missing"),
    [(date(2021, 5, 3), Urgency.OVERDUE), (date(2021, 4, 20), Urgency.WAITING)],
)
def test_groups_by_what_is_to_be_done_status_01(as_of: date, missing: Urgency) -> None:
    groups = by_urgency(played(as_of=as_of))
    assert list(groups) == [u for u in Urgency if u in groups]
    assert [a.amphoe.code for a in groups[missing]] == ["3102", "3105"]
    assert [a.amphoe.code for a in groups[Urgency.ERRORS]] == ["3103"]
    assert [a.amphoe.code for a in groups[Urgency.UNREADABLE]] == ["3104"]
    done = [a.amphoe.code for a in groups[Urgency.COMPLETE]]
    assert done[0] == "3101"
    assert done == sorted(done)


@pytest.mark.parametrize("lang", ["th", "en"])
def test_lines_fit_a_terminal_status_02(lang: Lang) -> None:
    lines = list(status_lines(played(), Voice(lang)))
    assert max(map(width, lines)) <= TERMINAL
    together = "".join(line.strip() for line in lines)
    assert LONG_NAME.replace(" ", "") in together.replace(" ", "")
    rows = [line[:4] for line in lines if line[:2] == "31"]
    assert len(rows) == 23
    assert rows[:4] == ["3104", "3103", "3102", "3105"]


def test_reasons_and_files_status_03() -> None:
    lines = list(status_lines(played(), Voice()))
    at = {line[:4]: number for number, line in enumerate(lines)}
    assert lines[at["3103"]].endswith(".xlsx")
    assert lines[at["3103"] + 1].strip() == "E14 ยังไม่ได้กรอก · ส่งใบแจ้งแก้ไข 1 รายการ"
    assert lines[at["3105"]].endswith("ยังไม่ได้รับ")
    assert lines[at["3101"] + 1].startswith("3106")


def test_long_words_break_between_letters_status_02() -> None:
    assert wrapped("ก ข ค", 3) == ["ก ข", "ค"]
    assert wrapped("ที่นี้ที่นี้ ก", 3) == ["ที่นี้ที่", "นี้ ก"]
