"""What a person sees of whose a sheet or file is: names of places on tabs, in titles, file names.

Only names that exist are found, in any dress: "ต.X(แก้ไข)", "2.ตำบลX", "ศอช.ต. X". What names no
place says nothing, so a tab may be called anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from sorchor_xl.domain.round.records import Amphoe, Tambon
from sorchor_xl.domain.thai.text import fold, normalise
from sorchor_xl.workbooks.grid import Rows

_SHORT: Final = 4
"""Names this short ("และ", "วัด") are also words: they count after ต. or ตำบล, or alone."""
_TAMBON_WORDS: Final = ("ต.", "ตำบล")
_AMPHOE_WORDS: Final = ("อ.", "อำเภอ")
_MARK_AFTER: Final = re.compile(r"[\u0e30-\u0e3a\u0e45\u0e47-\u0e4e]")
_VOWEL_BEFORE: Final = re.compile(r"[\u0e40-\u0e44]$")
_TAMBON_SAID: Final = re.compile(r"(?:ตำบล|(?<!ช\.)ต\.) *([\u0e01-\u0e4e]+)")
_AMPHOE_SAID: Final = re.compile(r"(?:อำเภอ|(?<!ช\.)อ\.) *([\u0e01-\u0e4e]+)")
_TAMBON_CODE: Final = re.compile(r"(?<!\d)\d{6}(?!\d)")
_AMPHOE_CODE: Final = re.compile(r"รหัสอำเภอ *(\d{4})(?!\d)")
_FILE_CODE: Final = re.compile(r"(?<!\d)\d{4}(?!\d)")
_NUMBER_OF_MACHINE: Final = re.compile(
    r"(?<![A-Za-z])(?!amphoe|amphur|district)[A-Za-z]+(?:[ _-]*\d+)+", re.IGNORECASE
)
"""A word in Latin letters and the numbers behind it."""
_ENDING: Final = re.compile(r"\.[A-Za-z0-9]{1,12}$")
_NOT_NAME: Final = re.compile(r"[\d_()\-.\s]+")
_WORD_BREAK: Final = re.compile(r"[^\u0e01-\u0e4e]+")
_CAPITAL: Final = "เมือง"
"""How the อำเภอ that bears the name of its province is called for short."""
_LONGEST_LINE: Final = 300
_TITLE_ROWS: Final = 6


@dataclass(frozen=True, slots=True)
class SeenPlace:
    """Names and codes as written, "" where there are none."""

    tambon: str = ""
    tambon_code: str = ""
    amphoe: str = ""
    amphoe_code: str = ""


@dataclass(frozen=True)
class PlaceNames:
    """The places of a province by the names people write."""

    amphoes: Mapping[Amphoe, tuple[Tambon, ...]]

    @cached_property
    def tambon_codes(self) -> Mapping[str, frozenset[str]]:
        """Folded name → codes of the ตำบล that bear it."""
        found: dict[str, set[str]] = {}
        for tambons in self.amphoes.values():
            for tambon in tambons:
                found.setdefault(fold(tambon.name), set()).add(tambon.code)
        return {name: frozenset(codes) for name, codes in found.items()}

    @cached_property
    def amphoe_codes(self) -> Mapping[str, str]:
        """Folded name → code of the อำเภอ."""
        return {fold(amphoe.name): amphoe.code for amphoe in self.amphoes}

    @cached_property
    def _any_tambon(self) -> re.Pattern[str]:
        names = sorted(self.tambon_codes, key=lambda name: (-len(name), name))
        return re.compile("|".join(map(re.escape, names)) or r"(?!)")

    def prepare(self) -> None:
        """Work out what is asked of every sheet."""
        _ = (self._any_tambon, self.amphoe_codes)

    def tambons_in(self, text: str) -> frozenset[str]:
        """Codes of the ตำบล a tab may be named after; empty where it names none."""
        found: set[str] = set()
        plain = fold(text)
        for match in self._any_tambon.finditer(plain):
            if _stands_alone(plain, match):
                found |= self.tambon_codes[match[0]]
        return frozenset(found)

    def amphoe_called(self, name: str) -> str:
        """Code of the อำเภอ of a name; "" where there is none."""
        plain = fold(name)
        if plain == fold(_CAPITAL):
            capitals = [c for n, c in self.amphoe_codes.items() if n.startswith(plain)]
            return capitals[0] if len(capitals) == 1 else ""
        return self.amphoe_codes.get(plain, "")

    def amphoes_in_file_name(self, path: str, *, counted: bool = False) -> frozenset[str]:
        """Codes of the อำเภอ a file is named after, without its folders; empty for none.

        ``counted`` for pictures and papers, which cameras and scanners name by a running number:
        IMG_3105 is the picture after IMG_3104.
        """
        name = re.split(r"[/!\\]", path)[-1]
        stem = normalise(_ENDING.sub("", name))
        known = frozenset(self.amphoe_codes.values())
        numbers = _NUMBER_OF_MACHINE.sub("", stem) if counted else stem
        codes = {code for code in _FILE_CODE.findall(numbers) if code in known}
        said = {self.amphoe_called(match) for match in _AMPHOE_SAID.findall(stem)}
        whole = self.amphoe_codes.get(fold(_NOT_NAME.sub("", stem)), "")
        return frozenset((codes | said | {whole}) - {""})

    def amphoes_in_words(self, text: str) -> frozenset[str]:
        """Codes of the อำเภอ that a mail's words name: after อำเภอ or อ., or as a word alone."""
        plain = _TAMBON_SAID.sub(" ", normalise(text))
        found = {self._called_first(said) for said in _AMPHOE_SAID.findall(plain)}
        found |= {self.amphoe_codes.get(fold(word), "") for word in _WORD_BREAK.split(plain)}
        return frozenset(found - {""})

    def _called_first(self, run: str) -> str:
        """Code of the อำเภอ whose name a run of letters without spaces begins with; "" for none."""
        exact = self.amphoe_called(run.partition("จังหวัด")[0])
        if exact:
            return exact
        begun = [name for name in self.amphoe_codes if fold(run).startswith(name)]
        return self.amphoe_codes[max(begun, key=len)] if begun else ""


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    """Whether a name found is not part of another word, nor that of an อำเภอ."""
    before, after = text[: match.start()], text[match.end() :]
    if _MARK_AFTER.match(after) or _VOWEL_BEFORE.search(before):
        return False
    if before.endswith(_AMPHOE_WORDS):
        return False
    return len(match[0]) > _SHORT or match[0] == text or before.endswith(_TAMBON_WORDS)


