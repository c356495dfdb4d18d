"""Whether provinces measured alike: scores by other readings or criteria are not comparable.

Scores are taken over from the summaries as they stand, so a difference is told, never evened out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sorchor_xl.domain.sentence_error import Said
from sorchor_xl.domain.thai.text import join_list
from sorchor_xl.report.previous_summary import Previous

MOST_NAMES = 5


@dataclass(frozen=True, slots=True)
class Difference:
    """A thing that provinces chose unlike: "" for the criteria, else the key of a reading.

    ``choices`` maps each choice to the names of its provinces; "" is the choice of those whose
    summary does not tell.
    """

    key: str
    choices: Mapping[str, Sequence[str]]

    def told(self, unknown: str, rest: str) -> Said:
        """The choices with some of their provinces: "higher (ก และข) และ lower (ค)"."""
        told = [
            Said.alike(
                "{choice} ({names})",
                choice=choice or unknown,
                names=join_list(names, MOST_NAMES, rest),
            )
            for choice, names in self.choices.items()
        ]
        return join_list(told)


def differences(used: Sequence[Previous]) -> Iterator[Difference]:
    """The criteria if they differ, then every reading that does, in the order of their keys."""
    rubrics = _by_choice((p.rubric, p.province) for p in used)
    if len(rubrics) > 1:
        yield Difference("", rubrics)
    for key in sorted({key for p in used for key in p.readings}, key=lambda k: (len(k), k)):
        choices = _by_choice((p.readings.get(key, ""), p.province) for p in used)
        if len(choices) > 1:
            yield Difference(key, choices)


def _by_choice(chosen: Iterable[tuple[str, str]]) -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = {}
    for choice, province in sorted(chosen):
        found.setdefault(choice, []).append(province)
    return found
