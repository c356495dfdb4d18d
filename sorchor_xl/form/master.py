"""A template taken apart once, so that every district's workbook is only put together.

Refuses by name what a template lost and what cannot be carried.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final
from xml.sax.saxutils import escape
from zipfile import BadZipFile

from sorchor_xl.domain.bands import Kind
from sorchor_xl.domain.rubric import Rubric
from sorchor_xl.domain.scoring import Scheme
from sorchor_xl.form import sheetxml
from sorchor_xl.form.calc_values import CalcSheet
from sorchor_xl.form.clone import Pattern
from sorchor_xl.form.formula import refers_to
from sorchor_xl.form.formulas import FORM_HELPERS, FormFormulas
from sorchor_xl.form.layout import (
    ANSWER_KINDS,
    COLUMNS,
    FORM_COLUMNS,
    KEYS_MARK,
    META,
    SheetKind,
    form_rows,
    indicator_row,
)
from sorchor_xl.form.options import FormOptions, scheme_texts
from sorchor_xl.form.package import STRINGS, STYLES, WORKBOOK, Package
from sorchor_xl.form.prompts import indicator_prompt
from sorchor_xl.form.refs import Grid, a1
from sorchor_xl.form.sheetxml import MAIN, CannotCarryError, Tree
from sorchor_xl.form.stored import global_names, read_cells
from sorchor_xl.form.strings import StringPool, fill, placeholders
from sorchor_xl.form.wording import FormWording, load_wording

RELATIONS: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
TAMBON_MARK: Final = "{{tambon_code}}"
_MACROS: Final = "xl/vbaProject.bin"
_NOT_CARRIED: Final[Mapping[str, str]] = {
    "pivotTable": "ตารางสรุป (PivotTable)",
    "table": "ตาราง (Table)",
    "slicer": "ตัวแบ่งส่วนข้อมูล (Slicer)",
    "queryTable": "ตารางจากภายนอก (Query)",
    "threadedComment": "ความคิดเห็นแบบสนทนา",
    "control": "ตัวควบคุมฟอร์ม",
    "oleObject": "วัตถุฝังตัว",
}
"""Things on a sheet that grows or is copied which cannot be copied with it."""


@dataclass(frozen=True)
class SheetPart:
    """A sheet of the template: its grid of keys where it has one, its prototype rows (1-based)."""

    name: str
    part: str
    rel_id: str
    kind: SheetKind | None
    grid: Grid | None
    block: tuple[int, int] | None


@dataclass(frozen=True)
class Master:
    """A template ready for issuing under one scheme and one province's choices."""

    package: Package
    pool: StringPool
    sheets: tuple[SheetPart, ...]
    form: SheetPart
    pattern: Pattern
    trees: Mapping[str, Tree]
    cells: CalcSheet
    names: Mapping[str, str]
    scheme: Scheme
    options: FormOptions

    def sheet(self, kind: SheetKind) -> SheetPart:
        """The sheet of a kind; KeyError if the template has none."""
        return {sheet.kind: sheet for sheet in self.sheets}[kind]


class TemplateError(ValueError):
    """A template that cannot be used; ``faults`` are Thai sentences, all of them."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = tuple(faults)


def check_template(template: bytes, scheme: Scheme) -> list[str]:
    """Every anchor a template lost and everything in it that cannot be carried, as sentences."""
    try:
        package = Package.read(template)
        read = _read(package)
    except TemplateError as error:
        return list(error.faults)
    return list(_faults(package, read, scheme.rubric))


def prepare(template: bytes, scheme: Scheme, options: FormOptions) -> Master:
    """Take a template apart; TemplateError names every reason why it cannot be used."""
    return _prepare(template, _Key(scheme, options))


class _Key:
    """Scheme and options as a memo key, by what they say."""

    def __init__(self, scheme: Scheme, options: FormOptions) -> None:
        self.scheme, self.options = scheme, options
        self._said = (scheme.rubric.id, scheme.rubric.version, repr(scheme.readings), repr(options))

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _Key)
            and self._said == other._said
            and self.scheme.rubric is other.scheme.rubric
        )

    def __hash__(self) -> int:
        return hash(self._said)


@lru_cache(maxsize=8)
def _prepare(template: bytes, key: _Key) -> Master:
    scheme, options = key.scheme, key.options
    package = Package.read(template)
    read = _read(package)
    faults = list(_faults(package, read, scheme.rubric))
    if faults:
        raise TemplateError(faults)
    words, texts = load_wording(), scheme_texts(scheme, options)
    for name in [n for n in package.parts if n.endswith((".xml", ".vml"))]:
        package.set_text(name, fill(package.text(name), texts))
        if name == STYLES or name.startswith("xl/worksheets/"):
            package.set_text(name, _with_font(package.text(name), options.font))
    pool = StringPool(package.text(STRINGS))
    trees = {s.name: _tree(package, s) for s in read}
    form = next(s for s in read if s.kind is SheetKind.FORM)
    tree = trees.pop(form.name)
    _renew(tree, form, scheme, words)
    pattern = Pattern(sheetxml.to_text(tree), pool, _input_refs(form, scheme.rubric))
    cells, names = read_cells(tree, pool), global_names(package)
    return Master(package, pool, read, form, pattern, trees, cells, names, scheme, options)


def _tree(package: Package, sheet: SheetPart) -> Tree:
    tree = sheetxml.parse_xml(package.parts[sheet.part])
    sheetxml.unshare(tree)
    for row in tree.iter(f"{MAIN}row"):
        row.attrib.pop("spans", None)  # optional, and wrong once a column is inserted
    return tree


def _with_font(text: str, font: str) -> str:
    """Styles, headers and footers with the packaged font replaced by the province's."""
    default = FormOptions().font
    if font == default:
        return text
    named = text.replace(f'val="{default}"', f'val="{escape(font)}"')
    return named.replace(f"&quot;{default},", f"&quot;{escape(font)},")


