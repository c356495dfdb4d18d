"""Damaged returns: kinds × seeds, and never a silent difference.

DAMAGE-01  For every kind and seed the score is right, or the ตำบล is flagged with a named code.
DAMAGE-02  The workbook that is damaged is itself read without an error.
DAMAGE-03  The same kind and seed give the same damage, so that a failure can be seen again.

Few seeds run by default; ``SORCHOR_DAMAGE=10000 pytest tests/test_damage.py -s`` runs that many
returns in all, and prints how many there were of each kind.
"""

from __future__ import annotations

import os
from collections import Counter

import pytest
from damage.every import KINDS, inflict
from damage.subject import errors_about, is_right, read_back, verdict
from issued import filled

WANTED = int(os.environ.get("SORCHOR_DAMAGE", "0"))
SEEDS = max(2, -(-WANTED // len(KINDS)))


def test_the_undamaged_return_is_read() -> None:
    """DAMAGE-02."""
    results = read_back(filled())
    assert all(is_right(result) for result in results.tambons)
    assert not any(errors_about(results, result.tambon.code) for result in results.tambons)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_never_a_silent_difference(kind: str) -> None:
    """DAMAGE-01."""
    broken = [said for seed in range(SEEDS) if (said := verdict(kind, seed))]
    assert not broken, "\n".join(broken[:10])


@pytest.mark.parametrize("kind", sorted(KINDS)[::7])
def test_the_same_seed_gives_the_same_damage(kind: str) -> None:
    """DAMAGE-03."""
    one, other = (read_back(inflict(kind, 1)[1]) for _ in range(2))
    assert (one.findings, one.tambons) == (other.findings, other.tambons)


def test_every_kind_was_counted(capsys: pytest.CaptureFixture[str]) -> None:
    """DAMAGE-01: prints what was done."""
    done = Counter(dict.fromkeys(sorted(KINDS), SEEDS))
    with capsys.disabled():
        print(f"\n{done.total()} damaged returns of {len(KINDS)} kinds, seeds 0–{SEEDS - 1}")  # noqa: T201
        if WANTED:
            print("\n".join(f"  {count:6d}  {kind}" for kind, count in done.items()))  # noqa: T201
    assert len(KINDS) >= 80
