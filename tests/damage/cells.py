"""What officers and programs do to the values of a form."""

from __future__ import annotations

from issued import RUBRIC
from lxml import etree

from damage.subject import Patient, Promise, damage, flagged, right, right_or
from damage.surgery import _N
from sorchor_xl.domain.thai.text import to_thai_digits

REGISTER = 7
"""The indicator whose choices speak of nothing that is counted."""


@damage
def thai_digits(patient: Patient) -> Promise:
    """๓ for 3."""
    number = patient.any_count()
    patient.put(number, to_thai_digits(str(patient.said(number))))
    return right("N03")


@damage
def full_width_digits(patient: Patient) -> Promise:
    """３ for 3."""
    number = patient.any_count()
    patient.put(number, "".join(chr(ord(c) + 0xFEE0) for c in str(patient.said(number))))
    return right("N24")


@damage
def unit_typed(patient: Patient) -> Promise:
    """ "3 ครั้ง" for 3."""
    number = patient.any_count()
    own = unit_of(number)
    unit = patient.throw.choice([own, f" {own}", f" {own}/ปี", "/ปี", f" {own}ต่อปี"])
    patient.put(number, f"{patient.said(number)}{unit}")
    return right("N04")


@damage
def thai_digits_with_unit(patient: Patient) -> Promise:
    """ "๓ ครั้ง" for 3."""
    number = patient.any_count()
    patient.put(number, f"{to_thai_digits(str(patient.said(number)))} {unit_of(number)}")
    return right("N03", "N04")


@damage
def stray_spaces(patient: Patient) -> Promise:
    """Spaces nobody sees around the number."""
    number = patient.any_count()
    odd = patient.throw.choice([" ", "\u00a0", "\u200b", "\ufeff", "\t", "\u3000"])
    patient.put(number, f"{odd}{patient.said(number)}{odd}")
    return right("N18")


@damage
def number_as_text(patient: Patient) -> Promise:
    """The number stored as text, as a paste does."""
    number = patient.any_count()
    patient.put(number, str(patient.said(number)))
    return right()


@damage
def zero_decimals(patient: Patient) -> Promise:
    """ "3.0" for 3."""
    number = patient.any_count()
    patient.put(number, f"{patient.said(number)}.0")
    return right("N20")


@damage
def choice_by_number(patient: Patient) -> Promise:
    """2 for the second choice: told where it can mean nothing else, else asked."""
    number = patient.any_choice()
    chosen = patient.said(number)
    patient.put(number, patient.throw.choice([chosen, str(chosen), to_thai_digits(str(chosen))]))
    sure = number == REGISTER and chosen > 1
    return right("N21") if sure else flagged("E97")


@damage
def blank_answer(patient: Patient) -> Promise:
    """An answer deleted."""
    number = patient.throw.randint(1, 23)
    patient.put(number, patient.throw.choice([None, None, " "]))
    return flagged("E14")


@damage
def cell_gone(patient: Patient) -> Promise:
    """The cell itself gone, as a program does that stores no blanks."""
    number = patient.throw.randint(1, 23)
    cell = patient.sheet.cell(*patient.at(number))
    cell.getparent().remove(cell)
    return flagged("E14")


@damage
def blank_base(patient: Patient) -> Promise:
    """A base deleted."""
    row = patient.throw.choice([r for k, r in patient_rows().items() if k.startswith("B.")])
    patient.sheet.put(row, patient.column(), None)
    return flagged("E20", "E45")


def unit_of(number: int) -> str:
    """The unit of an indicator without "/ปี"."""
    return RUBRIC.indicator(number).unit.removesuffix("/ปี")


def patient_rows() -> dict[str, int]:
    """Rows by key."""
    from damage.subject import places

    return dict(places()[0])


@damage
def word_for_number(patient: Patient) -> Promise:
    """A word, a formula typed as text, or a number Python would read and nobody means."""
    words = ["สาม", "ประมาณ 3", "3 หรือ 4", "=3", "1_000", "nan", "inf", "1e3", "0x10", "3+", "?"]
    patient.put(patient.any_count(), patient.throw.choice(words))
    return flagged("E15")


@damage
def none_word(patient: Patient) -> Promise:
    """ "-" or "ไม่มี" for a number."""
    patient.put(patient.any_count(), patient.throw.choice(["-", "ไม่มี", "–", "n/a"]))
    return flagged("E67")


@damage
def negative(patient: Patient) -> Promise:
    """A number below zero."""
    patient.put(patient.any_count(), patient.throw.choice([-1, -0.5, "-2", "−3"]))
    return flagged("E16")


@damage
def decimals(patient: Patient) -> Promise:
    """A number that is not whole."""
    patient.put(patient.any_count(), patient.throw.choice([2.5, 1.0001, "2.5", "๒.๕"]))
    return flagged("E17")


