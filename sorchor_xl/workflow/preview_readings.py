"""What other readings would make of the returns that are there; nothing is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from sorchor_xl.data.movement_texts import movement_lines, movement_text
from sorchor_xl.domain.round.collect import collect
from sorchor_xl.domain.round.movement import movement_between, take_snapshot
from sorchor_xl.domain.round.results import Results
from sorchor_xl.domain.scoring.rubric import Rubric
from sorchor_xl.domain.scoring.score import Scheme
from sorchor_xl.domain.sentence_error import SentenceError
from sorchor_xl.intake.reader import Progress
from sorchor_xl.workflow.summarize_round import InboxRequest, collect_inbox


class ReadingsError(SentenceError, ValueError):
    """The readings asked for make no sense; the text is one sentence."""


def preview_readings(
    request: InboxRequest, wanted: str, progress: Progress | None = None
) -> tuple[str, ...]:
    """The levels before and after, and every ตำบล that would move, in sentences.

    ``wanted`` as "A1=lower,A3=lower". ReadingsError where it cannot be meant.
    """
    pairs = _pairs(wanted)
    collected = collect_inbox(_writing_nothing(request), progress)
    opened, now = collected.opened, collected.results
    _check(opened.rubric, pairs)
    scheme = Scheme.of(opened.rubric, {**opened.settings.readings, **pairs})
    before = {
        t.code: t.total
        for t in (collected.previous.tambons.values() if collected.previous else ())
        if t.total is not None
    }
    other = collect(
        replace(opened, scheme=scheme).on(now.as_of, before, now.register), collected.read
    )
    return tuple(_lines(now, other, pairs))


def _writing_nothing(request: InboxRequest) -> InboxRequest:
    """The same returns with nothing to be written."""
    return InboxRequest(
        province=request.province,
        year=request.year,
        settings_file=request.settings_file,
        as_of=request.as_of,
        previous=request.previous,
        inbox=request.inbox,
        several=request.several,
    )


def _pairs(wanted: str) -> Mapping[str, str]:
    pairs: dict[str, str] = {}
    for part in wanted.split(","):
        key, sign, option = (text.strip() for text in part.partition("="))
        if not (key and sign and option):
            raise ReadingsError(movement_text("preview.syntax", found=part.strip()))
        pairs[key] = option
    return pairs


def _check(rubric: Rubric, pairs: Mapping[str, str]) -> None:
    known = {r.id: tuple(r.options) for r in rubric.readings if r.is_setting}
    for key, option in pairs.items():
        if option not in known.get(key, ()):
            listed = ", ".join(f"{id_}={'|'.join(options)}" for id_, options in known.items())
            raise ReadingsError(
                movement_text("preview.unknown", found=f"{key}={option}", known=listed)
            )


def _lines(now: Results, other: Results, pairs: Mapping[str, str]) -> list[str]:
    shown = ", ".join(f"{key}={option}" for key, option in pairs.items())
    lines = [movement_text("preview.heading", readings=shown)]
    old, new = (Counter(t.card.level for t in results.complete) for results in (now, other))
    for level in now.scheme.rubric.levels:
        facts = {"level": level.level, "name": level.name}
        counts = {"old": old[level.level], "new": new[level.level]}
        lines.append(movement_text("preview.levels", **facts, **counts))
    moved = movement_between(take_snapshot(now), take_snapshot(other))
    moved = replace(moved, readings=(), amphoes=())
    lines.append(movement_text("preview.moved", count=sum(t.moves_level for t in moved.tambons)))
    return [*lines, *movement_lines(moved, now)]
