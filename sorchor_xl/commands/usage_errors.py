"""A command typed wrongly, told in the language asked for: click itself knows English only."""

from __future__ import annotations

import re

import click

from sorchor_xl.data.console_texts import console_sentence
from sorchor_xl.domain.checks.findings import Lang

_EXTRA = re.compile(r"unexpected extra arguments? \((.*)\)", re.DOTALL)
PROGRAM = "sorchor-xl"


def usage_sentence(error: click.UsageError, lang: Lang) -> str:
    """What was typed wrongly, and where to read how it is typed."""
    command = error.ctx.command_path if error.ctx is not None else PROGRAM
    return f"{_wrong(error, lang)}\n{console_sentence('usage_help', lang, command=command)}"


def _wrong(error: click.UsageError, lang: Lang) -> str:
    if isinstance(error, click.NoSuchOption):
        return console_sentence("usage_no_option", lang, name=error.option_name)
    if isinstance(error, click.BadOptionUsage):
        return console_sentence("usage_needs_value", lang, name=error.option_name)
    if isinstance(error, click.MissingParameter):
        return console_sentence("usage_missing", lang, name=_name(error))
    if isinstance(error, click.BadParameter):
        return _bad_value(error, lang)
    extra = _EXTRA.search(error.message)
    if extra is not None:
        return console_sentence("usage_extra", lang, names=extra[1])
    return console_sentence("usage_other", lang)


def _bad_value(error: click.BadParameter, lang: Lang) -> str:
    kind = error.param.type if error.param is not None else None
    if isinstance(kind, click.Choice):
        choices = ", ".join(str(choice) for choice in kind.choices)
        return console_sentence("usage_bad_choice", lang, name=_name(error), choices=choices)
    if isinstance(kind, click.FloatRange):
        ends = {"least": kind.min, "most": kind.max}
        return console_sentence("usage_bad_range", lang, name=_name(error), **ends)
    return console_sentence("usage_bad_value", lang, name=_name(error), why=error.message)


def _name(error: click.BadParameter) -> str:
    """ "--as-of" of an option, "INBOX" of an argument."""
    param = error.param
    if param is None:
        return str(error.param_hint or "")
    if isinstance(param, click.Argument):
        return (param.name or "").upper()
    return param.opts[0]
