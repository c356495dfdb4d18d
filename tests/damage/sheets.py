"""What people do to sheets, rows and columns."""

from __future__ import annotations

from issued import filled
from lxml import etree

from damage.subject import CODES, NAMES, Promise, Subject, damage, flagged, missing, places, right
from damage.surgery import Workbook

FOREIGN = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    '<row r="1"><c r="A1" t="inlineStr"><is><t>บันทึกช่วยจำ</t></is></c></row></sheetData></worksheet>'
)


@damage
def sheet_renamed(subject: Subject) -> Promise:
    """Any name but that of another ตำบล."""
    subject.book.rename(subject.name, subject.throw.choice(["Sheet1", "แก้ไขแล้ว", "ok", " x"]))
    return right("N07")


@damage
def sheet_renamed_to_another(subject: Subject) -> Promise:
    """The name of a ตำบล whose own sheet is gone: which of the two was meant?"""
    other = subject.other()
    subject.book.drop(f"ต.{NAMES[other]}")
    subject.book.rename(subject.name, f"ต.{NAMES[other]}")
    return Promise(codes=frozenset({"E64"}), all_gone=True)


@damage
def sheets_reordered(subject: Subject) -> Promise:
    """Sheets in another order."""
    subject.book.reorder(list(reversed(subject.book.names())))
    return right("N08")


@damage
def sheet_hidden(subject: Subject) -> Promise:
    """A form hidden, or hidden so that Excel does not offer it."""
    subject.book.hide(subject.name, subject.throw.choice(["hidden", "veryHidden"]))
    return right("N06")


@damage
def sheet_duplicated(subject: Subject) -> Promise:
    """A copy that says the same."""
    subject.book.duplicate(subject.name, f"{subject.name} (2)")
    return right("N11")


@damage
def sheet_duplicated_and_changed(subject: Subject) -> Promise:
    """A copy that says something else: neither is guessed."""
    copy = subject.book.duplicate(subject.name, f"{subject.name} (2)")
    number = subject.any_count()
    copy.put(*subject.at(number), subject.said(number) + 1)
    return flagged("E12", "E13")


@damage
def blank_copy(subject: Subject) -> Promise:
    """A copy that nobody filled in."""
    copy = subject.book.duplicate(subject.name, f"{subject.name} (2)")
    for key, row in places()[0].items():
        if key[0] in "BIF":
            copy.put(row, subject.column(), None)
    return right()


@damage
def sheet_deleted(subject: Subject) -> Promise:
    """A form deleted: that ตำบล was not received."""
    subject.book.drop(subject.name)
    return missing()


@damage
def all_answers_deleted(subject: Subject) -> Promise:
    """Every form deleted."""
    for code in CODES:
        subject.book.drop(f"ต.{NAMES[code]}")
    return Promise(gone=True, all_gone=True)


@damage
def hidden_sheets_lost(subject: Subject) -> Promise:
    """Metadata and lists gone, as a move to another book does."""
    subject.book.drop("_meta")
    subject.book.drop("_lists")
    return right("N10")


@damage
def own_sheet_added(subject: Subject) -> Promise:
    """A sheet of the officer's own."""
    subject.book.add("บันทึก", etree.fromstring(FOREIGN))
    return right("N17")


@damage
def moved_to_a_new_book(subject: Subject) -> Promise:
    """Only the forms, moved one by one: hidden sheets, properties and all else are gone."""
    for name in subject.book.names():
        if not name.startswith("ต."):
            subject.book.drop(name)
    return right("N10")


@damage
def moved_to_another_district(subject: Subject) -> tuple[bytes, Promise]:
    """A form in the book of another อำเภอ: told, and not used."""
    book = Workbook(filled("3120"))
    sheet = subject.sheet
    subject.book.inline(sheet)
    book.add(subject.name, sheet.tree)
    return book.saved(), Promise(codes=frozenset({"E63"}), all_gone=True)


@damage
def row_inserted(subject: Subject) -> Promise:
    """Rows inserted anywhere, above the table too."""
    subject.sheet.insert_rows(subject.throw.randint(1, 45), subject.throw.randint(1, 3))
    return right()


