"""Answers where none belong: habits of paper, slips of row and column, printed cells typed over."""

from __future__ import annotations

from issued import RUBRIC

from damage.subject import COUNTS, Promise, Subject, damage, flagged, judged, places, right
from sorchor_xl.domain.scoring.bands import Kind

CRITERIA = ("low", "mid", "high")
LEFT = ("no", "label", *CRITERIA, "unit")
SHARES = tuple(i.id for i in RUBRIC.indicators if i.kind is Kind.PERCENT and i.base)
PLAIN = tuple(i.id for i in RUBRIC.indicators if i.kind is Kind.COUNT)


def points_of(subject: Subject) -> dict[int, int]:
    """The points that the answers are worth."""
    return {n: j.points or 1 for n, j in judged(subject.code).items()}


@damage
def points_in_every_row(subject: Subject) -> Promise:
    """1, 2 or 3 in every row, as the paper form asks."""
    for number, points in points_of(subject).items():
        if number in COUNTS:
            subject.put(number, points)
    return flagged("E84")


@damage
def points_guessed_in_every_row(subject: Subject) -> Promise:
    """The officer's own opinion of the points, choices too, in a few rows left out or real."""
    real = subject.throw.sample(COUNTS, subject.throw.randint(0, 1))
    for number in COUNTS:
        if number not in real:
            subject.put(number, subject.throw.randint(1, 3))
    return flagged("E84")


@damage
def points_as_text(subject: Subject) -> Promise:
    """Points in Thai digits."""
    for number, points in points_of(subject).items():
        if number in COUNTS:
            subject.put(number, "๐๑๒๓"[points])
    return flagged("E84")


@damage
def points_in_shares(subject: Subject) -> Promise:
    """Points in the rows of percentages, with bases as large as they are in life."""
    for key, row in places()[0].items():
        if key.startswith("B."):
            subject.sheet.put(row, subject.column(), subject.throw.randint(25, 40))
    for number in COUNTS:
        subject.put(number, subject.throw.randint(1, 3))
    return flagged("E84")


@damage
def points_in_every_form(subject: Subject) -> Promise:
    """The whole อำเภอ has typed points."""
    from damage.subject import CODES, NAMES

    for code in CODES:
        sheet = subject.book.sheet(f"ต.{NAMES[code]}")
        for number in COUNTS:
            sheet.put(*subject.at(number), subject.throw.randint(1, 3))
    return Promise(codes=frozenset({"E84"}), everywhere=True)


@damage
def low_counts_confirmed(subject: Subject) -> Promise:
    """Real counts that are low, and a remark that says so: counted, and told."""
    for number in COUNTS:
        subject.put(number, subject.throw.randint(1, 3))
    subject.put(4, 1)
    subject.sheet.put(subject.row(5), subject.column("note"), "ยืนยันจำนวนจริงทุกข้อ")
    return Promise(notices=frozenset({"W65"}), changed=True)


@damage
def ticks_in_criteria(subject: Subject) -> Promise:
    """A tick over or beside a criterion."""
    mark = subject.throw.choice(["✓", "/", "✔ ", "x", "X", "☑", "√", "●"])
    beside = subject.throw.random() < 0.5
    for number in subject.throw.sample(range(1, 24), subject.throw.randint(1, 23)):
        place = subject.throw.randint(0, 2)
        text = RUBRIC.indicator(number).criteria[place] if beside and mark not in "xX" else ""
        subject.sheet.put(subject.row(number), subject.column(CRITERIA[place]), f"{mark} {text}")
    return flagged("E85")


@damage
def counts_in_criteria(subject: Subject) -> Promise:
    """The count in the column of the criterion it reaches."""
    for number in subject.throw.sample(COUNTS, subject.throw.randint(1, 8)):
        column = subject.column(subject.throw.choice(CRITERIA))
        value = subject.throw.choice([subject.said(number), str(subject.said(number)), "๒ ครั้ง"])
        subject.sheet.put(subject.row(number), column, value)
    return flagged("E85")


