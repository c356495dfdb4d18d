"""The texts of the drafts: packaged templates, or a province's own in their place.

A province copies a template, changes it, and leaves the others as they are. Every template is
checked before the first draft is made, so that a misspelt name is said at once and not on the day
its kind of mail is first needed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sorchor_xl.data.mail_texts import DraftError, mail_text, packaged_templates
from sorchor_xl.domain.thai.text import join_list, to_thai_digits

if TYPE_CHECKING:
    from jinja2 import Environment

MEMORANDUM: Final = "memorandum"
NAMES: Final = frozenset(
    {
        *("year", "as_of", "province", "province_full", "contact", "letter_number", "paragraph"),
        *("amphoe", "recipient", "certifier", "coordinator", "tambons", "received", "missing"),
        *("due", "department_due", "days_left", "days_late", "reply_by", "received_on"),
        *("findings", "errors", "warnings", "more", "attachments"),
        *("enclosures", "sent_number"),
    }
)
"""What a template may name."""


class MailTemplates:
    """Every template of a province, checked."""

    def __init__(self, folder: Path | None = None) -> None:
        """The packaged ones with those of ``folder`` in their place; DraftError names a fault."""
        self._environment = _environment()
        self._texts = {**packaged_templates(), **_own(folder)}
        for name, text in self._texts.items():
            _check(self._environment, name, text)

    def fill(self, name: str, facts: Mapping[str, Any]) -> tuple[str, str]:
        """Subject and body; the subject of a memorandum is ""."""
        text = self._render(f"{name}.txt", facts)
        if name == MEMORANDUM:
            return "", text
        first, _, body = text.partition("\n")
        return first.removeprefix(mail_text("subject_mark")).strip(), body.strip() + "\n"

    def _render(self, name: str, facts: Mapping[str, Any]) -> str:
        from jinja2 import TemplateError

        try:
            return (
                self._environment.from_string(self._texts[name]).render(facts).strip("\n ") + "\n"
            )
        except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError) as error:
            raise DraftError(mail_text("errors.failed", path=name, why=error)) from error


def _environment() -> Environment:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    # Plain text goes to mail and chat: there is nothing to escape.
    made = SandboxedEnvironment(undefined=StrictUndefined, keep_trailing_newline=True)
    made.filters["thai_digits"] = to_thai_digits
    made.filters["listed"] = join_list
    made.filters["counted"] = "{:,}".format
    made.filters["quoted"] = _quoted
    return made


def _quoted(items: Sequence[str]) -> str:
    """ "“ก”, “ข” และ “ค”": names of files."""
    return join_list([f"“{item}”" for item in items])


def _own(folder: Path | None) -> Mapping[str, str]:
    """The province's own templates; a file that is none of ours is a misspelt one."""
    if folder is None:
        return {}
    known = packaged_templates()
    found: dict[str, str] = {}
    for path in sorted(folder.glob("*.txt")):
        if path.name not in known:
            near = _nearest(path.name, known)
            listed = ", ".join(known)
            raise DraftError(
                mail_text("errors.unknown_file", path=path.name, nearest=near, known=listed)
            )
        try:
            found[path.name] = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise DraftError(mail_text("errors.failed", path=path.name, why=error)) from error
    return found


def _check(environment: Environment, name: str, text: str) -> None:
    from jinja2 import TemplateSyntaxError, meta

    try:
        tree = environment.parse(text)
    except TemplateSyntaxError as error:
        line, why = error.lineno, error.message
        raise DraftError(mail_text("errors.syntax", path=name, line=line, why=why)) from error
    for unknown in sorted(meta.find_undeclared_variables(tree) - NAMES):
        near, listed = _nearest(unknown, NAMES), ", ".join(sorted(NAMES))
        raise DraftError(
            mail_text("errors.unknown_name", path=name, name=unknown, nearest=near, known=listed)
        )
    if name != f"{MEMORANDUM}.txt" and not text.startswith(mail_text("subject_mark")):
        raise DraftError(mail_text("errors.no_subject", path=name))


def _nearest(name: str, known: Mapping[str, str] | frozenset[str]) -> str:
    near = get_close_matches(name, sorted(known), n=1)
    return mail_text("errors.nearest", name=near[0]) if near else ""
