"""Hidden identity against what a person sees: another's workbook, sheets lent, tabs and titles."""

from __future__ import annotations

from issued import district, filled

from damage.identity import area_cell
from damage.subject import CODES, NAMES, Patient, Promise, damage, flagged, right
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


def retitle(patient: Patient, line: str) -> None:
    """Another line where the names of places stand on the form."""
    patient.sheet.put(*area_cell(patient.book, patient.sheet), line)


@damage
def lent_to_another(patient: Patient) -> Promise:
    """The tab dressed up as that of another ตำบล, whose own sheet is there, lost or put aside."""
    other = patient.other()
    name = f"ต.{NAMES[other]}"
    fate = patient.throw.choice(["kept", "dropped", "aside"])
    if fate == "dropped":
        patient.book.drop(name)
    elif fate == "aside":
        patient.book.rename(name, "เก่า")
    dress = patient.throw.choice(DRESSES)
    patient.book.rename(patient.name, dress.format(NAMES[other])[:31])
    return Promise(codes=frozenset({"E64"}), all_gone=True)


@damage
def tabs_swapped(patient: Patient) -> Promise:
    """Two tabs change names: which answers are whose?"""
    one, other = patient.name, f"ต.{NAMES[patient.other()]}"
    patient.book.rename(one, "พัก")
    patient.book.rename(other, one)
    patient.book.rename("พัก", other)
    return flagged("E64")


@damage
def copy_lent_to_another(patient: Patient) -> Promise:
    """A copy of a filled sheet stands in for that of another ตำบล."""
    other = patient.other()
    patient.book.drop(f"ต.{NAMES[other]}")
    copy = patient.book.duplicate(patient.name, patient.throw.choice(DRESSES).format(NAMES[other]))
    copy.put(*patient.at(patient.any_count()), 9)
    return Promise(codes=frozenset({"E64"}), all_gone=True)


@damage
def retitled_without_code(patient: Patient) -> Promise:
    """The line with the names retyped for another ตำบล, its code left out."""
    retitle(patient, patient.throw.choice(OWN_LINES).format(NAMES[patient.other()]))
    return flagged("E64")


@damage
def retitled_for_nobody(patient: Patient) -> Promise:
    """A ตำบล that the register does not know."""
    retitle(patient, patient.throw.choice(NOBODY))
    return flagged("E10")


@damage
def retitled_for_another_amphoe(patient: Patient) -> Promise:
    """The same name of a ตำบล, another อำเภอ."""
    name = NAMES[patient.code]
    where = patient.throw.choice(["อำเภอสตึก", "อ.เมือง", "อำเภอบ้านด่าน", "อำเภอกระสัง"])
    retitle(patient, f"ตำบล{name} {where} จังหวัดบุรีรัมย์")
    return flagged("E09")


@damage
def retitled_for_no_amphoe(patient: Patient) -> Promise:
    """An อำเภอ that the register does not know."""
    retitle(patient, f"ตำบล{NAMES[patient.code]} อำเภอแคนแดง จังหวัดบุรีรัมย์")
    return flagged("E08")


@damage
def workbook_of_another_amphoe(patient: Patient) -> tuple[bytes, Promise]:
    """Tabs renamed to the officer's own ตำบล, the name of the อำเภอ typed over, his file name."""
    source = patient.throw.choice(["3120", "3101", "3107"])
    book = Workbook(filled(source))
    theirs = [t.name for t in district(source).tambons]
    if patient.throw.random() < 0.7:
        for name, code in zip(theirs, CODES, strict=False):
            book.rename(f"ต.{name}", f"ต.{NAMES[code]}(ใหม่)")
    if patient.throw.random() < 0.7:
        first = book.sheet("ข้อมูลอำเภอ")
        at = next((r, c) for r, c, text in book.texts(first) if "รหัสอำเภอ" in text)
        first.put(*at, patient.throw.choice(["อำเภอแคนดง  จังหวัดบุรีรัมย์", "อ.แคนดง"]))
    return book.saved(), Promise(codes=frozenset({"E09"}), all_gone=True)


@damage
def own_tab_dressed(patient: Patient) -> Promise:
    """Its own name in any dress is a harmless rename."""
    dress = patient.throw.choice([d for d in DRESSES if d != "ต.{} "])
    patient.book.rename(patient.name, dress.format(NAMES[patient.code]))
    return right("N07")


@damage
def tab_of_no_place(patient: Patient) -> Promise:
    """A tab may be called anything that names no place."""
    names = ["แผ่น1", "สรุปและแก้ไข", "อำเภอแคนดง 1", "ส่งจังหวัดบุรีรัมย์", "หมู่ 3", "1", "ฉบับจริง"]
    patient.book.rename(patient.name, patient.throw.choice(names))
    return right("N07")


@damage
def own_title_retyped(patient: Patient) -> Promise:
    """The line with the names retyped as they were, more or less."""
    retitle(patient, patient.throw.choice(OWN_LINES).format(NAMES[patient.code]))
    return right()
