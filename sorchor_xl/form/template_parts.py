"""A template taken apart once, so that every district's workbook is only put together.

Refuses by name what a template lost and what cannot be carried.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any, Final
from zipfile import BadZipFile

from sorchor_xl.data.form_texts import FormWording, load_wording, refusal
from sorchor_xl.domain.scoring.bands import Kind
from sorchor_xl.domain.scoring.rubric import Rubric
from sorchor_xl.domain.scoring.score import Scheme
from sorchor_xl.form.draw.prompts import indicator_prompt
from sorchor_xl.form.form_options import FormOptions, scheme_texts
from sorchor_xl.form.form_prototype import Pattern
from sorchor_xl.form.layout import KEYS_MARK, SheetKind, form_rows
from sorchor_xl.form.live_formulas import FormFormulas
from sorchor_xl.form.row_keys import RowGroup, indicator_row, row_group
from sorchor_xl.form.template_refusals import SheetPart, TemplateError, faults
from sorchor_xl.ooxml import worksheet
from sorchor_xl.ooxml.cached_results import global_names, read_cells
from sorchor_xl.ooxml.calc_values import CalcSheet
from sorchor_xl.ooxml.elements import MAIN, Tree, attribute, child
from sorchor_xl.ooxml.package import CONTENT_TYPES, STRINGS, STYLES, WORKBOOK, Package
from sorchor_xl.ooxml.references import Grid
from sorchor_xl.ooxml.shared_formulas import share_formulas
from sorchor_xl.ooxml.shared_strings import StringPool, fill, placeholders
from sorchor_xl.ooxml.sheet_values import values

RELATIONS: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
TAMBON_MARK: Final = "{{tambon_code}}"
_COLUMNS: Final = re.compile("<cols>.*?</cols>", re.DOTALL)


@dataclass(frozen=True)
class Master:
    """A template ready for issuing under one scheme and one province's choices.

    ``columns_alone`` are the columns of the form as drawn, and where last year is not known.
    """

    package: Package
    pool: StringPool
    sheets: tuple[SheetPart, ...]
    form: SheetPart
    pattern: Pattern
    columns_alone: tuple[str, str]
    trees: Mapping[str, Tree]
    cells: CalcSheet
    names: Mapping[str, str]
    scheme: Scheme
    options: FormOptions

    def sheet(self, kind: SheetKind) -> SheetPart:
        """The sheet of a kind; KeyError if the template has none."""
        return {sheet.kind: sheet for sheet in self.sheets}[kind]


def prepare(template: bytes, scheme: Scheme, options: FormOptions) -> Master:
    """Take a template apart; TemplateError names every reason why it cannot be used."""
    return _prepare(template, _Key(scheme, options))


class _Key:
    """Scheme and options as a memo key, by what they say."""

    def __init__(self, scheme: Scheme, options: FormOptions) -> None:
        self.scheme, self.options = scheme, options
        self._key = (scheme.rubric.id, scheme.rubric.version, repr(scheme.readings), repr(options))

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _Key)
            and self._key == other._key
            and self.scheme.rubric is other.scheme.rubric
        )

    def __hash__(self) -> int:
        return hash(self._key)


@lru_cache(maxsize=8)
def _prepare(template: bytes, key: _Key) -> Master:
    scheme, options = key.scheme, key.options
    package = _package(template)
    read = _read(package)
    found = list(faults(package, read, scheme.rubric))
    if found:
        raise TemplateError(found)
    words, texts = load_wording(), scheme_texts(scheme, options)
    for name in [n for n in package.parts if n.endswith((".xml", ".vml"))]:
        package.set_text(name, fill(package.text(name), texts))
        if name == STYLES or name.startswith("xl/worksheets/"):
            package.set_text(name, _with_font(package.text(name), options.font))
    pool = StringPool(package.text(STRINGS))
    trees = {s.name: _tree(package, s, pool) for s in read}
    form = next(s for s in read if s.kind is SheetKind.FORM)
    tree = trees.pop(form.name)
    _renew(tree, form, scheme, words)
    cells, names = read_cells(tree, pool), global_names(package)
    share_formulas(tree)
    pattern = Pattern(worksheet.to_text(tree), pool, _input_refs(form, scheme.rubric))
    columns = _columns_alone(tree, form)
    return Master(package, pool, read, form, pattern, columns, trees, cells, names, scheme, options)


def _columns_alone(tree: Tree, form: SheetPart) -> tuple[str, str]:
    """The columns of the form as they are, and where nothing is known of last year.

    Nobody fills in that column: an empty one takes room that หลักฐาน has too little of.
    """
    drawn = _COLUMNS.search(worksheet.to_text(tree))
    if form.grid is None or drawn is None:
        return "", ""
    worksheet.give_way(tree, form.grid.columns["previous"], form.grid.columns["note"])
    alone = _COLUMNS.search(worksheet.to_text(tree))
    return drawn[0], alone[0] if alone else drawn[0]


def _package(template: bytes) -> Package:
    try:
        return Package.read(template)
    except BadZipFile as error:
        raise TemplateError([refusal("not_workbook")]) from error


def _tree(package: Package, sheet: SheetPart, pool: StringPool) -> Tree:
    tree = worksheet.parse_xml(package.part(sheet.part))
    worksheet.unshare(tree)
    worksheet.share_strings(tree, pool)
    for row in tree.iter(f"{MAIN}row"):
        row.attrib.pop("spans", None)  # optional, and wrong once a column is inserted
    return tree


def _with_font(text: str, font: str) -> str:
    """Styles, headers and footers with the packaged font replaced by the province's."""
    default = FormOptions().font
    if font == default:
        return text
    named = text.replace(f'val="{default}"', f'val="{escape(font, quote=False)}"')
    return named.replace(f"&quot;{default},", f"&quot;{escape(font, quote=False)},")


