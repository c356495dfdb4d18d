"""The board: one page that says where every อำเภอ stands and what is next, the most urgent first.

It is self-contained: no network, no script beyond copying and sorting. Everything that came from
outside is escaped by the template engine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from pathlib import PureWindowsPath
from typing import Any
from urllib.parse import quote

from sorchor_xl import __version__
from sorchor_xl.data.console_texts import console_sentence
from sorchor_xl.data.findings_catalogue import load_catalogue
from sorchor_xl.data.texts_shape import BoardTable
from sorchor_xl.data.toml_records import checked_toml
from sorchor_xl.domain.round.closed_files import asked_as
from sorchor_xl.domain.round.records import AmphoeStatus, TambonStatus
from sorchor_xl.domain.round.results import AmphoeResult, Results
from sorchor_xl.domain.round.urgency import by_urgency
from sorchor_xl.domain.thai.dates import thai_date
from sorchor_xl.domain.thai.text import clean_for_output, join_list, quote_short
from sorchor_xl.drafts.arrivals_chart import arrivals_chart

REASONS_SHOWN = 3
NAMES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class BoardLink:
    """A file to open: what the button says, and its path from the folder of the page.

    A path with a drive (``C:/…``) is one from which no way leads to the page.
    """

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class BoardExtras:
    """What stands on the board beside the results.

    ``texts`` are the chat texts and ``links`` the files by อำเภอ code. ``changes`` are sentences,
    since ``changed_since``. ``refresh`` in seconds, 0 = the page stands still.
    """

    texts: Mapping[str, str]
    links: Mapping[str, Sequence[BoardLink]]
    changes: Sequence[str] = ()
    changed_since: str = ""
    refresh: int = 0


def board_html(results: Results, extras: BoardExtras) -> str:
    """The page as text; same results and extras, same page."""
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    file = resources.files("sorchor_xl") / "data" / "board.html"
    strict = Environment(autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True)
    template = strict.from_string(file.read_text(encoding="utf-8"))
    # The chart is markup of our own, made of numbers and escaped words.
    chart = Markup(arrivals_chart(results, _words()))  # noqa: S704 - escaped where it is made
    return template.render(board=_board(results, extras), chart=chart)


def draft_word(kind: str) -> str:
    """What the button says that opens a draft of a kind."""
    return _say("draft", kind=kind)


def correction_word() -> str:
    """What the button says that opens the annotated return."""
    return _say("correction")


@cache
def _words() -> Mapping[str, Any]:
    file = resources.files("sorchor_xl") / "data" / "board.toml"
    return checked_toml(file.read_text(encoding="utf-8"), BoardTable, file.name)


def _say(key: str, **params: object) -> str:
    return str(_words()[key]).format_map(params)


def _board(results: Results, extras: BoardExtras) -> Mapping[str, Any]:
    province = results.province
    sent = results.register.province
    rows = [amphoe for group in by_urgency(results).values() for amphoe in group]
    on = thai_date(sent.summary_sent_on) if sent.summary_sent_on else ""
    return {
        "place": province.name if province.code == "10" else f"จังหวัด{province.name}",
        "year": results.fiscal_year,
        "as_of": thai_date(results.as_of),
        "deadline": _deadline(results.dates["results_due"], results.as_of),
        "sent": _say("sent", on=on, number=sent.summary_sent_number).strip() if on else "",
        "figures": _figures(results),
        "rows": [_row(results, amphoe, extras) for amphoe in rows],
        "others": _of_nobody(results),
        "changes": [clean_for_output(line) for line in extras.changes],
        "changed_since": extras.changed_since,
        "refresh": extras.refresh,
        "version": __version__,
    }


def _deadline(due: date, as_of: date) -> str:
    days = (due - as_of).days
    if days == 0:
        return _say("due_today", due=thai_date(due))
    return _say("due_left" if days > 0 else "due_over", due=thai_date(due), days=abs(days))


def _figures(results: Results) -> list[Mapping[str, str]]:
    states = [a.status for a in results.amphoes]
    absent = states.count(AmphoeStatus.NOT_RECEIVED)
    wrong = states.count(AmphoeStatus.HAS_ERRORS) + states.count(AmphoeStatus.UNREADABLE)
    values = {
        "received": f"{len(states) - absent} / {len(states)}",
        "complete": f"{len(results.complete)} / {len(results.tambons)}",
        "errors": str(wrong),
        "missing": str(absent),
    }
    return [{"name": _words()["figures"][key], "value": value} for key, value in values.items()]


def _row(results: Results, amphoe: AmphoeResult, extras: BoardExtras) -> Mapping[str, Any]:
    code = amphoe.amphoe.code
    links = extras.links.get(code, ())
    return {
        "code": code,
        "name": amphoe.amphoe.name,
        "state": amphoe.status.value,
        "state_word": console_sentence(f"status_{amphoe.status.value}", "th"),
        "progress": _say("progress", complete=amphoe.complete, tambons=amphoe.tambons),
        "timing": _timing(results, amphoe),
        "next": _next(results, amphoe),
        "reasons": _reasons(results, code),
        "files": clean_for_output(", ".join(amphoe.files)),
        "text": clean_for_output(extras.texts.get(code, "")),
        "links": [{"name": link.name, "href": _href(link.path)} for link in links],
    }


def _href(path: str) -> str:
    """The address of a link: from the page, or of a drive or share of Windows."""
    far = PureWindowsPath(path)
    return far.as_uri() if far.is_absolute() else quote(path)


def _timing(results: Results, amphoe: AmphoeResult) -> str:
    parts = []
    if amphoe.received_on is not None:
        parts.append(_say("received_on", on=thai_date(amphoe.received_on, style="short")))
    stated = amphoe.stated_on
    if stated is not None and stated != amphoe.received_on:
        parts.append(_say("stated_on", on=thai_date(stated, style="short")))
    if amphoe.due != results.dates["results_due"]:
        parts.append(_say("extended", due=thai_date(amphoe.due, style="short")))
    if amphoe.days_late:
        parts.append(_say("late", days=amphoe.days_late))
    return " · ".join(parts)


def _next(results: Results, amphoe: AmphoeResult) -> str:
    own = results.tambons_of(amphoe.amphoe.code)
    missing = [t.tambon.name for t in own if t.status is not TambonStatus.COMPLETE]
    code = amphoe.amphoe.code
    errors = sum(f.is_error for f in results.findings_of(code))
    return console_sentence(
        f"next_{asked_as(results, amphoe).value}",
        "th",
        errors=errors,
        missing=join_list(missing, NAMES_SHOWN, "ตำบล"),
    )


def _reasons(results: Results, code: str) -> list[str]:
    """The first few errors in words, and how many more there are."""
    catalogue = load_catalogue()
    found = [f for f in results.findings_of(code) if f.is_error]
    shown = [catalogue.message(f) for f in found[:REASONS_SHOWN]]
    more = len(found) - len(shown)
    return [*shown, *([_say("more", count=more)] if more > 0 else [])]


def _of_nobody(results: Results) -> list[str]:
    """Files with an error that belong to no อำเภอ we know of, with the reason."""
    catalogue = load_catalogue()
    return [
        f"{quote_short(f.where.file, 60)}: {catalogue.message(f)}"
        for f in results.findings
        if f.is_error and f.where.file and not f.amphoe_code
    ]
