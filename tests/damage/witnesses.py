"""Hidden identity against what a person sees: another's workbook, sheets lent, tabs and titles."""

from __future__ import annotations

from issued import district, filled

from damage.identity import area_cell
from damage.subject import CODES, NAMES, Promise, Subject, damage, flagged, right
from damage.surgery import Workbook

DRESSES = (
    "ต.{}(แก้ไข)",
    "2.ต.{}",
    "ศอช.ต.{}",
    "ตำบล{}",
    "{}",
    "ต.{} ล่าสุด",
    "แบบ ศอช.ต. {}",
    "ต. {} ",
)
OWN_LINES = (
    "ตำบล{}",
    "ต.{} อ.แคนดง จ.บุรีรัมย์",
    "ตำบล {} อำเภอแคนดง",
    "แบบประเมินตำบล{}",
    "ตำบล{} อำเภอแคนดง จังหวัดบุรีรัมย์ (แก้ไขครั้งที่ 2)",
)
NOBODY = (
    "ตำบลไม่มีอยู่จริง อำเภอแคนดง",
    "ต.บ้านสมมติใหม่ อ.แคนดง",
    "ตำบลหัวฝายเหนือใหม่ อำเภอแคนดง จังหวัดบุรีรัมย์",
)


def retitle(subject: Subject, line: str) -> None:
    """Another line where the names of places stand on the form."""
    subject.sheet.put(*area_cell(subject.book, subject.sheet), line)


@damage
def lent_to_another(subject: Subject) -> Promise:
    """The tab dressed up as that of another ตำบล, whose own sheet is there, lost or put aside."""
    other = subject.other()
    name = f"ต.{NAMES[other]}"
    fate = subject.throw.choice(["kept", "dropped", "aside"])
    if fate == "dropped":
        subject.book.drop(name)
    elif fate == "aside":
        subject.book.rename(name, "เก่า")
    dress = subject.throw.choice(DRESSES)
    subject.book.rename(subject.name, dress.format(NAMES[other])[:31])
    return Promise(codes=frozenset({"E64"}), all_gone=True)


@damage
def tabs_swapped(subject: Subject) -> Promise:
    """Two tabs change names: which answers are whose?"""
    one, other = subject.name, f"ต.{NAMES[subject.other()]}"
    subject.book.rename(one, "พัก")
    subject.book.rename(other, one)
    subject.book.rename("พัก", other)
    return flagged("E64")


@damage
def copy_lent_to_another(subject: Subject) -> Promise:
    """A copy of a filled sheet stands in for that of another ตำบล."""
    other = subject.other()
    subject.book.drop(f"ต.{NAMES[other]}")
    copy = subject.book.duplicate(subject.name, subject.throw.choice(DRESSES).format(NAMES[other]))
    copy.put(*subject.at(subject.any_count()), 9)
    return Promise(codes=frozenset({"E64"}), all_gone=True)


@damage
def retitled_without_code(subject: Subject) -> Promise:
    """The line with the names retyped for another ตำบล, its code left out."""
    retitle(subject, subject.throw.choice(OWN_LINES).format(NAMES[subject.other()]))
    return flagged("E64")


@damage
def retitled_for_nobody(subject: Subject) -> Promise:
    """A ตำบล that the register does not know."""
    retitle(subject, subject.throw.choice(NOBODY))
    return flagged("E10")


@damage
def retitled_for_another_amphoe(subject: Subject) -> Promise:
    """The same name of a ตำบล, another อำเภอ."""
    name = NAMES[subject.code]
    where = subject.throw.choice(["อำเภอสตึก", "อ.เมือง", "อำเภอบ้านด่าน", "อำเภอกระสัง"])
    retitle(subject, f"ตำบล{name} {where} จังหวัดบุรีรัมย์")
    return flagged("E09")


@damage
def retitled_for_no_amphoe(subject: Subject) -> Promise:
    """An อำเภอ that the register does not know."""
    retitle(subject, f"ตำบล{NAMES[subject.code]} อำเภอแคนแดง จังหวัดบุรีรัมย์")
    return flagged("E08")


@damage
def workbook_of_another_amphoe(subject: Subject) -> tuple[bytes, Promise]:
    """Tabs renamed to the officer's own ตำบล, the name of the อำเภอ typed over, his file name."""
    source = subject.throw.choice(["3120", "3101", "3107"])
    book = Workbook(filled(source))
    theirs = [t.name for t in district(source).tambons]
    if subject.throw.random() < 0.7:
        for name, code in zip(theirs, CODES, strict=False):
            book.rename(f"ต.{name}", f"ต.{NAMES[code]}(ใหม่)")
    if subject.throw.random() < 0.7:
        first = book.sheet("ข้อมูลอำเภอ")
        at = next((r, c) for r, c, text in book.texts(first) if "รหัสอำเภอ" in text)
        first.put(*at, subject.throw.choice(["อำเภอแคนดง  จังหวัดบุรีรัมย์", "อ.แคนดง"]))
    return book.saved(), Promise(codes=frozenset({"E09"}), all_gone=True)


@damage
def own_tab_dressed(subject: Subject) -> Promise:
    """Its own name in any dress is a harmless rename."""
    dress = subject.throw.choice([d for d in DRESSES if d != "ต.{} "])
    subject.book.rename(subject.name, dress.format(NAMES[subject.code]))
    return right("N07")


@damage
def tab_of_no_place(subject: Subject) -> Promise:
    """A tab may be called anything that names no place."""
    names = ["แผ่น1", "สรุปและแก้ไข", "อำเภอแคนดง 1", "ส่งจังหวัดบุรีรัมย์", "หมู่ 3", "1", "ฉบับจริง"]
    subject.book.rename(subject.name, subject.throw.choice(names))
    return right("N07")


@damage
def own_title_retyped(subject: Subject) -> Promise:
    """The line with the names retyped as they were, more or less."""
    retitle(subject, subject.throw.choice(OWN_LINES).format(NAMES[subject.code]))
    return right()
