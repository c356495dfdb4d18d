"""Words and figures on sheets that nobody is asked to fill in, and on sheets a person added."""

from __future__ import annotations

from dataclasses import replace
from html import escape

from lxml import etree

from damage.subject import Promise, Subject, damage, right
from damage.surgery import _N, MAIN, Sheet
from damage.words import MENDING, PLAIN, heard

SHOWN = ("คำชี้แจง", "สรุปผลอำเภอ", "ตรวจสอบก่อนส่ง", "เกณฑ์และการตีความ")
ADDED = ("หมายเหตุ", "Sheet1", "บันทึกถึงจังหวัด", "แผ่นงาน 2", "ชี้แจงเพิ่มเติม")
EMPTY = f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'


def share(subject: Subject, sheet: Sheet, at: tuple[int, int], text: str) -> None:
    """Type a text as every program stores it: among the shared ones."""
    place = subject.book.share(f'<si xmlns="{MAIN}"><t>{escape(text)}</t></si>')
    cell = sheet.put(*at, None)
    cell.set("t", "s")
    etree.SubElement(cell, f"{_N}v").text = str(place)


def typed(subject: Subject, sheet: Sheet, at: tuple[int, int], text: str) -> None:
    """Type a text among the shared ones, or within its cell as some programs do."""
    if subject.throw.random() < 0.3:
        sheet.put(*at, text)
    else:
        share(subject, sheet, at, text)


@damage
def words_on_sheets_that_show(subject: Subject) -> Promise:
    """A line for the province on the instructions, the results, the check or the rules."""
    text = subject.throw.choice(PLAIN)
    at = subject.throw.choice([(1, 8), (7, 18), (20, 12), (22, 3), (70, 2), (200, 1)])
    typed(subject, subject.book.sheet(subject.throw.choice(SHOWN)), at, text)
    return heard("N31", text)


@damage
def mending_words_on_sheets_that_show(subject: Subject) -> Promise:
    """The same, and it mends an answer: beside a result, as a comment or in a shape."""
    text = subject.throw.choice(MENDING)
    sheet = subject.book.sheet(subject.throw.choice(SHOWN))
    how = subject.throw.choice(["cell", "comment", "shape"])
    if how == "cell":
        typed(subject, sheet, (subject.throw.randint(8, 40), 16), text)
    elif how == "comment":
        subject.book.comment(sheet, (8, 4), text)
    else:
        subject.book.text_box(sheet, (9, 3), text)
    return heard("W74", text)


@damage
def words_over_sheets_that_show(subject: Subject) -> Promise:
    """What is printed there typed over."""
    sheet = subject.book.sheet(subject.throw.choice(SHOWN))
    texts = [(r, c) for r, c, text in subject.book.texts(sheet) if "SX" not in text and r > 1]
    text = subject.throw.choice(PLAIN)
    typed(subject, sheet, subject.throw.choice(texts), text)
    return heard("N31", text)


@damage
def figures_over_results(subject: Subject) -> Promise:
    """Points or a level typed over the results of an อำเภอ, as if that changed them."""
    sheet = subject.book.sheet(subject.throw.choice(SHOWN[1:3]))
    cells = [c for c in sheet.tree.iter(f"{_N}c") if c.find(f"{_N}f") is not None]
    cell = subject.throw.choice([c for c in cells if c.get("t", "n") == "n"])
    for child in list(cell):
        cell.remove(child)
    etree.SubElement(cell, f"{_N}v").text = str(subject.throw.randint(1, 69))
    return right("W77")


@damage
def figures_over_a_large_sheet(subject: Subject) -> Promise:
    """The same on a sheet that is formatted far down, and so larger than any that we issue."""
    sheet = subject.book.sheet(subject.throw.choice(SHOWN[1:3]))
    for row in range(1200, 1200 + subject.throw.randint(400, 700)):
        for column in range(20):
            sheet.cell(row, column).set("s", "1")
    result = [c for c in sheet.tree.iter(f"{_N}c") if c.find(f"{_N}f") is not None][-1]
    for child in list(result):
        result.remove(child)
    result.attrib.pop("t", None)
    etree.SubElement(result, f"{_N}v").text = str(subject.throw.randint(1, 69))
    return right("W77")


@damage
def words_on_an_added_sheet(subject: Subject) -> Promise:
    """A sheet of his own with a few lines for the province."""
    sheet = subject.book.add(subject.throw.choice(ADDED), etree.fromstring(EMPTY))
    said = subject.throw.sample(PLAIN, subject.throw.randint(1, 4))
    for number, text in enumerate(said):
        typed(subject, sheet, (number * 2, subject.throw.randint(0, 3)), text)
    return replace(heard("N17", *said), notices=frozenset({"N17", "N31"}))


@damage
def a_list_on_an_added_sheet(subject: Subject) -> Promise:
    """A long list of his own, with one line that mends an answer."""
    sheet = subject.book.add(subject.throw.choice(ADDED), etree.fromstring(EMPTY))
    for number in range(subject.throw.randint(40, 90)):
        sheet.put(number, 0, number)
        sheet.put(number, 1, f"โครงการที่ {number} ของหมู่บ้าน")
    text = subject.throw.choice(MENDING)
    typed(subject, sheet, (subject.throw.randint(0, 120), 4), text)
    return replace(heard("W74", text), notices=frozenset({"N17", "W74"}))


@damage
def an_added_sheet_of_shapes(subject: Subject) -> Promise:
    """An empty sheet with a text box on it."""
    sheet = subject.book.add(subject.throw.choice(ADDED), etree.fromstring(EMPTY))
    text = subject.throw.choice(PLAIN)
    subject.book.text_box(sheet, subject.throw.choice([(2, 2), None, (40, 1)]), text)
    return heard("N31", text)
