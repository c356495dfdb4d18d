"""A form of low counts that the province has confirmed in its register.

CONF-01  With a reason, E84 becomes the warning W69, and nothing is flagged.
CONF-02  Without a reason, or for another code, nothing is decided: the error stands.
CONF-03  From the register's file to the summary: the code is taken, the อำเภอ is complete, and
         the reason stands beside the warning.
"""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from damage.subject import COUNTS, Subject, read_back
from test_cli import run
from test_register import fill

from sorchor_xl.domain.round.records import TambonStatus
from sorchor_xl.domain.round.register import Register, TambonEntry
from sorchor_xl.workflow.provincial_register import register_name

BECAUSE = "สอบถามแล้วเป็นจำนวนครั้งจริง"


def low_counts() -> tuple[str, bytes]:
    """The ตำบล whose counts are all 1 to 3, and the workbook it stands in."""
    subject = Subject(2)
    for number in COUNTS:
        subject.put(number, subject.throw.randint(1, 3))
    subject.put(4, 1)
    return subject.code, subject.book.saved()


def told(data: bytes, entry: TambonEntry) -> tuple[set[str], set[str]]:
    """The codes about this ตำบล, and which ตำบล are flagged with an error."""
    results = read_back(data, Register(tambons={entry.code: entry}))
    codes = {f.code for f in results.findings if f.tambon_code == entry.code}
    assert {r.status for r in results.tambons} == {TambonStatus.COMPLETE}
    return codes, {f.tambon_code for f in results.findings if f.is_error}


def test_the_province_confirms() -> None:
    """CONF-01."""
    code, data = low_counts()
    entry = TambonEntry(code, confirmed=("E84",), confirmed_because=BECAUSE)
    codes, flagged = told(data, entry)
    assert "W69" in codes
    assert not flagged


@pytest.mark.parametrize(("confirmed", "because"), [(("E84",), ""), (("W13",), BECAUSE), ((), "")])
def test_nothing_is_decided(confirmed: tuple[str, ...], because: str) -> None:
    """CONF-02."""
    code, data = low_counts()
    codes, flagged = told(data, TambonEntry(code, confirmed=confirmed, confirmed_because=because))
    assert flagged == {code}
    assert codes & {"E84", "W69"} == {"E84"}


def test_from_the_register_to_the_summary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """CONF-03."""
    monkeypatch.chdir(tmp_path)
    assert run("init", "-p", "31", "-y", "2564").code == 0
    code, data = low_counts()
    (tmp_path / "returned" / "3122.xlsx").write_bytes(data)
    typed = {"คำเตือนที่ยืนยันแล้ว": "E84", "เหตุผลที่ยืนยัน": BECAUSE}
    fill(tmp_path / register_name(), {("ตำบล", code, head): v for head, v in typed.items()})
    run("summarize", "-o", "s.xlsx")
    run("check", "returned", "--json", "c.json")
    said = json.loads((tmp_path / "c.json").read_text(encoding="utf-8"))
    assert {f["code"] for f in said["findings"]} & {"E84", "W69"} == {"W69"}
    with zipfile.ZipFile(tmp_path / "s.xlsx") as summary:
        assert BECAUSE in summary.read("xl/sharedStrings.xml").decode()
