"""What is looked at quickly is what a slow look sees.

QUICK-01  A sheet whose shape is recognised gives the values, formulas, errors, number formats and
          merges that a parser of XML finds in it, whatever was done to its bytes.
QUICK-02  A number with an entity is read whole or not at all.
QUICK-03  The texts that a form is filled with, and its results put together of pieces, are told
          from a person's words as a pattern of each would tell them.
QUICK-04  A workbook as issued, blank or filled, need not be opened a second time for words on the
          sheets that only show.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable

import pytest
from intake_files import dice
from issued import context, filled, issue
from test_legal_xml import MAIN, book, ours

from sorchor_xl.domain.thai.text import fold
from sorchor_xl.files.file_kinds import FileKind
from sorchor_xl.files.zip_view import BadZipError
from sorchor_xl.form.printed_texts import FilledText, PrintedTexts, printed_texts
from sorchor_xl.intake.display_sheets import DisplayTokens, has_unread_words
from sorchor_xl.workbooks import xlsx_guard
from sorchor_xl.workbooks.grid import UnreadableError, open_book
from sorchor_xl.workbooks.xlsx_guard import UnsafePackageError
from sorchor_xl.workbooks.xlsx_shape import is_near, ordered_rows
from sorchor_xl.workflow.master_templates import packaged_template

CELLS = (
    '<c r="{a}" s="1"/>',
    '<c r="{a}"><v>12</v></c>',
    '<c r="{a}" s="1" t="n"><v>0.5</v></c>',
    '<c r="{a}" t="s"><v>0</v></c>',
    '<c r="{a}" t="str"><f>B1&amp;"x"</f><v>a&#10;b &lt; c</v></c>',
    '<c r="{a}" s="1"><f aca="false">IF(A1&gt;2,1,0)</f><v>3</v></c>',
    '<c r="{a}"><f t="shared" ref="A1:A9" si="0">A2</f><v>4</v></c>',
    '<c r="{a}"><f t="shared" si="0"/><v>5</v></c>',
    '<c r="{a}"><f t="array" ref="{a}:F9">A2</f><v>6</v></c>',
    '<c r="{a}" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
    '<c r="{a}" t="b"><v>1</v></c>',
    '<c r="{a}" t="str"><v></v></c>',
    '<c r="{a}"><f>A1</f></c>',
    '<c r="{a}" t="inlineStr"><is><t>ก</t></is></c>',
)
PIECES = (
    *("<v>", "</v>", "<v>7</v>", "<f>", "</f>", "<f>9</f>", "<f/>", "<c>", "</c>", "</row>"),
    *('<c r="A1"><v>8</v></c>', '<row r="9">', "&lt;", "&#49;", "&#10;", "<!---->", "<?x?>", " "),
    *('"', ">", "<", "\n", ' s="1"', ' t="str"', ' t="n"', "<![CDATA[1]]>", "</sheetData>", "1"),
)
MERGES = '<mergeCells count="1"><mergeCell ref="B5:C6"/></mergeCells>'


def drawn(throw: random.Random) -> str:
    """A sheet as a program may write it, with up to three pieces of XML put into its rows."""
    rows = ""
    for row in range(1, throw.randint(1, 4)):
        columns = [c for c in "ABCDEF" if throw.random() < 0.7]
        cells = "".join(throw.choice(CELLS).format(a=f"{c}{row}") for c in columns)
        rows += f'<row r="{row}" ht="15">{cells}</row>'
    for _ in range(throw.choice((0, 0, 1, 1, 2, 3))):
        ends = [0, *(m.end() for m in re.finditer(r"[<>/\"]", rows))]
        at = throw.choice(ends) if throw.random() < 0.9 else throw.randrange(len(rows) + 1)
        cut = throw.choice((0, 0, 0, 1, 3))
        rows = rows[:at] + throw.choice(PIECES) + rows[at + cut :]
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{MERGES}</worksheet>'


def seen(data: bytes) -> object:
    """All that is read of a workbook's one sheet; why it is not, where it cannot be."""
    try:
        (sheet,) = open_book(data, FileKind.XLSX).sheets
    except (BadZipError, UnreadableError):
        return None
    places = [(r, c) for r in range(10) for c in range(8)]
    values = [str(sheet.value(*at) or "").strip() for at in places]
    told = [sheet.traits.cell(*at) for at in places]
    formulas = [sheet.traits.has_formula(*at) for at in places]
    return values, told, formulas, sheet.traits.merges


def never(*_: object) -> None:
    """Recognises nothing."""


