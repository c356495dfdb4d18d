"""The roster of places: จังหวัด, อำเภอ and ตำบล by DOPA code, and how people write their names.

Codes are keys, names never are: a name may belong to several places. A name is found only where
it is spelled as the roster or a listed alias spells it; a near miss is a suggestion, never an
answer (ห้วยราช and ห้วยราชา are two ตำบล of one อำเภอ).
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Final, TypeVar

from sorchor_xl.domain.round.records import Amphoe, Province, Tambon
from sorchor_xl.domain.sentence_error import SentenceError
from sorchor_xl.domain.thai.text import fold, join_list, quote_short

PROVINCE_DIGITS: Final = 2
AMPHOE_DIGITS: Final = 4
TAMBON_DIGITS: Final = 6
BANGKOK: Final = "10"

_SUGGESTIONS: Final = 3
_CAPITAL: Final = "เมือง"
_SHORTENED: Final = "ฯ"
_FOLDS_KEPT: Final = 32_768

Place = Province | Amphoe | Tambon
_P = TypeVar("_P", Province, Amphoe, Tambon)
_cached_fold: Final = lru_cache(maxsize=_FOLDS_KEPT)(fold)


class PlaceLevel(StrEnum):
    """The three levels, in the word people use."""

    PROVINCE = "จังหวัด"
    AMPHOE = "อำเภอ"
    TAMBON = "ตำบล"


_ENGLISH: Final = dict(zip(PlaceLevel, ("province", "district", "sub-district"), strict=True))
_PREFIXES: Final[Mapping[PlaceLevel, tuple[str, ...]]] = {
    PlaceLevel.PROVINCE: ("จังหวัด", "จ."),
    PlaceLevel.AMPHOE: ("กิ่งอำเภอ", "กิ่งอ.", "อำเภอ", "อ.", "เขต"),
    PlaceLevel.TAMBON: ("ตำบล", "ต.", "แขวง"),
}
_BANGKOK_WORDS: Final[Mapping[PlaceLevel, str]] = {
    PlaceLevel.PROVINCE: "",
    PlaceLevel.AMPHOE: "เขต",
    PlaceLevel.TAMBON: "แขวง",
}
_LEVEL_OF_LENGTH: Final[Mapping[int, PlaceLevel]] = {
    PROVINCE_DIGITS: PlaceLevel.PROVINCE,
    AMPHOE_DIGITS: PlaceLevel.AMPHOE,
    TAMBON_DIGITS: PlaceLevel.TAMBON,
}


class UnknownPlace(SentenceError, LookupError):  # noqa: N818 - read as a word of the domain, not as a fault
    """No place, or more than one, is meant by ``text``.

    ``candidates`` are the places it may mean: all of them where ``ambiguous``, else those spelled
    most alike (maybe none). ``within`` is the full name of the area searched, "" for the country.
    As text it is one Thai sentence.
    """

    def __init__(
        self,
        text: str,
        level: PlaceLevel,
        candidates: Sequence[Place] = (),
        *,
        within: str = "",
        ambiguous: bool = False,
    ) -> None:
        """Keep what was asked and what it may have meant."""
        super().__init__(text, level, tuple(candidates))
        self.text = text
        self.level = level
        self.candidates = tuple(candidates)
        self.within = within
        self.ambiguous = ambiguous

    def __str__(self) -> str:
        """Say in Thai what was not found, what was perhaps meant, and what to do."""
        asked = f"{self.level} “{quote_short(self.text)}”"
        names = join_list([f"{place.name} ({place.code})" for place in self.candidates], 10)
        if self.ambiguous:
            return f"{asked} มีมากกว่า 1 แห่ง คือ {names} โปรดระบุชื่อเต็มหรือรหัส"
        meant = f" ชื่อใกล้เคียงคือ {names}" if names else ""
        return f"ไม่พบ{asked}{self._searched()}{meant} โปรดตรวจตัวสะกดหรือระบุรหัส"

    def sentence(self, lang: str) -> str:
        """The same in English, names in Thai as they are written."""
        if lang != "en":
            return str(self)
        named = join_list([f"{p.name} ({p.code})" for p in self.candidates], 10).english
        asked = f"{_ENGLISH[self.level]} “{quote_short(self.text)}”"
        if self.ambiguous:
            return f"There is more than one {asked}: {named}. Give the whole name or the code"
        meant = f" Perhaps {named}?" if named else ""
        return f"There is no {asked}.{meant} Please check the spelling or give the code"

    def _searched(self) -> str:
        return f" ใน{self.within}" if self.within else " ในทะเบียน"


def level_word(code: str) -> str:
    """Return the word before the name of the place with this code: อำเภอ, in Bangkok เขต …"""
    level = _LEVEL_OF_LENGTH[len(code)]
    return _BANGKOK_WORDS[level] if code.startswith(BANGKOK) else level.value


def full_name(place: Place) -> str:
    """Return the name with its word: จังหวัดบุรีรัมย์, กรุงเทพมหานคร, แขวงสีลม."""
    return level_word(place.code) + place.name


@dataclass(frozen=True, slots=True)
class Roster:
    """Places in code order, and their other names.

    Holds every province; อำเภอ and ตำบล of those provinces that were loaded. Make it with `of`.
    """

    by_province: Mapping[str, Province]
    by_amphoe: Mapping[str, Amphoe]
    by_tambon: Mapping[str, Tambon]
    amphoes_in: Mapping[str, tuple[Amphoe, ...]]
    tambons_in: Mapping[str, tuple[Tambon, ...]]
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        provinces: Iterable[Province],
        amphoes: Iterable[Amphoe],
        tambons: Iterable[Tambon],
        aliases: Mapping[str, tuple[str, ...]] | None = None,
    ) -> Roster:
        """Return the roster of these places; ``aliases`` are other names by code."""
        sorted_amphoes = sorted(amphoes)
        sorted_tambons = sorted(tambons)
        return cls(
            by_province={place.code: place for place in sorted(provinces)},
            by_amphoe={place.code: place for place in sorted_amphoes},
            by_tambon={place.code: place for place in sorted_tambons},
            amphoes_in=_group(sorted_amphoes, PROVINCE_DIGITS),
            tambons_in=_group(sorted_tambons, AMPHOE_DIGITS),
            aliases=aliases or {},
        )

    def provinces(self) -> tuple[Province, ...]:
        """Return all provinces in code order."""
        return tuple(self.by_province.values())

    def amphoes(self, province_code: str) -> tuple[Amphoe, ...]:
        """Return the อำเภอ of a province in code order; none where it is not loaded."""
        return self.amphoes_in.get(province_code, ())

    def tambons(self, area_code: str) -> tuple[Tambon, ...]:
        """Return the ตำบล of an อำเภอ (4 digits) or province (2 digits) in code order."""
        if len(area_code) == AMPHOE_DIGITS:
            return self.tambons_in.get(area_code, ())
        return tuple(
            tambon
            for amphoe in self.amphoes(area_code)
            for tambon in self.tambons_in.get(amphoe.code, ())
        )

    def province_of(self, code: str) -> Province:
        """Return the province in which the place with this code lies. Raises `UnknownPlace`."""
        return _by_code(self.by_province, code[:PROVINCE_DIGITS], PlaceLevel.PROVINCE)

    def amphoe_of(self, code: str) -> Amphoe:
        """Return the อำเภอ with this code, or of this ตำบล. Raises `UnknownPlace`."""
        return _by_code(self.by_amphoe, code[:AMPHOE_DIGITS], PlaceLevel.AMPHOE)

    def tambon_of(self, code: str) -> Tambon:
        """Return the ตำบล with this code. Raises `UnknownPlace`."""
        return _by_code(self.by_tambon, code, PlaceLevel.TAMBON)

    def find_province(self, text: str) -> Province:
        """Return the province with this code or name. Raises `UnknownPlace`."""
        return self._find(text, PlaceLevel.PROVINCE, self.provinces(), "")

    def find_amphoe(self, text: str, province_code: str) -> Amphoe:
        """Return the อำเภอ of the province with this code or name. Raises `UnknownPlace`.

        A bare "เมือง" is the อำเภอ of that name where only one begins so.
        """
        places = self.amphoes(province_code)
        within = self._full_name(province_code)
        if not _is_bare_capital(text):
            return self._find(text, PlaceLevel.AMPHOE, places, within)
        capitals = [place for place in places if place.name.startswith(_CAPITAL)]
        if len(capitals) == 1:
            return capitals[0]
        raise UnknownPlace(
            text, PlaceLevel.AMPHOE, capitals, within=within, ambiguous=bool(capitals)
        )

    def find_tambon(self, text: str, area_code: str) -> Tambon:
        """Return the ตำบล with this code or name in an อำเภอ or province. Raises `UnknownPlace`."""
        return self._find(
            text, PlaceLevel.TAMBON, self.tambons(area_code), self._full_name(area_code)
        )

    def _find(self, text: str, level: PlaceLevel, places: Sequence[_P], within: str) -> _P:
        for key in _keys(text, level):
            found = self._matching(key, places)
            if len(found) == 1:
                return found[0]
            if found:
                raise UnknownPlace(text, level, found, within=within, ambiguous=True)
        alike = self._alike(_keys(text, level)[-1], places)
        raise UnknownPlace(text, level, alike, within=within)

    def _matching(self, key: str, places: Sequence[_P]) -> list[_P]:
        """Places with this code or name; only if there is none, those with this alias."""
        named = [place for place in places if key in (place.code, _name_key(place.name))]
        return named or [place for place in places if key in self._alias_keys(place)]

    def _alias_keys(self, place: Place) -> tuple[str, ...]:
        return tuple(_name_key(alias) for alias in self.aliases.get(place.code, ()))

    def _alike(self, key: str, places: Sequence[_P]) -> list[_P]:
        spellings: dict[str, _P] = {}
        for place in places:
            spellings.setdefault(_name_key(place.name), place)
            spellings.update(dict.fromkeys(self._alias_keys(place), place))
        close = difflib.get_close_matches(key, spellings, n=_SUGGESTIONS)
        return list(dict.fromkeys(spellings[spelling] for spelling in close))

    def _full_name(self, area_code: str) -> str:
        place = self.by_amphoe.get(area_code) or self.by_province.get(area_code)
        return full_name(place) if place else area_code


def _group(places: Iterable[_P], digits: int) -> dict[str, tuple[_P, ...]]:
    groups: dict[str, list[_P]] = {}
    for place in places:
        groups.setdefault(place.code[:digits], []).append(place)
    return {code: tuple(members) for code, members in groups.items()}


def _by_code(places: Mapping[str, _P], code: str, level: PlaceLevel) -> _P:
    if code not in places:
        raise UnknownPlace(code, level)
    return places[code]


def _name_key(name: str) -> str:
    """A last dot is not compared: Windows cuts it from file names (จ.ป.ร.)."""
    return _cached_fold(name).rstrip(".")


def _keys(text: str, level: PlaceLevel) -> list[str]:
    """The name as written, then without the word before it: some names begin with such a word."""
    key = _name_key(text)
    bare = [key.removeprefix(prefix) for prefix in _PREFIXES[level] if key.startswith(prefix)]
    return [key, *bare[:1]]


def _is_bare_capital(text: str) -> bool:
    return _keys(text, PlaceLevel.AMPHOE)[-1].removesuffix(_SHORTENED) == _CAPITAL
