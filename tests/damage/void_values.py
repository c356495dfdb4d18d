"""Values that their writer took back: struck through, made invisible, doubted; and odd numbers."""

from __future__ import annotations

from lxml import etree

from damage.subject import Promise, Subject, damage, flagged, right, silent
from damage.surgery import _N
from sorchor_xl.domain.thai.text import to_thai_digits


def styled(subject: Subject, number: int, font: str, fill: str = "", code: str = "") -> None:
    """Give the answer of an indicator a style of its own: the XML of its font and fill."""
    styles = subject.book.styles
    fonts, fills = styles.find(f"{_N}fonts"), styles.find(f"{_N}fills")
    fonts.append(etree.fromstring(f'<font xmlns="{_N[1:-1]}">{font}</font>'))
    xf = styles.find(f"{_N}cellXfs")[subject.book.style(170 + number if code else 0, code)]
    xf.set("fontId", str(len(fonts) - 1))
    if fill:
        fills.append(etree.fromstring(f'<fill xmlns="{_N[1:-1]}">{fill}</fill>'))
        xf.set("fillId", str(len(fills) - 1))
    place = str(len(styles.find(f"{_N}cellXfs")) - 1)
    subject.sheet.cell(*subject.at(number)).set("s", place)


def put_runs(subject: Subject, number: int, runs: str) -> None:
    """Rich text as an answer: the XML of its runs."""
    cell = subject.put_cell(number)
    cell.set("t", "inlineStr")
    cell.append(etree.fromstring(f'<is xmlns="{_N[1:-1]}">{runs}</is>'))


@damage
def struck_through(subject: Subject) -> Promise:
    """A number or a choice struck through as a whole."""
    marks = ["<strike/>", '<strike val="1"/>', '<b/><strike val="true"/><sz val="16"/>']
    styled(subject, subject.throw.randint(1, 23), subject.throw.choice(marks))
    return flagged("E95")


@damage
def letters_of_no_size(subject: Subject) -> Promise:
    """Letters of one or two points, as people hide what they do not want printed."""
    size = subject.throw.choice(["1", "2", "1.5", "2.5", "1.0"])
    styled(subject, subject.throw.randint(1, 23), f'<sz val="{size}"/><name val="Tahoma"/>')
    return flagged("E95")


@damage
def struck_in_part(subject: Subject) -> Promise:
    """~~5~~2: the old digit struck through, the new one behind it or before it."""
    number = subject.any_count()
    new, old = subject.said(number), subject.throw.randint(1, 9)
    struck = f"<r><rPr><strike/><sz val='16'/></rPr><t>{old}</t></r>"
    plain = f"<r><t>{new}</t></r>"
    runs = subject.throw.choice(
        [struck + plain, plain + struck, struck, f"<r><t> </t></r>{struck}"]
    )
    put_runs(subject, number, runs)
    return flagged("E95")


@damage
def struck_in_shared_text(subject: Subject) -> Promise:
    """The same in the list of shared texts, where most programs put it."""
    number = subject.any_count()
    digits = to_thai_digits(str(subject.said(number)))
    runs = f"<r><rPr><b/><strike/></rPr><t>1</t></r><r><t xml:space='preserve'> {digits}</t></r>"
    place = subject.book.share(f'<si xmlns="{_N[1:-1]}">{runs}</si>')
    cell = subject.put_cell(number)
    cell.set("t", "s")
    etree.SubElement(cell, f"{_N}v").text = str(place)
    return flagged("E95")


@damage
def white_on_white(subject: Subject) -> Promise:
    """White letters on a white or pale ground: nobody sees them."""
    return _unseen(subject, subject.throw.choice(['rgb="FFFFFFFF"', 'indexed="9"']))


@damage
def white_of_the_theme(subject: Subject) -> Promise:
    """The same in the white of a theme, which a workbook has of itself where it names none.

    LibreOffice knows no theme then, and shows black.
    """
    return _unseen(subject, subject.throw.choice(['theme="0"', 'theme="0" tint="-0.05"']))


def _unseen(subject: Subject, colour: str) -> Promise:
    font = f"<color {colour}/>"
    pale = '<patternFill patternType="solid"><fgColor rgb="FFFFF9DB"/></patternFill>'
    fill = subject.throw.choice([pale, '<patternFill patternType="none"/>', "<patternFill/>"])
    styled(subject, subject.throw.randint(1, 23), font, fill)
    return flagged("E95")


