"""From a zip to named bytes.

UNPACK-02  Zip members: Thai names in UTF-8 and cp874 with and without flag; dates; never extracted.
UNPACK-05  To a bounded depth, in any order; limits are for all within and counted while inflating.
UNPACK-06  The same folder gives the same files in the same order, with fingerprints.
"""

from __future__ import annotations

import hashlib
import struct
import time
import zipfile
from pathlib import Path

import pytest
from intake_files import set_zip_flags, zip_of, zip_with_raw_names
from unpacked import BIG_XLSX, SENT, THAI, XLSX, from_bytes, unpack

from sorchor_xl.files import unpack as unpacking
from sorchor_xl.files.file_kinds import FileKind
from sorchor_xl.files.member_names import decode_name, tidy_name
from sorchor_xl.files.zip_view import BadZipError, Budget, TooLargeError, open_zip


@pytest.mark.parametrize("page", ["utf-8", "cp874"])
@pytest.mark.parametrize("flag", [True, False])
@pytest.mark.parametrize("name", [THAI, "แบบ.xlsx", "3101_กระสัง.xlsx", "ผลการประเมิน/กก.xlsx"])
def test_thai_names_of_members(tmp_path: Path, page: str, flag: bool, name: str) -> None:
    """UNPACK-02: a flag that lies, a name without one, and แบบ which is valid UTF-8 in cp874."""
    data = zip_with_raw_names({name.encode(page): XLSX}, utf8_flag=flag)
    found = from_bytes(tmp_path, "ส่ง.zip", data)
    assert list(found) == ["ส่ง.zip", f"ส่ง.zip!{name}"]
    assert found[f"ส่ง.zip!{name}"].data == XLSX


def test_members_have_their_own_dates_and_fingerprints(tmp_path: Path) -> None:
    """UNPACK-02, UNPACK-06."""
    payload = from_bytes(tmp_path, "a.zip", zip_of({"x.xlsx": XLSX}))["a.zip!x.xlsx"]
    assert (payload.file.received, payload.file.dated_by) == (SENT, "archive")
    assert payload.file.sha256 == hashlib.sha256(XLSX).hexdigest()
    assert payload.file.size == len(XLSX)


def test_odd_members_are_named_and_nothing_is_written(tmp_path: Path) -> None:
    """UNPACK-02: names with .., drives, the same name twice; damaged and locked members."""
    inner = zip_of({"../../evil.xlsx": XLSX, "C:\\x.xlsx": XLSX, "._x.xlsx": b"j", "d/": b""})
    broken = zip_of({"bad.xlsx": BIG_XLSX, "x.xlsx": XLSX})
    damaged = broken[:3000] + bytes(50) + broken[3050:]
    (tmp_path / "drop").mkdir()
    (tmp_path / "drop" / "odd.zip").write_bytes(inner)
    (tmp_path / "drop" / "broken.zip").write_bytes(damaged)
    (tmp_path / "drop" / "locked.zip").write_bytes(set_zip_flags(zip_of({"x.xlsx": XLSX}), 1))
    kinds = {name: p.kind for name, p in unpack(tmp_path / "drop").items()}
    assert kinds == {
        "broken.zip": FileKind.ZIP,
        "broken.zip!bad.xlsx": FileKind.CORRUPT,
        "broken.zip!x.xlsx": FileKind.XLSX,
        "locked.zip": FileKind.ZIP,
        "locked.zip!x.xlsx": FileKind.ZIP_PASSWORD,
        "odd.zip": FileKind.ZIP,
        "odd.zip!../../evil.xlsx": FileKind.XLSX,
        "odd.zip!._x.xlsx": FileKind.JUNK,
        "odd.zip!C:/x.xlsx": FileKind.XLSX,
    }
    assert sorted(p.name for p in tmp_path.iterdir()) == ["drop"]
    assert len(list((tmp_path / "drop").iterdir())) == 3


def test_members_of_one_name_are_told_apart(tmp_path: Path) -> None:
    """UNPACK-02."""
    data = zip_of({"x.xlsx": XLSX, "y.xlsx": XLSX}).replace(b"y.xlsx", b"x.xlsx")
    assert list(from_bytes(tmp_path, "a.zip", data)) == [
        "a.zip",
        "a.zip!x.xlsx",
        "a.zip!x.xlsx [2]",
    ]


def test_zips_within_zips_are_opened_to_a_depth(tmp_path: Path) -> None:
    """UNPACK-05."""
    data = zip_of({"x.xlsx": XLSX})
    for depth in range(1, 6):
        data = zip_of({f"{depth}.zip": data})
    found = from_bytes(tmp_path, "a.zip", data)
    assert list(found)[-1] == "a.zip!5.zip!4.zip!3.zip!2.zip"
    assert [p.nested for p in found.values()] == [False] * 4 + [True]


