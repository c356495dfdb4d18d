"""What people do to sheets, rows and columns."""

from __future__ import annotations

from issued import filled
from lxml import etree

from damage.subject import CODES, NAMES, Patient, Promise, damage, flagged, missing, places, right
from damage.surgery import Workbook

FOREIGN = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    '<row r="1"><c r="A1" t="inlineStr"><is><t>บันทึกช่วยจำ</t></is></c></row></sheetData></worksheet>'
)


@damage
def sheet_renamed(patient: Patient) -> Promise:
    """Any name but that of another ตำบล."""
    patient.book.rename(patient.name, patient.throw.choice(["Sheet1", "แก้ไขแล้ว", "ok", " x"]))
    return right("N07")


@damage
def sheet_renamed_to_another(patient: Patient) -> Promise:
    """The name of a ตำบล whose own sheet is gone: which of the two was meant?"""
    other = patient.other()
    patient.book.drop(f"ต.{NAMES[other]}")
    patient.book.rename(patient.name, f"ต.{NAMES[other]}")
    return Promise(codes=frozenset({"E64"}), all_gone=True)


@damage
def sheets_reordered(patient: Patient) -> Promise:
    """Sheets in another order."""
    patient.book.reorder(list(reversed(patient.book.names())))
    return right("N08")


@damage
def sheet_hidden(patient: Patient) -> Promise:
    """A form hidden, or hidden so that Excel does not offer it."""
    patient.book.hide(patient.name, patient.throw.choice(["hidden", "veryHidden"]))
    return right("N06")


@damage
def sheet_duplicated(patient: Patient) -> Promise:
    """A copy that says the same."""
    patient.book.duplicate(patient.name, f"{patient.name} (2)")
    return right("N11")


@damage
def sheet_duplicated_and_changed(patient: Patient) -> Promise:
    """A copy that says something else: neither is guessed."""
    copy = patient.book.duplicate(patient.name, f"{patient.name} (2)")
    number = patient.any_count()
    copy.put(*patient.at(number), patient.said(number) + 1)
    return flagged("E12", "E13")


@damage
def blank_copy(patient: Patient) -> Promise:
    """A copy that nobody filled in."""
    copy = patient.book.duplicate(patient.name, f"{patient.name} (2)")
    for key, row in places()[0].items():
        if key[0] in "BIF":
            copy.put(row, patient.column(), None)
    return right()


@damage
def sheet_deleted(patient: Patient) -> Promise:
    """A form deleted: that ตำบล was not received."""
    patient.book.drop(patient.name)
    return missing()


@damage
def all_answers_deleted(patient: Patient) -> Promise:
    """Every form deleted."""
    for code in CODES:
        patient.book.drop(f"ต.{NAMES[code]}")
    return Promise(gone=True, all_gone=True)


@damage
def hidden_sheets_lost(patient: Patient) -> Promise:
    """Metadata and lists gone, as a move to another book does."""
    patient.book.drop("_meta")
    patient.book.drop("_lists")
    return right("N10")


@damage
def own_sheet_added(patient: Patient) -> Promise:
    """A sheet of the officer's own."""
    patient.book.add("บันทึก", etree.fromstring(FOREIGN))
    return right("N17")


@damage
def moved_to_a_new_book(patient: Patient) -> Promise:
    """Only the forms, moved one by one: hidden sheets, properties and all else are gone."""
    for name in patient.book.names():
        if not name.startswith("ต."):
            patient.book.drop(name)
    return right("N10")


@damage
def moved_to_another_district(patient: Patient) -> tuple[bytes, Promise]:
    """A form in the book of another อำเภอ: told, and not used."""
    book = Workbook(filled("3120"))
    sheet = patient.sheet
    patient.book.inline(sheet)
    book.add(patient.name, sheet.tree)
    return book.saved(), Promise(codes=frozenset({"E63"}), all_gone=True)


@damage
def row_inserted(patient: Patient) -> Promise:
    """Rows inserted anywhere, above the table too."""
    patient.sheet.insert_rows(patient.throw.randint(1, 45), patient.throw.randint(1, 3))
    return right()


