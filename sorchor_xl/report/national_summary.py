"""The national workbook: provincial summaries of ours, read back and added up by จังหวัด.

The same sheets as a province's, with provinces where อำเภอ stood. Raw answers, findings and orders
stay with the provinces; every province that is missing or of another year is named, its ตำบล are
counted as not received, and where provinces did not measure alike, that is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sorchor_xl.data.report_texts import sentence
from sorchor_xl.data.roster_files import load_roster
from sorchor_xl.domain.places.roster import BANGKOK
from sorchor_xl.domain.round.records import (
    Amphoe,
    AmphoeStatus,
    Province,
    Scorecard,
    Tambon,
    TambonStatus,
)
from sorchor_xl.domain.round.results import AmphoeResult, Results, TambonResult
from sorchor_xl.domain.scoring.rubric import Rubric
from sorchor_xl.domain.scoring.score import Scheme
from sorchor_xl.domain.sentence_error import Said
from sorchor_xl.domain.thai.dates import thai_date
from sorchor_xl.domain.thai.text import join_list
from sorchor_xl.files.atomic_writing import OutputError, write_atomically
from sorchor_xl.report.book import SummaryBook
from sorchor_xl.report.previous_summary import (
    Before,
    NotASummaryError,
    Previous,
    read_summary,
)
from sorchor_xl.report.report_options import ReportOptions
from sorchor_xl.report.sheets.areas import write_amphoes, write_department
from sorchor_xl.report.sheets.chart_data import write_chart_data
from sorchor_xl.report.sheets.heat_map import write_heat
from sorchor_xl.report.sheets.indicators import write_indicators, write_training
from sorchor_xl.report.sheets.overview import write_overview
from sorchor_xl.report.sheets.processing_log import write_log
from sorchor_xl.report.sheets.tambons import write_scores, write_tambons
from sorchor_xl.report.summary import Sheets, write_workbook
from sorchor_xl.report.yardsticks import Difference, differences

COUNTRY = Province("00", "ประเทศไทย")


@dataclass(frozen=True, slots=True)
class Roll:
    """What came of some summaries: usable ones, and those left out with the reason.

    ``missing`` are provinces of the country of which no usable summary was given; one without
    อำเภอ (กรุงเทพมหานคร) has no ศอช.ต. to tell of. ``differing``: what they did not measure alike.
    """

    used: tuple[Previous, ...]
    other_year: tuple[Previous, ...]
    unreadable: tuple[tuple[str, str], ...]
    missing: tuple[Province, ...]

    @property
    def differing(self) -> tuple[Difference, ...]:
        """Criteria and readings that differ between the summaries used."""
        return tuple(differences(self.used))

    def caveats(self) -> tuple[str, ...]:
        """What differs, each in a sentence."""
        return tuple(_caveat(found) for found in self.differing)


def _caveat(found: Difference) -> str:
    key = "reading_differs" if found.key else "rubric_differs"
    told = found.told(sentence("rollup.not_told"), sentence("scope.country.area"))
    return sentence(f"rollup.{key}", rule=found.key, choices=told)


def gather(paths: Sequence[Path], rubric: Rubric, provinces: Sequence[Province]) -> Roll:
    """Read the summaries; OutputError where two are of one province, or none can be used."""
    year = rubric.fiscal_year
    read: list[Previous] = []
    unreadable: list[tuple[str, str]] = []
    for path in sorted(paths):
        try:
            read.append(_read(path))
        except OutputError as error:
            unreadable.append((path.name, error.args[0]))
    same_year = sorted((p for p in read if p.year == year), key=lambda p: p.province_code)
    used = [p for p in same_year if _counted_alike(p, rubric)]
    unreadable += [(p.path, _other_rubric(p, rubric)) for p in same_year if p not in used]
    _refuse_twice(used)
    if not used:
        why = Said.joined(" ", (reason for _, reason in unreadable))
        raise OutputError(sentence("errors.no_summary", why=why))
    known = {p.province_code for p in used}
    return Roll(
        used=tuple(used),
        other_year=tuple(p for p in read if p.year != year),
        unreadable=tuple(unreadable),
        missing=tuple(p for p in provinces if p.code not in {*known, BANGKOK}),
    )


def _read(path: Path) -> Previous:
    """A provincial summary; a national one would count its provinces twice."""
    found = read_summary(path)
    if found.province_code == COUNTRY.code:
        raise NotASummaryError(path, sentence("errors.national"))
    return found


def _counted_alike(found: Previous, rubric: Rubric) -> bool:
    """Whether a summary has the indicators, points and levels of a rubric."""
    points = range(rubric.min_points, rubric.max_points + 1)
    numbers = {i.id for i in rubric.indicators}
    scores = [s for before in found.tambons.values() for s in before.scores.items()]
    known = all(number in numbers and given in points for number, given in scores)
    return known and all(_levelled_alike(before, rubric) for before in found.tambons.values())


def _levelled_alike(before: Before, rubric: Rubric) -> bool:
    """Whether a total stands at the level a rubric gives it, by number and name."""
    if before.total is None:
        return True
    if not rubric.lowest_total <= before.total <= rubric.highest_total:
        return False
    level = rubric.level_of(before.total)
    return (before.level, before.result.partition(" ")[2]) == (level.level, level.name)


def _other_rubric(found: Previous, rubric: Rubric) -> str:
    now = f"{rubric.id} ({rubric.version})"
    return sentence("errors.other_rubric", path=found.path, found=found.rubric, now=now)


def _refuse_twice(used: Sequence[Previous]) -> None:
    seen: dict[str, Previous] = {}
    for found in used:
        first = seen.setdefault(found.province_code, found)
        if first is not found:
            raise OutputError(
                sentence(
                    "errors.twice", province=found.province, first=first.path, second=found.path
                )
            )


def roll_results(roll: Roll, scheme: Scheme, year: int, as_of: date) -> Results:
    """The summaries as one round whose groups are provinces.

    The missing ones are included with all their ตำบล, or nobody would see how much is missing.
    """
    dates = {key: due.on for key, due in scheme.rubric.dates.items()}
    due = dates["department_due"]
    groups = [(_area(p.province_code, p.province), p) for p in roll.used]
    absent = [(_area(p.code, p.name), None) for p in roll.missing]
    amphoes, tambons = [], []
    for area, found in sorted([*groups, *absent], key=lambda pair: pair[0].code):
        said = found.tambons.values() if found else _unheard(area)
        own = [_tambon(scheme, area, before) for before in said]
        tambons += sorted(own, key=lambda t: t.tambon.code)
        amphoes.append(_group(area, found, own, due))
    return Results(
        province=COUNTRY,
        fiscal_year=year,
        scheme=scheme,
        as_of=as_of,
        dates=dates,
        tambons=tuple(tambons),
        amphoes=tuple(amphoes),
    )


def _unheard(area: Amphoe) -> Iterator[Before]:
    """The ตำบล of a province that sent no summary."""
    roster = load_roster()
    for tambon in roster.tambons(area.code):
        amphoe = roster.amphoe_of(tambon.amphoe_code).name
        yield Before(tambon.code, tambon.name, amphoe, False, None, None, "", {}, {})


def _area(code: str, name: str) -> Amphoe:
    return Amphoe(code, name)


def _group(
    area: Amphoe, found: Previous | None, own: Sequence[TambonResult], due: date
) -> AmphoeResult:
    complete = sum(t.status is TambonStatus.COMPLETE for t in own)
    status = AmphoeStatus.NOT_RECEIVED
    if found is not None:
        status = AmphoeStatus.COMPLETE if complete == len(own) else AmphoeStatus.PARTIAL
    came = date.fromisoformat(found.as_of) if found else None
    late = max(0, (came - due).days) if came else 0
    files = (found.path,) if found else ()
    return AmphoeResult(area, status, len(own), complete, came, due, late, files)


def _tambon(scheme: Scheme, area: Amphoe, before: Before) -> TambonResult:
    """A ตำบล as its province counted it; scores are taken over, never worked out again."""
    card = Scorecard(
        scores=before.scores,
        categories=before.categories,
        total=before.total,
        level=before.level,
        possible=_possible(scheme, before.scores),
    )
    status = TambonStatus.NOT_RECEIVED
    if before.received:
        status = TambonStatus.INCOMPLETE if before.total is None else TambonStatus.COMPLETE
    name = sentence("words.tambon_of", tambon=before.name, amphoe=before.amphoe)
    return TambonResult(Tambon(before.code, name), area, status, None, {}, card)


def _possible(scheme: Scheme, scores: Mapping[int, int]) -> tuple[int, int]:
    rubric = scheme.rubric
    known, missing = sum(scores.values()), len(rubric.indicators) - len(scores)
    return known + missing * rubric.min_points, known + missing * rubric.max_points


def write_rollup(
    roll: Roll, results: Results, path: Path, *, options: ReportOptions | None = None
) -> Path:
    """Write the national workbook of `roll_results`; as `write_summary` in everything else."""
    chosen = replace(options or ReportOptions(), contact="", caveats=_agreements(roll.differing))

    def write(target: Path) -> None:
        write_workbook(results, target, chosen, None, _sheets(roll))

    return write_atomically(path, write)


def _agreements(differing: Sequence[Difference]) -> tuple[str, ...]:
    """What the provinces should agree on, in one sentence; none where they measured alike."""
    keys = [found.key for found in differing if found.key]
    rules = join_list(keys)
    things = [sentence("rollup.step_rubric")] if any(not d.key for d in differing) else []
    things += [sentence("rollup.step_readings", rules=rules)] if rules else []
    return (sentence("rollup.step", things=join_list(things)),) if things else ()


def _sheets(roll: Roll) -> Sheets:
    return {
        "overview": write_overview,
        "amphoes": write_amphoes,
        "tambons": write_tambons,
        "heat": write_heat,
        "indicators": write_indicators,
        "training": write_training,
        "department": write_department,
        "scores": write_scores,
        "log": lambda book: _write_roll_log(book, roll),
        "chart_data": write_chart_data,
    }


def _write_roll_log(book: SummaryBook, roll: Roll) -> None:
    notes = [
        *(roll.caveats() or [sentence("rollup.alike", readings=_readings(roll))]),
        *_missing(book, roll.missing),
        *(why for _, why in roll.unreadable),
        *(
            book.words.say("rollup.other_year", province=p.province, path=p.path, found=p.year)
            for p in roll.other_year
        ),
        *(
            book.words.say("rollup.used", province=p.province, path=p.path, as_of=_day(p.as_of))
            for p in roll.used
        ),
    ]
    write_log(book, notes)


def _missing(book: SummaryBook, provinces: Sequence[Province]) -> Iterator[str]:
    """Which provinces have no summary, in one sentence; nothing where all have one."""
    if provinces:
        names = join_list([province.name for province in provinces])
        yield book.words.say("rollup.missing", count=len(provinces), names=names)


def _readings(roll: Roll) -> str:
    """The readings all provinces share."""
    shared = roll.used[0].readings
    return ", ".join(f"{key}={choice}" for key, choice in shared.items())


def _day(iso: str) -> str:
    return thai_date(date.fromisoformat(iso))
