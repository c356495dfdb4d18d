"""Answers where none belong: habits of paper, slips of row and column, printed cells typed over."""

from __future__ import annotations

from issued import RUBRIC

from damage.subject import COUNTS, Patient, Promise, damage, flagged, judged, places, right
from sorchor_xl.domain.scoring.bands import Kind

CRITERIA = ("low", "mid", "high")
LEFT = ("no", "label", *CRITERIA, "unit")
SHARES = tuple(i.id for i in RUBRIC.indicators if i.kind is Kind.PERCENT and i.base)
PLAIN = tuple(i.id for i in RUBRIC.indicators if i.kind is Kind.COUNT)


def points_of(patient: Patient) -> dict[int, int]:
    """The points that the answers are worth."""
    return {n: j.points or 1 for n, j in judged(patient.code).items()}


@damage
def points_in_every_row(patient: Patient) -> Promise:
    """1, 2 or 3 in every row, as the paper form asks."""
    for number, points in points_of(patient).items():
        if number in COUNTS:
            patient.put(number, points)
    return flagged("E84")


@damage
def points_guessed_in_every_row(patient: Patient) -> Promise:
    """The officer's own opinion of the points, choices too, in a few rows left out or real."""
    real = patient.throw.sample(COUNTS, patient.throw.randint(0, 1))
    for number in COUNTS:
        if number not in real:
            patient.put(number, patient.throw.randint(1, 3))
    return flagged("E84")


@damage
def points_as_text(patient: Patient) -> Promise:
    """Points in Thai digits."""
    for number, points in points_of(patient).items():
        if number in COUNTS:
            patient.put(number, "๐๑๒๓"[points])
    return flagged("E84")


@damage
def points_in_shares(patient: Patient) -> Promise:
    """Points in the rows of percentages, with bases as large as they are in life."""
    for key, row in places()[0].items():
        if key.startswith("B."):
            patient.sheet.put(row, patient.column(), patient.throw.randint(25, 40))
    for number in COUNTS:
        patient.put(number, patient.throw.randint(1, 3))
    return flagged("E84")


@damage
def points_in_every_form(patient: Patient) -> Promise:
    """The whole อำเภอ has typed points."""
    from damage.subject import CODES, NAMES

    for code in CODES:
        sheet = patient.book.sheet(f"ต.{NAMES[code]}")
        for number in COUNTS:
            sheet.put(*patient.at(number), patient.throw.randint(1, 3))
    return Promise(codes=frozenset({"E84"}), everywhere=True)


@damage
def low_counts_confirmed(patient: Patient) -> Promise:
    """Real counts that are low, and a remark that says so: counted, and told."""
    for number in COUNTS:
        patient.put(number, patient.throw.randint(1, 3))
    patient.put(4, 1)
    patient.sheet.put(patient.row(5), patient.column("note"), "ยืนยันจำนวนจริงทุกข้อ")
    return Promise(notices=frozenset({"W65"}), changed=True)


@damage
def ticks_in_criteria(patient: Patient) -> Promise:
    """A tick over or beside a criterion."""
    mark = patient.throw.choice(["✓", "/", "✔ ", "x", "X", "☑", "√", "●"])
    beside = patient.throw.random() < 0.5
    for number in patient.throw.sample(range(1, 24), patient.throw.randint(1, 23)):
        place = patient.throw.randint(0, 2)
        text = RUBRIC.indicator(number).criteria[place] if beside and mark not in "xX" else ""
        patient.sheet.put(patient.row(number), patient.column(CRITERIA[place]), f"{mark} {text}")
    return flagged("E85")


@damage
def counts_in_criteria(patient: Patient) -> Promise:
    """The count in the column of the criterion it reaches."""
    for number in patient.throw.sample(COUNTS, patient.throw.randint(1, 8)):
        column = patient.column(patient.throw.choice(CRITERIA))
        value = patient.throw.choice([patient.said(number), str(patient.said(number)), "๒ ครั้ง"])
        patient.sheet.put(patient.row(number), column, value)
    return flagged("E85")