def test_what_lies_within_shares_one_budget(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """UNPACK-05: however deep, and however often one member is named."""
    monkeypatch.setattr(unpacking, "INFLATED_LIMIT", 9_000_000)
    bomb = zip_of({"x.xlsx": bytes(4_000_000)})
    found = from_bytes(tmp_path, "a.zip", zip_of({f"{n}.zip": bomb for n in range(4)}))
    kinds = [p.kind for name, p in found.items() if name.endswith("x.xlsx")]
    assert kinds.count(FileKind.TOO_LARGE) == 2


def test_members_within_one_another_are_refused_unread(tmp_path: Path) -> None:
    """UNPACK-05: two thousand names for one bomb would be inflated two thousand times."""
    data = zip_of({f"{n:04}.xlsx": bytes(19_000_000) if n == 0 else b"" for n in range(2000)})
    at, first = data.index(b"PK\x01\x02"), data.index(b"PK\x01\x02")
    (size, whole) = struct.unpack_from("<2I", data, first + 20)
    out = bytearray(data)
    while at >= 0:
        struct.pack_into("<2I", out, at + 20, size, whole)
        struct.pack_into("<I", out, at + 42, 0)
        at = data.find(b"PK\x01\x02", at + 4)
    start = time.process_time()
    found = from_bytes(tmp_path, "a.zip", bytes(out))
    assert time.process_time() - start < 5
    assert {p.kind for name, p in found.items() if "!" in name} == {FileKind.CORRUPT}


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_another_way_of_packing_is_no_damage(method: int, tmp_path: Path) -> None:
    """UNPACK-02: it is named for what it is, and the others are read."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("x.xlsx", XLSX, method)
        archive.writestr("y.xlsx", XLSX, zipfile.ZIP_DEFLATED)
    found = unpack(tmp_path)
    kinds = [p.kind for p in found.values()]
    assert kinds == [FileKind.ZIP, FileKind.ARCHIVE, FileKind.XLSX]


def test_inflating_stops_at_the_budget(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """UNPACK-05: a bomb that claims to be small is stopped by what comes out of it."""
    monkeypatch.setattr(unpacking, "INFLATED_LIMIT", 1_000_000)
    bomb = zip_of({"bomb.xlsx": bytes(5_000_000), "after.xlsx": XLSX})
    lying = bomb.replace(struct.pack("<I", 5_000_000), struct.pack("<I", 10))
    found = from_bytes(tmp_path, "a.zip", lying)
    assert found["a.zip!bomb.xlsx"].kind == FileKind.TOO_LARGE
    assert found["a.zip!bomb.xlsx"].data == b""


def test_a_zip_may_follow_other_bytes_and_use_zip64(tmp_path: Path) -> None:
    """UNPACK-02: a self-extracting archive; a writer that always uses ZIP64."""
    (tmp_path / "x").write_bytes(b"")
    target = tmp_path / "big.zip"
    with zipfile.ZipFile(target, "w") as out, out.open("x.xlsx", "w", force_zip64=True) as file:
        file.write(XLSX)
    for data in (b"MZ" + bytes(100) + target.read_bytes(), target.read_bytes()):
        view = open_zip(data)
        assert view.read(view.members[0], Budget(10_000)) == XLSX


def test_a_member_that_does_not_match_its_checksum_is_damaged() -> None:
    """UNPACK-05: a digit that changed on the way must not be read as an answer."""
    data = zip_of({"x": b"<v>12</v>"}, stored=True).replace(b"<v>12</v>", b"<v>72</v>")
    view = open_zip(data)
    with pytest.raises(BadZipError, match="checksum"):
        view.read(view.members[0], Budget(100))
    with pytest.raises(TooLargeError):
        view.read(view.members[0], Budget(3))


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("แบบ".encode("cp874"), "แบบ"),
        ("แบบ".encode(), "แบบ"),
        (b"plain", "plain"),
        ("2564–3122 “แก้”.xlsx".encode(), "2564–3122 “แก้”.xlsx"),
        ("2564–3122.xlsx".encode(), "2564–3122.xlsx"),
        ("รวม–ราย é.xlsx".encode(), "รวม–ราย é.xlsx"),
        ("\ufeff3122\u202e.xlsx".encode(), "\ufeff3122\u202e.xlsx"),
        ("3122\u00a0📊.xlsx".encode(), "3122\u00a0📊.xlsx"),
        ("โคก หนอง นา.xlsx".encode("cp874"), "โคก หนอง นา.xlsx"),
        ("résumé 2564.xlsx".encode(), "résumé 2564.xlsx"),
        ("Łódź, café.xlsx".encode(), "Łódź, café.xlsx"),
        ("รพ. 3122รถ.xlsx".encode("cp874"), "รพ. 3122รถ.xlsx"),
        ("แบบ".encode()[:-1], "แบ\ufffd"),
    ],
)
def test_code_pages_are_told_by_looks(raw: bytes, text: str) -> None:
    """UNPACK-02."""
    assert decode_name(raw) == text


def test_names_are_safe_to_show() -> None:
    """UNPACK-02."""
    assert tidy_name("a\x1b[31m\u202ecod.xlsx\n") == "a[31mcod.xlsx"
    assert tidy_name("\x00") == "?"