@damage
def points_circled(subject: Subject) -> Promise:
    """(3), "3 ✓" or a percent in the criteria."""
    text = subject.throw.choice(["(3)", "3 ✓", "✓ 2", "60%", "[2]", "ร้อยละ 45"])
    number = subject.throw.randint(1, 23)
    subject.sheet.put(subject.row(number), subject.column(subject.throw.choice(CRITERIA)), text)
    return flagged("E85")


@damage
def mark_and_number(subject: Subject) -> Promise:
    """ "✓ 2" in an answer."""
    texts = ["✓ 2", "/ 2", "2 ✓", "(2)", "2 คะแนน", "☑2", "2 (สองครั้ง)", "2*"]
    subject.put(subject.any_count(), subject.throw.choice(texts))
    return flagged("E15")


@damage
def answer_in_unit(subject: Subject) -> Promise:
    """The answer typed over the unit, beside the answer or instead of it."""
    number = subject.any_count()
    value = subject.said(number)
    said = subject.throw.choice([value, str(value), f"{value} {RUBRIC.indicator(number).unit}"])
    subject.sheet.put(subject.row(number), subject.column("unit"), said)
    if subject.throw.random() < 0.5:
        subject.put(number, subject.throw.randint(1, 3))
    return flagged("E86")


@damage
def answer_in_base(subject: Subject) -> Promise:
    """The answer in the column of bases: over a live base, or in a row that has none."""
    number = subject.throw.choice((*SHARES, *PLAIN))
    subject.sheet.put(subject.row(number), subject.column("base"), 11)
    return flagged("E93" if number in SHARES else "E86")


@damage
def base_typed_over(subject: Subject) -> Promise:
    """A base of its own in one row or all, as number or text, while the block holds another."""
    rows = SHARES if subject.throw.random() < 0.5 else [subject.throw.choice(SHARES)]
    for number in rows:
        said = subject.throw.choice([35, "35", "๓๕", "35 คน"])
        subject.sheet.put(subject.row(number), subject.column("base"), said)
    return flagged("E93")


@damage
def answers_in_notes(subject: Subject) -> Promise:
    """Counts in the remarks, and nothing or points in the answers."""
    blank = subject.throw.random() < 0.5
    for number in COUNTS:
        subject.sheet.put(subject.row(number), subject.column("note"), subject.said(number) + 4)
        subject.put(number, None if blank else subject.throw.randint(1, 3))
    return flagged("E14" if blank else "E84")


@damage
def unit_of_another_row(subject: Subject) -> Promise:
    """ "4 องค์กร" in a row of projects: the neighbour's answer."""
    number = subject.any_count()
    own = RUBRIC.indicator(number).unit.removesuffix("/ปี")
    units = {i.unit.removesuffix("/ปี") for i in RUBRIC.indicators if i.unit} - {own}
    subject.put(number, f"{subject.said(number)} {subject.throw.choice(sorted(units))}")
    return flagged("E94")


@damage
def number_in_a_band(subject: Subject) -> Promise:
    """A value in the row of a หมวด, of the block's heading, or of the column heads."""
    rows = [row for key, row in places()[0].items() if key[0] == "C"]
    first = min(places()[0].values())
    row = subject.throw.choice([*rows, first - 1, first - 2])
    subject.sheet.unmerge()
    subject.sheet.put(row, subject.column(), subject.throw.choice([4, "4", "๔ ครั้ง", 0]))
    return flagged("E86")


@damage
def list_of_23(subject: Subject) -> Promise:
    """23 values pasted in one block from the first indicator on, over the rows of หมวด."""
    values = [subject.throw.randint(0, 5) for _ in range(23)]
    subject.sheet.unmerge()
    for step, value in enumerate(values):
        subject.sheet.put(subject.row(1) + step, subject.column(), value)
    return flagged("E86")


@damage
def list_from_the_head(subject: Subject) -> Promise:
    """28 values pasted from the row of column heads, or from the key row, on."""
    subject.sheet.unmerge()
    start = subject.throw.choice([1, 2, 3, 4, 5])
    for step in range(34):
        subject.sheet.put(start + step, subject.column(), subject.throw.randint(1, 6))
    return flagged("E86", "E61", "E76", "E21", "E97", "E84", "E14")


