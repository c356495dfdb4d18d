"""What officers and programs do to the values of a form."""

from __future__ import annotations

from issued import RUBRIC

from damage.subject import Promise, Subject, damage, flagged, right, right_or
from sorchor_xl.domain.thai.text import to_thai_digits

REGISTER = 7
"""The indicator whose choices speak of nothing that is counted."""


@damage
def thai_digits(subject: Subject) -> Promise:
    """๓ for 3."""
    number = subject.any_count()
    subject.put(number, to_thai_digits(str(subject.said(number))))
    return right("N03")


@damage
def full_width_digits(subject: Subject) -> Promise:
    """３ for 3."""
    number = subject.any_count()
    subject.put(number, "".join(chr(ord(c) + 0xFEE0) for c in str(subject.said(number))))
    return right("N24")


@damage
def unit_typed(subject: Subject) -> Promise:
    """ "3 ครั้ง" for 3."""
    number = subject.any_count()
    own = unit_of(number)
    unit = subject.throw.choice([own, f" {own}", f" {own}/ปี", "/ปี", f" {own}ต่อปี"])
    subject.put(number, f"{subject.said(number)}{unit}")
    return right("N04")


@damage
def thai_digits_with_unit(subject: Subject) -> Promise:
    """ "๓ ครั้ง" for 3."""
    number = subject.any_count()
    subject.put(number, f"{to_thai_digits(str(subject.said(number)))} {unit_of(number)}")
    return right("N03", "N04")


@damage
def stray_spaces(subject: Subject) -> Promise:
    """Spaces nobody sees around the number."""
    number = subject.any_count()
    odd = subject.throw.choice([" ", "\u00a0", "\u200b", "\ufeff", "\t", "\u3000"])
    subject.put(number, f"{odd}{subject.said(number)}{odd}")
    return right("N18")


@damage
def number_as_text(subject: Subject) -> Promise:
    """The number stored as text, as a paste does."""
    number = subject.any_count()
    subject.put(number, str(subject.said(number)))
    return right()


@damage
def zero_decimals(subject: Subject) -> Promise:
    """ "3.0" for 3."""
    number = subject.any_count()
    subject.put(number, f"{subject.said(number)}.0")
    return right("N20")


@damage
def choice_by_number(subject: Subject) -> Promise:
    """2 for the second choice: told where it can mean nothing else, else asked."""
    number = subject.any_choice()
    chosen = subject.said(number)
    subject.put(number, subject.throw.choice([chosen, str(chosen), to_thai_digits(str(chosen))]))
    sure = number == REGISTER and chosen > 1
    return right("N21") if sure else flagged("E97")


@damage
def blank_answer(subject: Subject) -> Promise:
    """An answer deleted."""
    number = subject.throw.randint(1, 23)
    subject.put(number, subject.throw.choice([None, None, " "]))
    return flagged("E14")


@damage
def cell_gone(subject: Subject) -> Promise:
    """The cell itself gone, as a program does that stores no blanks."""
    number = subject.throw.randint(1, 23)
    cell = subject.sheet.cell(*subject.at(number))
    cell.getparent().remove(cell)
    return flagged("E14")


@damage
def blank_base(subject: Subject) -> Promise:
    """A base deleted."""
    row = subject.throw.choice([r for k, r in subject_rows().items() if k.startswith("B.")])
    subject.sheet.put(row, subject.column(), None)
    return flagged("E20", "E45")


def unit_of(number: int) -> str:
    """The unit of an indicator without "/ปี"."""
    return RUBRIC.indicator(number).unit.removesuffix("/ปี")


def subject_rows() -> dict[str, int]:
    """Rows by key."""
    from damage.subject import places

    return dict(places()[0])


@damage
def word_for_number(subject: Subject) -> Promise:
    """A word, a formula typed as text, or a number Python would read and nobody means."""
    words = ["สาม", "ประมาณ 3", "3 หรือ 4", "=3", "1_000", "nan", "inf", "1e3", "0x10", "3+", "?"]
    subject.put(subject.any_count(), subject.throw.choice(words))
    return flagged("E15")


@damage
def none_word(subject: Subject) -> Promise:
    """ "-" or "ไม่มี" for a number."""
    subject.put(subject.any_count(), subject.throw.choice(["-", "ไม่มี", "–", "n/a"]))
    return flagged("E67")


@damage
def negative(subject: Subject) -> Promise:
    """A number below zero."""
    subject.put(subject.any_count(), subject.throw.choice([-1, -0.5, "-2", "−3"]))
    return flagged("E16")


@damage
def decimals(subject: Subject) -> Promise:
    """A number that is not whole."""
    subject.put(subject.any_count(), subject.throw.choice([2.5, 1.0001, "2.5", "๒.๕"]))
    return flagged("E17")


@damage
def share(subject: Subject) -> Promise:
    """A share between 0 and 1."""
    subject.put(subject.any_count(), subject.throw.choice([0.45, 0.75, 0.01, "0.5"]))
    return flagged("E69")


@damage
def percent_typed(subject: Subject) -> Promise:
    """ "45%" as text."""
    subject.put(subject.any_count(), subject.throw.choice(["45%", "ร้อยละ 45", "๔๕ %"]))
    return flagged("E22")


