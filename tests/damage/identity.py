"""What happens to the marks by which a form is known."""

from __future__ import annotations

from dataclasses import replace

from issued import RUBRIC, filled
from lxml import etree

from damage.subject import CODES, NAMES, Patient, Promise, damage, flagged, right, right_or
from damage.surgery import Sheet, Workbook
from sorchor_xl.form.layout import SheetKind, Token, make_token

FORM = Token(RUBRIC.id, 2564, "312201", SheetKind.FORM)


def token_cell(book: Workbook, sheet: Sheet) -> tuple[int, int]:
    """Where the token of a sheet stands."""
    return next((r, c) for r, c, text in book.texts(sheet) if "SX1/" in text)


def area_cell(book: Workbook, sheet: Sheet) -> tuple[int, int]:
    """Where the line with the names of places stands."""
    return next((r, c) for r, c, text in book.texts(sheet) if "รหัสตำบล" in text)


def stamp(patient: Patient, sheet: Sheet, text: str) -> None:
    """Another text where the token stood."""
    sheet.put(*token_cell(patient.book, sheet), text)


@damage
def token_cleared(patient: Patient) -> Promise:
    """One token gone, all else whole: name, code and keys still tell it beyond doubt."""
    stamp(patient, patient.sheet, "")
    return right("N10")


@damage
def token_and_keys_cleared(patient: Patient) -> Promise:
    """Neither token nor keys: not certain enough."""
    stamp(patient, patient.sheet, "")
    for row in patient.sheet.rows():
        patient.sheet.put(int(row.get("r")) - 1, 0, None)
    return flagged("E57")


@damage
def token_and_names_cleared(patient: Patient) -> Promise:
    """Neither token nor the line with the names: nobody's form."""
    stamp(patient, patient.sheet, "")
    patient.sheet.put(*area_cell(patient.book, patient.sheet), None)
    return flagged("E57")


@damage
def token_typed_over(patient: Patient) -> Promise:
    """One character of the token changed."""
    text = make_token(replace(FORM, area=patient.code))
    at = patient.throw.randrange(14, len(text))
    if text[at] in "/":
        at += 1
    other = patient.throw.choice([c for c in "0123456789ABCDEFGHIJ" if c != text[at]])
    stamp(patient, patient.sheet, f"รหัสแบบ {text[:at]}{other}{text[at + 1 :]}")
    return flagged("E77", "E57", "E55", "E64")


@damage
def token_in_other_letters(patient: Patient) -> Promise:
    """Lower case, spaces, Thai digits: the same token."""
    text = make_token(replace(FORM, area=patient.code)).lower().replace("/", " / ")
    stamp(patient, patient.sheet, text)
    return right()


@damage
def two_tokens(patient: Patient) -> Promise:
    """The top of another form pasted beside the first."""
    patient.sheet.put(0, 20, make_token(replace(FORM, area=patient.other())))
    return flagged("E55")


@damage
def names_of_another(patient: Patient) -> Promise:
    """The line with the names typed over for another ตำบล: whose answers are these?"""
    other = patient.other()
    line = f"ตำบล{NAMES[other]}  อำเภอแคนดง  จังหวัดบุรีรัมย์  (รหัสตำบล {other})"
    patient.sheet.put(*area_cell(patient.book, patient.sheet), line)
    return flagged("E64")


@damage
def used_for_another(patient: Patient) -> Promise:
    """Only the name typed over."""
    other = patient.other()
    line = f"ตำบล{NAMES[other]}  อำเภอแคนดง  จังหวัดบุรีรัมย์  (รหัสตำบล {patient.code})"
    patient.sheet.put(*area_cell(patient.book, patient.sheet), line)
    return flagged("E64")


def _all(patient: Patient, **changes: object) -> None:
    """Every form's token with something else in it."""
    for code in CODES:
        sheet = patient.book.sheet(f"ต.{NAMES[code]}")
        token = replace(FORM, **{"area": code, **changes})  # type: ignore[arg-type] # by name
        stamp(patient, sheet, make_token(token))
    for name in ("ข้อมูลอำเภอ", "คำสั่งแต่งตั้ง", "แผนพัฒนาตำบล", "คัดเลือกดีเด่น"):
        patient.book.drop(name)


@damage
def last_years_form(patient: Patient) -> Promise:
    """The form of another fiscal year."""
    _all(patient, year=patient.throw.choice([2563, 2565]))
    return flagged("E05")


@damage
def one_sheet_of_last_year(patient: Patient) -> Promise:
    """One sheet of last year's book among this year's."""
    stamp(patient, patient.sheet, make_token(replace(FORM, area=patient.code, year=2563)))
    return flagged("E05")


@damage
def other_rubric(patient: Patient) -> Promise:
    """A form by other criteria."""
    _all(patient, rubric_id="other-2564")
    return flagged("E66")


@damage
def newer_layout(patient: Patient) -> Promise:
    """A form newer than this program."""
    _all(patient, layout=9)
    return flagged("E58")


@damage
def older_layout(patient: Patient) -> Promise:
    """A form of an earlier layout of the same year: its answers are carried over."""
    _all(patient, layout=0)
    return right("W19")


@damage
def not_in_roster(patient: Patient) -> Promise:
    """A code that the roster does not have."""
    stamp(patient, patient.sheet, make_token(replace(FORM, area="312299")))
    return flagged("E65", "E64")


@damage
def other_province(patient: Patient) -> tuple[bytes, Promise]:
    """The book of a district of another province."""
    return filled(patient.throw.choice(["3001", "9501", "1001"])), flagged("E54")


@damage
def all_tokens_lost(patient: Patient) -> Promise:
    """Every token of the book gone: a form typed anew looks the same."""
    for name in patient.book.names():
        sheet = patient.book.sheet(name)
        for row, column, text in list(patient.book.texts(sheet)):
            if "SX1/" in text:
                sheet.put(row, column, None)
    return flagged("E56")


@damage
def typed_anew(patient: Patient) -> Promise:
    """Only what is seen, copied as values into a new book."""
    for name in patient.book.names():
        if name != patient.name:
            patient.book.drop(name)
    patient.book.inline(patient.sheet)
    patient.sheet.delete_column(0)
    patient.sheet.delete_row(0)
    for cell in list(patient.sheet.tree.iter()):
        if etree.QName(cell).localname == "f":
            cell.getparent().remove(cell)
    for row, column in [(1, 0), (2, 0), (1, 11), (2, 10), (1, 10), (0, 11), (1, 12), (0, 12)]:
        patient.sheet.put(row, column, None)
    patient.book.rename(patient.name, "Sheet1")
    return right_or("E56", "E57", "E77")