@damage
def list_beside(subject: Subject) -> Promise:
    """A list of 23 in a column of results or beside the table, the answers left as they were."""
    column = subject.throw.choice(["standing", "status", "share"])
    for number in range(1, 24):
        subject.sheet.put(subject.row(number), subject.column(column), number + 101)
    return flagged("E86")


@damage
def column_of_corrections(subject: Subject) -> Promise:
    """A column "แก้ไข" inserted beside the answers, or behind the table."""
    at = subject.throw.choice([subject.column(), subject.column() + 1, 30])
    if at < 30:
        subject.sheet.insert_columns(at)
    first = min(places()[0].values())
    subject.sheet.put(first - 1, at, "แก้ไข")
    for number in subject.throw.sample(COUNTS, subject.throw.randint(1, 5)):
        subject.sheet.put(subject.row(number), at, subject.throw.choice([9, "9", "๙"]))
    return flagged("E86")


@damage
def row_of_corrections(subject: Subject) -> Promise:
    """A row inserted below an indicator for the corrected value."""
    number = subject.any_count()
    subject.sheet.insert_rows(subject.row(number) + 1)
    column = subject.throw.choice([subject.column(), subject.column("unit")])
    subject.sheet.put(subject.row(number) + 1, column, subject.throw.choice([7, "7 ครั้ง"]))
    return flagged("E86")


@damage
def beside_a_base(subject: Subject) -> Promise:
    """A base typed beside its input."""
    row = subject.throw.choice([r for k, r in places()[0].items() if k.startswith("B.")])
    column = subject.throw.choice(["low", "unit", "base", "points", "note", "label"])
    subject.sheet.unmerge()
    subject.sheet.put(row, subject.column(column), subject.throw.choice([12, "12"]))
    return flagged("E86", "E07", "E59")


@damage
def number_over_a_printed_text(subject: Subject) -> Promise:
    """A number over the label or the ลำดับ."""
    number = subject.any_count()
    column = subject.throw.choice(["no", "label"])
    subject.sheet.put(subject.row(number), subject.column(column), subject.throw.choice([77, "55"]))
    return flagged("E86", "E07", "E60")


@damage
def criteria_reworded(subject: Subject) -> Promise:
    """Another criterion typed in one form: the answer is scored by the rubric, and that is told."""
    text = subject.throw.choice(["มากกว่า 4 ครั้ง ต่อ ปี ขึ้นไป", "ตั้งแต่ร้อยละ 10 ถึง 20 โดยประมาณ"])
    column = subject.throw.choice(CRITERIA)
    subject.sheet.put(subject.row(subject.throw.randint(1, 23)), subject.column(column), text)
    return right("W60")


@damage
def totals_typed_over(subject: Subject) -> Promise:
    """A total, a subtotal or the level typed over: told, and not used."""
    rows = [row for key, row in places()[0].items() if key[0] == "C" or key in {"TOTAL", "LEVEL"}]
    value = subject.throw.choice([77, "77", 99])
    subject.sheet.put(subject.throw.choice(rows), subject.column("points"), value)
    return right("W11")


@damage
def stale_total_beside_a_text(subject: Subject) -> Promise:
    """A total that follows neither from all answers nor from those the form itself could read."""
    from damage.surgery import _N

    number = subject.any_count()
    subject.put(number, str(subject.said(number)))
    cell = subject.sheet.cell(places()[0]["TOTAL"], subject.column("points"))
    cell.find(f"{_N}v").text = "99"
    return right("W61")


@damage
def percent_typed_over(subject: Subject) -> Promise:
    """A percentage typed over: told, and not used."""
    share = subject.throw.choice([99, "88", 77.5])
    number = subject.throw.choice([n for n in SHARES if subject.said(n) < 7])
    subject.sheet.put(subject.row(number), subject.column("share"), share)
    return right("W20")


@damage
def every_base_one_lower(subject: Subject) -> Promise:
    """Stored results that do not follow from the answers: told."""
    from damage.surgery import _N

    for number in SHARES:
        cell = subject.sheet.cell(subject.row(number), subject.column("base"))
        cell.find(f"{_N}v").text = "9"
    return right("W61")