@damage
def points_circled(patient: Patient) -> Promise:
    """(3), "3 ✓" or a percent in the criteria."""
    text = patient.throw.choice(["(3)", "3 ✓", "✓ 2", "60%", "[2]", "ร้อยละ 45"])
    number = patient.throw.randint(1, 23)
    patient.sheet.put(patient.row(number), patient.column(patient.throw.choice(CRITERIA)), text)
    return flagged("E85")


@damage
def mark_and_number(patient: Patient) -> Promise:
    """ "✓ 2" in an answer."""
    texts = ["✓ 2", "/ 2", "2 ✓", "(2)", "2 คะแนน", "☑2", "2 (สองครั้ง)", "2*"]
    patient.put(patient.any_count(), patient.throw.choice(texts))
    return flagged("E15")


@damage
def answer_in_unit(patient: Patient) -> Promise:
    """The answer typed over the unit, beside the answer or instead of it."""
    number = patient.any_count()
    value = patient.said(number)
    said = patient.throw.choice([value, str(value), f"{value} {RUBRIC.indicator(number).unit}"])
    patient.sheet.put(patient.row(number), patient.column("unit"), said)
    if patient.throw.random() < 0.5:
        patient.put(number, patient.throw.randint(1, 3))
    return flagged("E86")


@damage
def answer_in_base(patient: Patient) -> Promise:
    """The answer in the column of bases: over a live base, or in a row that has none."""
    number = patient.throw.choice((*SHARES, *PLAIN))
    patient.sheet.put(patient.row(number), patient.column("base"), 11)
    return flagged("E93" if number in SHARES else "E86")


@damage
def base_typed_over(patient: Patient) -> Promise:
    """A base of its own in one row or all, as number or text, while the block holds another."""
    rows = SHARES if patient.throw.random() < 0.5 else [patient.throw.choice(SHARES)]
    for number in rows:
        said = patient.throw.choice([35, "35", "๓๕", "35 คน"])
        patient.sheet.put(patient.row(number), patient.column("base"), said)
    return flagged("E93")


@damage
def answers_in_notes(patient: Patient) -> Promise:
    """Counts in the remarks, and nothing or points in the answers."""
    blank = patient.throw.random() < 0.5
    for number in COUNTS:
        patient.sheet.put(patient.row(number), patient.column("note"), patient.said(number) + 4)
        patient.put(number, None if blank else patient.throw.randint(1, 3))
    return flagged("E14" if blank else "E84")


@damage
def unit_of_another_row(patient: Patient) -> Promise:
    """ "4 องค์กร" in a row of projects: the neighbour's answer."""
    number = patient.any_count()
    own = RUBRIC.indicator(number).unit.removesuffix("/ปี")
    units = {i.unit.removesuffix("/ปี") for i in RUBRIC.indicators if i.unit} - {own}
    patient.put(number, f"{patient.said(number)} {patient.throw.choice(sorted(units))}")
    return flagged("E94")


@damage
def number_in_a_band(patient: Patient) -> Promise:
    """A value in the row of a หมวด, of the block's heading, or of the column heads."""
    rows = [row for key, row in places()[0].items() if key[0] == "C"]
    first = min(places()[0].values())
    row = patient.throw.choice([*rows, first - 1, first - 2])
    patient.sheet.unmerge()
    patient.sheet.put(row, patient.column(), patient.throw.choice([4, "4", "๔ ครั้ง", 0]))
    return flagged("E86")


@damage
def list_of_23(patient: Patient) -> Promise:
    """23 values pasted in one block from the first indicator on, over the rows of หมวด."""
    values = [patient.throw.randint(0, 5) for _ in range(23)]
    patient.sheet.unmerge()
    for step, value in enumerate(values):
        patient.sheet.put(patient.row(1) + step, patient.column(), value)
    return flagged("E86")


