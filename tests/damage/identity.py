"""What happens to the marks by which a form is known."""

from __future__ import annotations

from dataclasses import replace

from issued import RUBRIC, filled
from lxml import etree

from damage.subject import CODES, NAMES, Promise, Subject, damage, flagged, right, right_or
from damage.surgery import Sheet, Workbook
from sorchor_xl.form.layout import SheetKind, Token, make_token

FORM = Token(RUBRIC.id, 2564, "312201", SheetKind.FORM)


def token_cell(book: Workbook, sheet: Sheet) -> tuple[int, int]:
    """Where the token of a sheet stands."""
    return next((r, c) for r, c, text in book.texts(sheet) if "SX1/" in text)


def area_cell(book: Workbook, sheet: Sheet) -> tuple[int, int]:
    """Where the line with the names of places stands."""
    return next((r, c) for r, c, text in book.texts(sheet) if "รหัสตำบล" in text)


def stamp(subject: Subject, sheet: Sheet, text: str) -> None:
    """Another text where the token stood."""
    sheet.put(*token_cell(subject.book, sheet), text)


@damage
def token_cleared(subject: Subject) -> Promise:
    """One token gone, all else whole: name, code and keys still tell it beyond doubt."""
    stamp(subject, subject.sheet, "")
    return right("N10")


@damage
def token_and_keys_cleared(subject: Subject) -> Promise:
    """Neither token nor keys: not certain enough."""
    stamp(subject, subject.sheet, "")
    for row in subject.sheet.rows():
        subject.sheet.put(int(row.get("r")) - 1, 0, None)
    return flagged("E57")


@damage
def token_and_names_cleared(subject: Subject) -> Promise:
    """Neither token nor the line with the names: nobody's form."""
    stamp(subject, subject.sheet, "")
    subject.sheet.put(*area_cell(subject.book, subject.sheet), None)
    return flagged("E57")


@damage
def token_typed_over(subject: Subject) -> Promise:
    """One character of the token changed."""
    text = make_token(replace(FORM, area=subject.code))
    at = subject.throw.randrange(14, len(text))
    if text[at] in "/":
        at += 1
    other = subject.throw.choice([c for c in "0123456789ABCDEFGHIJ" if c != text[at]])
    stamp(subject, subject.sheet, f"รหัสแบบ {text[:at]}{other}{text[at + 1 :]}")
    return flagged("E77", "E57", "E55", "E64")


@damage
def token_in_other_letters(subject: Subject) -> Promise:
    """Lower case, spaces, Thai digits: the same token."""
    text = make_token(replace(FORM, area=subject.code)).lower().replace("/", " / ")
    stamp(subject, subject.sheet, text)
    return right()


@damage
def two_tokens(subject: Subject) -> Promise:
    """The top of another form pasted beside the first."""
    subject.sheet.put(0, 20, make_token(replace(FORM, area=subject.other())))
    return flagged("E55")


@damage
def names_of_another(subject: Subject) -> Promise:
    """The line with the names typed over for another ตำบล: whose answers are these?"""
    other = subject.other()
    line = f"ตำบล{NAMES[other]}  อำเภอแคนดง  จังหวัดบุรีรัมย์  (รหัสตำบล {other})"
    subject.sheet.put(*area_cell(subject.book, subject.sheet), line)
    return flagged("E64")


@damage
def used_for_another(subject: Subject) -> Promise:
    """Only the name typed over."""
    other = subject.other()
    line = f"ตำบล{NAMES[other]}  อำเภอแคนดง  จังหวัดบุรีรัมย์  (รหัสตำบล {subject.code})"
    subject.sheet.put(*area_cell(subject.book, subject.sheet), line)
    return flagged("E64")


def _all(subject: Subject, **changes: object) -> None:
    """Every form's token with something else in it."""
    for code in CODES:
        sheet = subject.book.sheet(f"ต.{NAMES[code]}")
        token = replace(FORM, **{"area": code, **changes})  # type: ignore[arg-type] # by name
        stamp(subject, sheet, make_token(token))
    for name in ("ข้อมูลอำเภอ", "คำสั่งแต่งตั้ง", "แผนพัฒนาตำบล", "คัดเลือกดีเด่น"):
        subject.book.drop(name)


@damage
def last_years_form(subject: Subject) -> Promise:
    """The form of another fiscal year."""
    _all(subject, year=subject.throw.choice([2563, 2565]))
    return flagged("E05")


@damage
def one_sheet_of_last_year(subject: Subject) -> Promise:
    """One sheet of last year's book among this year's."""
    stamp(subject, subject.sheet, make_token(replace(FORM, area=subject.code, year=2563)))
    return flagged("E05")


@damage
def other_rubric(subject: Subject) -> Promise:
    """A form by other criteria."""
    _all(subject, rubric_id="other-2564")
    return flagged("E66")


@damage
def newer_layout(subject: Subject) -> Promise:
    """A form newer than this program."""
    _all(subject, layout=9)
    return flagged("E58")


@damage
def older_layout(subject: Subject) -> Promise:
    """A form of an earlier layout of the same year: its answers are carried over."""
    _all(subject, layout=0)
    return right("W19")


@damage
def not_in_roster(subject: Subject) -> Promise:
    """A code that the roster does not have."""
    stamp(subject, subject.sheet, make_token(replace(FORM, area="312299")))
    return flagged("E65", "E64")


@damage
def other_province(subject: Subject) -> tuple[bytes, Promise]:
    """The book of a district of another province."""
    return filled(subject.throw.choice(["3001", "9501", "1001"])), flagged("E54")


@damage
def all_tokens_lost(subject: Subject) -> Promise:
    """Every token of the book gone: a form typed anew looks the same."""
    for name in subject.book.names():
        sheet = subject.book.sheet(name)
        for row, column, text in list(subject.book.texts(sheet)):
            if "SX1/" in text:
                sheet.put(row, column, None)
    return flagged("E56")


@damage
def typed_anew(subject: Subject) -> Promise:
    """Only what is seen, copied as values into a new book."""
    for name in subject.book.names():
        if name != subject.name:
            subject.book.drop(name)
    subject.book.inline(subject.sheet)
    subject.sheet.delete_column(0)
    subject.sheet.delete_row(0)
    for cell in list(subject.sheet.tree.iter()):
        if etree.QName(cell).localname == "f":
            cell.getparent().remove(cell)
    for row, column in [(1, 0), (2, 0), (1, 11), (2, 10), (1, 10), (0, 11), (1, 12), (0, 12)]:
        subject.sheet.put(row, column, None)
    subject.book.rename(subject.name, "Sheet1")
    return right_or("E56", "E57", "E77")
