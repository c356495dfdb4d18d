"""Issue one district's workbook from a template: one form per ตำบล, everything else carried along.

The package is put together from its parts, not loaded and saved through a spreadsheet library, so
whatever Excel put into the template stays in it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sorchor_xl.data.form_texts import load_wording
from sorchor_xl.domain.round.records import PLAN_EXTRAS
from sorchor_xl.domain.scoring.score import Scheme
from sorchor_xl.domain.thai.text import unbroken
from sorchor_xl.files.safe_names import sheet_names
from sorchor_xl.form.form_options import (
    District,
    FormOptions,
    Prefill,
    TambonPrefill,
    district_texts,
    tambon_texts,
)
from sorchor_xl.form.growing_rows import TEXT, make_room, make_room_for_notes
from sorchor_xl.form.layout import EXTRA_COLUMNS, SheetKind
from sorchor_xl.form.prefill import (
    Inputs,
    date_inputs,
    form_inputs,
    set_inputs,
    table_inputs,
)
from sorchor_xl.form.row_keys import indicator_row
from sorchor_xl.form.template_parts import RELATIONS, Master, prepare
from sorchor_xl.form.template_refusals import SheetPart
from sorchor_xl.ooxml import worksheet
from sorchor_xl.ooxml.cached_results import read_cells, results_of, store
from sorchor_xl.ooxml.calc import make_book
from sorchor_xl.ooxml.calc_values import CalcBook, CalcSheet, Scalar
from sorchor_xl.ooxml.elements import MAIN, Tree, child, whole, whole_of
from sorchor_xl.ooxml.formula_text import Block, move_rows, move_series
from sorchor_xl.ooxml.package import STRINGS, WORKBOOK, Relationship
from sorchor_xl.ooxml.references import parse_a1
from sorchor_xl.ooxml.shared_formulas import share_formulas
from sorchor_xl.ooxml.shared_strings import fill
from sorchor_xl.ooxml.worksheet import Growth

_WORKSHEET_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_APP: Final = "docProps/app.xml"
_CALC_CHAIN: Final = "xl/calcChain.xml"
_TITLES: Final = re.compile(r"<(TitlesOfParts|HeadingPairs)>.*?</\1>", re.DOTALL)
_ANCHOR_ROW: Final = re.compile(r"(<(?:\w+:)?row>)(\d+)(</)")
_CHART_FORMULA: Final = re.compile(r"(<(?:\w+:)?f>)([^<]*)(</)")


def issue_workbook(
    template: bytes,
    district: District,
    *,
    scheme: Scheme,
    options: FormOptions | None = None,
    values: Prefill | None = None,
) -> bytes:
    """The district's workbook; the same bytes for the same input.

    ``values`` are entered as if typed. TemplateError or CannotCarryError names what stands in the
    way of using this template.
    """
    if not district.tambons:
        raise ValueError(f"no tambons in amphoe {district.amphoe.code}")
    master = prepare(template, scheme, options or FormOptions())
    return _Issue(master, district, values or Prefill()).workbook()


@dataclass(frozen=True)
class _FormPart:
    """The sheet of one ตำบล: name, part, relation and where it stands in the workbook."""

    name: str
    part: str
    rel_id: str


class _Issue:
    """One workbook in the making."""

    def __init__(self, master: Master, district: District, values: Prefill) -> None:
        self.master, self.district, self.values = master, district, values
        self.package = master.package.copy()
        self.entered: dict[str, Inputs] = {}
        self.texts = district_texts(master.scheme, district, master.options)
        self.pool = master.pool.copy()
        self.pool.fill_all(self.texts)
        others = [s.name for s in master.sheets if s is not master.form]
        self.names = sheet_names(district.tambons, others)
        copies = len(district.tambons)
        self.blocks = {s.name: Block(*s.block, copies) for s in master.sheets if s.block}
        self.growth = Growth(
            self.blocks,
            master.form.name,
            self.names,
            [tambon_texts(master.scheme, tambon) for tambon in district.tambons],
        )

    def workbook(self) -> bytes:
        """The finished package."""
        for name in [n for n in self.package.parts if n.endswith((".xml", ".vml"))]:
            if name != STRINGS and b"{{" in self.package.parts[name]:
                self.package.set_text(name, fill(self.package.text(name), self.texts))
        trees = self._grown()
        inputs = [
            form_inputs(self.master, self.values.tambons.get(t.code, TambonPrefill()))
            for t in self.district.tambons
        ]
        book = self._calculation(trees, inputs)
        forms = self._forms(inputs, book)
        self._write_sheets(trees, book)
        self._charts()
        self._book(forms)
        self.package.set_text(STRINGS, self.pool.xml())
        self.package.drop(_CALC_CHAIN)
        if _APP in self.package.parts:
            self.package.set_text(_APP, _TITLES.sub("", self.package.text(_APP)))
        return self.package.write()

    def _grown(self) -> dict[str, Tree]:
        """Every sheet but the form: prototype rows repeated, references moved, values entered."""
        trees: dict[str, Tree] = {}
        for sheet in self.master.sheets:
            if sheet is self.master.form:
                continue
            text = fill(worksheet.to_text(self.master.trees[sheet.name]), self.texts)
            tree = trees[sheet.name] = worksheet.parse_xml(text)
            worksheet.grow(tree, sheet.name, self.growth, self.pool)
            self._enter(tree, sheet)
            if sheet.name in self.blocks:
                self._move_anchors(sheet)
        return trees

    def _write_sheets(self, trees: Mapping[str, Tree], book: CalcBook) -> None:
        for sheet in self.master.sheets:
            if sheet.name in trees:
                store(trees[sheet.name], book, sheet.name)
                share_formulas(trees[sheet.name])
                text = worksheet.to_text(trees[sheet.name])
                text = make_room(text, self.entered.get(sheet.name, {}), TEXT)
                self.package.set_text(sheet.part, text)

    def _enter(self, tree: Tree, sheet: SheetPart) -> None:
        inputs = date_inputs(tree, self.pool, self.master) if sheet.kind is None else {}
        if sheet.kind is not None and sheet.grid is not None:
            inputs = table_inputs(
                sheet, self.blocks.get(sheet.name), self.district, self.values, self.master
            )
        if inputs:
            set_inputs(tree, inputs, self.pool)
            self.entered[sheet.name] = inputs
        if sheet.grid is not None:
            self._choose_columns(tree, sheet.kind, sheet.grid.columns)

    def _choose_columns(
        self, tree: Tree, kind: SheetKind | None, columns: Mapping[str, int]
    ) -> None:
        """Show the province's own criteria, and hide what it does not ask for."""
        options = self.master.options
        if kind is SheetKind.AWARDS:
            own = EXTRA_COLUMNS[: len(options.extra_criteria)]
            worksheet.show_columns(tree, [columns[key] for key in own])
        if kind is SheetKind.PLANS:
            left = [key for name in sorted(options.left_out) for key in PLAN_EXTRAS[name]]
            worksheet.show_columns(tree, [columns[key] for key in left], shown=False)

    def _move_anchors(self, sheet: SheetPart) -> None:
        """Pictures under the prototype rows move down with what they stand beside."""
        block = self.blocks[sheet.name]
        for rel in self.package.relationships(sheet.part):
            if rel.kind == "drawing":
                text = self.package.text(rel.target)
                moved = _ANCHOR_ROW.sub(
                    lambda m: f"{m[1]}{block.move(int(m[2]) + 1) - 1}{m[3]}", text
                )
                self.package.set_text(rel.target, moved)

    def _calculation(self, trees: Mapping[str, Tree], inputs: Sequence[Inputs]) -> CalcBook:
        """The finished workbook as cells and formulas, to store results beside every one."""
        sheets = {name: read_cells(tree, self.pool) for name, tree in trees.items()}
        form = self.master.cells
        for name, entered in zip(self.names, inputs, strict=True):
            typed = {parse_a1(ref): value for ref, value in entered.items()}
            sheets[name] = CalcSheet({**form.constants, **typed}, form.formulas)
        return make_book(sheets, self.master.names)

    def _forms(self, inputs: Sequence[Inputs], book: CalcBook) -> list[_FormPart]:
        """One copy of the form's sheet, and of all that hangs on it, for each ตำบล."""
        prototype = self.master.form
        rels = self.package.relationships(prototype.part)
        content = self.package.content_type(prototype.part) or _WORKSHEET_TYPE
        forms = []
        for number in range(len(self.district.tambons)):
            texts = {**self.texts, **self.growth.texts[number]}
            part = self.package.free_name(prototype.part)
            results = self._results(book, number, inputs)
            text = self.master.pattern.render(self.pool, texts, inputs[number], results)
            if not any(known.previous for known in self.values.tambons.values()):
                text = text.replace(*self.master.columns_alone, 1)
            text = make_room_for_notes(
                text,
                self._notes(inputs[number]),
                self._labels(),
                fill(load_wording().part("form")["area"], texts),
            )
            if number:
                text = text.replace(' tabSelected="1"', "")
            self.package.set_text(part, text)
            self.package.declare(part, content)
            if rels:
                copied = tuple(self._copy(rel, self.names[number], texts) for rel in rels)
                self.package.set_relationships(part, copied)
            forms.append(_FormPart(self.names[number], part, f"rIdForm{number + 1}"))
        for rel in rels:
            self._drop(rel)
        self.package.drop(prototype.part)
        return forms

    def _notes(self, inputs: Inputs) -> Inputs:
        """What stands in the one column of a form whose texts are of any length."""
        grid = self.master.form.grid
        column = grid.columns["note"] if grid else None
        return {ref: value for ref, value in inputs.items() if parse_a1(ref)[1] == column}

    def _labels(self) -> Inputs:
        """A1 → name of each indicator on a form."""
        grid, rubric = self.master.form.grid, self.master.scheme.rubric
        if grid is None:
            return {}
        return {
            grid.at(indicator_row(i.id), "label"): unbroken(i.display) for i in rubric.indicators
        }

    def _results(
        self, book: CalcBook, number: int, inputs: Sequence[Inputs]
    ) -> Mapping[str, Scalar]:
        """Results of one form; forms with the same inputs show the same, so they are shared."""
        alike = inputs.index(inputs[number])
        if alike < number:
            book.sheets[self.names[number]].results.update(book.sheets[self.names[alike]].results)
        return results_of(book, self.names[number])

    def _copy(self, rel: Relationship, sheet: str, texts: Mapping[str, str]) -> Relationship:
        """A relationship of the form for one ตำบล: what it points to is copied, pictures shared."""
        if rel.external or not rel.target.endswith((".xml", ".vml", ".bin")):
            return rel
        part = self.package.free_name(rel.target)
        if rel.target.endswith(".bin"):
            self.package.parts[part] = self.package.part(rel.target)
        else:
            self.package.set_text(part, self._for_sheet(rel.target, sheet, texts))
        content = self.package.content_type(rel.target)
        if content:
            self.package.declare(part, content)
        below = self.package.relationships(rel.target)
        if below:
            self.package.set_relationships(part, tuple(self._copy(r, sheet, texts) for r in below))
        return Relationship(rel.id, rel.type, part)

    def _for_sheet(self, part: str, sheet: str, texts: Mapping[str, str]) -> str:
        text = fill(self.package.text(part), texts)
        growth = Growth({}, self.master.form.name, (sheet,), ())
        return (
            _CHART_FORMULA.sub(lambda m: m[1] + worksheet.point(m[2], growth) + m[3], text)
            if "/charts/" in part
            else text
        )

    def _drop(self, rel: Relationship) -> None:
        if rel.external or not rel.target.endswith((".xml", ".vml", ".bin")):
            return
        for below in self.package.relationships(rel.target):
            self._drop(below)
        self.package.drop(rel.target)

    def _charts(self) -> None:
        """Charts of other sheets follow the rows that moved."""
        for name in [n for n in self.package.parts if n.startswith("xl/charts/chart")]:
            text = self.package.text(name)
            moved = _CHART_FORMULA.sub(lambda m: m[1] + move_series(m[2], self.blocks) + m[3], text)
            self.package.set_text(name, moved)

    def _book(self, forms: Sequence[_FormPart]) -> None:
        """Sheet list, defined names, protection and calculation of the workbook."""
        book = worksheet.parse_xml(self.package.part(WORKBOOK))
        sheets = child(book, f"{MAIN}sheets")
        place = next(i for i, s in enumerate(sheets) if s.get("name") == self.master.form.name)
        self._list_sheets(sheets, place, forms)
        self._names(book, place, len(forms))
        for view in book.iter(f"{MAIN}workbookView"):
            view.set("activeTab", "0")
            view.set("firstSheet", "0")
        worksheet.protect_structure(book)
        worksheet.calculate_on_load(book)
        self.package.set_text(WORKBOOK, worksheet.to_text(book))
        self._relate(forms)

    def _list_sheets(self, sheets: Tree, place: int, forms: Sequence[_FormPart]) -> None:
        prototype = sheets[place]
        next_id = max(whole(s, "sheetId") for s in sheets) + 1
        for number, form in enumerate(forms):
            element = worksheet.twin(prototype)
            element.set("name", form.name)
            element.set("sheetId", str(next_id + number))
            element.set(f"{RELATIONS}id", form.rel_id)
            sheets.insert(place + 1 + number, element)
        sheets.remove(prototype)

    def _names(self, book: Tree, place: int, copies: int) -> None:
        """Names of the form once per ตำบล; names of sheets after it keep their sheet."""
        for names in book.iter(f"{MAIN}definedNames"):
            for name in list(names):
                local = name.get("localSheetId")
                if local is not None and whole_of(local) == place:
                    self._local_name(names, name, place)
                    continue
                if local is not None and whole_of(local) > place:
                    name.set("localSheetId", str(whole_of(local) + copies - 1))
                name.text = move_rows(name.text or "", "", self.blocks)
            rows = sorted(names, key=lambda n: (n.get("name"), int(n.get("localSheetId") or -1)))
            names[:] = rows

    def _local_name(self, names: Tree, name: Tree, place: int) -> None:
        for number, sheet in enumerate(self.names):
            element = worksheet.twin(name)
            element.set("localSheetId", str(place + number))
            growth = Growth({}, self.master.form.name, (sheet,), ())
            element.text = worksheet.point(name.text or "", growth)
            names.append(element)
        names.remove(name)

    def _relate(self, forms: Sequence[_FormPart]) -> None:
        rels = [r for r in self.package.relationships(WORKBOOK) if r.kind != "calcChain"]
        old = self.master.form.rel_id
        kind = next(r.type for r in rels if r.id == old)
        made = [Relationship(f.rel_id, kind, f.part) for f in forms]
        self.package.set_relationships(WORKBOOK, (*(r for r in rels if r.id != old), *made))
