"""Copies, clocks, and what a person must decide.

WHICH-01 the same returns give the same result in every order, under every name, in every number of
         byte-identical copies; or E13
WHICH-02 a copy is as new as its newest: sent again, an older return counts again
WHICH-03 a pin holds on whichever copy it names
WHICH-04 where clocks are equal or contradict each other nothing is picked (E13, E90, W70)
WHICH-05 what is said of a replaced return names the clock that ordered the two
WHICH-06 a mail's year may be in พ.ศ.; a sender's clock that runs ahead of delivery is not believed
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sorchor_xl.data.findings_catalogue import load_catalogue
from sorchor_xl.domain.checks.findings import Finding
from sorchor_xl.domain.round.collect import collect
from sorchor_xl.domain.round.records import DistrictInfo, Order, OrderKind, Where
from sorchor_xl.domain.round.results import ReadFile, Results
from sorchor_xl.files.mail_dates import sent_on
from tests.returns import open_round, read, ret

CATALOGUE = load_catalogue()
X, Y, Z = ret(), ret(answers={5: 3}), ret(answers={8: 0})
TOTALS = {"x": 46, "y": 47}
"""What the versions come to; the third asks nothing of the test but to be another one."""


def total(results: Results, code: str = "310101") -> int | None:
    """The total of a ตำบล."""
    return next(t.card.total for t in results.tambons if t.tambon.code == code)


def codes(results: Results) -> set[str]:
    """Codes found."""
    return {f.code for f in results.findings}


def files(*table: tuple[str, str, int, str]) -> list[ReadFile]:
    """Returns by (name, version x y z, day, clock); the same version is the same bytes."""
    said = {"x": X, "y": Y, "z": Z}
    return [read(n, said[v], day=d, dated_by=clock, sha=v) for n, v, d, clock in table]


LETTERS = st.sampled_from("xyz")
CLOCKS = st.sampled_from(["mail", "archive", "file"])
CASES = st.lists(st.tuples(LETTERS, st.integers(18, 24), CLOCKS), min_size=1, max_size=6)


@given(CASES, st.randoms(use_true_random=False))
def test_neither_order_nor_names_decide_which_01(
    table: list[tuple[str, int, str]], throw: object
) -> None:
    def outcome(names: list[str], copies: int) -> tuple[object, ...]:
        named = [(n, *row) for n, row in zip(names, table, strict=True)]
        again = [(f"{k}_{n}", *row) for k in range(copies) for n, *row in named]
        received = files(*named, *again)  # type: ignore[arg-type] # rows of the table
        throw.shuffle(received)  # type: ignore[attr-defined] # hypothesis' own random
        results = collect(open_round(), received)
        undecided = codes(results) & {"E13", "E90"}
        used = next(t.ret for t in results.tambons if t.tambon.code == "310101")
        return total(results), used, undecided

    names = [f"{n}.xlsx" for n in range(len(table))]
    backwards = list(reversed(names))
    assert outcome(names, 0) == outcome(backwards, 0) == outcome(backwards, 2)


@pytest.mark.parametrize("clock", ["mail", "archive", "file"])
@pytest.mark.parametrize("names", ["abc", "cba", "bac", "cab"])
def test_an_older_return_sent_again_counts_which_02(names: str, clock: str) -> None:
    days = (("x", 20), ("y", 21), ("x", 22))
    sent = [(n, v, d, clock) for n, (v, d) in zip(names, days, strict=True)]
    results = collect(open_round(), files(*sent))
    assert total(results) == TOTALS["x"]
    assert "E13" not in codes(results)


def test_sent_again_in_other_bytes_counts_too_which_02() -> None:
    again = read("a.xlsx", X, day=22, sha="x saved again")
    results = collect(open_round(), [*files(("b", "x", 20, "mail"), ("c", "y", 21, "mail")), again])
    assert total(results) == TOTALS["x"]
    assert "N13" in codes(results)


@pytest.mark.parametrize("pinned", ["a.xlsx", "b/c.xlsx", "b\\c.xlsx"])
def test_a_pin_on_any_copy_holds_which_03(pinned: str) -> None:
    table = [("a.xlsx", "x", 20, "mail"), ("b/c.xlsx", "x", 22, "mail"), ("d", "y", 23, "mail")]
    results = collect(open_round(pins={"310101": pinned}), files(*table))
    assert total(results) == TOTALS["x"]
    assert {"N26"} == codes(results) & {"N26", "W26"}
    used = next(t for t in results.tambons if t.tambon.code == "310101")
    assert used.source_file == pinned.replace("\\", "/")


UNDECIDED = {
    "copied in one go": (("a", "x", 20, "file"), ("b", "y", 20, "file")),
    "mails of one second": (("a", "x", 20, "mail"), ("b", "y", 20, "mail")),
    "in one archive": (("a", "x", 20, "archive"), ("b", "y", 20, "archive")),
    "mail and copy contradict": (
        ("a", "x", 20, "mail"),
        ("c", "x", 23, "file"),
        ("b", "y", 21, "file"),
    ),
    "archive and copy contradict": (
        ("a", "x", 20, "archive"),
        ("c", "y", 22, "archive"),
        ("b", "x", 23, "file"),
        ("d", "y", 22, "file"),
    ),
}


@pytest.mark.parametrize("case", UNDECIDED)
def test_where_clocks_fail_a_person_decides_which_04(case: str) -> None:
    results = collect(open_round(), files(*UNDECIDED[case]))
    assert total(results) is None
    assert "E13" in codes(results)


@pytest.mark.parametrize(("stated", "decided"), [(19, False), (20, True), (22, True)])
def test_the_officers_own_date_may_contradict_which_04(stated: int, decided: bool) -> None:
    older = DistrictInfo(certifier="ก", reported_on=date(2021, 4, 20))
    newer = DistrictInfo(certifier="ก", reported_on=date(2021, 4, stated))
    received = [
        read("a", X, day=20, dated_by="file", info=older),
        read("b", Y, day=21, dated_by="file", info=newer),
    ]
    assert ("E13" not in codes(collect(open_round(), received))) is decided


def test_a_mail_from_the_future_is_not_believed_which_04() -> None:
    ahead = read("a", X, day=20)
    moved = replace(ahead.file, received=ahead.file.received + timedelta(days=3650))
    results = collect(open_round(), [replace(ahead, file=moved), read("b", Y, day=21)])
    assert "E13" in codes(results)


def test_faulty_of_unknown_age_is_told_which_04() -> None:
    unread = ret(answers={5: "สาม"})
    place = Where("b", "ต.310101", "H25")
    found = Finding("E15", place, "3101", "310101", 5, "สาม", {"tambon": "ในเมือง"})
    both = [
        read("a", X, day=20, dated_by="file"),
        read("b", unread, day=20, dated_by="file", findings=(found,)),
    ]
    results = collect(open_round(), both)
    assert total(results) == TOTALS["x"]
    assert "W70" in codes(results)
    assert not any(f.is_error for f in results.findings if f.tambon_code == "310101")


def test_only_notes_differ_is_no_conflict_which_04() -> None:
    noted = replace(X, notes={1: "รายงานการประชุม"})
    for names in ("ab", "ba"):
        both = [read(n, r, day=20) for n, r in zip(names, (X, noted), strict=True)]
        results = collect(open_round(), both)
        used = next(t.ret for t in results.tambons if t.tambon.code == "310101")
        assert (total(results), used.notes if used else None) == (46, noted.notes)


@pytest.mark.parametrize(("day", "members"), [(20, None), (21, 12)])
def test_registers_follow_the_same_clocks_which_04(day: int, members: int | None) -> None:
    def sent(name: str, count: int, on: int) -> ReadFile:
        item = read(name, X, day=on)
        assert item.submission is not None
        order = Order("310101", OrderKind.TAMBON_CENTRE, "1/2564", None, count, where=Where(name))
        return replace(item, submission=replace(item.submission, orders=(order,)))

    results = collect(open_round(), [sent("b", 9, 20), sent("a", 12, day)])
    orders = next(t.orders for t in results.tambons if t.tambon.code == "310101")
    assert [o.members for o in orders] == ([] if members is None else [members])
    assert ("E90" in codes(results)) is (members is None)


@pytest.mark.parametrize(
    ("clock", "words"), [("mail", "วันที่ของอีเมล"), ("archive", "ไฟล์บีบอัด"), ("file", "เวลาของไฟล์")]
)
def test_the_clock_is_named_which_05(clock: str, words: str) -> None:
    results = collect(open_round(), files(("a", "x", 20, clock), ("b", "y", 21, clock)))
    (replaced,) = (f for f in results.findings if f.code == "N12")
    assert words in CATALOGUE.message(replaced)


THAI = timezone(timedelta(hours=7))
SENT = datetime(2021, 4, 22, 9, 30, tzinfo=THAI)
LATER = "by mail.example; Thu, 22 Apr 2021 09:31:00 +0700"


@pytest.mark.parametrize(
    ("stated", "received", "moment"),
    [
        ("Thu, 22 Apr 2021 09:30:00 +0700", "", SENT),
        ("Thu, 22 Apr 2564 09:30:00 +0700", "", SENT),
        ("Thu, 22 Apr 64 09:30:00 +0700", "", SENT),
        ("22-Apr-2564 09:30:00 +0700", "", SENT),
        ("Thu, 22 Apr 2021 02:30:00 -0000", "", SENT),
        ("Thu, 29 Feb 2567 09:30:00 +0700", "", datetime(2024, 2, 29, 9, 30, tzinfo=THAI)),
        ("Thu, 22 Apr 2031 09:30:00 +0700", LATER, SENT + timedelta(minutes=1)),
        ("Thu, 22 Apr 2021 09:30:00 +0700", LATER, SENT),
        ("", LATER, SENT + timedelta(minutes=1)),
        ("ไม่มีวันที่", "", None),
        ("Fri, 31 Dec 99999 09:00:00 +0700", "", None),
    ],
)
def test_when_a_mail_was_sent_which_06(stated: str, received: str, moment: datetime | None) -> None:
    assert sent_on(stated, received) == moment
