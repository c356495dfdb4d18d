"""Formulas, results, merges and moved cells: what a cell is beside what was typed into it."""

from __future__ import annotations

from issued import RUBRIC
from lxml import etree

from damage.identity import area_cell
from damage.subject import Promise, Subject, damage, flagged, places, right
from damage.surgery import _N


@damage
def cell_error(subject: Subject) -> Promise:
    """#REF! and its kin, with and without a formula."""
    number, text = subject.throw.randint(1, 23), subject.throw.choice(["#REF!", "#DIV/0!", "#N/A"])
    cell = subject.sheet.put(*subject.at(number), None)
    cell.set("t", "e")
    if subject.throw.random() < 0.5:
        etree.SubElement(cell, f"{_N}f").text = "A1/0"
    etree.SubElement(cell, f"{_N}v").text = text
    return flagged("E24")


@damage
def formula_with_result(subject: Subject) -> Promise:
    """A formula in an input, its stored result even being right."""
    number = subject.any_count()
    subject.sheet.formula(*subject.at(number), "1+1", str(subject.said(number)))
    return flagged("E23")


@damage
def formula_never_calculated(subject: Subject) -> Promise:
    """A formula without a result looks like a blank to the parser."""
    subject.sheet.formula(*subject.at(subject.throw.randint(1, 23)), "SUM(H1:H2)", None)
    return flagged("E23")


@damage
def formula_with_empty_text(subject: Subject) -> Promise:
    """A formula whose result is an empty text looks like a blank too."""
    subject.sheet.formula(*subject.at(subject.throw.randint(1, 23)), 'IF(1,"","")', "", "str")
    return flagged("E23")


@damage
def formula_with_text(subject: Subject) -> Promise:
    """A formula that shows the answer as a text: ="5", a word, an answer with its unit."""
    number = subject.any_count()
    said = str(subject.said(number))
    text, result = subject.throw.choice(
        [
            (f'"{said}"', said),
            (f"TEXT({said},0)", said),
            ('IF(1>2,1,"ไม่มี")', "ไม่มี"),
            (f'{said}&" ครั้ง"', f"{said} ครั้ง"),
            ('""&""', ""),
            ('HYPERLINK("#A1","ดูที่นี่")', "ดูที่นี่"),
        ]
    )
    subject.sheet.formula(*subject.at(number), text, result, "str")
    return flagged("E23")


@damage
def choice_by_formula(subject: Subject) -> Promise:
    """The words of a choice, given by a formula."""
    number = subject.any_choice()
    words = RUBRIC.indicator(number).choices[subject.said(number) - 1]
    text = subject.throw.choice([f'"{words}"', f'IF(1,"{words}","")', "VLOOKUP(1,A1:B2,2,0)"])
    subject.sheet.formula(*subject.at(number), text, words, "str")
    return flagged("E23")


@damage
def names_by_formula(subject: Subject) -> Promise:
    """The line with the names of places made by a formula that shows what stood there."""
    row, column = area_cell(subject.book, subject.sheet)
    shown = next(t for r, c, t in subject.book.texts(subject.sheet) if (r, c) == (row, column))
    subject.sheet.formula(row, column, f'"{shown}"', shown, "str")
    return right()


@damage
def array_formula_over_answers(subject: Subject) -> Promise:
    """One formula that fills several inputs: all but the first look typed."""
    first, last = subject.at(8), subject.at(10)
    cell = subject.sheet.formula(*first, "A1:A3*1", "3")
    formula = cell.find(f"{_N}f")
    formula.set("t", "array")
    formula.set("ref", f"H{first[0] + 1}:H{last[0] + 1}")
    return flagged("E23")


@damage
def shared_formula(subject: Subject) -> Promise:
    """A formula filled down: the later cells hold only a reference to the first."""
    cell = subject.sheet.formula(*subject.at(9), "", "3")
    cell.find(f"{_N}f").set("t", "shared")
    cell.find(f"{_N}f").set("si", "0")
    return flagged("E23")


