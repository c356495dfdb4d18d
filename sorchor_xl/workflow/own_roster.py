"""A province's own register of ตำบล, read through the one door."""

from __future__ import annotations

from pathlib import Path

from sorchor_xl.data.roster_files import roster_of_rows
from sorchor_xl.domain.places.roster import Roster
from sorchor_xl.workbooks.front_door import read_table


def read_roster_file(path: Path) -> Roster:
    """The roster that a province's own file states.

    CSV (UTF-8 with or without mark, or cp874; comma, semicolon or tab) or the first sheet of a
    workbook, with the columns รหัส, อำเภอ and ตำบล. RefusedFileError for what cannot be opened,
    RosterError for what is no roster.
    """
    return roster_of_rows(read_table(path))