@damage
def list_from_the_head(patient: Patient) -> Promise:
    """28 values pasted from the row of column heads, or from the key row, on."""
    patient.sheet.unmerge()
    start = patient.throw.choice([1, 2, 3, 4, 5])
    for step in range(34):
        patient.sheet.put(start + step, patient.column(), patient.throw.randint(1, 6))
    return flagged("E86", "E61", "E76", "E21", "E97", "E84", "E14")


@damage
def list_beside(patient: Patient) -> Promise:
    """A list of 23 in a column of results or beside the table, the answers left as they were."""
    column = patient.throw.choice(["standing", "status", "share"])
    for number in range(1, 24):
        patient.sheet.put(patient.row(number), patient.column(column), number + 101)
    return flagged("E86")


@damage
def column_of_corrections(patient: Patient) -> Promise:
    """A column "แก้ไข" inserted beside the answers, or behind the table."""
    at = patient.throw.choice([patient.column(), patient.column() + 1, 30])
    if at < 30:
        patient.sheet.insert_columns(at)
    first = min(places()[0].values())
    patient.sheet.put(first - 1, at, "แก้ไข")
    for number in patient.throw.sample(COUNTS, patient.throw.randint(1, 5)):
        patient.sheet.put(patient.row(number), at, patient.throw.choice([9, "9", "๙"]))
    return flagged("E86")


@damage
def row_of_corrections(patient: Patient) -> Promise:
    """A row inserted below an indicator for the corrected value."""
    number = patient.any_count()
    patient.sheet.insert_rows(patient.row(number) + 1)
    column = patient.throw.choice([patient.column(), patient.column("unit")])
    patient.sheet.put(patient.row(number) + 1, column, patient.throw.choice([7, "7 ครั้ง"]))
    return flagged("E86")


@damage
def beside_a_base(patient: Patient) -> Promise:
    """A base typed beside its input."""
    row = patient.throw.choice([r for k, r in places()[0].items() if k.startswith("B.")])
    column = patient.throw.choice(["low", "unit", "base", "points", "note", "label"])
    patient.sheet.unmerge()
    patient.sheet.put(row, patient.column(column), patient.throw.choice([12, "12"]))
    return flagged("E86", "E07", "E59")


@damage
def number_over_a_printed_text(patient: Patient) -> Promise:
    """A number over the label or the ลำดับ."""
    number = patient.any_count()
    column = patient.throw.choice(["no", "label"])
    patient.sheet.put(patient.row(number), patient.column(column), patient.throw.choice([77, "55"]))
    return flagged("E86", "E07", "E60")


@damage
def criteria_reworded(patient: Patient) -> Promise:
    """Another criterion typed in one form: the answer is scored by the rubric, and that is told."""
    text = patient.throw.choice(["มากกว่า 4 ครั้ง ต่อ ปี ขึ้นไป", "ตั้งแต่ร้อยละ 10 ถึง 20 โดยประมาณ"])
    column = patient.throw.choice(CRITERIA)
    patient.sheet.put(patient.row(patient.throw.randint(1, 23)), patient.column(column), text)
    return right("W60")


@damage
def totals_typed_over(patient: Patient) -> Promise:
    """A total, a subtotal or the level typed over: told, and not used."""
    rows = [row for key, row in places()[0].items() if key[0] == "C" or key in {"TOTAL", "LEVEL"}]
    value = patient.throw.choice([77, "77", 99])
    patient.sheet.put(patient.throw.choice(rows), patient.column("points"), value)
    return right("W11")


@damage
def percent_typed_over(patient: Patient) -> Promise:
    """A percentage typed over: told, and not used."""
    share = patient.throw.choice([99, "88", 77.5])
    number = patient.throw.choice([n for n in SHARES if patient.said(n) < 7])
    patient.sheet.put(patient.row(number), patient.column("share"), share)
    return right("W20")


@damage
def every_base_one_lower(patient: Patient) -> Promise:
    """Stored results that do not follow from the answers: told."""
    from damage.surgery import _N

    for number in SHARES:
        cell = patient.sheet.cell(patient.row(number), patient.column("base"))
        cell.find(f"{_N}v").text = "9"
    return right("W61")
