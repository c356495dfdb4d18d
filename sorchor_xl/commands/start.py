"""Begin: the settings and folders of a round, or the whole round on made-up returns."""

from __future__ import annotations

from pathlib import Path

from sorchor_xl.commands.console import Voice
from sorchor_xl.commands.requests import DONE, TaskError
from sorchor_xl.commands.summarize import SummarizeRequest, summarize_round
from sorchor_xl.workflow.open_round import open_round
from sorchor_xl.workflow.settings import SETTINGS_NAME, Settings
from sorchor_xl.workflow.settings_draft import FOLDERS, new_settings_text


def start_round(voice: Voice, *, folder: Path, province: str, year: int | None) -> int:
    """Write a settings file and the folders of a round; an existing settings file is kept."""
    opened = open_round(Settings(), province, year)
    path = folder / SETTINGS_NAME
    if path.exists():
        raise TaskError(voice.sentence("settings_exist", path=path))
    for name in FOLDERS.values():
        (folder / name).mkdir(parents=True, exist_ok=True)
    text = new_settings_text(opened.province, opened.rubric)
    path.write_text(text, encoding="utf-8", newline="\n")
    voice.say("settings_written", path=path, folders=", ".join(FOLDERS.values()))
    return DONE


def run_demo(voice: Voice, folder: Path) -> int:
    """The whole round of บุรีรัมย์ on made-up returns: issue, take back, summarise, annotate."""
    from sorchor_xl.workflow.demo import DEMO_DAY, make_demo

    made = make_demo(folder)
    voice.say("demo_made", folder=folder)
    request = SummarizeRequest(
        inbox=made.inbox,
        output=made.summary,
        settings_file=made.settings,
        as_of=DEMO_DAY,
        annotate_dir=made.annotated,
        json_file=made.json,
    )
    summarize_round(voice, request)
    return DONE
