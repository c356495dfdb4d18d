"""The shape of report.toml: its tables, and what may stand in them."""

from __future__ import annotations

from msgspec import Struct

from sorchor_xl.data.texts_shape import Pair, Tables, Text, Texts, Words


class ScopeWords(Struct, frozen=True, forbid_unknown_fields=True):
    """What a province and the country call their parts."""

    area: Text
    whole: Text
    place: Text


class ScopeTables(Struct, frozen=True, forbid_unknown_fields=True):
    """Either scope."""

    province: ScopeWords
    country: ScopeWords


class SummarySheetWords(Struct, frozen=True, forbid_unknown_fields=True):
    """A sheet of the summary; the first has no title and no note."""

    name: Text
    group: str = ""
    title: str = ""
    note: str = ""


class OverviewWords(Struct, frozen=True, forbid_unknown_fields=True):
    """The first sheet."""

    levels_title: Text
    weakest_title: Text
    weakest_none: Text
    steps_title: Text
    index_title: Text
    to_index: Text
    to_charts: Text
    late: Text
    call_title: Text
    letter_title: Text
    charts_title: Text
    complete: Text
    incomplete: Text
    not_received: Text
    all: Text
    mean: Text
    highest: Text
    lowest: Text
    nobody_to_call: Text
    nothing_scored: Text
    all_full: Text
    no_chart: Text
    country_call_not_received: Text
    country_call_partial: Text
    call_not_received: Text
    call_unreadable: Text
    call_partial: Text
    call_has_errors: Text
    hanging_level: Text
    headings: Words


class AwardWords(Struct, frozen=True, forbid_unknown_fields=True, rename={"pass_": "pass"}):
    """The award shortlist."""

    eligible: Text
    not_eligible: Text
    undecided: Text
    pass_: Text
    fail: Text
    open: Text
    none: Text
    missing: Text
    numbers: Text
    both: Text
    never: Text
    reasons: Words


class SignatureWords(Struct, frozen=True, forbid_unknown_fields=True):
    """Who signs."""

    prepared: Texts
    province: Texts
    country: Texts


class LogWords(Struct, frozen=True, forbid_unknown_fields=True):
    """The log."""

    round: Text
    checks: Text
    files: Text
    replaced: Text
    repaired: Text
    sources: Text
    no_replaced: Text
    no_repaired: Text
    no_files: Text
    change: Text
    change_indicator: Text
    effect: Text
    effect_unknown: Text
    check_points: Text
    check_totals: Text
    check_amphoes: Text
    dated_mail: Text
    dated_archive: Text
    dated_file: Text
    keys: Words


class PlaceholderNames(Struct, frozen=True, forbid_unknown_fields=True):
    """What a form of someone else may ask for."""

    province: Texts
    level: Texts
    figures: Texts
    amphoe: Texts
    tambon: Texts
    category: Texts


class ReportTable(Struct, frozen=True, forbid_unknown_fields=True):
    """report.toml."""

    schema: Text
    program: Text
    subject: Text
    category: Text
    heading: Text
    heading_place: Text
    heading_basis: Text
    context: Text
    footer_left: Text
    footer_right: Text
    back: Text
    place_author: Text
    scope: ScopeTables
    symbols: Words
    words: Words
    amphoe_status: Words
    tambon_status: Words
    timing: Words
    severity_status: Words
    verdict: Words
    kept_out_by: Words
    tiles: Words
    headline: Words
    steps: Words
    overview: OverviewWords
    letter: Words
    follow_up: Words
    advice: Words
    officers: Words
    database: Words
    awards: AwardWords
    orders: Words
    signature: SignatureWords
    duties: Words
    readings: Words
    compare: Words
    charts: Words
    log: LogWords
    placeholders: PlaceholderNames
    rollup: Words
    errors: dict[str, Pair]
    groups: Words
    sheets: dict[str, SummarySheetWords]
    headings: Tables
    comments: Tables