def _read(package: Package) -> tuple[SheetPart, ...]:
    """The sheets of a template with their keys; TemplateError where it is no template at all."""
    if WORKBOOK not in package.parts or STRINGS not in package.parts:
        raise TemplateError(["แฟ้มแม่แบบไม่ใช่สมุดงาน Excel (.xlsx) ที่ใช้เป็นแม่แบบได้"])
    pool = StringPool(package.text(STRINGS))
    targets = {rel.id: rel.target for rel in package.relationships(WORKBOOK)}
    book = sheetxml.parse_xml(package.parts[WORKBOOK])
    sheets = []
    for element in book.find(f"{MAIN}sheets"):
        part = targets[element.get(f"{RELATIONS}id")]
        if not part.startswith("xl/worksheets/"):
            continue
        rows = sheetxml.values(sheetxml.parse_xml(package.parts[part]), pool)
        grid = _grid(rows)
        sheets.append(
            SheetPart(
                element.get("name"),
                part,
                element.get(f"{RELATIONS}id"),
                _kind(rows),
                grid,
                _block(rows),
            )
        )
    return tuple(sheets)


def _kind(rows: Sequence[Sequence[object]]) -> SheetKind | None:
    for row in rows:
        for cell in row:
            if isinstance(cell, str) and "{{token:" in cell:
                letters = [n[-1] for n in placeholders(cell) if n.startswith("token:")]
                return SheetKind(letters[0]) if letters and letters[0] in set(SheetKind) else None
    return None


def _grid(rows: Sequence[Sequence[object]]) -> Grid | None:
    """Rows and columns by key; None where the mark of the keys is not found."""
    for index, row in enumerate(rows):
        if KEYS_MARK in row:
            corner = row.index(KEYS_MARK)
            columns = {str(key): c for c, key in enumerate(row) if key and c != corner}
            keyed = [(r, line[corner]) for r, line in enumerate(rows) if len(line) > corner]
            found = {str(key): r for r, key in keyed if isinstance(key, str) and r != index}
            return Grid(found, columns)
    return None


def _block(rows: Sequence[Sequence[object]]) -> tuple[int, int] | None:
    """First and last (1-based) of the rows whose key holds the mark of a ตำบล."""
    marked = [
        r
        for r, row in enumerate(rows, start=1)
        if any(isinstance(c, str) and c.startswith("T{{tambon_code}}") for c in row)
    ]
    return (marked[0], marked[-1]) if marked else None


def _faults(package: Package, sheets: Sequence[SheetPart], rubric: Rubric) -> Iterator[str]:
    if _MACROS in package.parts:
        yield "แม่แบบมีแมโคร ให้บันทึกเป็นชนิด .xlsx ที่ไม่มีแมโคร"
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
            count = "ไม่พบ" if not found else f"พบ {len(found)} แผ่นของ"
            yield f"{count}แผ่นงาน “{name}” (ดูจากรหัสแบบ {{{{token:{kind}}}}} บนแผ่นงาน)"
        elif kind in ANSWER_KINDS:
            yield from _lost_keys(found[0], kind, rubric)


def _lost_keys(sheet: SheetPart, kind: SheetKind, rubric: Rubric) -> Iterator[str]:
    at = f"แผ่นงาน “{sheet.name}”"
    if sheet.grid is None:
        yield f"{at}: ไม่พบแถวและคอลัมน์กุญแจที่ซ่อนไว้ (เครื่องหมาย {KEYS_MARK})"
        return
    columns = COLUMNS[kind] + (FORM_HELPERS if kind is SheetKind.FORM else ())
    for key in columns:
        if key not in sheet.grid.columns:
            yield f"{at}: ไม่พบคอลัมน์ “{load_wording().headings[kind].get(key, key)}” (กุญแจ {key})"
    if kind is SheetKind.FORM:
        for key in form_rows(rubric):
            if key not in sheet.grid.rows:
                yield f"{at}: ไม่พบแถว “{_row_label(key, rubric)}” (กุญแจ {key})"
    elif kind is not SheetKind.DISTRICT and sheet.block is None:
        yield f"{at}: ไม่พบแถวต้นแบบของตำบล (กุญแจที่มี {TAMBON_MARK})"


