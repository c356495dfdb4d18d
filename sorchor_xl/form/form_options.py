"""What a province decides about its forms, whose form it is, and what is filled in beforehand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from sorchor_xl.data.form_texts import FormWording, load_wording
from sorchor_xl.domain.round.records import Amphoe, Province, Tambon
from sorchor_xl.domain.scoring.rubric import Reading, Rubric, other_option
from sorchor_xl.domain.scoring.score import Scheme
from sorchor_xl.domain.thai.dates import be_year, thai_date
from sorchor_xl.domain.thai.text import join_list, to_thai_digits
from sorchor_xl.form.layout import EXTRA_LIMIT, SheetKind, Token, make_token

DEFAULT_FONT = "TH SarabunPSK"
_CAPITAL = "10"
"""กรุงเทพมหานคร is called neither จังหวัด nor by its offices."""


@dataclass(frozen=True, slots=True)
class FormOptions:
    """A province's choices for its forms; the defaults are the rubric's.

    ``dates`` overrides due dates by their key in the rubric. ``letter`` and ``letter_date`` are the
    province's own letter, "" and None where it has none yet. ``mission_count`` is filled in as the
    base “missions” where the province has fixed it. ``extra_criteria`` are the names of its own
    award criteria (แนวทาง ข้อ 7.6), at most five. ``left_out`` names what is not asked for, keys of
    `records.PLAN_EXTRAS`.
    """

    dates: Mapping[str, date] = field(default_factory=dict)
    letter: str = ""
    letter_date: date | None = None
    contact_unit: str = ""
    contact_phone: str = ""
    mission_count: int | None = None
    extra_criteria: tuple[str, ...] = ()
    left_out: frozenset[str] = frozenset()
    font: str = DEFAULT_FONT

    def __post_init__(self) -> None:
        if len(self.extra_criteria) > EXTRA_LIMIT:
            raise ValueError(
                f"เกณฑ์คัดเลือกของจังหวัดมีได้ไม่เกิน {EXTRA_LIMIT} ข้อ แต่ระบุไว้ {len(self.extra_criteria)} ข้อ"
            )

    def date_of(self, rubric: Rubric, key: str) -> date:
        """A due date: the province's, else the rubric's; KeyError for an unknown key."""
        return self.dates.get(key, rubric.dates[key].on)


@dataclass(frozen=True, slots=True)
class District:
    """Whose workbook it is; ``tambons`` in code order, at least one."""

    province: Province
    amphoe: Amphoe
    tambons: tuple[Tambon, ...]


@dataclass(frozen=True, slots=True)
class TambonPrefill:
    """What is already known of one ตำบล.

    ``bases`` and ``answers`` hold numbers (a choice as its place from 1) or the very text a sender
    wrote; ``previous`` is last year's as it is shown, by row key: a base, "35 (3)" for a value with
    its points, a number for points alone, and "TOTAL" for the total.
    """

    bases: Mapping[str, int | float | str] = field(default_factory=dict)
    answers: Mapping[int, int | float | str] = field(default_factory=dict)
    notes: Mapping[int, str] = field(default_factory=dict)
    assessor: str = ""
    assessed_on: date | str | None = None
    previous: Mapping[str, int | float | str] = field(default_factory=dict)


Cell = int | float | str | bool | date | None
"""A value to fill in: True and False become the words of the list, None stays blank."""


@dataclass(frozen=True, slots=True)
class Prefill:
    """Values to fill in when a workbook is issued.

    ``tambons`` by ตำบล code; ``district``, ``orders``, ``plans`` and ``awards`` by row key, then
    (but for ``district``) by column key of `sorchor_xl.form.layout`.
    """

    tambons: Mapping[str, TambonPrefill] = field(default_factory=dict)
    district: Mapping[str, Cell] = field(default_factory=dict)
    orders: Mapping[str, Mapping[str, Cell]] = field(default_factory=dict)
    plans: Mapping[str, Mapping[str, Cell]] = field(default_factory=dict)
    awards: Mapping[str, Mapping[str, Cell]] = field(default_factory=dict)


def placeholder(name: str) -> str:
    """A placeholder as it stands in the template."""
    return "{{" + name + "}}"


def province_full(province: Province) -> str:
    """The province as people write it: "จังหวัดบุรีรัมย์"."""
    return province.name if province.code == _CAPITAL else f"จังหวัด{province.name}"


def scheme_texts(
    scheme: Scheme, options: FormOptions, words: FormWording | None = None
) -> Mapping[str, str]:
    """Placeholder → text, for all that the rubric, the year and the province's choices decide."""
    rubric, words = scheme.rubric, words or load_wording()
    dates = {key: options.date_of(rubric, key) for key in rubric.dates}
    texts = {key: to_thai_digits(thai_date(day, style="long")) for key, day in dates.items()}
    texts |= {f"{key}_short": thai_date(day, style="short") for key, day in dates.items()}
    chosen = {
        f"reading:{r.id}": r.options[scheme.readings[r.id]].text if r.is_setting else r.principle
        for r in rubric.readings
    }
    others = {f"other:{r.id}": _other(scheme, r) for r in rubric.readings}
    return {
        **texts,
        **chosen,
        **others,
        **_year_texts(rubric),
        "readings": " ".join(f"{key}={option}" for key, option in scheme.readings.items()),
        "contact": _contact(options, words),
        "rubric_id": f"{rubric.id}/{rubric.version}",
        **rule_texts(rubric),
        "title": rubric.title,
        "title_short": words.part("page")["title_short"],
        **{f"extra{n}": f"7.6 {name}" for n, name in enumerate(options.extra_criteria, start=1)},
        **{f"extra{n}": "" for n in range(len(options.extra_criteria) + 1, EXTRA_LIMIT + 1)},
    }


