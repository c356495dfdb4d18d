"""Answers given twice: pasted into another's sheet, or typed while sheets were grouped.

SAME-01 all answers alike are told, whatever bases, blanks and unreadable cells lie beside them
SAME-02 nearly alike is told where chance does not explain it
SAME-03 honest rounds raise nothing: forms that hang together are not alike by chance
SAME-04 sheets grouped over a whole อำเภอ are told once for each ตำบล but the first
SAME-05 what half the round answers weighs little
SAME-06 a ตำบล of another อำเภอ is named with it, since its namesakes are many
"""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from sorchor_xl.data.findings_catalogue import load_catalogue
from sorchor_xl.domain.checks.findings import Finding
from sorchor_xl.domain.round.collect import collect
from sorchor_xl.domain.round.records import Entry, EntryState, TambonReturn
from tests.factory import Maker, Round
from tests.returns import open_round, read

BLANK, UNREAD = Entry(EntryState.BLANK), Entry(EntryState.INVALID, None, "สาม")
TOLD = {"W09", "W72"}


def forms(seed: int, province: str = "31") -> dict[str, TambonReturn]:
    """The forms of a made-up province."""
    maker = Maker(Round(province=province, seed=seed))
    return {
        t.code: maker.draw(t.code, "f", t.name) for a in maker.amphoes() for t in maker.tambons(a)
    }


def told(returns: dict[str, TambonReturn], province: str = "31") -> list[Finding]:
    """What is said of answers alike."""
    maker = Maker(Round(province=province))
    places = {a: tuple(maker.tambons(a)) for a in maker.amphoes()}
    by_amphoe: dict[str, list[TambonReturn]] = {}
    for code, ret in returns.items():
        by_amphoe.setdefault(code[:4], []).append(ret)
    files = [read(f"{code}.xlsx", *own) for code, own in by_amphoe.items()]
    found = collect(open_round(amphoes=places), files).findings
    return [f for f in found if f.code in TOLD]


def paste(into: TambonReturn, source: TambonReturn, *, bases: bool = True) -> TambonReturn:
    """The answers of one ตำบล in the sheet of another."""
    pasted = replace(into, answers=source.answers)
    return replace(pasted, bases=source.bases) if bases else pasted


def change(ret: TambonReturn, count: int, throw: random.Random) -> TambonReturn:
    """Some answers corrected after the pasting."""
    answers = dict(ret.answers)
    for number in throw.sample(sorted(answers), count):
        value = answers[number].value or 0
        answers[number] = Entry(EntryState.VALID, value + 1 if value < 3 else value - 1)
    return replace(ret, answers=answers)


def empty(ret: TambonReturn, entry: Entry, throw: random.Random) -> TambonReturn:
    """Two answers blank or unreadable."""
    lost = dict.fromkeys(throw.sample(sorted(ret.answers), 2), entry)
    return replace(ret, answers={**ret.answers, **lost})


PASTED = {
    "whole": (lambda a, b, _: paste(a, b), "W09"),
    "other bases": (lambda a, b, _: paste(a, b, bases=False), "W09"),
    "two left blank": (lambda a, b, throw: empty(paste(a, b), BLANK, throw), "W09"),
    "two unreadable": (lambda a, b, throw: empty(paste(a, b, bases=False), UNREAD, throw), "W09"),
    "one corrected": (lambda a, b, throw: change(paste(a, b), 1, throw), "W72"),
    "three corrected": (lambda a, b, throw: change(paste(a, b), 3, throw), "W72"),
    "one corrected, other bases": (
        lambda a, b, throw: change(paste(a, b, bases=False), 1, throw),
        "W72",
    ),
}


@pytest.mark.parametrize("kind", PASTED)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_was_pasted_is_told_same_01_02(kind: str, seed: int) -> None:
    act, code = PASTED[kind]
    throw = random.Random(seed)  # noqa: S311 - the same throws again, no secret
    returns = forms(seed)
    one, other = throw.sample(sorted(returns), 2)
    returns[one] = act(returns[one], returns[other], throw)
    (finding,) = told(returns)
    assert (finding.code, finding.tambon_code) == (code, max(one, other))


@pytest.mark.parametrize("province", ["31", "11", "96"])
def test_honest_rounds_raise_nothing_same_03(province: str) -> None:
    assert [told(forms(seed, province), province) for seed in (5, 6)] == [[], []]


def test_grouped_sheets_are_told_once_each_same_04() -> None:
    returns = forms(4)
    own = [code for code in returns if code.startswith("3107")]
    returns |= {code: paste(returns[code], returns[own[0]]) for code in own}
    found = told(returns)
    assert sorted(f.tambon_code for f in found) == own[1:]
    assert {f.code for f in found} == {"W09"}


def test_common_answers_weigh_little_same_05() -> None:
    """A province of very weak ตำบล: zeros everywhere agree by themselves."""
    throw = random.Random(3)  # noqa: S311 - the same throws again, no secret
    weak = {
        code: replace(
            ret,
            answers={
                n: Entry(EntryState.VALID, throw.choice((0, 0, 0, 0, 0, 0, 1)) + (n in (6, 7)))
                for n in ret.answers
            },
        )
        for code, ret in forms(3).items()
    }
    assert {f.code for f in told(weak)} <= {"W09"}


def test_the_sentence_says_how_many_same_02() -> None:
    returns = forms(1)
    one, other = sorted(returns)[:2]
    throw = random.Random(1)  # noqa: S311 - the same throws again, no secret
    returns[other] = change(paste(returns[other], returns[one]), 2, throw)
    (finding,) = told(returns)
    assert "26 จาก 28 ช่อง" in load_catalogue().message(finding)


def test_one_of_another_amphoe_is_named_with_it_same_06() -> None:
    returns = forms(1)
    other = min(code for code in returns if code.startswith("3104"))
    returns[other] = paste(returns[other], returns["310101"])
    (finding,) = told(returns)
    assert "ตำบลในเมือง อำเภอเมืองบุรีรัมย์ และตำบล" in load_catalogue().message(finding)
    assert "Sub-district ในเมือง, District เมืองบุรีรัมย์, and" in load_catalogue().message(finding, "en")
