"""Answers in rows and columns that are hidden, and under rules that may strike them through."""

from __future__ import annotations

from lxml import etree

from damage.subject import Promise, Subject, damage, places, right, silent
from damage.surgery import _N, MAIN, Sheet
from sorchor_xl.ooxml.references import a1

STRIKES = (
    "<font><strike/></font>",
    '<font><b/><strike val="1"/><color rgb="FFFF0000"/></font>',
    '<font><strike val="true"/><sz val="9"/></font>',
    '<font><color rgb="FFFFFFFF"/></font>',
    '<numFmt numFmtId="190" formatCode=";;;"/>',
)
HARMLESS = (
    '<font><b/><color rgb="FFFF0000"/></font>',
    '<font><strike val="0"/></font>',
    '<fill><patternFill><bgColor rgb="FFFFFF00"/></patternFill></fill>',
)


def hide_row(sheet: Sheet, row: int) -> None:
    """As the menu does, a filter, or a height of nothing."""
    sheet.row(row).set("hidden", "1")


def rule(subject: Subject, style: str, where: str) -> None:
    """A rule of conditional formatting with this style, over a range."""
    styles = subject.book.styles.find(f"{_N}dxfs")
    styles.append(etree.fromstring(f'<dxf xmlns="{MAIN}">{style}</dxf>'))
    made = etree.fromstring(
        f'<conditionalFormatting xmlns="{MAIN}" sqref="{where}"><cfRule type="expression" '
        f'dxfId="{len(styles) - 1}" priority="99"><formula>TRUE</formula></cfRule>'
        "</conditionalFormatting>"
    )
    last = [*subject.sheet.tree.iter(f"{_N}conditionalFormatting")][-1]
    last.addnext(made)


@damage
def answers_in_hidden_rows(subject: Subject) -> Promise:
    """Rows of a form hidden, one or a whole block."""
    first = subject.throw.randint(1, 20)
    for number in range(first, first + subject.throw.randint(1, 4)):
        hide_row(subject.sheet, subject.row(number))
    return right("W79")


@damage
def bases_in_hidden_rows(subject: Subject) -> Promise:
    """The block of bases hidden, because nobody fills it in twice."""
    rows, _ = places()
    for key in subject.throw.sample([k for k in rows if k.startswith("B.")], 2):
        hide_row(subject.sheet, rows[key])
    return right("W79")


@damage
def answers_in_a_hidden_column(subject: Subject) -> Promise:
    """The column of answers hidden, by mistake or to print the criteria alone."""
    columns = subject.sheet.tree.find(f"{_N}cols")
    for column in columns:
        if int(column.get("min")) <= subject.column() + 1 <= int(column.get("max")):
            column.set("hidden", "1")
    return right("W79")


@damage
def rows_too_low(subject: Subject) -> Promise:
    """Rows drawn together until nothing of them is seen."""
    for number in subject.throw.sample(range(1, 24), 2):
        row = subject.sheet.row(subject.row(number))
        row.set("ht", subject.throw.choice(["0.75", "1.5", "2.25", "2", "0"]))
        row.set("customHeight", "1")
    return right("W79")


@damage
def column_too_narrow(subject: Subject) -> Promise:
    """The column of answers drawn together likewise."""
    width = subject.throw.choice(["0.42", "0.140625", "0.28", ".7", "0.0"])
    for column in subject.sheet.tree.find(f"{_N}cols"):
        if int(column.get("min")) <= subject.column() + 1 <= int(column.get("max")):
            column.set("width", width)
    return right("W79")


@damage
def other_rows_hidden(subject: Subject) -> Promise:
    """Headings of categories hidden, columns of criteria: nothing is asked there."""
    rows, columns = places()
    for key in subject.throw.sample(["C1", "C2", "C3", "C4", "C5", "TOTAL"], 2):
        hide_row(subject.sheet, rows[key])
    for column in subject.sheet.tree.find(f"{_N}cols"):
        if int(column.get("min")) - 1 == columns["low"]:
            column.set("hidden", "1")
    return silent("W79")


@damage
def struck_by_a_rule(subject: Subject) -> Promise:
    """A rule that strikes answers through, or hides them: it is not worked out, and told."""
    at = a1(*subject.at(subject.throw.randint(1, 23)))
    where = subject.throw.choice([at, f"A1:{at}", f"{at}:{at} B2", "A1:XFD1048576", "H1:H99"])
    rule(subject, subject.throw.choice(STRIKES), where)
    return right("W80")


@damage
def harmless_rules(subject: Subject) -> Promise:
    """Rules that colour answers, and one that strikes what is no answer."""
    rule(subject, subject.throw.choice(HARMLESS), "A1:Z99")
    rule(subject, STRIKES[0], subject.throw.choice(["B2", "D13:F39", "A90:Z99"]))
    return silent("W80")