def _row_label(key: str, rubric: Rubric) -> str:
    if key[0] == "I":
        return f"ข้อ {int(key[1:])} {rubric.indicator(int(key[1:])).display}"
    if key[0] == "B":
        return rubric.base(key[2:]).label
    if key[0] == "C":
        return next(c.display for c in rubric.categories if c.id == int(key[1:]))
    return str(load_wording().labels[key])


def _wrong_rubric(package: Package, sheets: Sequence[SheetPart], rubric: Rubric) -> Iterator[str]:
    meta = [s for s in sheets if s.name == META]
    if not meta:
        yield f"ไม่พบแผ่นงานซ่อน “{META}”"
        return
    pool = StringPool(package.text(STRINGS))
    rows = sheetxml.values(sheetxml.parse_xml(package.parts[meta[0].part]), pool)
    said = {str(row[0]): str(row[1]) for row in rows if len(row) > 1}
    if said.get("rubric") != rubric.id:
        yield f"แม่แบบสร้างจากเกณฑ์ “{said.get('rubric')}” แต่รอบนี้ใช้เกณฑ์ “{rubric.id}”"


def _names_on_form(package: Package, form: str) -> Iterator[str]:
    book = sheetxml.parse_xml(package.parts[WORKBOOK])
    for name in book.iter(f"{MAIN}definedName"):
        if name.get("localSheetId") is None and refers_to(name.text or "", form):
            yield f"ชื่อ “{name.get('name')}” อ้างถึงแผ่นงาน “{form}” ซึ่งจะกลายเป็นหลายแผ่น"


def _charts_on_form(
    package: Package, sheets: Sequence[SheetPart], form: SheetPart
) -> Iterator[str]:
    own = set(_below(package, form.part))
    for part in package.parts:
        if not part.startswith("xl/charts/chart") or part in own:
            continue
        for text in re.findall(r"<c:f>([^<]*)</c:f>", package.text(part)):
            if refers_to(text, form.name):
                at = next((s.name for s in sheets if part in _below(package, s.part)), "")
                yield f"แผนภูมิบนแผ่นงาน “{at}” อ้างถึงแผ่นงาน “{form.name}” ซึ่งจะกลายเป็นหลายแผ่น"
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
    for kind in sorted(kinds & set(_NOT_CARRIED)):
        yield f"แผ่นงาน “{sheet.name}” มี{_NOT_CARRIED[kind]} ซึ่งทำซ้ำให้ทุกตำบลไม่ได้"


def _input_refs(form: SheetPart, rubric: Rubric) -> set[str]:
    """Every cell of the form that may be filled beforehand."""
    if form.grid is None:
        return set()
    columns = {"B": ("value",), "F": ("value",), "I": ("value", "note", "previous")}
    columns["T"] = ("previous",)
    return {
        form.grid.at(key, column)
        for key in form_rows(rubric)
        for column in columns.get(key[0], ())
        if key[0] != "T" or key == "TOTAL"
    }


def _renew(tree: Tree, form: SheetPart, scheme: Scheme, words: FormWording) -> None:
    """Write the formulas and prompts of the indicators anew under the province's readings."""
    if form.grid is None:
        return
    cells: dict[str, Any] = {cell.get("r"): cell for cell in tree.iter(f"{MAIN}c")}
    rules = {e.get("sqref"): e for e in tree.iter(f"{MAIN}dataValidation")}
    formulas = FormFormulas(scheme, words, form.grid)
    for indicator in scheme.rubric.indicators:
        row = indicator_row(indicator.id)
        for column, formula in formulas.indicator(indicator).items():
            if formula.isdigit():
                continue
            ref = form.grid.at(row, column)
            element = cells[ref].find(f"{MAIN}f") if ref in cells else None
            if element is None:
                raise TemplateError([f"แผ่นงาน “{form.name}” เซลล์ {ref}: สูตรหายไป"])
            element.text = formula
        rule = rules.get(form.grid.at(row, "value"))
        if rule is not None and indicator.kind is not Kind.CHOICE:
            rule.set("prompt", indicator_prompt(scheme, indicator, words))


__all__ = [
    "FORM_COLUMNS",
    "BadZipFile",
    "CannotCarryError",
    "Master",
    "SheetPart",
    "TemplateError",
    "a1",
    "check_template",
    "prepare",
]
