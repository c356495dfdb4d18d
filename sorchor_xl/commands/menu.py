"""``menu``: the round in Thai by numbers, for two clicks and no terminal.

Every choice is a command of the command line, run in the round's folder as if it had been typed,
so that there is one way of doing a thing and one wording of it. Where the window has no Thai
letters the menu speaks English, and what came of a choice opens as the page or workbook it made.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, TypeVar

import click
from click.core import ParameterSource

from sorchor_xl.commands.console import Voice, named_by_number
from sorchor_xl.commands.console_font import window_shows_thai
from sorchor_xl.commands.opening import open_in_its_program
from sorchor_xl.commands.outcome import COULD_NOT, explain
from sorchor_xl.commands.result_views import say_started
from sorchor_xl.commands.shared_options import PATH
from sorchor_xl.commands.stopping import orderly_stop
from sorchor_xl.data.roster_files import load_provinces
from sorchor_xl.data.rubric_files import rubric_years
from sorchor_xl.domain.thai.dates import parse_fiscal_year
from sorchor_xl.domain.thai.text import normalise
from sorchor_xl.workflow.open_round import open_round, settings_near
from sorchor_xl.workflow.settings import SETTINGS_NAME, Settings, SettingsError, find_settings
from sorchor_xl.workflow.start_round import FOLDERS, round_folder, start_round

T = TypeVar("T")
"""What an answer means."""
_IN_THAI: Final = "9"
_NUMBERS: Final = {"generate": "1", "status": "2", "summarize": "3", "mail": "4", "watch": "5"}
_CORRECTIONS: Final = ("--annotate", f"{FOLDERS['results']}/corrections")


@dataclass(frozen=True, slots=True)
class MenuItem:
    """A line of the menu: its number, the key of its words, what it does.

    ``made`` is where what it made can be read, None while there is nothing.
    """

    number: str
    words: str
    do: Callable[[Voice, Settings], object]
    made: Callable[[Settings], Path | None] = lambda _settings: None


@click.command()
@click.argument("dropped", nargs=-1, type=PATH)
@click.option("--folder", type=PATH, default=Path(), help="โฟลเดอร์ของรอบ / the round's folder")
@click.pass_obj
def menu(voice: Voice, /, dropped: tuple[Path, ...], folder: Path) -> None:
    """รายการภาษาไทยสำหรับเลือกด้วยหมายเลข / the round by numbers, in Thai.

    DROPPED: ไฟล์หรือโฟลเดอร์ที่ส่งกลับ จะสรุปผลให้ทันที / what came back, summarised at once.
    """
    shows_thai = not _is_language_open() or window_shows_thai()
    if not shows_thai:
        voice = replace(voice, lang="en")
        voice.say("menu_no_thai")
    with contextlib.suppress(EOFError, click.Abort), named_by_number(_NUMBERS):
        place = _find_or_start(voice, folder)
        os.chdir(place)
        if dropped:
            _run(voice, "summarize", *_places(dropped), *_CORRECTIONS)
            _wait(voice)
        voice = _choose(voice, shows_thai)
    voice.say("menu_goodbye")
    voice.then("menu")


def _is_language_open() -> bool:
    """Whether nobody asked for a language by ``--lang``."""
    whole = click.get_current_context().find_root()
    return whole.get_parameter_source("lang") is ParameterSource.DEFAULT


def _places(dropped: Sequence[Path]) -> Iterator[str]:
    return (str(path.resolve()) for path in dropped)


def _find_or_start(voice: Voice, folder: Path) -> Path:
    """The folder of the round: where its settings lie, else where a new one was begun."""
    place = round_folder(folder.resolve())
    try:
        if find_settings(place) is not None:
            return place
    except SettingsError as error:
        click.echo(error.sentence(voice.lang))
        _wait(voice)
        raise EOFError from error
    voice.say("menu_new_round", folder=place)
    province = _answered(voice, "menu_ask_province", load_provinces().find_province)
    newest = rubric_years()[-1]
    year = _answered(voice, "menu_ask_year", lambda typed: _year(typed or str(newest)), year=newest)
    say_started(voice, start_round(place, province.code, year))
    return place


def _answered(voice: Voice, key: str, read: Callable[[str], T], **params: object) -> T:
    """What an answer means; asked again, with the reason, until it means something."""
    while True:
        try:
            return read(_ask(voice, key, **params))
        except (LookupError, ValueError) as error:
            click.echo(explain(error, voice.lang) or str(error))


def _year(typed: str) -> int:
    """A fiscal year; one that the program has no rules for gets a draft of them."""
    return parse_fiscal_year(typed)


def _ask(voice: Voice, key: str, **params: object) -> str:
    """What was typed, without stray spaces and with Thai digits as Arabic ones; EOFError at end."""
    click.echo(voice.sentence(key, **params) + " ", nl=False)
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return normalise(line).strip()


def _wait(voice: Voice) -> None:
    _ask(voice, "menu_wait")


def _choose(voice: Voice, shows_thai: bool) -> Voice:
    """Show the menu and do what is chosen, until 0; the language spoken at the end."""
    items = {item.number: item for item in _items()}
    while True:
        settings = _show(voice, list(items.values()), shows_thai)
        chosen = _ask(voice, "menu_ask")
        if chosen == "0":
            return voice
        if chosen == _IN_THAI and not shows_thai:
            voice, shows_thai = replace(voice, lang="th"), True
        elif chosen in items:
            _do(items[chosen], voice, settings, shows_thai)
        else:
            voice.say("menu_no_such", chosen=chosen)


def _do(item: MenuItem, voice: Voice, settings: Settings, shows_thai: bool) -> None:
    """Do what a line says; where it cannot be read here, open what it made."""
    item.do(voice, settings)
    made = item.made(settings)
    if not shows_thai and made is not None:
        _open(voice, made)
    _wait(voice)


def _show(voice: Voice, items: Sequence[MenuItem], shows_thai: bool) -> Settings:
    """The heading of the round and its menu; the settings as they stand now."""
    try:
        settings = settings_near(Path(), None)
        opened = open_round(settings, None, None)
    except ValueError as error:
        click.echo(explain(error, voice.lang) or str(error))
        settings = Settings()
        voice.say("menu_settings_wrong", file=SETTINGS_NAME)
    else:
        place, year = opened.province.name, opened.rubric.fiscal_year
        voice.say("menu_heading", province=place, year=year, folder=Path.cwd())
    for item in items:
        click.echo(f"  {item.number}  {voice.sentence(item.words)}")
    if not shows_thai:
        click.echo(f"  {_IN_THAI}  {voice.sentence('menu_in_thai')}")
    click.echo(f"  0  {voice.sentence('menu_leave')}")
    return settings


def _items() -> Iterator[MenuItem]:
    yield MenuItem(_NUMBERS["generate"], "menu_generate", _command("generate"))
    yield MenuItem(_NUMBERS["status"], "menu_status", _show_status, _board)
    summarize = _command("summarize", *_CORRECTIONS)
    yield MenuItem(_NUMBERS["summarize"], "menu_summarize", summarize, _summary)
    yield MenuItem(_NUMBERS["mail"], "menu_mail", _command("mail", "all"), _newest_drafts)
    yield MenuItem(_NUMBERS["watch"], "menu_watch", _command("watch"), _board)
    yield MenuItem("6", "menu_open", _open_outputs)
    yield MenuItem("7", "menu_manual", _open_manual)


def _command(*arguments: str) -> Callable[[Voice, Settings], object]:
    return lambda voice, _settings: _run(voice, *arguments)


def _run(voice: Voice, *arguments: str) -> int:
    """One command as if it were typed; its exit code. What went wrong has been said by then.

    Ctrl-C ends the command and not the menu, as often as it is pressed.
    """
    from sorchor_xl.commands.command_line import main

    try:
        with orderly_stop():
            click.echo()
            main.main(["--lang", voice.lang, *arguments], prog_name="sorchor-xl")
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else COULD_NOT
    return 0


def _show_status(voice: Voice, settings: Settings) -> None:
    """The status, and the same as a page for the browser."""
    _run(voice, "status", "--html", str(_board(settings)))


def _board(settings: Settings) -> Path:
    """Where the board stands, be it there or not."""
    from sorchor_xl.workflow.write_board import board_beside

    return board_beside(settings.summary or Path(FOLDERS["results"]) / "summary.xlsx")


def _summary(settings: Settings) -> Path | None:
    return settings.summary


def _newest_drafts(settings: Settings) -> Path | None:
    """The list of the drafts of the last day there are any of."""
    from sorchor_xl.workflow.draft_mail import drafts_folder

    return max(drafts_folder(None, settings).glob("*/index.html"), default=None)


def _open_outputs(voice: Voice, settings: Settings) -> None:
    """The summary where there is one, and the folder it lies in."""
    summary = settings.summary or Path(FOLDERS["results"])
    if summary.is_file():
        _open(voice, summary)
    if summary.parent.is_dir():
        _open(voice, summary if summary.is_dir() else summary.parent)
    if not summary.exists():
        voice.say("menu_nothing_yet")


def _open_manual(voice: Voice, _settings: Settings) -> None:
    from sorchor_xl.data.manual_files import manual_page

    page = manual_page()
    if page is None:
        voice.say("menu_no_manual")
    else:
        _open(voice, page)


def _open(voice: Voice, path: Path) -> None:
    """Open a thing in its program; where that cannot be, say where it lies."""
    opened = open_in_its_program(path)
    voice.say("menu_opened" if opened else "menu_lies_at", path=path.resolve())
