"""Open a round: settings and options together, as the records the rooms below work with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sorchor_xl.data.console_texts import said_on_console
from sorchor_xl.data.roster_files import load_provinces, load_roster
from sorchor_xl.data.rubric_files import load_rubric, read_rubric_file, rubric_years
from sorchor_xl.domain.places.roster import Roster
from sorchor_xl.domain.round.records import Amphoe, Province, Tambon
from sorchor_xl.domain.round.register import Register
from sorchor_xl.domain.round.results import Round
from sorchor_xl.domain.scoring.rubric import Rubric
from sorchor_xl.domain.scoring.score import Scheme
from sorchor_xl.workflow.own_roster import read_roster_file
from sorchor_xl.workflow.settings import Settings, SettingsError, find_settings, read_settings
from sorchor_xl.workflow.settings_fit import require_fit, settled_dates, settled_scheme


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundChoice:
    """Which round is meant; None = left to the settings, the files or the program."""

    province: str | None = None
    year: int | None = None
    settings_file: Path | None = None


@dataclass(frozen=True)
class OpenRound:
    """Everything a command needs to know of a round before it touches a workbook."""

    settings: Settings
    roster: Roster
    province: Province
    scheme: Scheme
    dates: Mapping[str, date]

    @property
    def rubric(self) -> Rubric:
        """The rubric of the year."""
        return self.scheme.rubric

    @property
    def amphoes(self) -> Mapping[Amphoe, tuple[Tambon, ...]]:
        """Every อำเภอ of the province with its ตำบล, in code order."""
        return {a: self.roster.tambons(a.code) for a in self.roster.amphoes(self.province.code)}

    def chosen_amphoes(self, names: Sequence[str]) -> tuple[Amphoe, ...]:
        """The อำเภอ of those codes or names, all for none; UnknownPlace for one that is not."""
        if not names:
            return self.roster.amphoes(self.province.code)
        found = {self.roster.find_amphoe(name, self.province.code) for name in names}
        return tuple(sorted(found))

    def on(
        self,
        as_of: date,
        before: Mapping[str, int] | None = None,
        register: Register | None = None,
    ) -> Round:
        """The round as it is collected on a day; ``before`` is last year's totals by ตำบล."""
        from sorchor_xl.data.form_texts import load_wording
        from sorchor_xl.form.row_keys import FIELD_ROWS, row_name

        named = load_wording().labels
        return Round(
            province=self.province,
            fiscal_year=self.rubric.fiscal_year,
            scheme=self.scheme,
            amphoes=self.amphoes,
            dates=self.dates,
            as_of=as_of,
            labels={row_name(key): named[key] for key in FIELD_ROWS},
            pins=self.settings.pins,
            before=before or {},
            register=register or Register(),
        )


def settings_near(
    folder: Path, explicit: Path | None, places: Sequence[Path] | None = None
) -> Settings:
    """The settings named, else those of the first of ``places`` with some; None = ``folder``."""
    if explicit is not None:
        return read_settings(explicit)
    found = (find_settings(place) for place in ([folder] if places is None else places))
    return read_settings(next((path for path in found if path), None))


def open_round(settings: Settings, province: str | None, year: int | None) -> OpenRound:
    """The round of a province and year (พ.ศ.); options win over settings.

    Raises SettingsError without a province, UnknownPlace for one that is not, RubricError.
    """
    wanted = province or settings.province
    if not wanted:
        raise SettingsError(said_on_console("settings_no_province"))
    roster, place = _roster(settings, wanted)
    rubric = rubric_of(settings, year)
    scheme = settled_scheme(settings, rubric)
    require_fit(settings, rubric, roster, place)
    return OpenRound(settings, roster, place, scheme, settled_dates(settings, rubric))


def _roster(settings: Settings, wanted: str) -> tuple[Roster, Province]:
    place = load_provinces().find_province(wanted)
    if settings.roster is None:
        return load_roster(place.code), place
    return read_roster_file(settings.roster), place


def rubric_of(settings: Settings, year: int | None) -> Rubric:
    """The rubric of a year: the province's own where it is of that year, else the packaged one.

    ``year`` None = the settings', else the newest. SettingsError where the settings name a year
    and a rubric of another; RubricError where there is none.
    """
    if settings.rubric is None:
        return load_rubric(year or settings.year or rubric_years()[-1])
    own = read_rubric_file(settings.rubric)
    if year is not None and year != own.fiscal_year:
        return load_rubric(year)
    if settings.year not in (None, own.fiscal_year):
        said = {"file": settings.file, "rubric": settings.rubric.name}
        years = {"year": settings.year, "found": own.fiscal_year}
        raise SettingsError(said_on_console("settings_other_year", **said, **years))
    return own