@damage
def colour_of_the_ground(subject: Subject) -> Promise:
    """Letters in the colour of what is behind them, or so near that nobody sees them."""
    same = subject.throw.choice([("FF1F3864", "FF1F3864"), ("FFFFF2CC", "FFFFF9E5")])
    fill = f'<patternFill patternType="solid"><fgColor rgb="{same[1]}"/></patternFill>'
    styled(subject, subject.throw.randint(1, 23), f'<color rgb="{same[0]}"/>', fill)
    return flagged("E95")


@damage
def colour_of_a_theme(subject: Subject) -> Promise:
    """Letters and ground of one colour of the theme, or letters so pale that nobody sees them.

    LibreOffice knows no theme where a workbook names none, and shows black.
    """
    colour = f'theme="{subject.throw.randint(2, 9)}"'
    fill = f'<patternFill patternType="solid"><fgColor {colour}/></patternFill>'
    font, ground = subject.throw.choice([(colour, fill), ('theme="4" tint="0.9"', "")])
    styled(subject, subject.throw.randint(1, 23), f"<color {font}/>", ground)
    return flagged("E95")


@damage
def colours_of_a_theme_seen(subject: Subject) -> Promise:
    """What a person picks to make an answer stand out."""
    font, tint = subject.throw.choice([(3, 0), (4, 0), (5, -0.25), (9, -0.5), (6, -0.5)])
    fill = '<patternFill patternType="solid"><fgColor theme="6" tint="0.8"/></patternFill>'
    ground = subject.throw.choice(["", fill])
    styled(subject, subject.any_count(), f'<color theme="{font}" tint="{tint}"/>', ground)
    return silent("E95", "W64")


@damage
def set_aside_in_grey(subject: Subject) -> Promise:
    """One answer in pale grey among others in black: used, and told."""
    greys = ['rgb="FFBFBFBF"', 'rgb="FF999999"', 'theme="0" tint="-0.35"', 'indexed="22"']
    styled(subject, subject.any_count(), f"<color {subject.throw.choice(greys)}/>")
    return right("W64")


@damage
def house_colours(subject: Subject) -> Promise:
    """The whole form in one grey, in red, blue, green, or in white on dark: nothing is void."""
    fonts = ['rgb="FF808080"', 'rgb="FFFF0000"', 'rgb="FF0070C0"', 'rgb="FF00B050"']
    dark = '<patternFill patternType="solid"><fgColor rgb="FF1F3864"/></patternFill>'
    font, fill = subject.throw.choice([*((f, "") for f in fonts), ('rgb="FFFFFFFF"', dark)])
    for number in range(1, 24):
        styled(subject, number, f"<color {font}/>", fill)
    return silent("E95", "E98", "W64")


@damage
def hidden_by_format(subject: Subject) -> Promise:
    """A number format that shows nothing."""
    code = subject.throw.choice([";;;", ";;", '"";"";""'])
    styled(subject, subject.any_count(), "<b/>", code=code)
    return flagged("E95")


@damage
def taken_back_by_comment(subject: Subject) -> Promise:
    """A comment at an answer that says not to use it."""
    words = ["ยกเลิก", "ไม่ใช้ค่านี้", "ผิด ให้ใช้ 4", "void", "กรอกผิดครับ", "ตัดออก"]
    subject.book.comment(
        subject.sheet, subject.at(subject.any_count()), subject.throw.choice(words)
    )
    return flagged("E98")


@damage
def commented(subject: Subject) -> Promise:
    """A comment at an answer that says something else: told, and the answer is used."""
    words = ["ตามรายงานการประชุม", "ตรวจแล้ว", "checked"]
    subject.book.comment(
        subject.sheet, subject.at(subject.any_count()), subject.throw.choice(words)
    )
    return right("W62")


@damage
def nearly_whole(subject: Subject) -> Promise:
    """A number that every program shows as whole, and is not."""
    subject.put(subject.any_count(), subject.throw.choice([2.9999999999999996, 3.0000000000000004]))
    return flagged("E17")


@damage
def one_for_a_choice(subject: Subject) -> Promise:
    """1 alone may mean the first choice, or that there is one."""
    subject.put(subject.any_choice(), subject.throw.choice([1, "1", "๑", "1.", "1)", 1.0]))
    return flagged("E97")


@damage
def number_for_funds(subject: Subject) -> Promise:
    """The number of funds where a choice about funds belongs."""
    subject.put(6, subject.throw.choice([1, 2, 3, "2", "๓", "2 กองทุน", 4]))
    return flagged("E97", "E21")


@damage
def serial_for_number(subject: Subject) -> Promise:
    """A day as a plain number, as "15 มี.ค. 64" becomes in a cell of whole numbers."""
    serials = [44270, 46054, 45000.0, "44270", 242591, 242591.5, 40200]
    subject.put(subject.any_count(), subject.throw.choice(serials))
    return flagged("E68", "E17")
