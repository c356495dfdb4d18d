"""Returns of made-up ตำบล from short tables, for tests of everything above the reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

from sorchor_xl.data.rubric_files import load_rubric
from sorchor_xl.domain.checks.findings import Finding
from sorchor_xl.domain.round.records import (
    Amphoe,
    DistrictInfo,
    Entry,
    EntryState,
    Province,
    ReceivedFile,
    Scorecard,
    Submission,
    Tambon,
    TambonReturn,
    Where,
)
from sorchor_xl.domain.round.results import ReadFile, Round
from sorchor_xl.domain.scoring.score import Scheme, judge_return, score_judged

RUBRIC = load_rubric(2564)
SCHEME = Scheme.of(RUBRIC)
PROVINCE = Province("31", "บุรีรัมย์")
FIRST, SECOND = Amphoe("3101", "เมืองบุรีรัมย์"), Amphoe("3102", "คูเมือง")
TAMBONS = {
    FIRST: (Tambon("310101", "ในเมือง"), Tambon("310102", "อิสาณ")),
    SECOND: (Tambon("310201", "คูเมือง"),),
}
LABELS = {"assessed_on": "วันที่ประเมิน", "assessor": "ผู้ประเมิน"}

# A middling ตำบล: 2 points everywhere (46 in all) and no value that a reading decides.
BASES = {
    "committee": 20,
    "organizations": 20,
    "missions": 10,
    "forum_projects": 10,
    "funds": 10,
}
_VALUES = (10, 12, 5, 6, 2, 2, 2, 2, 3, 1, 5, 1, 2, 1, 5, 1, 1, 2, 2, 5, 10, 10, 3)
ANSWERS = dict(enumerate(_VALUES, start=1))
NOWHERE = Where()


def entry(value: object, where: Where = NOWHERE) -> Entry:
    """None = blank, a number = valid, a text = invalid and shown as typed."""
    if value is None:
        return Entry(EntryState.BLANK, where=where)
    if isinstance(value, int):
        return Entry(EntryState.VALID, value, str(value), where)
    return Entry(EntryState.INVALID, None, str(value), where)


def ret(
    code: str = "310101",
    answers: Mapping[int, object] | None = None,
    bases: Mapping[str, object] | None = None,
    *,
    file: str = "a.xlsx",
    sheet: str = "",
    blank: bool = False,
) -> TambonReturn:
    """The middling ตำบล with some answers or bases otherwise, or a blank form."""
    given = dict.fromkeys(ANSWERS) if blank else {**ANSWERS, **(answers or {})}
    stated = dict.fromkeys(BASES) if blank else {**BASES, **(bases or {})}
    place = Where(file, sheet or f"ต.{code}")
    return TambonReturn(
        code=code,
        bases={
            k: entry(v, place._replace(cell=f"H{n}")) for n, (k, v) in enumerate(stated.items(), 5)
        },
        answers={n: entry(v, place._replace(cell=f"H{n + 20}")) for n, v in given.items()},
        assessor="" if blank else "ผู้ประเมินสมมติ",
        assessed_on=None if blank else date(2021, 4, 20),
        where=place,
    )


def read(
    path: str,
    *returns: TambonReturn,
    findings: tuple[Finding, ...] = (),
    day: int = 20,
    hour: int = 9,
    info: DistrictInfo | None = None,
    dated_by: str = "mail",
    sha: str = "",
) -> ReadFile:
    """A file received in April 2564 holding these returns."""
    placed = tuple(replace(r, where=r.where._replace(file=path)) for r in returns)
    received = datetime(2021, 4, day, hour, tzinfo=UTC)
    file = ReceivedFile(path, "xlsx", sha or f"sha of {path}", received, dated_by)
    if not placed:
        return ReadFile(file, None, findings)
    code = placed[0].code[:4]
    signed = info or DistrictInfo(certifier="ผู้รับรองสมมติ")
    submission = Submission(path, code, 2564, RUBRIC.id, "1", signed, placed)
    return ReadFile(file, submission, findings)


def open_round(as_of: date = date(2021, 5, 3), **changes: object) -> Round:
    """The round of a province with two อำเภอ and three ตำบล."""
    dates = {key: due.on for key, due in RUBRIC.dates.items()}
    base = Round(PROVINCE, 2564, SCHEME, TAMBONS, dates, as_of, LABELS)
    return replace(base, **changes)


def score_return(scheme: Scheme, ret: TambonReturn) -> Scorecard:
    """The scorecard of a return by itself."""
    return score_judged(scheme, judge_return(scheme, ret))