@damage
def merged_answers(subject: Subject) -> Promise:
    """Two answers merged: only the first value is left."""
    subject.sheet.unmerge()
    subject.sheet.merge(subject.at(8), subject.at(9))
    return flagged("E30")


@damage
def merged_to_the_left(subject: Subject) -> Promise:
    """An answer merged into the unit beside it: its value is gone."""
    row, column = subject.at(subject.any_count())
    subject.sheet.unmerge()
    subject.sheet.merge((row, column - 1), (row, column))
    return flagged("E30")


@damage
def merged_to_the_right(subject: Subject) -> Promise:
    """An answer merged with what stands right of it: the value is still shown."""
    row, column = subject.at(subject.any_count())
    subject.sheet.unmerge()
    subject.sheet.merge((row, column), (row, column + 1))
    return right()


@damage
def points_typed_over(subject: Subject) -> Promise:
    """Points typed over our formula: told, and not used."""
    subject.sheet.put(subject.row(subject.throw.randint(1, 23)), subject.column("points"), 9)
    return right("W11")


@damage
def words_typed_over_points(subject: Subject) -> Promise:
    """Words typed over our formula."""
    subject.sheet.put(subject.row(5), subject.column("points"), "ผ่าน")
    return right("W20")


@damage
def wrong_cached_results(subject: Subject) -> Promise:
    """Every stored result wrong, as LibreOffice leaves them: none is ever read."""
    for cell in subject.sheet.tree.iter(f"{_N}c"):
        if cell.find(f"{_N}f") is not None and cell.get("t") is None:
            value = cell.find(f"{_N}v")
            if value is not None:
                value.text = "99"
    return right()


@damage
def everything_pasted_as_values(subject: Subject) -> Promise:
    """Formulas replaced by their results over the whole sheet."""
    for formula in list(subject.sheet.tree.iter(f"{_N}f")):
        formula.getparent().remove(formula)
    return right()


@damage
def values_cut_and_pasted(subject: Subject) -> Promise:
    """An answer cut and pasted beside the table: the place it came from is blank."""
    number = subject.any_count()
    held = subject.sheet.take(*subject.at(number))
    subject.sheet.give(subject.row(number), subject.column("previous"), held)
    subject.put(number, None)
    return flagged("E14")


@damage
def shifted_down(subject: Subject) -> Promise:
    """ "Insert cell, shift down" in the column of answers: none may count for its neighbour."""
    column = subject.column()
    last, first = subject.row(23), subject.row(subject.throw.randint(1, 22))
    for row in range(last, first - 1, -1):
        subject.sheet.give(row + 1, column, subject.sheet.take(row, column))
    subject.sheet.put(first, column, None)
    return flagged("E14", "E15", "E21")


@damage
def shifted_up(subject: Subject) -> Promise:
    """ "Delete cell, shift up"."""
    column = subject.column()
    last, first = subject.row(23), subject.row(subject.throw.randint(1, 22))
    for row in range(first, last):
        subject.sheet.give(row, column, subject.sheet.take(row + 1, column))
    subject.sheet.put(last, column, None)
    return flagged("E14", "E15", "E21")


@damage
def value_in_next_column(subject: Subject) -> Promise:
    """Typed one column too far right, over our formula."""
    number = subject.any_count()
    row, column = subject.at(number)
    subject.sheet.put(row, column + 1, subject.said(number))
    subject.put(number, None)
    return flagged("E14")


@damage
def formula_in_a_name(subject: Subject) -> Promise:
    """The assessor or the day made by a formula."""
    row = places()[0][subject.throw.choice(["F.assessor", "F.assessed_on"])]
    text, result = subject.throw.choice([('"นาย"&"ทดสอบ"', "นายทดสอบ"), ("TODAY()", "46000")])
    subject.sheet.formula(row, subject.column(), text, result, "" if result.isdigit() else "str")
    return flagged("E71")


@damage
def number_far_below(subject: Subject) -> Promise:
    """A number under the form, where nothing is asked."""
    subject.sheet.put(subject.throw.randint(50, 400), subject.throw.randint(1, 6), 5)
    return right("W24")
