"""What the system refuses is said in words, with what to do, in both languages.

OS-01  Every error we know is one sentence without the system's English; others keep its words.
OS-02  Through the commands: a full disk, no permission, a folder for a file, a name too long.
OS-03  A system that cannot spell Thai names is refused before anything is done.
"""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest
from issued import filled
from test_cli import run

from sorchor_xl.commands.outcome import explain
from sorchor_xl.data.os_errors import why_not

KNOWN = ["ENOSPC", "EACCES", "EPERM", "EROFS", "ENOENT", "EISDIR", "ENOTDIR", "ENAMETOOLONG"]
KNOWN += ["EINVAL", "ELOOP", "EBUSY", "EIO"]


@pytest.mark.parametrize("name", KNOWN)
def test_each_has_its_sentence_os_01(name: str) -> None:
    number = getattr(errno, name)
    error = OSError(number, os.strerror(number), "x.xlsx")
    assert "โปรด" in why_not(error)
    assert "lease" in why_not(error).english
    for lang in ("th", "en"):
        said = explain(error, lang) or ""
        assert said.startswith("x.xlsx: ")
        assert os.strerror(number) not in said


def test_others_keep_the_words_of_the_system_os_01() -> None:
    assert why_not(OSError(9999, "out of sorts")) == "out of sorts"
    assert why_not(OSError("nothing known")) == "nothing known"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A round with one return."""
    monkeypatch.chdir(tmp_path)
    assert run("init", "-p", "31", "-y", "2564").code == 0
    (tmp_path / "returned" / "3122.xlsx").write_bytes(filled())
    return tmp_path


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    "arguments",
    [
        ("summarize", "--previous", "returned"),
        ("generate", "--previous", "results"),
        ("rollup", "returned/3122.xlsx", "-o", "sorchor.toml/x.xlsx"),
        ("summarize", "-o", "ก" * 82 + ".xlsx"),
        ("init", "sorchor.toml", "-p", "31"),
        ("check", "returned", "--json", "sorchor.toml/x.json"),
        ("status", "--settings", "nowhere.toml"),
        ("rubric", "--settings", "results"),
    ],
)
def test_no_words_of_the_system_reach_anybody_os_02(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.code == 2
    assert "โปรด" in done.err
    assert "rror" not in done.err
    assert "irectory" not in done.err
    assert "too long" not in done.err


FULL = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, 2_000))
from sorchor_xl.commands.command_line import run
run(sys.argv[1:])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="sizes of files are limited by POSIX only")
@pytest.mark.parametrize("command", ["summarize", "generate", "template", "check"])
def test_a_full_disk_leaves_nothing_half_written_os_02(command: str, folder: Path) -> None:
    options = {
        "summarize": ["--as-of", "2021-05-03"],
        "generate": ["-a", "3122"],
        "template": ["-o", "t.xlsx"],
        "check": ["returned", "--as-of", "2021-05-03", "--json", "x.json"],
    }
    before = {path for path in folder.rglob("*") if path.is_file()}
    done = subprocess.run(
        [sys.executable, "-c", FULL, command, *options[command]],
        cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "พื้นที่จัดเก็บเต็ม" in done.stderr
    assert "Traceback" not in done.stderr
    assert {path for path in folder.rglob("*") if path.is_file()} == before


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps names in Unicode")
def test_a_system_without_thai_names_os_03(folder: Path) -> None:
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = subprocess.run(
        [sys.executable, "-m", "sorchor_xl", "summarize"],
        cwd=folder, env={**os.environ, **plain}, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert b"PYTHONUTF8=1" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.usefixtures("folder")
def test_results_make_their_own_folder_os_02() -> None:
    """As the summary does."""
    assert run("check", "returned", "--json", "a/b/x.json").code in {0, 1}
    assert Path("a/b/x.json").is_file()
