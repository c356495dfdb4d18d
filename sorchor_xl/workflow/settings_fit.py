"""Do the settings fit the round they are used for: its rubric, its dates, its ตำบล?

Asked when a round is opened; each refusal is one sentence that names key, value and what fits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sorchor_xl.data.console_texts import said_on_console
from sorchor_xl.data.toml_records import numbered, one_of, refuse, unknown
from sorchor_xl.domain.places.roster import Roster
from sorchor_xl.domain.round.records import Province
from sorchor_xl.domain.scoring.rubric import MISSIONS, Rubric, reporting_span
from sorchor_xl.domain.scoring.score import Scheme
from sorchor_xl.domain.sentence_error import Said
from sorchor_xl.domain.thai.dates import thai_date
from sorchor_xl.workflow.settings import Settings, SettingsError


def settled_scheme(settings: Settings, rubric: Rubric) -> Scheme:
    """The rubric under the province's readings; SettingsError for one the rubric has not."""
    known = rubric.default_readings
    for key, option in settings.readings.items():
        if key not in known:
            raise _refused(settings, unknown(("readings",), key, tuple(known)))
        options = tuple(rubric.reading(key).options)
        if option not in options:
            raise _refused(settings, _one_of(("readings", key), option, options))
    return Scheme.of(rubric, settings.readings)


def settled_dates(settings: Settings, rubric: Rubric) -> Mapping[str, date]:
    """The rubric's dates with the province's own.

    SettingsError for one the rubric has not, one outside the year and its reporting months, or a
    window that ends before it begins.
    """
    first, last = reporting_span(rubric.fiscal_year)
    for key, on in settings.dates.items():
        if key not in rubric.dates:
            raise _refused(settings, unknown(("dates",), key, tuple(rubric.dates)))
        if not first <= on <= last:
            ends = {"first": thai_date(first), "last": thai_date(last)}
            span = said_on_console("settings_dates_from", **ends)
            raise _refused(settings, refuse(("dates", key), on, span))
    dates = {**{key: due.on for key, due in rubric.dates.items()}, **settings.dates}
    if dates["window_end"] < dates["window_start"]:
        first_day = thai_date(dates["window_start"])
        begin = said_on_console("settings_dates_begin", first=first_day)
        raise _refused(settings, refuse(("dates", "window_end"), dates["window_end"], begin))
    return dates


def require_fit(settings: Settings, rubric: Rubric, roster: Roster, province: Province) -> None:
    """SettingsError where a pin, a criterion or the number of missions does not fit the round.

    Pins are not asked about where an option names another province than the settings.
    """
    bases = tuple(b.key for b in rubric.bases)
    if settings.mission_count is not None and MISSIONS not in bases:
        raise _refused(settings, said_on_console("settings_no_missions", base=MISSIONS))
    _require_criteria(settings, rubric)
    own = settings.province is None or roster.find_province(settings.province) == province
    if settings.pins and own:
        _require_pins(settings, roster, province)


def _require_criteria(settings: Settings, rubric: Rubric) -> None:
    full = {"total": rubric.highest_total}
    full |= {f"category{c.id}": rubric.category_max(c.id) for c in rubric.categories}
    for number, extra in enumerate(settings.award_extra, start=1):
        at = ("award", numbered("extra", number))
        if extra.of not in full:
            raise _refused(settings, _one_of((*at, "of"), extra.of, tuple(full)))
        if extra.source == "score" and extra.minimum > full[extra.of]:
            most = said_on_console("settings_at_most", most=full[extra.of])
            raise _refused(settings, refuse((*at, "minimum"), extra.minimum, most))


def _require_pins(settings: Settings, roster: Roster, province: Province) -> None:
    known = [t.code for a in roster.amphoes(province.code) for t in roster.tambons(a.code)]
    for code in settings.pins:
        if code not in known:
            said = {"code": code, "province": province.name, "known": known[0]}
            raise _refused(settings, said_on_console("settings_pin", **said))


def _one_of(path: Sequence[str], value: str, options: Sequence[str]) -> Said:
    return refuse(path, value, one_of(options))


def _refused(settings: Settings, said: Said) -> SettingsError:
    named = said_on_console("settings_file", file=settings.file)
    return SettingsError(Said.alike("{file}: {said}", file=named, said=said))
