"""What is drawn on a sheet without a word: lines that cross out, pictures of the form on paper."""

from __future__ import annotations

from lxml import etree

from damage.subject import Promise, Subject, damage, places, right, silent
from damage.surgery import _N, _REL, ART, DRAWN, LINKS, MAIN, Sheet

LINE = (
    '<xdr:cxnSp macro=""><xdr:nvCxnSpPr><xdr:cNvPr id="3" name="เส้น 2"/><xdr:cNvCxnSpPr/>'
    '</xdr:nvCxnSpPr><xdr:spPr><a:prstGeom prst="line"/></xdr:spPr></xdr:cxnSp>'
)
PICTURE = (
    '<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="3" name="รูปภาพ 2"/><xdr:cNvPicPr/></xdr:nvPicPr>'
    "<xdr:blipFill/><xdr:spPr/></xdr:pic>"
)
SHAPE = (
    '<xdr:sp><xdr:nvSpPr><xdr:cNvPr id="3" name="กากบาท 2"/><xdr:cNvSpPr/></xdr:nvSpPr><xdr:spPr>'
    '<a:prstGeom prst="%s"/></xdr:spPr></xdr:sp>'
)
SHAPES = (LINE, PICTURE, SHAPE % "mathMultiply", SHAPE % "ellipse", SHAPE % "rect")
_TYPE = "application/vnd.openxmlformats-officedocument.drawing+xml"
EMPTY = f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'


def draw(subject: Subject, sheet: Sheet, shape: str, at: tuple[int, int], down: int = 0) -> None:
    """Something over a cell, and as many rows below it."""
    (row, column), part = at, f"drawings/drawing{len(subject.book.parts)}.xml"
    ends = "".join(
        f"<xdr:{end}><xdr:col>{column}</xdr:col><xdr:colOff>{off}</xdr:colOff>"
        f"<xdr:row>{line}</xdr:row><xdr:rowOff>{off}</xdr:rowOff></xdr:{end}>"
        for end, line, off in (("from", row, 1000), ("to", row + down, 99_000))
    )
    link = subject.book.attach(
        sheet,
        "drawing",
        part,
        f'<xdr:wsDr xmlns:xdr="{DRAWN}" xmlns:a="{ART}" xmlns:r="{LINKS}"><xdr:twoCellAnchor>'
        f"{ends}{shape}<xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>",
    )
    subject.book._declare(f"xl/{part}", _TYPE)
    sheet.tree.append(etree.Element(f"{_N}drawing", {_REL: link}))


@damage
def drawn_over_answers(subject: Subject) -> Promise:
    """A line, a cross, a frame or a picture over one answer or several."""
    shape, number = subject.throw.choice(SHAPES), subject.throw.randint(1, 20)
    draw(subject, subject.sheet, shape, subject.at(number), subject.throw.randint(0, 2))
    return right("W82")


@damage
def picture_on_a_blank_form(subject: Subject) -> Promise:
    """The form on paper, photographed and put where its answers should be."""
    for key, row in places()[0].items():
        if key[0] in "BIF":
            subject.sheet.put(row, subject.column(), None)
    draw(subject, subject.sheet, PICTURE, (2, 1), 30)
    return Promise(codes=frozenset({"E44"}), notices=frozenset({"N35"}))


@damage
def picture_on_an_added_sheet(subject: Subject) -> Promise:
    """A sheet of photographs."""
    sheet = subject.book.add("ภาพกิจกรรม", etree.fromstring(EMPTY))
    sheet.put(0, 0, "ภาพกิจกรรม ศอช.ต.")
    draw(subject, sheet, subject.throw.choice(SHAPES), (2, 1), 12)
    return right("N35")


@damage
def picture_beside_the_form(subject: Subject) -> Promise:
    """A photograph below one form, and nothing over an answer."""
    draw(subject, subject.sheet, PICTURE, (70, 2), 9)
    return right("N35")


@damage
def sign_on_every_form(subject: Subject) -> Promise:
    """The sign of the province at the same place on every form says nothing."""
    for name in subject.book.names():
        if name.startswith("ต."):
            draw(subject, subject.book.sheet(name), PICTURE, (1, 1))
    return silent("N35", "W82")