@damage
def share(patient: Patient) -> Promise:
    """A share between 0 and 1."""
    patient.put(patient.any_count(), patient.throw.choice([0.45, 0.75, 0.01, "0.5"]))
    return flagged("E69")


@damage
def percent_typed(patient: Patient) -> Promise:
    """ "45%" as text."""
    patient.put(patient.any_count(), patient.throw.choice(["45%", "ร้อยละ 45", "๔๕ %"]))
    return flagged("E22")


@damage
def percent_format(patient: Patient) -> Promise:
    """45% typed into the cell: the program stores 0.45, or 1 for 100 %, and a format."""
    ids = [(9, ""), (10, ""), (67, ""), (68, ""), (170, "0.0%"), (171, "0.00 %;-0.00 %")]
    style = patient.book.style(*patient.throw.choice(ids))
    patient.put(patient.any_count(), patient.throw.choice([0.45, 1, 0.5, 2]), style)
    return flagged("E22")


@damage
def date_for_number(patient: Patient) -> Promise:
    """2-3 typed: the program makes it a day, in a format of any country, Thai built-ins too."""
    ids = [
        (14, ""),
        (16, ""),
        (17, ""),
        (71, ""),
        (72, ""),
        (81, ""),
        (172, "[$-107041E]d mmm yyyy"),
    ]
    style = patient.book.style(*patient.throw.choice(ids))
    patient.put(patient.any_count(), patient.throw.choice([44257, 44198, 46349.5, 3]), style)
    return flagged("E68")


@damage
def boolean(patient: Patient) -> Promise:
    """TRUE in a number."""
    patient.put(patient.any_count(), patient.throw.random() < 0.5)
    return flagged("E70")


@damage
def huge_number(patient: Patient) -> Promise:
    """A telephone number in a number."""
    patient.put(patient.any_count(), patient.throw.choice([0.81e10, 1e300, "0812345678901"]))
    return flagged("E74", "E15")


@damage
def more_than_base(patient: Patient) -> Promise:
    """More than all there is."""
    patient.put(patient.throw.choice([1, 3, 11, 15, 20]), 11)
    return flagged("E18")


@damage
def cell_error(patient: Patient) -> Promise:
    """#REF! and its kin, with and without a formula."""
    number, text = patient.throw.randint(1, 23), patient.throw.choice(["#REF!", "#DIV/0!", "#N/A"])
    cell = patient.sheet.put(*patient.at(number), None)
    cell.set("t", "e")
    if patient.throw.random() < 0.5:
        etree.SubElement(cell, f"{_N}f").text = "A1/0"
    etree.SubElement(cell, f"{_N}v").text = text
    return flagged("E24")


@damage
def formula_with_result(patient: Patient) -> Promise:
    """A formula in an input, its stored result even being right."""
    number = patient.any_count()
    patient.sheet.formula(*patient.at(number), "1+1", str(patient.said(number)))
    return flagged("E23")


@damage
def formula_never_calculated(patient: Patient) -> Promise:
    """A formula without a result looks like a blank to the parser."""
    patient.sheet.formula(*patient.at(patient.throw.randint(1, 23)), "SUM(H1:H2)", None)
    return flagged("E23")


@damage
def formula_with_empty_text(patient: Patient) -> Promise:
    """A formula whose result is an empty text looks like a blank too."""
    patient.sheet.formula(*patient.at(patient.throw.randint(1, 23)), 'IF(1,"","")', "", "str")
    return flagged("E23")


@damage
def array_formula_over_answers(patient: Patient) -> Promise:
    """One formula that fills several inputs: all but the first look typed."""
    first, last = patient.at(8), patient.at(10)
    cell = patient.sheet.formula(*first, "A1:A3*1", "3")
    formula = cell.find(f"{_N}f")
    formula.set("t", "array")
    formula.set("ref", f"H{first[0] + 1}:H{last[0] + 1}")
    return flagged("E23")


@damage
def shared_formula(patient: Patient) -> Promise:
    """A formula filled down: the later cells hold only a reference to the first."""
    cell = patient.sheet.formula(*patient.at(9), "", "3")
    cell.find(f"{_N}f").set("t", "shared")
    cell.find(f"{_N}f").set("si", "0")
    return flagged("E23")


@damage
def merged_answers(patient: Patient) -> Promise:
    """Two answers merged: only the first value is left."""
    patient.sheet.unmerge()
    patient.sheet.merge(patient.at(8), patient.at(9))
    return flagged("E30")


@damage
def merged_to_the_left(patient: Patient) -> Promise:
    """An answer merged into the unit beside it: its value is gone."""
    row, column = patient.at(patient.any_count())
    patient.sheet.unmerge()
    patient.sheet.merge((row, column - 1), (row, column))
    return flagged("E30")