def issued_texts(rubric: Rubric, words: FormWording | None = None) -> Iterator[str]:
    """Every text that fills a place of its own when a workbook is issued, whatever a province
    chose; that of its letter is known by its beginning (`letter_begins`)."""
    for reading in rubric.readings:
        yield from (option.text for option in reading.options.values())
        yield from (reading.principle, reading.other)
    words = words or load_wording()
    yield from (*rule_texts(rubric).values(), *_year_texts(rubric).values(), rubric.title)
    yield words.part("instructions")["guideline"].format(annex=rubric.source.annex)


def letter_begins(province: Province, words: FormWording | None = None) -> str:
    """How the line begins that names the letter a workbook was sent with."""
    letter = str((words or load_wording()).part("instructions")["letter"])
    return letter.format(issuer=province_full(province), number="", dated="").rstrip()


def _other(scheme: Scheme, reading: Reading) -> str:
    """What the province did not choose."""
    if not reading.is_setting:
        return reading.other
    return reading.options[other_option(reading, scheme.readings[reading.id])].text


def levels_said(rubric: Rubric) -> str:
    """The levels with their points: "56 - 69 คะแนน อยู่ในระดับ 3 (เข้มแข็ง), … และ …"."""
    return join_list(
        [
            f"{level.low} - {level.high} คะแนน อยู่ในระดับ {level.level} ({level.name})"
            for level in rubric.levels
        ]
    )


def rule_texts(rubric: Rubric) -> Mapping[str, str]:
    """The regulations behind the work, by placeholder (แนวทาง ข้อ 3 and 4)."""
    source = rubric.source
    return {"duty_rules": join_list(source.duty_rules), "plan_rule": source.plan_rule}


def _year_texts(rubric: Rubric) -> Mapping[str, str]:
    return {
        "year": str(rubric.fiscal_year),
        "year_thai": to_thai_digits(str(rubric.fiscal_year)),
        "scale_thai": to_thai_digits(rubric.scale),
        "levels_thai": to_thai_digits(levels_said(rubric)),
        "indicators_thai": to_thai_digits(str(len(rubric.indicators))),
    }


def _contact(options: FormOptions, words: FormWording) -> str:
    unit = options.contact_unit or words.part("instructions")["contact"]
    phone = to_thai_digits(options.contact_phone)
    return f"{unit} โทร. {phone}" if phone else unit


def district_texts(
    scheme: Scheme, district: District, options: FormOptions, words: FormWording | None = None
) -> Mapping[str, str]:
    """Placeholder → text, for what is the same on every sheet of one อำเภอ."""
    rubric, words = scheme.rubric, words or load_wording()
    tokens = {
        f"token:{kind}": make_token(
            Token(rubric.id, rubric.fiscal_year, district.amphoe.code, kind)
        )
        for kind in SheetKind
        if kind is not SheetKind.FORM
    }
    return {
        **tokens,
        "province": district.province.name,
        "province_full": province_full(district.province),
        "province_code": district.province.code,
        "amphoe": district.amphoe.name,
        "amphoe_code": district.amphoe.code,
        "letter_line": _letter_line(rubric, district, options, words),
    }


def _letter_line(
    rubric: Rubric, district: District, options: FormOptions, words: FormWording
) -> str:
    """The order the form goes out under: the province's letter, else the Department's guideline."""
    table, source = words.part("instructions"), rubric.source
    issuer = province_full(district.province)
    number, day = options.letter, options.letter_date
    if not number and issuer == source.issuer and be_year(source.date) == rubric.fiscal_year:
        number, day = source.letter, source.date
    if not number:
        return str(table["guideline"]).format(annex=source.annex)
    dated = table["dated"].format(date=to_thai_digits(thai_date(day, style="long"))) if day else ""
    return str(table["letter"]).format(issuer=issuer, number=number, dated=dated)


def tambon_texts(scheme: Scheme, tambon: Tambon) -> Mapping[str, str]:
    """Placeholder → text, for what differs from ตำบล to ตำบล."""
    rubric = scheme.rubric
    token = Token(rubric.id, rubric.fiscal_year, tambon.code, SheetKind.FORM)
    return {
        "tambon": tambon.name,
        "tambon_code": tambon.code,
        "token:F": make_token(token),
    }
