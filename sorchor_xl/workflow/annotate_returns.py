"""Write annotated returns: to each อำเภอ with something to mend its own form, marked and listed."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from sorchor_xl.data.findings_catalogue import load_catalogue
from sorchor_xl.data.form_texts import load_wording
from sorchor_xl.domain.checks.findings import Finding
from sorchor_xl.domain.round.open_findings import to_mend
from sorchor_xl.domain.round.records import Amphoe, TambonReturn
from sorchor_xl.domain.round.results import AmphoeResult, ReadFile, TambonResult
from sorchor_xl.files.own_files import OwnFiles
from sorchor_xl.files.safe_names import workbook_name
from sorchor_xl.form.annotate import Mending, annotate_workbook, given_so_far
from sorchor_xl.form.form_options import Prefill
from sorchor_xl.form.template_parts import prepare
from sorchor_xl.workbooks.front_door import taken_for_damage
from sorchor_xl.workflow.collect_round import CollectedRound
from sorchor_xl.workflow.issue_workbooks import district_of, form_options
from sorchor_xl.workflow.last_years_figures import figures_beside
from sorchor_xl.workflow.master_templates import template_bytes


@dataclass(frozen=True, slots=True)
class Annotated:
    """How many annotated returns were written, and what stood in their place and was kept."""

    count: int
    kept: tuple[Path, ...] = ()


def annotate_round(collected: CollectedRound, folder: Path) -> Annotated:
    """Write an annotated return for every อำเภอ with errors or warnings to mend.

    A file of an earlier run is replaced, and removed where nothing is to be mended any more, unless
    somebody changed it: it may hold what an officer typed.
    """
    count, files = 0, OwnFiles(folder)
    for code, name, made in annotated_returns(collected):
        files.write(name, made, of=code)
        count += 1
    came = collected.results.amphoes
    files.close({a.amphoe.code for a in came if a.received_on is not None})
    return Annotated(count, tuple(files.kept))


def annotated_returns(
    collected: CollectedRound, codes: Container[str] | None = None
) -> Iterator[tuple[str, str, bytes]]:
    """อำเภอ code, file name and bytes of each annotated return; only of ``codes`` unless None."""
    catalogue, opened = load_catalogue(), collected.opened
    own = opened.settings.template
    template, options = template_bytes(own, opened.rubric), form_options(opened)
    with nullcontext() if own is None else taken_for_damage(own):
        prepare(template, opened.scheme, options)
    for amphoe in collected.results.amphoes:
        wanted = codes is None or amphoe.amphoe.code in codes
        mending = _mending(collected, amphoe) if wanted else None
        if mending is not None:
            made = annotate_workbook(template, mending, opened.scheme, options, catalogue)
            name = corrections_name(amphoe.amphoe, opened.rubric.fiscal_year, mending.findings)
            yield amphoe.amphoe.code, name, made


def _mending(collected: CollectedRound, amphoe: AmphoeResult) -> Mending | None:
    """What goes back to an อำเภอ; None where nothing came or nothing is to be mended."""
    findings = to_mend(collected.results, amphoe, load_catalogue())
    if amphoe.received_on is None or not findings:
        return None
    return _all_of(collected, amphoe, findings)


def answers_so_far(collected: CollectedRound) -> Mapping[str, Prefill]:
    """By อำเภอ code everything that has come, for those of whom something has."""
    return {
        a.amphoe.code: given_so_far(_all_of(collected, a, ()))
        for a in collected.results.amphoes
        if a.received_on is not None
    }


def _all_of(
    collected: CollectedRound, amphoe: AmphoeResult, findings: tuple[Finding, ...]
) -> Mending:
    opened = collected.opened
    tambons = collected.results.tambons_of(amphoe.amphoe.code)
    returns = (_return_to_mend(t, findings, collected.read) for t in tambons)
    orders = [o for t in tambons for o in t.orders]
    return Mending(
        district=district_of(opened, amphoe.amphoe),
        returns=tuple(r for r in returns if r is not None),
        findings=findings,
        info=amphoe.info,
        orders=(*([amphoe.order] if amphoe.order else []), *orders),
        plans=tuple(t.plan for t in tambons if t.plan is not None),
        awards=tuple(t.award for t in tambons if t.award is not None),
        before=figures_beside(collected.previous, opened.rubric, {t.tambon.code for t in tambons}),
    )


def _return_to_mend(
    result: TambonResult, findings: Sequence[Finding], read: Sequence[ReadFile]
) -> TambonReturn | None:
    """The return with the errors where a newer one waits to be mended, else the one in use."""
    wrong = {
        (f.where.file, f.where.sheet)
        for f in findings
        if f.is_error and f.tambon_code == result.tambon.code and f.where.sheet
    }
    for item in read:
        for ret in item.submission.tambons if item.submission else ():
            place = (ret.where.file, ret.where.sheet)
            if ret.code == result.tambon.code and place in wrong:
                return ret if result.ret is not None else None
    return result.ret


def corrections_name(amphoe: Amphoe, year: int, findings: Iterable[Finding]) -> str:
    """ "3101_เมืองบุรีรัมย์_2564_โปรดแก้ไข.xlsx": the name says what is asked.

    Where there are only warnings nothing must be corrected: "_โปรดตรวจสอบ".
    """
    name = Path(workbook_name(amphoe, year))
    errors = any(finding.is_error for finding in findings)
    mark = load_wording().part("corrections")["file_mark" if errors else "file_mark_warnings"]
    return f"{name.stem}_{mark}{name.suffix}"
