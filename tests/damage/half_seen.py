"""Answers set off or unseen in part, crossed out by a border, or shown as a mark alone."""

from __future__ import annotations

from lxml import etree

from damage.out_of_sight import rule
from damage.subject import Promise, Subject, damage, flagged, right, silent
from damage.surgery import _N, MAIN
from damage.void_values import put_runs, styled
from sorchor_xl.ooxml.references import a1

RAISED = ("superscript", "subscript")
UNSEEN = ('<color rgb="FFFFFFFF"/>', '<color indexed="9"/>', '<sz val="1"/>')
LINES = ('diagonalUp="1"', 'diagonalDown="1"', 'diagonalUp="1" diagonalDown="1"')
WHITES = (
    "[White]0",
    '[White]0" ครั้ง"',
    "[White]#,##0;[Red]-0",
    "[white]General",
    "[White]0.00",
)
PARTLY = (
    *("[Red][<1]0;[White]0", "[=0]0;[White]0"),
    *('[>99]0;[White]0" ครั้ง"', "[<0]0;[White]General"),
)
BARS = (
    '<dataBar showValue="0"><cfvo type="min"/><cfvo type="max"/><color rgb="FF638EC6"/></dataBar>',
    '<dataBar showValue="0" minLength="0"><cfvo type="num" val="0"/><cfvo type="max"/>'
    '<color rgb="FFFF0000"/></dataBar>',
)
ICONS = "".join(f'<cfvo type="percent" val="{at}"/>' for at in (0, 33, 67))


def _runs(subject: Subject, number: int, odd: str, text: str) -> None:
    """The answer with a piece of other letters before, within or behind it."""
    said = str(subject.said(number))
    piece = f"<r><rPr>{odd}</rPr><t>{text}</t></r>"
    plain = f"<r><t>{said}</t></r>"
    put_runs(subject, number, subject.throw.choice([piece + plain, plain + piece]))


@damage
def raised_letters(subject: Subject) -> Promise:
    """A mark of a footnote, raised or lowered: 5¹ is stored as 51."""
    mark = subject.throw.choice(RAISED)
    digit = str(subject.throw.randint(1, 9))
    _runs(subject, subject.any_count(), f"<vertAlign val='{mark}'/>", digit)
    return flagged("E95")


@damage
def unseen_piece(subject: Subject) -> Promise:
    """A digit of the answer in white, or in letters of one point: the sheet shows the rest."""
    odd = subject.throw.choice(UNSEEN)
    _runs(subject, subject.any_count(), odd, str(subject.throw.randint(1, 9)))
    return flagged("E95")


@damage
def lively_letters(subject: Subject) -> Promise:
    """Bold, coloured and small pieces that everybody sees are no doubt."""
    number = subject.any_count()
    odd = subject.throw.choice(
        ["<b/>", '<color rgb="FFFF0000"/>', '<i/><sz val="9"/>', '<vertAlign val="baseline"/>']
    )
    runs = f"<r><rPr><b/></rPr><t>{subject.said(number)}</t></r><r><rPr>{odd}</rPr><t> </t></r>"
    put_runs(subject, number, runs)
    return silent("E95")


@damage
def crossed_out_by_border(subject: Subject) -> Promise:
    """A line from corner to corner of the cell, as one crosses out on paper."""
    borders = subject.book.styles.find(f"{_N}borders")
    ways = subject.throw.choice(LINES)
    borders.append(
        etree.fromstring(
            f'<border xmlns="{MAIN}" {ways}><left/><right/><top/><bottom/>'
            f'<diagonal style="{subject.throw.choice(["thin", "double", "hair"])}"/></border>'
        )
    )
    place = subject.book.style(0)
    subject.book.styles.find(f"{_N}cellXfs")[place].set("borderId", str(len(borders) - 1))
    subject.sheet.cell(*subject.at(subject.throw.randint(1, 23))).set("s", str(place))
    return flagged("E95")


@damage
def shown_in_white(subject: Subject) -> Promise:
    """A number format that shows in white what stands on white."""
    styled(subject, subject.any_count(), "<sz val='14'/>", code=subject.throw.choice(WHITES))
    return flagged("E95")


@damage
def shown_in_white_by_size(subject: Subject) -> Promise:
    """A number format that shows in white all but the smallest or the largest."""
    number = subject.any_count(above=0)
    styled(subject, number, "<sz val='14'/>", code=subject.throw.choice(PARTLY))
    return flagged("E95")


def _marked(subject: Subject, kind: str, inside: str) -> Promise:
    at = a1(*subject.at(subject.any_count()))
    rule(subject, "<font><b/></font>", subject.throw.choice([at, f"A1:{at}", "H1:H99"]))
    made = [*subject.sheet.tree.iter(f"{_N}cfRule")][-1]
    made.attrib.pop("dxfId")
    made.set("type", kind)
    made[:] = [etree.fromstring(inside.replace(" ", f' xmlns="{MAIN}" ', 1))]
    return right("W80")


@damage
def bar_alone(subject: Subject) -> Promise:
    """A bar that is shown in place of the number."""
    return _marked(subject, "dataBar", subject.throw.choice(BARS))


@damage
def icon_alone(subject: Subject) -> Promise:
    """A flag, an arrow or a light that is shown in place of the number."""
    name = subject.throw.choice(["3Flags", "3Arrows", "3TrafficLights1", "3Symbols", "3Signs"])
    return _marked(subject, "iconSet", f'<iconSet iconSet="{name}" showValue="0">{ICONS}</iconSet>')
