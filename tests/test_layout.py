"""Finding answers on a sheet: tokens, keys, and what is seen when the keys are gone.

FORM-01  a token names rubric, year, area and kind, and survives case, spaces and full-width forms
FORM-02  a token with any one character changed is never taken for another
FORM-03  an untouched sheet is located without a note
FORM-04  keys lost: the visible numbers, codes and labels still locate every answer
FORM-05  rows or columns inserted or moved: still located, and noted
FORM-06  duplicated or contradicting anchors: the place is left out and noted, never guessed
FORM-07  a value beside the rows of indicators is noted
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sorchor_xl.data.form_texts import load_wording
from sorchor_xl.data.rubric_files import load_rubric
from sorchor_xl.form.layout import (
    ORDER_COLUMNS,
    PLAN_COLUMNS,
    BadToken,
    Lapse,
    SheetKind,
    Token,
    anchors_for,
    find_token,
    form_columns,
    form_headings,
    form_rows,
    make_token,
)
from sorchor_xl.form.locate import locate, sheet_tokens
from sorchor_xl.form.row_keys import indicator_row

RUBRIC = load_rubric(2564)
WORDS = load_wording()
COLUMNS = form_columns(RUBRIC)
ANCHORS = anchors_for(RUBRIC, WORDS)
TOKEN = Token("cdd-2564", 2564, "310101", SheetKind.FORM)
Sheet = list[list[object]]


def form_sheet() -> Sheet:
    """A form as issued: key row, identity, heading, then every keyed row, answers 100 + row."""
    headings = form_headings(RUBRIC, WORDS)
    labels: dict[str, tuple[object, str]] = {f"B.{b.key}": ("", b.label) for b in RUBRIC.bases}
    labels |= {indicator_row(i.id): (i.id, i.display) for i in RUBRIC.indicators}
    rows: Sheet = [["KEYS", *COLUMNS], ["", "", RUBRIC.title, *[""] * 12]]
    rows.append(["", "", make_token(TOKEN), *[""] * 12])
    rows.append(["HEAD", *(headings[c] for c in COLUMNS)])
    for key in form_rows(RUBRIC):
        number, label = labels.get(key, ("", WORDS.labels.get(key, "")))
        value = 100 + len(rows) if key[0] in "BI" else ""
        rows.append([key, number, label, "", "", "", "", value, *[""] * 7])
    return rows


def answers(rows: Sheet) -> dict[str, object]:
    """What stands at every answer that was located."""
    located = locate(rows, ANCHORS[SheetKind.FORM])
    cells = {key: located.cell(key, "value") for key in form_rows(RUBRIC) if key[0] in "BI"}
    return {key: rows[at[0]][at[1]] for key, at in cells.items() if at is not None}


def lapses(rows: Sheet, kind: SheetKind = SheetKind.FORM) -> set[Lapse]:
    """The lapses noted on a sheet."""
    return {note.lapse for note in locate(rows, ANCHORS[kind]).notes}


INTACT = answers(form_sheet())


def row_of(rows: Sheet, key: str) -> int:
    """Index of the row with a key."""
    return next(r for r, row in enumerate(rows) if row[0] == key)


def test_untouched_sheet_has_no_notes() -> None:
    """FORM-03."""
    located = locate(form_sheet(), ANCHORS[SheetKind.FORM])
    assert located.notes == ()
    assert set(located.rows) == set(form_rows(RUBRIC))
    assert set(located.columns) == set(COLUMNS)
    assert sheet_tokens(form_sheet()) == ((TOKEN,), ())
    assert len(INTACT) == len(RUBRIC.bases) + len(RUBRIC.indicators)


def drop_keys(rows: Sheet) -> None:
    """Delete the key column."""
    for row in rows:
        del row[0]


def blank_keys(rows: Sheet) -> None:
    """Clear both the key column and the key row."""
    for row in rows:
        row[0] = ""
    rows[0] = [""] * len(rows[0])


def drop_key_row(rows: Sheet) -> None:
    """Delete the key row."""
    del rows[0]


def insert_row(rows: Sheet) -> None:
    """Insert an empty row among the indicators."""
    rows.insert(row_of(rows, "I09"), [""] * 15)


def insert_column(rows: Sheet) -> None:
    """Insert an empty column before the unit."""
    for row in rows:
        row.insert(6, "")


def sort_rows(rows: Sheet) -> None:
    """Sort whole rows of category 5 the other way round."""
    first = row_of(rows, "I20")
    rows[first : first + 4] = rows[first : first + 4][::-1]


def swap_columns(rows: Sheet) -> None:
    """Move the column of answers before the criteria."""
    for row in rows:
        row.insert(3, row.pop(7))


def restyle_headings(rows: Sheet) -> None:
    """Reword every heading: the keys still stand."""
    rows[3] = ["HEAD", *(f"หัว {n}" for n in range(len(COLUMNS)))]


def space_texts(rows: Sheet) -> None:
    """Spaces, Thai digits and decomposed สระอำ in the visible texts, keys gone."""
    blank_keys(rows)
    for row in rows[4:]:
        row[1] = "".join(chr(0x0E50 + int(d)) for d in str(row[1]))
        row[2] = str(row[2]).replace("\u0e33", "\u0e4d\u0e32").replace(" ", "\u00a0 ")


@pytest.mark.parametrize(
    ("damage", "noted"),
    [
        (drop_keys, Lapse.KEY_COLUMN_LOST),
        (blank_keys, Lapse.KEY_ROW_LOST),
        (drop_key_row, Lapse.KEY_ROW_LOST),
        (insert_row, Lapse.ROW_INSERTED),
        (insert_column, None),
        (sort_rows, Lapse.ROWS_REORDERED),
        (swap_columns, Lapse.COLUMNS_REORDERED),
        (restyle_headings, None),
        (space_texts, Lapse.KEY_COLUMN_LOST),
    ],
)
def test_every_answer_is_still_found(damage: Callable[[Sheet], None], noted: Lapse | None) -> None:
    """FORM-04 FORM-05."""
    rows = form_sheet()
    damage(rows)
    assert answers(rows) == INTACT
    assert (noted in lapses(rows)) if noted else lapses(rows) == set()


def copy_row(rows: Sheet) -> None:
    """Copy the row of indicator 9 to the end."""
    rows.append(list(rows[row_of(rows, "I09")]))


def swap_visible(rows: Sheet) -> None:
    """Sort only what is visible: keys 9 and 10 stay, everything else changes place."""
    at = row_of(rows, "I09")
    rows[at][1:], rows[at + 1][1:] = rows[at + 1][1:], rows[at][1:]


def retype_number(rows: Sheet) -> None:
    """Overwrite the number 9 with 10."""
    rows[row_of(rows, "I09")][1] = 10


def retype_label(rows: Sheet) -> None:
    """Overwrite the text of 9 with that of 10, keys gone."""
    at = row_of(rows, "I09")
    rows[at][2] = rows[at + 1][2]
    blank_keys(rows)


@pytest.mark.parametrize(
    ("damage", "noted", "lost"),
    [
        (copy_row, Lapse.ROW_DUPLICATED, {"I09"}),
        (swap_visible, Lapse.ROW_CONTRADICTED, {"I09", "I10"}),
        (retype_number, Lapse.ROW_CONTRADICTED, {"I09", "I10"}),
        (retype_label, Lapse.ROW_DUPLICATED, {"I09", "I10"}),
    ],
)
def test_doubt_is_left_out(damage: Callable[[Sheet], None], noted: Lapse, lost: set[str]) -> None:
    """FORM-06."""
    rows = form_sheet()
    damage(rows)
    found = answers(rows)
    assert noted in lapses(rows)
    assert set(INTACT) - set(found) == lost
    assert all(INTACT[key] == value for key, value in found.items())


def test_shifted_column_of_answers_is_noted() -> None:
    """FORM-07: an answer under the band of หมวด 2 means that cells were moved down."""
    rows = form_sheet()
    for at in range(len(rows) - 1, row_of(rows, "I01"), -1):
        rows[at][7] = rows[at - 1][7]
    assert Lapse.STRAY_VALUE in lapses(rows)


def table(kind: SheetKind, columns: tuple[str, ...], body: Sheet) -> Sheet:
    """A per-ตำบล table as issued."""
    headings = WORDS.headings[kind]
    return [["KEYS", *columns], ["HEAD", *(headings[c] for c in columns)], *body]


def test_tables_fall_back_on_visible_codes() -> None:
    """FORM-04 on แผนพัฒนาตำบล and คำสั่งแต่งตั้ง."""
    plans = table(
        SheetKind.PLANS,
        PLAN_COLUMNS,
        [["T310101", 1, "310101", "ในเมือง"], ["T310102", 2, 310102, "อิสาณ"]],
    )
    orders = table(
        SheetKind.ORDERS,
        ORDER_COLUMNS,
        [
            ["A3101.C", 1, "3101", "เมืองบุรีรัมย์", "ศอช.อ."],
            ["T310101.C", 2, "310101", "ในเมือง", "ศอช.ต."],
            ["T310101.B", 3, "310101", "ในเมือง", "ก.บ.ต."],
        ],
    )
    for kind, rows in ((SheetKind.PLANS, plans), (SheetKind.ORDERS, orders)):
        intact = locate(rows, ANCHORS[kind])
        blank_keys(rows)
        assert intact.notes == ()
        assert locate(rows, ANCHORS[kind]).rows == intact.rows


@pytest.mark.parametrize(
    "text",
    [
        make_token(TOKEN),
        f"รหัสแบบ {make_token(TOKEN)} (ห้ามแก้ไข)",
        make_token(TOKEN).lower(),
        make_token(TOKEN).replace("/", " / "),
        "".join(chr(ord(c) + 0xFEE0) for c in make_token(TOKEN)),
        make_token(TOKEN).replace("2564/T", "๒๕๖๔/T"),
    ],
)
def test_token_is_found(text: str) -> None:
    """FORM-01."""
    assert find_token(text) == TOKEN


@pytest.mark.parametrize("text", ["", "30/4/2564", "n/a", "ต.ในเมือง", "ศอช.ต./ศอช.อ."])
def test_other_texts_are_no_token(text: str) -> None:
    """FORM-01."""
    assert find_token(text) is None


@given(
    area=st.from_regex(r"[0-9]{6}|[0-9]{4}", fullmatch=True),
    kind=st.sampled_from(list(SheetKind)),
    data=st.data(),
)
def test_one_changed_character_is_noticed(area: str, kind: SheetKind, data: st.DataObject) -> None:
    """FORM-02."""
    token = Token("cdd-2564", 2564, area, kind)
    text = make_token(token)
    at = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.sampled_from("ABCXYZTF0123456789/-.ก ").filter(lambda c: c != text[at]))
    found = find_token(text[:at] + other + text[at + 1 :])
    assert found is None or isinstance(found, BadToken)


@pytest.mark.parametrize("rubric_id", ["", "เกณฑ์", "A/B", "CDD"])
def test_unusable_rubric_id_is_refused(rubric_id: str) -> None:
    """FORM-01."""
    with pytest.raises(ValueError, match="rubric id"):
        make_token(Token(rubric_id, 2564, "3101", SheetKind.CHECK))