@damage
def column_inserted(patient: Patient) -> Promise:
    """Columns inserted anywhere."""
    patient.sheet.insert_columns(patient.throw.randint(0, 14), patient.throw.randint(1, 2))
    return right()


@damage
def other_column_deleted(patient: Patient) -> Promise:
    """A column deleted that holds no answers."""
    keys = ("low", "mid", "high", "unit", "base", "share", "points", "standing", "previous")
    patient.sheet.delete_column(patient.column(patient.throw.choice(keys)))
    return right("N09")


@damage
def answers_deleted(patient: Patient) -> Promise:
    """The column of answers deleted."""
    patient.sheet.delete_column(patient.column())
    return flagged("E61")


@damage
def row_deleted(patient: Patient) -> Promise:
    """The row of an indicator deleted."""
    patient.sheet.delete_row(patient.row(patient.throw.randint(1, 23)))
    return flagged("E59")


@damage
def row_doubled(patient: Patient) -> Promise:
    """The row of an indicator copied and inserted above itself."""
    row = patient.row(patient.throw.randint(1, 23))
    patient.sheet.unmerge()
    patient.sheet.insert_rows(row)
    for column in range(16):
        patient.sheet.give(row, column, _copy(patient, row + 1, column))
    return flagged("E60", "E07")


def _copy(patient: Patient, row: int, column: int) -> tuple[object, dict[str, str]]:
    cell = patient.sheet.cell(row, column)
    return (
        [etree.fromstring(etree.tostring(child)) for child in cell],
        {k: v for k, v in cell.attrib.items() if k == "t"},
    )


@damage
def rows_sorted(patient: Patient) -> Promise:
    """Whole rows change places, keys and all."""
    one, other = patient.throw.sample(range(1, 24), 2)
    patient.sheet.swap_rows(patient.row(one), patient.row(other))
    return right("N09")


@damage
def rows_sorted_without_keys(patient: Patient) -> Promise:
    """What is seen is sorted, the hidden keys stay behind: the two witnesses contradict."""
    one, other = (patient.row(n) for n in patient.throw.sample(range(1, 24), 2))
    for column in range(1, 16):
        first, second = patient.sheet.take(one, column), patient.sheet.take(other, column)
        patient.sheet.give(one, column, second)
        patient.sheet.give(other, column, first)
    return flagged("E07", "E60")


@damage
def keys_lost(patient: Patient) -> Promise:
    """The hidden keys cleared: what is seen still tells every row and column."""
    if patient.throw.random() < 0.7:
        for row in patient.sheet.rows():
            patient.sheet.put(int(row.get("r")) - 1, 0, None)
    else:
        for column in range(18):
            patient.sheet.put(0, column, None)
    return right("N29")


@damage
def key_column_deleted(patient: Patient) -> Promise:
    """The hidden column deleted."""
    patient.sheet.delete_column(0)
    return right("N29")


@damage
def key_row_deleted(patient: Patient) -> Promise:
    """The hidden row deleted."""
    patient.sheet.delete_row(0)
    return right("N29")


@damage
def keys_lost_and_rows_inserted(patient: Patient) -> Promise:
    """Both at once."""
    keys_lost(patient)
    patient.sheet.insert_rows(patient.throw.randint(6, 40), 2)
    return right("N29")


@damage
def key_typed_over(patient: Patient) -> Promise:
    """The key of one indicator replaced by that of another."""
    one, other = patient.throw.sample(range(1, 24), 2)
    patient.sheet.put(patient.row(one), 0, f"I{other:02d}")
    return flagged("E07", "E60", "E59")


@damage
def table_moved_by_cells(patient: Patient) -> Promise:
    """The whole table cut and pasted elsewhere on its sheet."""
    patient.sheet.unmerge()
    down, right_by = patient.throw.randint(1, 30), patient.throw.randint(1, 10)
    patient.sheet.renumber(lambda r: r + down, lambda c: c + right_by)
    return right()
