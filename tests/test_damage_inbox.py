"""Damage to a folder of returns: kinds × seeds, and nothing is picked, lent or lost in silence.

DAMAGE-09  Copies and clocks: what counts is the newest, or a person is asked.
DAMAGE-10  Answers of one ตำบล in the sheet of another are told.
DAMAGE-15  A workbook in a mail is found wherever it stands; what belongs to nobody accuses nobody.
DAMAGE-16  What a mail, a name or a folder takes back is told; what takes nothing back is not.
DAMAGE-11  An อำเภอ whose file cannot be opened is told as one that has sent.

``SORCHOR_DAMAGE=2000 pytest tests/test_damage_inbox.py`` fills that many folders.
"""

from __future__ import annotations

import os
from pathlib import Path

import damage.mailed
import damage.taken_back  # noqa: F401 - each enters its kinds when it is imported
import pytest
from damage.inbox import KINDS, verdict

SEEDS = max(2, int(os.environ.get("SORCHOR_DAMAGE", "0")) // len(KINDS))


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_folder(kind: str, tmp_path: Path) -> None:
    """DAMAGE-09, DAMAGE-10, DAMAGE-11, DAMAGE-15."""
    said = []
    for seed in range(SEEDS):
        (tmp_path / str(seed)).mkdir()
        said.append(verdict(kind, seed, tmp_path / str(seed)))
    assert not any(said), "\n".join(list(filter(None, said))[:10])