def place_in_title(rows: Rows, names: PlaceNames, inputs: Mapping[str, str]) -> SeenPlace:
    """The ตำบล and อำเภอ that the lines above the first input name, as retyped as they may be.

    ``inputs`` are the folded labels of the form: below the first of them officers write.
    """
    for line in _lines_above(rows, inputs):
        match = _TAMBON_SAID.search(line)
        if match is None:
            continue
        name = match[1].partition("อำเภอ")[0]
        starts = line.startswith(_TAMBON_WORDS) and any(w in line for w in _AMPHOE_WORDS)
        if starts or fold(name) in names.tambon_codes:
            code = _TAMBON_CODE.search(line)
            return SeenPlace(name, code[0] if code else "", _amphoe_said(line))
    return SeenPlace()


def amphoe_in_title(rows: Rows) -> SeenPlace:
    """The อำเภอ that the line below the title of a register names."""
    for row in rows[:_TITLE_ROWS]:
        for cell in row:
            if isinstance(cell, str) and len(cell) <= _LONGEST_LINE:
                line = normalise(cell)
                if line.startswith(_AMPHOE_WORDS) and (said := _amphoe_said(line)):
                    code = _AMPHOE_CODE.search(line)
                    return SeenPlace(amphoe=said, amphoe_code=code[1] if code else "")
    return SeenPlace()


def _amphoe_said(line: str) -> str:
    match = _AMPHOE_SAID.search(line)
    return match[1].partition("จังหวัด")[0] if match else ""


def _lines_above(rows: Rows, inputs: Mapping[str, str]) -> Iterator[str]:
    for row in rows[:_TITLE_ROWS]:
        texts = [c for c in row if isinstance(c, str) and 0 < len(c) <= _LONGEST_LINE]
        if _any_in(texts, inputs):
            return
        yield from map(normalise, texts)


def _any_in(texts: Iterable[str], inputs: Mapping[str, str]) -> bool:
    return any(fold(text) in inputs for text in texts)
