"""Figures typed in the column of last year, where one is printed and where none is."""

from __future__ import annotations

from damage.subject import COUNTS, Promise, Subject, damage, flagged, places, right, silent


def print_last_year(subject: Subject) -> None:
    """Last year's figures beside every input, as a workbook issued with a summary has them."""
    rows, columns = places()
    points = 0
    for number in range(1, 24):
        score = subject.throw.randint(1, 3)
        points += score
        said = f"{subject.throw.randint(0, 40)} ({score})"
        subject.sheet.put(rows[f"I{number:02d}"], columns["previous"], said)
    subject.sheet.put(rows["TOTAL"], columns["previous"], points)
    for key in ("B.organizations", "B.funds"):
        subject.sheet.put(rows[key], columns["previous"], subject.throw.randint(5, 20))


def type_beside(subject: Subject, numbers: int) -> None:
    """So many answers typed in the column of last year as well."""
    for number in subject.throw.sample(COUNTS, numbers):
        value = subject.throw.choice([subject.throw.randint(4, 60), f"{number} ครั้ง", "๑๒"])
        subject.sheet.put(subject.row(number), subject.column("previous"), value)


@damage
def typed_where_no_last_year_is(subject: Subject) -> Promise:
    """Nothing is printed of last year, and somebody fills the column in."""
    type_beside(subject, subject.throw.randint(1, 6))
    return right("W78")


@damage
def typed_over_last_year(subject: Subject) -> Promise:
    """Figures typed over what is printed of last year."""
    print_last_year(subject)
    type_beside(subject, subject.throw.randint(1, 6))
    return right("W78")


@damage
def answers_in_last_years_column(subject: Subject) -> Promise:
    """The answer stands one column off, in that of last year, and its own input is blank."""
    number = subject.any_count()
    if subject.throw.random() < 0.5:
        print_last_year(subject)
    subject.sheet.put(subject.row(number), subject.column("previous"), subject.said(number) + 4)
    subject.put(number, None)
    return Promise(codes=frozenset({"E14"}), notices=frozenset({"W78"}))


@damage
def base_in_last_years_column(subject: Subject) -> Promise:
    """A base typed where last year's would stand, of which none is printed."""
    rows, columns = places()
    key = subject.throw.choice([row for row in rows if row.startswith("B.")])
    subject.sheet.put(rows[key], columns["previous"], subject.throw.randint(4, 60))
    return right("W78")


@damage
def number_in_a_heading_of_last_year(subject: Subject) -> Promise:
    """A number in that column where nothing of last year can stand."""
    rows, columns = places()
    row = subject.throw.choice(["C1", "C2", "C3", "C4", "C5", "F.assessor"])
    subject.sheet.put(rows[row], columns["previous"], subject.throw.randint(1, 60))
    return flagged("E86")


@damage
def last_year_as_printed(subject: Subject) -> Promise:
    """What is printed is nobody's doing, also where an indicator was blank last year."""
    print_last_year(subject)
    for number in subject.throw.sample(range(1, 24), 3):
        said = subject.throw.choice(["12 (–)", "มีกองทุน (2)", None])
        subject.sheet.put(subject.row(number), subject.column("previous"), said)
    return silent("W78", "N31", "W74")