@damage
def merged_to_the_right(patient: Patient) -> Promise:
    """An answer merged with what stands right of it: the value is still shown."""
    row, column = patient.at(patient.any_count())
    patient.sheet.unmerge()
    patient.sheet.merge((row, column), (row, column + 1))
    return right()


@damage
def unlisted_choice(patient: Patient) -> Promise:
    """Own words, or a number that is not in the list."""
    patient.put(patient.any_choice(), patient.throw.choice(["มีบ้าง", 4, 0, "4", "2.5", "กข"]))
    return flagged("E21")


@damage
def contradicting_choice(patient: Patient) -> Promise:
    """The number of one choice, the words of another."""
    number = patient.any_choice()
    criteria = _criteria(number)
    patient.put(number, f"1 - {criteria[1]}")
    return flagged("E75")


def _criteria(number: int) -> tuple[str, str, str]:
    return RUBRIC.indicator(number).criteria


@damage
def points_typed_over(patient: Patient) -> Promise:
    """Points typed over our formula: told, and not used."""
    patient.sheet.put(patient.row(patient.throw.randint(1, 23)), patient.column("points"), 9)
    return right("W11")


@damage
def words_typed_over_points(patient: Patient) -> Promise:
    """Words typed over our formula."""
    patient.sheet.put(patient.row(5), patient.column("points"), "ผ่าน")
    return right("W20")


@damage
def wrong_cached_results(patient: Patient) -> Promise:
    """Every stored result wrong, as LibreOffice leaves them: none is ever read."""
    for cell in patient.sheet.tree.iter(f"{_N}c"):
        if cell.find(f"{_N}f") is not None and cell.get("t") is None:
            value = cell.find(f"{_N}v")
            if value is not None:
                value.text = "99"
    return right()


@damage
def everything_pasted_as_values(patient: Patient) -> Promise:
    """Formulas replaced by their results over the whole sheet."""
    for formula in list(patient.sheet.tree.iter(f"{_N}f")):
        formula.getparent().remove(formula)
    return right()


@damage
def text_in_date(patient: Patient) -> Promise:
    """The date of assessment in words, in short, in ค.ศ., as a stored year of พ.ศ., as a count."""
    row = patient_rows()["F.assessed_on"]
    texts = ["22 เม.ย. 2564", "22/4/64", "๒๒/๐๔/๒๕๖๔", "2021-04-22", "22 เมษายน 2564", 44308]
    patient.sheet.put(row, patient.column(), patient.throw.choice(texts)).attrib.pop("s", None)
    return right()


@damage
def no_date(patient: Patient) -> Promise:
    """What is no day."""
    row = patient_rows()["F.assessed_on"]
    texts = ["31/02/2564", "เมื่อวาน", 2564, "22/04/1864", 220464]
    patient.sheet.put(row, patient.column(), patient.throw.choice(texts)).attrib.pop("s", None)
    return flagged("E25", "E26")


@damage
def values_cut_and_pasted(patient: Patient) -> Promise:
    """An answer cut and pasted beside the table: the place it came from is blank."""
    number = patient.any_count()
    held = patient.sheet.take(*patient.at(number))
    patient.sheet.give(patient.row(number), patient.column("previous"), held)
    patient.put(number, None)
    return flagged("E14")


@damage
def shifted_down(patient: Patient) -> Promise:
    """ "Insert cell, shift down" in the column of answers: none may count for its neighbour."""
    column = patient.column()
    last, first = patient.row(23), patient.row(patient.throw.randint(1, 22))
    for row in range(last, first - 1, -1):
        patient.sheet.give(row + 1, column, patient.sheet.take(row, column))
    patient.sheet.put(first, column, None)
    return flagged("E14", "E15", "E21")


@damage
def shifted_up(patient: Patient) -> Promise:
    """ "Delete cell, shift up"."""
    column = patient.column()
    last, first = patient.row(23), patient.row(patient.throw.randint(1, 22))
    for row in range(first, last):
        patient.sheet.give(row, column, patient.sheet.take(row + 1, column))
    patient.sheet.put(last, column, None)
    return flagged("E14", "E15", "E21")


@damage
def value_in_next_column(patient: Patient) -> Promise:
    """Typed one column too far right, over our formula."""
    number = patient.any_count()
    row, column = patient.at(number)
    patient.sheet.put(row, column + 1, patient.said(number))
    patient.put(number, None)
    return flagged("E14")


@damage
def odd_text_kept_out(patient: Patient) -> Promise:
    """Control characters, bidi marks and a very long text in an answer."""
    texts = ["3\u202ex4", "x" * 5000, "<v>3</v>", "3&#10;4", "'; DROP TABLE"]
    patient.put(patient.any_count(), patient.throw.choice(texts))
    return right_or("E15", "E74")