@damage
def percent_format(subject: Subject) -> Promise:
    """45% typed into the cell: the program stores 0.45, or 1 for 100 %, and a format."""
    ids = [(9, ""), (10, ""), (67, ""), (68, ""), (170, "0.0%"), (171, "0.00 %;-0.00 %")]
    style = subject.book.style(*subject.throw.choice(ids))
    subject.put(subject.any_count(), subject.throw.choice([0.45, 1, 0.5, 2]), style)
    return flagged("E22")


@damage
def date_for_number(subject: Subject) -> Promise:
    """2-3 typed: the program makes it a day, in a format of any country, Thai built-ins too."""
    ids = [
        (14, ""),
        (16, ""),
        (17, ""),
        (71, ""),
        (72, ""),
        (81, ""),
        (172, "[$-107041E]d mmm yyyy"),
    ]
    style = subject.book.style(*subject.throw.choice(ids))
    subject.put(subject.any_count(), subject.throw.choice([44257, 44198, 46349.5, 3]), style)
    return flagged("E68")


@damage
def year_for_number(subject: Subject) -> Promise:
    """The year of the round, or of the report, where a count belongs."""
    years = [2563, 2564, 2565, 2020, 2021, 2022, "2564", "๒๕๖๔", "2564 ครั้ง", " 2564"]
    year = subject.throw.choice(years)
    subject.put(subject.throw.choice([5, 8, 9, 16]), year)
    return flagged("E99")


@damage
def year_for_base(subject: Subject) -> Promise:
    """The same in a base."""
    row = subject_rows()[subject.throw.choice(["B.committee", "B.organizations", "B.funds"])]
    subject.sheet.put(row, subject.column(), subject.throw.choice([2564, "2564", "ปี 2564"]))
    return flagged("E99", "E15")


@damage
def boolean(subject: Subject) -> Promise:
    """TRUE in a number."""
    subject.put(subject.any_count(), subject.throw.random() < 0.5)
    return flagged("E70")


@damage
def huge_number(subject: Subject) -> Promise:
    """A telephone number in a number."""
    subject.put(subject.any_count(), subject.throw.choice([0.81e10, 1e300, "0812345678901"]))
    return flagged("E74", "E15")


@damage
def more_than_base(subject: Subject) -> Promise:
    """More than all there is."""
    subject.put(subject.throw.choice([1, 3, 11, 15, 20]), 11)
    return flagged("E18")


@damage
def unlisted_choice(subject: Subject) -> Promise:
    """Own words, or a number that is not in the list."""
    subject.put(subject.any_choice(), subject.throw.choice(["มีบ้าง", 4, 0, "4", "2.5", "กข"]))
    return flagged("E21")


@damage
def contradicting_choice(subject: Subject) -> Promise:
    """The number of one choice, the words of another."""
    number = subject.any_choice()
    criteria = _criteria(number)
    subject.put(number, f"1 - {criteria[1]}")
    return flagged("E75")


def _criteria(number: int) -> tuple[str, str, str]:
    return RUBRIC.indicator(number).criteria


@damage
def text_in_date(subject: Subject) -> Promise:
    """The date of assessment in words, in short, in ค.ศ., as a stored year of พ.ศ., as a count."""
    row = subject_rows()["F.assessed_on"]
    texts = ["22 เม.ย. 2564", "22/4/64", "๒๒/๐๔/๒๕๖๔", "2021-04-22", "22 เมษายน 2564", 44308]
    subject.sheet.put(row, subject.column(), subject.throw.choice(texts)).attrib.pop("s", None)
    return right()


@damage
def no_date(subject: Subject) -> Promise:
    """What is no day."""
    row = subject_rows()["F.assessed_on"]
    texts = ["31/02/2564", "เมื่อวาน", 2564, "22/04/1864", 220464]
    subject.sheet.put(row, subject.column(), subject.throw.choice(texts)).attrib.pop("s", None)
    return flagged("E25", "E26")


@damage
def odd_text_kept_out(subject: Subject) -> Promise:
    """Control characters, bidi marks and a very long text in an answer."""
    texts = ["3\u202ex4", "x" * 5000, "<v>3</v>", "3&#10;4", "'; DROP TABLE"]
    subject.put(subject.any_count(), subject.throw.choice(texts))
    return right_or("E15", "E74")


@damage
def thousands_mark(subject: Subject) -> Promise:
    """ "1,200" for a count that has no base."""
    subject.put(5, subject.throw.choice(["1,200", "12,000", "๑,๒๐๐"]))
    return Promise(notices=frozenset({"N19"}), changed=True)


@damage
def bare_number_as_a_remark(subject: Subject) -> Promise:
    """A remark that is a number alone, unlike the answer: told, and the answer is used."""
    number = subject.any_count()
    remark = subject.throw.choice([77, "77", "๗๗", "77 ครั้ง"])
    subject.sheet.put(subject.row(number), subject.column("note"), remark)
    return right("W63")


@damage
def nobody_signed(subject: Subject) -> Promise:
    """The assessor left out or deleted."""
    row = subject_rows()["F.assessor"]
    left = subject.throw.choice([None, " ", "\u200b", "-", "ไม่มี", "............", "(        )"])
    subject.sheet.put(row, subject.column(), left)
    return flagged("E28")
