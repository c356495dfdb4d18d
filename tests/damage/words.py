"""Words that people write into a workbook: into its inputs, beside them, over print, as comments.

Whatever else happens to the workbook, each is found again or named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from damage.subject import (
    KINDS,
    Promise,
    Subject,
    damage,
    flagged,
    places,
    right,
    silent,
)

AWARDS, DISTRICT, ORDERS, PLANS = "คัดเลือกดีเด่น", "ข้อมูลอำเภอ", "คำสั่งแต่งตั้ง", "แผนพัฒนาตำบล"
PLAIN = (
    "ฝากถึงจังหวัด ประชุมร่วมกับ อบต. แล้ว",
    "รอเอกสารจากกำนัน",
    "ผู้รวบรวม นางสาวสมมติ ตั้งใจ โทร ๐๔๔",
    "ขอบคุณค่ะ 🙏",
    "ส่งพร้อมอำเภอใกล้เคียง",
    "see attached list",
)
MENDING = (
    "ข้อ 5 ขอแก้เป็น 12",
    "ตัวเลขข้อ ๘ ผิด ที่ถูกคือ ๔",
    "ยกเลิกแผ่นนี้ ใช้แผ่นใหม่แทน",
    "ไม่ใช้แบบนี้",
    "ตัวชี้วัดที่ 3 นับถึงเดือนมีนาคม",
    "wrong form, please ignore",
)
OURS = (
    "ตัวชี้วัดที่ 5 = 12",
    "มีกองทุน 2 กองทุน",
    "ข้อ 5 ไม่มี",
    "คณะกรรมการ 15 คน",
    "ระดับ 3 รวม 69 คะแนน",
    "ร้อยละ 90 ของภารกิจ",
)
"""Made of words that the form uses too."""
WITH = (
    "keys_lost",
    "row_inserted",
    "column_inserted",
    "sheet_hidden",
    "sheet_renamed",
    "everything_pasted_as_values",
    "points_typed_over",
    "thai_digits_with_unit",
    "token_cleared",
    "properties_lost",
    "inline_texts",
    "hidden_sheets_lost",
    "sheets_reordered",
    "struck_through",
    "blank_answer",
)


def heard(code: str, *said: str) -> Promise:
    """Every score is right, the code is given, and none of the words is lost."""
    return replace(right(code) if code else right(), words=said)


def blank_places(subject: Subject) -> list[tuple[int, int]]:
    """Cells of a form in which nothing is printed or asked."""
    rows, columns = places()
    right_of = max(columns.values()) + 12
    return [
        (rows["B.funds"], columns["base"]),
        (rows["B.missions"], columns["note"]),
        (rows["F.assessor"], columns["points"]),
        (rows["C2"], columns["high"]),
        (rows["TOTAL"], columns["high"]),
        (rows["I05"], columns["base"]),
        (rows["I09"], columns["share"]),
        (rows["I14"], columns["previous"]),
        (rows["I16"], right_of),
        (1, 5),
        (3, 5),
        (rows["GAP"] + subject.throw.randint(1, 30), subject.throw.randint(1, 14)),
        (subject.throw.randint(80, 400), subject.throw.randint(1, 14)),
    ]


def put_beside(subject: Subject, texts: Sequence[str], code: str) -> Promise:
    """One of the texts where nothing is asked, to be told under a code."""
    text = subject.throw.choice(texts)
    at = subject.throw.choice(blank_places(subject))
    subject.sheet.put(*at, text)
    return heard(code and told_at(at, code), text)


def told_at(at: tuple[int, int], code: str) -> str:
    """The code of words at a place: of the column of last year another check tells."""
    return "W78" if at[1] == places()[1]["previous"] and at[0] in places()[0].values() else code


@damage
def words_beside_the_table(subject: Subject) -> Promise:
    """A line for the province in a cell where nothing is asked."""
    return put_beside(subject, PLAIN, "N31")


@damage
def words_over_print(subject: Subject) -> Promise:
    """What is printed on the form, other than a row of an indicator, typed over."""
    rows, columns = places()
    text = subject.throw.choice(PLAIN)
    over = [
        (rows["C3"], columns["no"]),
        (rows["B.organizations"], columns["low"]),
        (rows["B.organizations"], columns["unit"]),
        (rows["TOTAL"], columns["unit"]),
        (rows["PROGRESS"], columns["unit"]),
        (2, columns["note"]),
        (3, columns["label"]),
        (rows["I07"], columns["standing"]),
        (rows["I08"], columns["status"]),
    ]
    subject.sheet.put(*subject.throw.choice(over), text)
    return heard("", text)


@damage
def words_that_mend(subject: Subject) -> Promise:
    """A remark beside the form that mends or takes back what stands on it: a warning."""
    return put_beside(subject, MENDING, "W74")


@damage
def words_of_ours(subject: Subject) -> Promise:
    """A line in words of the form itself."""
    return put_beside(subject, OURS, "")


@damage
def words_below_reach(subject: Subject) -> Promise:
    """A line below where any form reaches: it is not read, and that is told."""
    at = subject.throw.choice([(2400, 2), (65_000, 1), (2000, 0), (9_999, 12), (40_000, 30)])
    subject.sheet.put(*at, subject.throw.choice([*MENDING, 12]))
    return right("N34")


@damage
def words_beside_reach(subject: Subject) -> Promise:
    """The same to the right, in columns that an .xls does not have."""
    at = subject.throw.choice([(20, 300), (3, 256), (60, 700), (0, 400), (12, 2000)])
    subject.sheet.put(*at, subject.throw.choice([*MENDING, 12]))
    return right("N34")


@damage
def remark_that_mends(subject: Subject) -> Promise:
    """A remark beside an answer says that it is another, or does not hold."""
    said = ("แก้เป็น 12", "ยกเลิก", "ไม่นับ เพราะซ้ำ", "ที่ถูกคือ ๔", "ขอเปลี่ยนเป็น 7", "กรอกผิดค่ะ", "void")
    text = subject.throw.choice(said)
    subject.sheet.put(subject.row(subject.throw.randint(1, 23)), subject.column("note"), text)
    return heard("W81", text)


@damage
def remark_that_doubts(subject: Subject) -> Promise:
    """A remark beside a number above 0 says that it is not certain, or not of this year."""
    said = (
        *("ยังไม่แน่ใจ", "รอตรวจสอบ", "ตัวเลขประมาณการ", "?", "ข้อมูลปี 2563", "คาดว่าจะทำ"),
        *("ผลงานปีงบประมาณ พ.ศ. ๒๕๖๒", "ไม่มีการดำเนินการ", "ยังไม่ได้จัด"),
    )
    text = subject.throw.choice(said)
    number = subject.any_count(above=0)
    subject.sheet.put(subject.row(number), subject.column("note"), text)
    return heard("W81", text)


@damage
def remark_of_evidence(subject: Subject) -> Promise:
    """Evidence that speaks of mending and changing takes nothing back."""
    said = (
        "โครงการแก้ไขปัญหาความยากจน",
        "ยกเลิกการใช้โฟม",
        "แก้จน 4 ครัวเรือน",
        "เปลี่ยนคณะกรรมการเมื่อปี 2563",
        "ภาพถ่าย 12 ภาพ",
        "ข้อมูลปี 2564",
        "ประมาณการค่าใช้จ่ายโครงการ",
        "ผลงานดีเด่นปี 2562",
        "ปัญหาที่รอการแก้ไข 3 เรื่อง",
        "เตรียมรอการตรวจเยี่ยมของจังหวัด",
        "ไม่มี",
    )
    text = subject.throw.choice(said)
    subject.sheet.put(subject.row(subject.throw.randint(1, 23)), subject.column("note"), text)
    return replace(silent("W81"), words=(text,))


@damage
def tab_taken_back(subject: Subject) -> Promise:
    """The tab says that the form does not hold."""
    said = ("ยกเลิก", "ไม่ใช้", "ห้ามใช้", "(ตัวอย่าง)", "void")
    name = f"{subject.name} {subject.throw.choice(said)}"
    subject.book.rename(subject.name, name)
    return heard("W83", name)


@damage
def ticks_on_a_blank_form(subject: Subject) -> Promise:
    """Nothing but ticks or points in the columns of criteria: a blank form, and they are told."""
    rows, columns = places()
    for key, row in rows.items():
        for column in ("value", "note"):
            if key[0] in "BIF":
                subject.sheet.put(row, columns[column], None)
        if key[0] == "I" and key[1:].isdigit():
            tick = subject.throw.choice(["✓", "/", "x", "2"])
            at = columns[subject.throw.choice(["low", "mid", "high"])]
            subject.sheet.put(row, at, tick)
    return flagged("E85")


@damage
def words_signed(subject: Subject) -> Promise:
    """Names and days typed over the dots of the signatures."""
    rows, columns = places()
    text = "(ลงชื่อ) นางสาวสมมติ ตั้งใจ"
    subject.sheet.put(rows["TOTAL"], columns["no"], text)
    return heard("N31", text)


@damage
def words_in_notes(subject: Subject) -> Promise:
    """Remarks of several indicators, and who assessed."""
    rows, columns = places()
    said = [f"หลักฐานลำดับ {n} {subject.throw.choice(PLAIN)}" for n in range(1, 5)]
    for number, text in zip(subject.throw.sample(range(1, 24), 4), said, strict=True):
        subject.sheet.put(subject.row(number), columns["note"], text)
    subject.sheet.put(rows["F.assessor"], columns["value"], "นางผู้ประเมิน สมมติ")
    return heard("", "นางผู้ประเมิน สมมติ", *said)


@damage
def words_of_the_amphoe(subject: Subject) -> Promise:
    """Coordinator, position, telephone, certifier and remark."""
    sheet = subject.book.sheet(DISTRICT)
    said = (
        "นางประสาน สมมติ",
        "นักวิชาการพัฒนาชุมชน",
        "044-660-000 ต่อ 12",
        "นายรับรอง สมมติ",
        "จัดตลาดทุกเดือน",
    )
    keys = ("D.coordinator", "D.position", "D.phone", "D.certifier", "D.remark")
    rows = {text: row for row, column, text in subject.book.texts(sheet) if column == 0}
    for key, text in zip(keys, said, strict=True):
        sheet.put(rows[key], 2, text)
    return heard("", *said)


@damage
def words_in_registers(subject: Subject) -> Promise:
    """Beside and below the tables of orders, plans and awards, and on the sheet of the อำเภอ."""
    name = subject.throw.choice([AWARDS, DISTRICT, ORDERS, PLANS])
    text = subject.throw.choice(PLAIN)
    at = subject.throw.choice([(1, 5), (2, 30), (6, 30), (40, 1), (300, 3)])
    subject.book.sheet(name).put(*at, text)
    return heard("N31", text)


@damage
def note_of_an_award(subject: Subject) -> Promise:
    """The remark of a candidate."""
    sheet = subject.book.sheet(AWARDS)
    cells = subject.book.texts(sheet)
    heads = {text: (row, column) for row, column, text in cells if text == "note"}
    rows = [row for row, _, text in subject.book.texts(sheet) if text == f"T{subject.code}"]
    text = subject.throw.choice(PLAIN)
    sheet.put(rows[0], heads["note"][1], text)
    return heard("", text)


@damage
def words_in_comments(subject: Subject) -> Promise:
    """A comment where no answer is: at a label, a blank cell, a heading, a register."""
    rows, columns = places()
    text = subject.throw.choice(PLAIN)
    sheet, at = subject.throw.choice(
        [
            (subject.sheet, (rows["I04"], columns["label"])),
            (subject.sheet, (rows["I05"], columns["unit"])),
            (subject.sheet, (2, columns["value"])),
            (subject.sheet, (rows["C1"], columns["no"])),
            (subject.sheet, (70, 3)),
            (subject.book.sheet(ORDERS), (5, 4)),
            (subject.book.sheet(DISTRICT), (5, 1)),
        ]
    )
    subject.book.comment(sheet, at, text)
    return heard("N31", text)


FORMS = ("rect", "wedgeRoundRectCallout", "rightArrow", "ellipse", "flowChartDocument")


@damage
def words_in_shapes(subject: Subject) -> Promise:
    """A text box, an arrow or a speech bubble with words, at any cell or at none, on any sheet."""
    rows, columns = places()
    text = subject.throw.choice([*PLAIN, f"{PLAIN[0]}\n{PLAIN[1]}"])
    sheet, at = subject.throw.choice(
        [
            (subject.sheet, (rows["I04"], columns["label"])),
            (subject.sheet, (rows["C1"], columns["no"])),
            (subject.sheet, None),
            (subject.sheet, (70, 3)),
            (subject.sheet, (1, 1)),
            (subject.book.sheet(ORDERS), (5, 4)),
            (subject.book.sheet(AWARDS), (50, 4)),
            (subject.book.sheet(DISTRICT), None),
        ]
    )
    subject.book.text_box(sheet, at, text, subject.throw.choice(FORMS))
    return heard("N31", " ".join(text.split()))


@damage
def mending_words_in_shapes(subject: Subject) -> Promise:
    """A speech bubble that mends an answer, beside it; two at one cell, or one with a comment."""
    text, other = subject.throw.sample(MENDING, 2)
    at = (subject.row(subject.throw.randint(1, 23)), subject.column("note") + 3)
    subject.book.text_box(subject.sheet, at, text, subject.throw.choice(FORMS))
    also = subject.throw.choice(["shape", "comment", ""])
    if also == "shape":
        subject.book.text_box(subject.sheet, (at[0] + 1, at[1]), other)
    elif also == "comment":
        subject.book.comment(subject.sheet, at, other)
    return heard("W74", *([text, other] if also else [text]))


@damage
def comment_beside_another_fault(subject: Subject) -> Promise:
    """A comment at a cell of which something else is told too."""
    text = subject.throw.choice(PLAIN)
    sheet = subject.book.sheet(ORDERS)
    heads = {t: (r, c) for r, c, t in subject.book.texts(sheet)}
    at = (heads["HEAD"][0] + 3, heads["signed_on"][1])
    sheet.put(*at, subject.throw.choice(["ไม่ทราบ", "31/2/64", 44270, "๑๕ มี.ค. ๖๔"]))
    subject.book.comment(sheet, at, text)
    return replace(heard("N31", text), codes=frozenset({"E25"}), either=True)


@damage
def words_on_every_form(subject: Subject) -> Promise:
    """Typed once while all sheets were selected: told once, and not lost."""
    text = subject.throw.choice(PLAIN)
    at = subject.throw.choice(blank_places(subject))
    for name in subject.book.names():
        if name.startswith("ต."):
            subject.book.sheet(name).put(*at, text)
    return heard(told_at(at, "N31"), text)


@damage
def a_page_of_words(subject: Subject) -> Promise:
    """A whole memorandum pasted below the form: what is not copied is named."""
    said = [f"บรรทัดที่ {n} ของบันทึก" for n in range(1, subject.throw.randint(35, 60))]
    for number, text in enumerate(said):
        subject.sheet.put(60 + number, 2, text)
    return heard("W75", *said[:30])


@damage
def words_with_other_damage(subject: Subject) -> tuple[bytes, Promise] | Promise:
    """A line for the province in a workbook to which something else happened too."""
    text = subject.throw.choice(PLAIN)
    subject.sheet.put(*subject.throw.choice(blank_places(subject)[-2:]), text)
    done = KINDS[subject.throw.choice(WITH)](subject)
    if isinstance(done, Promise):
        return replace(done, words=(text,))
    return done[0], replace(done[1], words=(text,))