def _read(package: Package) -> tuple[SheetPart, ...]:
    """The sheets of a template with their keys; TemplateError where it is no template at all."""
    if WORKBOOK not in package.parts or CONTENT_TYPES not in package.parts:
        raise TemplateError([refusal("not_workbook")])
    package.ensure_strings()
    pool = StringPool(package.text(STRINGS))
    book = worksheet.parse_xml(package.part(WORKBOOK))
    sheets = []
    for element in child(book, f"{MAIN}sheets"):
        part = package.target(WORKBOOK, attribute(element, f"{RELATIONS}id"))
        if not part.startswith("xl/worksheets/"):
            continue
        rows = values(worksheet.parse_xml(package.part(part)), pool)
        grid = _grid(rows)
        sheets.append(
            SheetPart(
                attribute(element, "name"),
                part,
                attribute(element, f"{RELATIONS}id"),
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


def _input_refs(form: SheetPart, rubric: Rubric) -> set[str]:
    """Every cell of the form that may be filled beforehand."""
    if form.grid is None:
        return set()
    columns = {
        RowGroup.BASE: ("value", "previous"),
        RowGroup.FIELD: ("value",),
        RowGroup.INDICATOR: ("value", "note", "previous"),
        RowGroup.FOOT: ("previous",),
    }
    return {
        form.grid.at(key, column)
        for key in form_rows(rubric)
        for column in columns.get(row_group(key), ())
        if key not in ("LEVEL", "PROGRESS", "GAP")
    }


def _renew(tree: Tree, form: SheetPart, scheme: Scheme, words: FormWording) -> None:
    """Write the formulas and prompts of the indicators anew under the province's readings."""
    if form.grid is None:
        return
    cells: dict[str, Any] = {attribute(cell, "r"): cell for cell in tree.iter(f"{MAIN}c")}
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
                raise TemplateError([refusal("formula", sheet=form.name, cell=ref)])
            element.text = formula
        rule = rules.get(form.grid.at(row, "value"))
        if rule is not None and indicator.kind is not Kind.CHOICE:
            rule.set("prompt", indicator_prompt(scheme, indicator, words))
