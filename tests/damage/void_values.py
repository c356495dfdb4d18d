"""Values that their writer took back: struck through, made invisible, doubted; and odd numbers."""

from __future__ import annotations

from lxml import etree

from damage.subject import Patient, Promise, damage, flagged, right
from damage.surgery import _N
from sorchor_xl.domain.thai.text import to_thai_digits


def styled(patient: Patient, number: int, font: str, fill: str = "", code: str = "") -> None:
    """Give the answer of an indicator a style of its own: the XML of its font and fill."""
    styles = patient.book.styles
    fonts, fills = styles.find(f"{_N}fonts"), styles.find(f"{_N}fills")
    fonts.append(etree.fromstring(f'<font xmlns="{_N[1:-1]}">{font}</font>'))
    xf = styles.find(f"{_N}cellXfs")[patient.book.style(170 if code else 0, code)]
    xf.set("fontId", str(len(fonts) - 1))
    if fill:
        fills.append(etree.fromstring(f'<fill xmlns="{_N[1:-1]}">{fill}</fill>'))
        xf.set("fillId", str(len(fills) - 1))
    place = str(len(styles.find(f"{_N}cellXfs")) - 1)
    patient.sheet.cell(*patient.at(number)).set("s", place)


def put_runs(patient: Patient, number: int, runs: str) -> None:
    """Rich text as an answer: the XML of its runs."""
    cell = patient.put_cell(number)
    cell.set("t", "inlineStr")
    cell.append(etree.fromstring(f'<is xmlns="{_N[1:-1]}">{runs}</is>'))


@damage
def struck_through(patient: Patient) -> Promise:
    """A number or a choice struck through as a whole."""
    marks = ["<strike/>", '<strike val="1"/>', '<b/><strike val="true"/><sz val="16"/>']
    styled(patient, patient.throw.randint(1, 23), patient.throw.choice(marks))
    return flagged("E95")


@damage
def struck_in_part(patient: Patient) -> Promise:
    """~~5~~2: the old digit struck through, the new one behind it or before it."""
    number = patient.any_count()
    new, old = patient.said(number), patient.throw.randint(1, 9)
    struck = f"<r><rPr><strike/><sz val='16'/></rPr><t>{old}</t></r>"
    plain = f"<r><t>{new}</t></r>"
    runs = patient.throw.choice(
        [struck + plain, plain + struck, struck, f"<r><t> </t></r>{struck}"]
    )
    put_runs(patient, number, runs)
    return flagged("E95")


@damage
def struck_in_shared_text(patient: Patient) -> Promise:
    """The same in the list of shared texts, where most programs put it."""
    number = patient.any_count()
    digits = to_thai_digits(str(patient.said(number)))
    runs = f"<r><rPr><b/><strike/></rPr><t>1</t></r><r><t xml:space='preserve'> {digits}</t></r>"
    place = patient.book.share(f'<si xmlns="{_N[1:-1]}">{runs}</si>')
    cell = patient.put_cell(number)
    cell.set("t", "s")
    etree.SubElement(cell, f"{_N}v").text = str(place)
    return flagged("E95")


@damage
def white_on_white(patient: Patient) -> Promise:
    """White letters on a white or pale ground: nobody sees them."""
    font = patient.throw.choice(['<color rgb="FFFFFFFF"/>', '<color theme="0"/>'])
    pale = '<patternFill patternType="solid"><fgColor rgb="FFFFF9DB"/></patternFill>'
    fill = patient.throw.choice([pale, '<patternFill patternType="none"/>'])
    styled(patient, patient.throw.randint(1, 23), font, fill)
    return flagged("E95")


@damage
def hidden_by_format(patient: Patient) -> Promise:
    """A number format that shows nothing."""
    code = patient.throw.choice([";;;", ";;", '"";"";""'])
    styled(patient, patient.any_count(), "<b/>", code=code)
    return flagged("E95")


@damage
def taken_back_by_comment(patient: Patient) -> Promise:
    """A comment at an answer that says not to use it."""
    words = ["ยกเลิก", "ไม่ใช้ค่านี้", "ผิด ให้ใช้ 4", "void", "กรอกผิดครับ", "ตัดออก"]
    patient.book.comment(
        patient.sheet, patient.at(patient.any_count()), patient.throw.choice(words)
    )
    return flagged("E98")


@damage
def commented(patient: Patient) -> Promise:
    """A comment at an answer that says something else: told, and the answer is used."""
    words = ["ตามรายงานการประชุม", "ตรวจแล้ว", "checked"]
    patient.book.comment(
        patient.sheet, patient.at(patient.any_count()), patient.throw.choice(words)
    )
    return right("W62")


@damage
def nearly_whole(patient: Patient) -> Promise:
    """A number that every program shows as whole, and is not."""
    patient.put(patient.any_count(), patient.throw.choice([2.9999999999999996, 3.0000000000000004]))
    return flagged("E17")


@damage
def one_for_a_choice(patient: Patient) -> Promise:
    """1 alone may mean the first choice, or that there is one."""
    patient.put(patient.any_choice(), patient.throw.choice([1, "1", "๑", "1.", "1)", 1.0]))
    return flagged("E97")


@damage
def number_for_funds(patient: Patient) -> Promise:
    """The number of funds where a choice about funds belongs."""
    patient.put(6, patient.throw.choice([1, 2, 3, "2", "๓", "2 กองทุน", 4]))
    return flagged("E97", "E21")


@damage
def serial_for_number(patient: Patient) -> Promise:
    """A day as a plain number, as "15 มี.ค. 64" becomes in a cell of whole numbers."""
    serials = [44270, 46054, 45000.0, "44270", 242591, 242591.5, 40200]
    patient.put(patient.any_count(), patient.throw.choice(serials))
    return flagged("E68", "E17")
