"""The packaged rubrics, and rubrics a province brings as a file of its own."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path

from sorchor_xl.data.console_texts import said_on_console
from sorchor_xl.data.os_errors import why_not
from sorchor_xl.data.rubric_parse import RubricError, parse_rubric
from sorchor_xl.domain.scoring.rubric import Rubric
from sorchor_xl.domain.scoring.rubric_lint import lint_rubric


def rubric_years() -> tuple[int, ...]:
    """Fiscal years (พ.ศ.) whose rubric is packaged, oldest first."""
    folder = resources.files("sorchor_xl") / "data" / "rubrics"
    return tuple(sorted(int(f.name[:-5]) for f in folder.iterdir() if f.name.endswith(".toml")))


@cache
def load_rubric(year: int) -> Rubric:
    """The packaged rubric of a fiscal year (พ.ศ.); RubricError names the years there are."""
    if year not in rubric_years():
        years = ", ".join(map(str, rubric_years()))
        raise RubricError(said_on_console("rubric_no_year", year=year, years=years))
    file = resources.files("sorchor_xl") / "data" / "rubrics" / f"{year}.toml"
    return parse_rubric(file.read_text(encoding="utf-8"), file.name)


def read_rubric_file(path: Path) -> Rubric:
    """A province's own rubric; RubricError if it cannot be understood or is not sound."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        said = said_on_console("rubric_unreadable", file=path.name, why=why_not(error))
        raise RubricError(said) from error
    except UnicodeDecodeError as error:
        raise RubricError(said_on_console("rubric_not_utf8", file=path.name)) from error
    rubric = parse_rubric(text, path.name)
    faults = lint_rubric(rubric)
    if faults:
        raise RubricError(said_on_console("rubric_unsound", file=path.name, why=faults[0]))
    return rubric
