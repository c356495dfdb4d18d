"""Answers dragged down or sorted; names that take back; words where few look for them."""

from __future__ import annotations

from dataclasses import replace

from damage.subject import COUNTS, NAMES, Promise, Subject, damage, places, right, silent
from damage.void_values import styled
from damage.words import heard

LARGE = 60
SAID = ("ร่าง", "เก่า", "(ทดสอบ)", "สำรอง", "ผิด", "old", "DRAFT", "ยังไม่เสร็จ", "ฉบับเดิม", "รอแก้")
HARMLESS = ("แก้ไขแล้ว", "ฉบับจริง", "ล่าสุด", "latest", "final", "แทนฉบับเดิม", "แก้คำผิด", "gold")
BESIDE = ('0" (ยกเลิก)"', '"ไม่ใช้ "0', '0" ผิด"', '"ร่าง "0', '0" (รอยืนยัน)"')


def _bases(subject: Subject, numbers: list[int]) -> None:
    rows, _ = places()
    for key, number in zip((k for k in rows if k.startswith("B.")), numbers, strict=False):
        subject.sheet.put(rows[key], subject.column(), number)


def _told() -> Promise:
    """Told; and where one of the answers is now more than its base, that too."""
    larger = frozenset({"E18", "E19"})
    return Promise(codes=larger, either=True, notices=frozenset({"W84"}), changed=True)


@damage
def dragged_series(subject: Subject) -> Promise:
    """The first answer dragged down: 3, 4, 5, 6 …, or backwards."""
    _bases(subject, [LARGE, LARGE + 7, LARGE, LARGE + 3, LARGE, LARGE + 1])
    start, step = subject.throw.choice([(0, 1), (1, 1), (3, 1), (5, 1), (30, -1), (24, -1)])
    for place, number in enumerate(COUNTS):
        subject.put(number, start + step * place)
    return _told()


@damage
def dragged_copies(subject: Subject) -> Promise:
    """One answer in every row, but for some that were mended."""
    value = subject.throw.randint(4, 9)
    kept = subject.throw.sample(COUNTS, subject.throw.randint(0, 1))
    for number in COUNTS:
        subject.put(number, subject.said(number) if number in kept else value)
    return _told()


@damage
def sorted_by_size(subject: Subject) -> Promise:
    """The column of answers alone was sorted: each stands beside another indicator."""
    said = sorted((subject.said(n) for n in COUNTS), reverse=subject.throw.random() < 0.5)
    for number, value in zip(COUNTS, said, strict=True):
        subject.put(number, value)
    return _told()


@damage
def dragged_bases(subject: Subject) -> Promise:
    """The block of bases dragged down from its first."""
    start, step = subject.throw.randint(20, 60), subject.throw.choice([1, 2, 5, 10, 1])
    _bases(subject, [start + step * n for n in range(8)])
    return _told()


@damage
def bases_on_every_form(subject: Subject) -> Promise:
    """The block of bases typed while all forms were selected."""
    numbers = [subject.throw.randint(10, 60) for _ in range(8)]
    numbers[:3] = subject.throw.sample(range(10, 40), 3)
    rows, _ = places()
    for name in (f"ต.{NAMES[code]}" for code in NAMES):
        for key, number in zip((k for k in rows if k.startswith("B.")), numbers, strict=False):
            subject.book.sheet(name).put(rows[key], subject.column(), number)
    return Promise(notices=frozenset({"W85"}), changed=True, everywhere=True)


@damage
def counts_in_any_order(subject: Subject) -> Promise:
    """The same numbers, as they may honestly stand."""
    said = [subject.said(n) for n in COUNTS]
    subject.throw.shuffle(said)
    for number, value in zip(COUNTS, said, strict=True):
        subject.put(number, value)
    larger = frozenset({"E18", "E19"})
    return Promise(codes=larger, either=True, unsaid=frozenset({"W84"}), changed=True)


@damage
def tab_of_a_draft(subject: Subject) -> Promise:
    """The tab says that the form is a draft, old, or wrong."""
    name = f"{subject.name} {subject.throw.choice(SAID)}"[:31]
    subject.book.rename(subject.name, name)
    return heard("W83", name)


@damage
def tab_of_no_draft(subject: Subject) -> Promise:
    """The tab says that it holds, or that it replaces another."""
    subject.book.rename(subject.name, f"ต.{NAMES[subject.code]} {subject.throw.choice(HARMLESS)}")
    return silent("W83")


@damage
def words_beside_the_figure(subject: Subject) -> Promise:
    """A number format that says beside the figure that it does not hold."""
    styled(subject, subject.any_count(), "<sz val='14'/>", code=subject.throw.choice(BESIDE))
    return right("W76")


@damage
def remark_become_a_formula(subject: Subject) -> Promise:
    """A remark begun with a dash, which Excel took for a formula."""
    words = subject.throw.choice(["-ประชุม", "-รายงาน", "+ภาพถ่าย", "-ดูเอกสาร", "-มติ"])
    at = subject.row(subject.throw.choice(COUNTS)), subject.column("note")
    subject.sheet.formula(*at, words, "#NAME?", "e")
    return right("N31")


@damage
def words_in_hidden_helpers(subject: Subject) -> Promise:
    """Words in the columns that hold the form's own hidden formulas."""
    text = subject.throw.choice(["ดูเอกสารแนบ", "ขอปรับภายหลัง", "ข้อมูล ณ เดือนมีนาคม"])
    last = max(places()[1].values())
    row = subject.throw.choice([subject.row(5), subject.row(17), 60])
    subject.sheet.put(row, last + subject.throw.randint(1, 6), text)
    return replace(right("N31"), words=(text,))
