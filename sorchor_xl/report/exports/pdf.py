"""A PDF beside a workbook, made by LibreOffice where it is installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from sorchor_xl.data.report_texts import sentence
from sorchor_xl.files.atomic_writing import OutputError, write_atomically

SECONDS: Final = 600
PROGRAMS: Final = ("soffice", "libreoffice")
USUAL_PLACES: Final = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
)


def find_office() -> Path | None:
    """The LibreOffice program of this machine, or None."""
    for name in PROGRAMS:
        found = shutil.which(name)
        if found:
            return Path(found)
    return next((Path(place) for place in USUAL_PLACES if Path(place).is_file()), None)


def require_office() -> Path:
    """The LibreOffice program of this machine; OutputError where there is none."""
    office = find_office()
    if office is None:
        raise OutputError(sentence("errors.no_office"))
    return office


def print_workbook(workbook: Path, target: Path, *, seconds: int = SECONDS) -> Path:
    """Write a workbook as PDF to ``target``, hidden sheets left out; the path written.

    OutputError with a Thai sentence where LibreOffice is missing, fails or takes too long.
    """
    office = require_office()
    with tempfile.TemporaryDirectory(prefix="sorchor-pdf-") as folder:
        made = _convert(office, workbook, Path(folder), seconds)
        return write_atomically(target, lambda path: _copy(made, path))


def _copy(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)


def _convert(office: Path, workbook: Path, folder: Path, seconds: int) -> Path:
    """Run LibreOffice on a profile of its own, so that an open window does not stop it."""
    copy = folder / "summary.xlsx"
    shutil.copyfile(workbook, copy)
    profile = (folder / "profile").as_uri()
    command = [os.fspath(office), f"-env:UserInstallation={profile}", "--headless"]
    command += ["--convert-to", "pdf", "--outdir", os.fspath(folder), os.fspath(copy)]
    name = workbook.name
    try:
        code, said = _run(command, folder, seconds)
    except subprocess.TimeoutExpired as error:
        raise OutputError(sentence("errors.pdf_slow", path=name, seconds=seconds)) from error
    except OSError as error:
        raise OutputError(sentence("errors.pdf_failed", path=name, why=error)) from error
    made = copy.with_suffix(".pdf")
    if code or not made.is_file():
        why = said.decode(errors="replace").strip() or sentence("errors.exit_code", code=code)
        raise OutputError(sentence("errors.pdf_failed", path=name, why=why))
    return made


def _run(command: Sequence[str], folder: Path, seconds: int) -> tuple[int, bytes]:
    """Exit code and errors of a program; it and all it started end with us or with the time.

    What it strews about goes into ``folder``.
    """
    with (
        _lifeline() as line,
        subprocess.Popen(  # noqa: S603 a fixed command on a file of ours
            [*_GUARD, *command] if line is not None else command,
            stdin=subprocess.DEVNULL if line is None else line,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
            env={**os.environ, "TMPDIR": os.fspath(folder)},
        ) as process,
    ):
        try:
            _, said = process.communicate(timeout=seconds)
        except BaseException:
            _end_all(process)
            raise
    return process.returncode, said


@contextmanager
def _lifeline() -> Iterator[int | None]:
    """A pipe whose other end only we hold: it ends when we do, however that is. None = no shell."""
    if sys.platform == "win32" or not Path(_SHELL).is_file():
        yield None
        return
    reading, writing = os.pipe()
    try:
        yield reading
    finally:
        os.close(reading)
        os.close(writing)


_SHELL: Final = "/bin/sh"
_GUARD: Final = (
    _SHELL,
    "-c",
    'exec 3<&0; "$@" </dev/null 3<&- & job=$!; '
    "(cat <&3 >/dev/null; kill -KILL -$$) 2>/dev/null & exec 3<&-; wait $job",
    _SHELL,
)
"""Runs a command, and kills it with all it started when the pipe at its own input ends."""


def _end_all(process: subprocess.Popen[bytes]) -> None:
    """End a program and what it started: the LibreOffice command is only a starter."""
    if sys.platform != "win32":
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