@damage
def column_inserted(subject: Subject) -> Promise:
    """Columns inserted anywhere."""
    subject.sheet.insert_columns(subject.throw.randint(0, 14), subject.throw.randint(1, 2))
    return right()


@damage
def other_column_deleted(subject: Subject) -> Promise:
    """A column deleted that holds no answers."""
    keys = ("low", "mid", "high", "unit", "base", "share", "points", "standing", "previous")
    subject.sheet.delete_column(subject.column(subject.throw.choice(keys)))
    return right("N09")


@damage
def answers_deleted(subject: Subject) -> Promise:
    """The column of answers deleted."""
    subject.sheet.delete_column(subject.column())
    return flagged("E61")


@damage
def row_deleted(subject: Subject) -> Promise:
    """The row of an indicator deleted."""
    subject.sheet.delete_row(subject.row(subject.throw.randint(1, 23)))
    return flagged("E59")


@damage
def row_doubled(subject: Subject) -> Promise:
    """The row of an indicator copied and inserted above itself."""
    row = subject.row(subject.throw.randint(1, 23))
    subject.sheet.unmerge()
    subject.sheet.insert_rows(row)
    for column in range(16):
        subject.sheet.give(row, column, _copy(subject, row + 1, column))
    return flagged("E60", "E07")


def _copy(subject: Subject, row: int, column: int) -> tuple[object, dict[str, str]]:
    cell = subject.sheet.cell(row, column)
    return (
        [etree.fromstring(etree.tostring(child)) for child in cell],
        {k: v for k, v in cell.attrib.items() if k == "t"},
    )


@damage
def rows_sorted(subject: Subject) -> Promise:
    """Whole rows change places, keys and all."""
    one, other = subject.throw.sample(range(1, 24), 2)
    subject.sheet.swap_rows(subject.row(one), subject.row(other))
    return right("N09")


@damage
def rows_sorted_without_keys(subject: Subject) -> Promise:
    """What is seen is sorted, the hidden keys stay behind: the two witnesses contradict."""
    one, other = (subject.row(n) for n in subject.throw.sample(range(1, 24), 2))
    for column in range(1, 16):
        first, second = subject.sheet.take(one, column), subject.sheet.take(other, column)
        subject.sheet.give(one, column, second)
        subject.sheet.give(other, column, first)
    return flagged("E07", "E60")


@damage
def keys_lost(subject: Subject) -> Promise:
    """The hidden keys cleared: what is seen still tells every row and column."""
    if subject.throw.random() < 0.7:
        for row in subject.sheet.rows():
            subject.sheet.put(int(row.get("r")) - 1, 0, None)
    else:
        for column in range(18):
            subject.sheet.put(0, column, None)
    return right("N29")


@damage
def key_column_deleted(subject: Subject) -> Promise:
    """The hidden column deleted."""
    subject.sheet.delete_column(0)
    return right("N29")


@damage
def key_row_deleted(subject: Subject) -> Promise:
    """The hidden row deleted."""
    subject.sheet.delete_row(0)
    return right("N29")


@damage
def keys_lost_and_rows_inserted(subject: Subject) -> Promise:
    """Both at once."""
    keys_lost(subject)
    subject.sheet.insert_rows(subject.throw.randint(6, 40), 2)
    return right("N29")


@damage
def key_typed_over(subject: Subject) -> Promise:
    """The key of one indicator replaced by that of another."""
    one, other = subject.throw.sample(range(1, 24), 2)
    subject.sheet.put(subject.row(one), 0, f"I{other:02d}")
    return flagged("E07", "E60", "E59")


@damage
def table_moved_by_cells(subject: Subject) -> Promise:
    """The whole table cut and pasted elsewhere on its sheet."""
    subject.sheet.unmerge()
    down, right_by = subject.throw.randint(1, 30), subject.throw.randint(1, 10)
    subject.sheet.renumber(lambda r: r + down, lambda c: c + right_by)
    return right()
