"""Why a template cannot be used, each reason by name: what it lost, what cannot be carried."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sorchor_xl.data.form_texts import load_wording, refusal
from sorchor_xl.domain.scoring.rubric import Rubric
from sorchor_xl.domain.sentence_error import Said, SentenceError
from sorchor_xl.form.layout import (
    ANSWER_KINDS,
    KEYS_MARK,
    META,
    SheetKind,
    form_headings,
    form_rows,
    sheet_columns,
)
from sorchor_xl.form.live_formulas import FORM_HELPERS
from sorchor_xl.form.row_keys import RowGroup, row_group, row_name, row_number
from sorchor_xl.ooxml import worksheet
from sorchor_xl.ooxml.elements import MAIN
from sorchor_xl.ooxml.formula_text import refers_to
from sorchor_xl.ooxml.package import STRINGS, WORKBOOK, Package
from sorchor_xl.ooxml.references import Grid
from sorchor_xl.ooxml.shared_strings import StringPool
from sorchor_xl.ooxml.sheet_values import values

TAMBON_MARK: Final = "{{tambon_code}}"
_MACROS: Final = "xl/vbaProject.bin"


@dataclass(frozen=True)
class SheetPart:
    """A sheet of the template: its grid of keys where it has one, its prototype rows (1-based)."""

    name: str
    part: str
    rel_id: str
    kind: SheetKind | None
    grid: Grid | None
    block: tuple[int, int] | None


class TemplateError(SentenceError, ValueError):
    """A template that cannot be used; ``faults`` are Thai sentences, all of them."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__(Said.joined("\n", faults))
        self.faults = tuple(faults)


def faults(package: Package, sheets: Sequence[SheetPart], rubric: Rubric) -> Iterator[str]:
    """Every reason why a template cannot be used, as Thai sentences."""
    if _MACROS in package.parts:
        yield refusal("macros")
    yield from _lost(sheets, rubric)
    yield from _wrong_rubric(package, sheets, rubric)
    form = [s for s in sheets if s.kind is SheetKind.FORM]
    if len(form) == 1:
        yield from _names_on_form(package, form[0].name)
        yield from _charts_on_form(package, sheets, form[0])
    for sheet in sheets:
        if sheet.kind is SheetKind.FORM or sheet.block:
            yield from _uncopied(package, sheet)


def _lost(sheets: Sequence[SheetPart], rubric: Rubric) -> Iterator[str]:
    """Sheets, rows and columns that cannot be found any more."""
    words = load_wording()
    for kind in (k for k in SheetKind if k is not SheetKind.CORRECTIONS):
        found = [s for s in sheets if s.kind is kind]
        name = words.sheets[kind]
        if len(found) != 1:
            key = "sheets_several" if found else "sheet_lost"
            token = "{{token:" + kind + "}}"
            yield refusal(key, sheet=name, count=len(found), token=token)
        elif kind in ANSWER_KINDS:
            yield from _lost_keys(found[0], kind, rubric)


def _lost_keys(sheet: SheetPart, kind: SheetKind, rubric: Rubric) -> Iterator[str]:
    if sheet.grid is None:
        yield refusal("keys_lost", sheet=sheet.name, mark=KEYS_MARK)
        return
    words, columns = load_wording(), sheet_columns(kind, rubric)
    headings = words.headings[kind]
    if kind is SheetKind.FORM:
        columns, headings = (*columns, *FORM_HELPERS), form_headings(rubric, words)
    for key in columns:
        if key not in sheet.grid.columns:
            heading = " ".join(headings.get(key, key).split())
            yield refusal("column_lost", sheet=sheet.name, heading=heading, key=key)
    if kind is SheetKind.FORM:
        for key in form_rows(rubric):
            if key not in sheet.grid.rows:
                label = _row_label(key, rubric)
                yield refusal("row_lost", sheet=sheet.name, label=label, key=key)
    elif kind is not SheetKind.DISTRICT and sheet.block is None:
        yield refusal("prototype_lost", sheet=sheet.name, key=TAMBON_MARK)


def _row_label(key: str, rubric: Rubric) -> str:
    group = row_group(key)
    if group is RowGroup.INDICATOR:
        return rubric.indicator(row_number(key)).display
    if group is RowGroup.BASE:
        return rubric.base(row_name(key)).label
    if group is RowGroup.CATEGORY:
        return next(c.display for c in rubric.categories if c.id == row_number(key))
    return str(load_wording().labels[key])


def _wrong_rubric(package: Package, sheets: Sequence[SheetPart], rubric: Rubric) -> Iterator[str]:
    meta = [s for s in sheets if s.name == META]
    if not meta:
        yield refusal("meta_lost", sheet=META)
        return
    pool = StringPool(package.text(STRINGS))
    rows = values(worksheet.parse_xml(package.part(meta[0].part)), pool)
    stated = {str(row[0]): str(row[1]) for row in rows if len(row) > 1}
    if stated.get("rubric") != rubric.id:
        yield refusal("other_rubric", found=stated.get("rubric", ""), wanted=rubric.id)


def _names_on_form(package: Package, form: str) -> Iterator[str]:
    book = worksheet.parse_xml(package.part(WORKBOOK))
    for name in book.iter(f"{MAIN}definedName"):
        if name.get("localSheetId") is None and refers_to(name.text or "", form):
            yield refusal("name_on_form", name=name.get("name"), form=form)


def _charts_on_form(
    package: Package, sheets: Sequence[SheetPart], form: SheetPart
) -> Iterator[str]:
    own = set(_below(package, form.part))
    for part in package.parts:
        if not part.startswith("xl/charts/chart") or part in own:
            continue
        for text in re.findall(r"<(?:\w+:)?f>([^<]*)</", package.text(part)):
            if refers_to(text, form.name):
                at = next((s.name for s in sheets if part in _below(package, s.part)), "")
                yield refusal("chart_on_form", sheet=at, form=form.name)
                break


def _below(package: Package, part: str) -> Iterator[str]:
    """Parts that hang on a part, at any depth."""
    for rel in package.relationships(part):
        if not rel.external and rel.target in package.parts:
            yield rel.target
            yield from _below(package, rel.target)


def _uncopied(package: Package, sheet: SheetPart) -> Iterator[str]:
    kinds = {rel.kind for rel in package.relationships(sheet.part)}
    if sheet.kind is not SheetKind.FORM:
        kinds -= {"threadedComment"}
    names = load_wording().raw["not_carried"]
    for kind in sorted(kinds & set(names)):
        thing = Said(names[kind]["th"], names[kind]["en"])
        yield refusal("not_carried", sheet=sheet.name, thing=thing)
