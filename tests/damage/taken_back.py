"""Files that are taken back by a mail, by their own name, or by where they lie; kinds × seeds."""

from __future__ import annotations

from email.message import EmailMessage

from issued import filled

from damage.inbox import Check, Inbox, codes, inbox, kept_words

SAID = (
    "ขอยกเลิกไฟล์ที่ส่งเมื่อวานของอำเภอแคนดง",
    "อำเภอแคนดง ไฟล์นี้ยังไม่สมบูรณ์ จะส่งใหม่พรุ่งนี้",
    "แบบประเมินของแคนดง โปรดอย่าใช้ไฟล์แรก",
    "แคนดง: ไฟล์ที่ส่งไปผิดอำเภอ ขอส่งใหม่",
    "ตัวชี้วัดที่ 5 ของตำบลแคนดงคือ 7 ครั้ง",
    "ต.สระบัว ข้อ 16 = 3",
)
HARMLESS = (
    "ส่งไฟล์แบบประเมินของอำเภอแคนดงครับ",
    "แนบไฟล์ฉบับแก้ไขแล้ว ใช้ไฟล์นี้แทนได้เลย",
    "ตามหนังสือจังหวัด ข้อ 4 อำเภอแคนดงขอส่งแบบประเมิน จำนวน 4 ตำบล",
    "ศอช.ต. แคนดงได้ดำเนินการตามข้อ 6 แล้ว",
)
DRAFTS = (
    *("ร่าง_3122.xlsx", "3122 เก่า.xlsx", "3122_ทดสอบ.xlsx", "3122 (ไม่ใช้แล้ว).xlsx"),
    *("3122_draft.xlsx", "เก่า/3122.xlsx", "ยกเลิก/แคนดง.xlsx", "สำรอง/3122/3122.xlsx"),
)
FAIR = (
    *("3122_แก้ไขแล้ว.xlsx", "3122 (แทนฉบับเดิม).xlsx", "latest/3122.xlsx", "ล่าสุด/แคนดง.xlsx"),
    *("3122 จ.ชลบุรี.xlsx", "contest/3122.xlsx"),
    *("3122_final.xlsx", "ส่งครั้งที่ 2/3122.xlsx", "3122_แก้คำผิดแล้ว.xlsx"),
)


def _mail(box: Inbox, said: str, *, with_file: bool) -> None:
    """A mail in plain words, or as a page alone, as some programs write them."""
    message = EmailMessage()
    message["From"], message["Subject"] = "a@example.go.th", "อำเภอแคนดง"
    message["Date"] = "Thu, 22 Apr 2021 09:30:00 +0700"
    page = box.throw.random() < 0.5
    if page:
        style = "<head><style>p {color: red}</style></head>"
        message.set_content(f"<html>{style}<body><p>{said}<br></p>", subtype="html")
    else:
        message.set_content(said)
    if with_file:
        message.add_attachment(filled(), "application", "octet-stream", filename="3122.xlsx")
    box.put("ข้อความ.eml", message.as_bytes(), 22)


@inbox
def a_mail_that_takes_back(box: Inbox) -> Check:
    """With the workbook, or alone beside it: its words are told and kept."""
    said, alone = box.throw.choice(SAID), box.throw.random() < 0.5
    _mail(box, said, with_file=not alone)
    if alone:
        box.put("3122.xlsx", filled())
    return lambda results: "" if said in kept_words(results) else f"lost: {said}"


@inbox
def a_mail_that_takes_nothing_back(box: Inbox) -> Check:
    """What one writes with a file says nothing against it."""
    said = box.throw.choice(HARMLESS)
    _mail(box, said, with_file=True)
    return lambda results: f"told: {said}" if "N33" in codes(results) else ""


@inbox
def a_draft_by_its_name(box: Inbox) -> Check:
    """The name of the file, or of the folder it lies in, says that it does not hold."""
    name = box.throw.choice(DRAFTS)
    box.put(name, filled())
    return lambda results: "" if "W83" in codes(results) else f"not told: {name}"


@inbox
def no_draft_by_its_name(box: Inbox) -> Check:
    """Names that say it holds, or that it replaces another."""
    name = box.throw.choice(FAIR)
    box.put(name, filled())
    return lambda results: f"told: {name}" if "W83" in codes(results) else ""