def test_a_recognised_sheet_reads_as_a_parser_reads_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """QUICK-01."""
    counts: Counter[str] = Counter()
    for seed in range(4000):
        sheet = drawn(dice(seed))
        xml = sheet.encode()
        how = "ordered" if ordered_rows(xml) is not None else "plain" if is_near(xml) else "parsed"
        counts[how] += 1
        if how == "parsed":
            continue
        data = book(sheet)
        quick = seen(data)
        with monkeypatch.context() as slow:
            for name in ("ordered_rows", "is_near", "is_known"):
                slow.setattr(xlsx_guard, name, never)
            assert quick == seen(data), sheet
    assert min(counts["ordered"], counts["plain"], counts["parsed"]) > 400, counts


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A1"><v>1&#50;</v></c>',
        '<c r="A1" t="n"><v>12&#10;</v></c>',
        '<c r="A1" t="n"><v>&#49;2</v></c>',
        '<c r="A1"><v>1&lt;</v></c>',
        '<c r="A1" t="s"><v>0&amp;</v></c>',
        '<c r="A1" t="s"><v>></v></c>',
        '<c r="A1" t="s"><v>-</v></c>',
        '<c r="A1" t="s"><f>A2</f><v>0x</v></c>',
    ],
)
def test_a_number_is_read_whole_or_not_at_all(cell: str) -> None:
    """QUICK-02: the parser alone would read 1 of 1<, and the first text for a sign."""
    data = book(f'<row r="1">{cell}</row>')
    try:
        read = ours(data)
    except (BadZipError, UnreadableError):
        return
    assert read == {"A1": 12.0}


@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_document_type_anywhere_in_a_sheet_is_refused(at: int) -> None:
    """QUICK-01: though it is not looked for in a sheet of the known shape."""
    parts = [f'<worksheet xmlns="{MAIN}"><sheetData>', '<row r="1"><c r="A1"><v>1</v></c></row>']
    parts += ["</sheetData></worksheet>", ""]
    sheet = "".join((*parts[:at], "<!DOCTYPE x []>", *parts[at:]))
    with pytest.raises(UnsafePackageError):
        open_book(book(sheet), FileKind.XLSX)


PLACES = frozenset({"กระสัง", "สูงเนิน", "บุรีรัมย์", "310101", "3101"})
OWN: PrintedTexts = printed_texts(packaged_template())
FILLED = [text for some in OWN.filled.values() for text in some]


def as_pattern(text: FilledText) -> re.Pattern[str]:
    """The text with as little as can be at each of its places."""
    return re.compile("(.+?)".join(map(re.escape, text.fixed)))


@pytest.mark.parametrize("text", FILLED, ids=lambda text: "…".join(text.fixed))
def test_a_filled_text_is_told_as_by_a_pattern(text: FilledText) -> None:
    """QUICK-03: with what is right or wrong at its places, and with parts of it cut or doubled."""
    throw, pattern, told = dice(len(text.fixed)), as_pattern(text), Counter[bool]()
    for _ in range(300):
        said = text.fixed[0]
        for part in text.fixed[1:]:
            said += throw.choice(("", "ก", "12", *PLACES, *text.fixed)) + part
        at = throw.randrange(len(said) + 1)
        said = said[:at] + throw.choice(("", "", "", "x", *text.fixed)) + said[at:]
        match = pattern.fullmatch(said)
        assert text.filled_in(said) == (None if match is None else list(match.groups())), said
        told[match is not None] += 1
    assert told[True]


def test_results_are_put_together_of_pieces_as_by_a_pattern() -> None:
    """QUICK-03: from left to right, of two that fit the longer."""
    pieces = sorted({p for some in OWN.pieces.values() for p in some}, key=len, reverse=True)
    pattern, word = re.compile("|".join(map(re.escape, pieces))), re.compile("[\u0e01-\u0e5ba-z]")
    throw, told = dice(7), Counter[bool]()
    for _ in range(3000):
        some = (throw.choice((*throw.sample(pieces, 3), "23/23", "ก", " ", "ผม")) for _ in range(4))
        said = fold("".join(part[: throw.choice((99, 99, 99, 99, 3))] for part in some))
        own = word.search(said) is not None and word.search(pattern.sub("", said)) is None
        assert OWN.makes(said, frozenset()) is own, said
        told[own] += 1
    assert min(told[True], told[False]) > 400, told


@pytest.mark.parametrize("made", [issue, filled])
def test_a_workbook_as_issued_is_opened_once(made: Callable[[], bytes]) -> None:
    """QUICK-04: it keeps texts of its prototypes, in which no place is filled."""
    book_ = open_book(made(), FileKind.XLSX, DisplayTokens.of)
    assert b"{{tambon}}" in book_.strings
    assert not has_unread_words(book_, context().own_texts)
