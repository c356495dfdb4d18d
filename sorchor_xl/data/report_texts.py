"""The words of the summary, read once from ``data/report.toml``; nothing here decides anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any, Final

from sorchor_xl.data.report_shape import ReportTable
from sorchor_xl.data.toml_records import checked_toml
from sorchor_xl.domain.sentence_error import Said

PROVINCE: Final = "province"
COUNTRY: Final = "country"
FOLLOW: Final = "follow"


@dataclass(frozen=True)
class Wording:
    """The words, with the names that are the same in the whole workbook already known.

    ``names`` fills {area}, {whole}, {top_level} … wherever they stand; ``heading_names`` says some
    of them otherwise in headings of columns, where they break into lines.
    """

    table: Mapping[str, Any]
    names: Mapping[str, str | int] = field(default_factory=dict)
    heading_names: Mapping[str, str | int] = field(default_factory=dict)

    def say(self, path: str, /, **params: object) -> str:
        """The sentence at a dotted path, filled; KeyError where there is none."""
        text = self.part(path)
        return str(text).format_map({**self.names, **params})

    def part(self, path: str) -> Any:
        """Whatever stands at a dotted path; KeyError where there is nothing."""
        found: Any = self.table
        for key in path.split("."):
            found = found[key]
        return found

    def sheet(self, key: str) -> str:
        """The name of a sheet."""
        return str(self.table["sheets"][key]["name"]).format_map(self.names)

    def group(self, sheet: str) -> str:
        """The group of sheets that a sheet belongs to; what is chased where it does not say."""
        return str(self.table["sheets"][sheet].get("group", FOLLOW))

    def heading(self, sheet: str, key: str, **params: object) -> str:
        """The heading of a column. Keys may hold dots."""
        text: str = self.table["headings"][sheet][key]
        return text.format_map({**self.names, **self.heading_names, **params})

    def comment(self, sheet: str, key: str) -> str:
        """What a term in a heading means; "" where none is needed."""
        text: str = self.table["comments"].get(sheet, {}).get(key, "")
        return text.format_map(self.names)


@cache
def load_table() -> Mapping[str, Any]:
    """The packaged words, unfilled."""
    file = resources.files("sorchor_xl") / "data" / "report.toml"
    return checked_toml(file.read_text(encoding="utf-8"), ReportTable, file.name)


def sentence(path: str, /, **params: object) -> str:
    """A sentence that needs no names of a round, such as an error."""
    found = Wording(load_table()).part(path)
    if isinstance(found, Mapping):
        return Said.filled(found["th"], found["en"], params)
    return str(found).format_map(params)
