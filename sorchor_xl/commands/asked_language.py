"""Which language a command line asks for, before and while a command runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from sorchor_xl.domain.checks.findings import Lang


def asked_language(arguments: Sequence[str]) -> Lang:
    """The language of ``--lang`` among arguments that may not be parsed; Thai without one."""
    for number, word in enumerate(arguments):
        given = arguments[number + 1 : number + 2] if word == "--lang" else []
        if word == "--lang=en" or list(given) == ["en"]:
            return "en"
    return "th"


def language_of(ctx: click.Context | None) -> Lang:
    """The language of a running command; Thai where it is not known."""
    params = ctx.find_root().params if ctx is not None else {}
    return "en" if params.get("lang") == "en" else "th"
