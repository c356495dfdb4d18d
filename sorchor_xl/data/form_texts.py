"""The words of the district workbook, read once from ``data/form.toml``.

Everything an officer reads that is not the rubric's stands there: sheet names, headings, labels,
instructions, prompts, status words. Nothing here decides anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from sorchor_xl.data.form_shape import FormTable
from sorchor_xl.data.toml_records import checked_toml
from sorchor_xl.domain.sentence_error import Said


@dataclass(frozen=True)
class FormWording:
    """Wording of the district workbook.

    ``sheets`` and ``headings`` are keyed by `layout.SheetKind`, headings then by column key;
    ``labels`` by row key; ``order_kinds`` by the suffix of an order's row key; ``raw`` is the whole
    file for the rooms that draw a single sheet.
    """

    sheets: Mapping[str, str]
    headings: Mapping[str, Mapping[str, str]]
    labels: Mapping[str, str]
    order_kinds: Mapping[str, str]
    raw: Mapping[str, Any]

    def part(self, name: str) -> Mapping[str, Any]:
        """One table of the file; KeyError if there is none."""
        table: Mapping[str, Any] = self.raw[name]
        return table


@cache
def load_wording() -> FormWording:
    """The packaged wording."""
    file = resources.files("sorchor_xl") / "data" / "form.toml"
    raw = checked_toml(file.read_text(encoding="utf-8"), FormTable, file.name)
    return FormWording(
        sheets=raw["sheets"],
        headings=raw["headings"],
        labels=raw["labels"],
        order_kinds=raw["order_kinds"],
        raw=raw,
    )


def refusal(key: str, /, **params: object) -> str:
    """Why a template cannot be used: a sentence of the wording with its places filled."""
    pair = load_wording().raw["refusals"][key]
    return Said.filled(pair["th"], pair["en"], params)
