"""What no rule file can be is told by one clear E100; what only looks odd is read."""

from pathlib import Path

import pytest

from cchc_rules.source import MAX_BYTES, MAX_LINE, MAX_LINES, read_source, source_from_text

TEXT = 'BỘ CHỈ SỐ X "Thử"\n  năm: 2026\n'
TCVN3 = "BộĐiểm: tû lÖ hå s¬ ®óng h¹n cña ®¬n vÞ, ®iÓm tèi ®a µ¸¶·¹¨»¾¼½©®ª«¬"


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (TEXT.encode("utf-16"), "UTF-16"),
        (TEXT.encode("utf-16-be").join([b"\xfe\xff", b""]), "UTF-16"),
        (b"abc\0def", "NUL"),
        (b"PK\x03\x04rest", "Word hoặc Excel"),
        (b"\xd0\xcf\x11\xe0rest", "Word hoặc Excel"),
        (b"a\nb\n\xff\xc0\n", "byte lạ ở dòng 3"),
        ("tû lÖ hå s¬ ®óng h¹n µ¸¶·¹¨»¾".encode("cp1252"), "TCVN3"),
        (TCVN3.encode(), "TCVN3"),
        (b"a" * (MAX_LINE + 1), f"Dòng 1 dài {MAX_LINE + 1} ký tự"),
        (b"a\n" * (MAX_LINES + 1), f"nhiều hơn {MAX_LINES}"),
        (b"a\n" * (MAX_BYTES // 2 + 1), "Tệp lớn hơn 1 MB"),
        (b"a\x07b", "ký tự điều khiển"),
    ],
)
def test_one_clear_finding(tmp_path: Path, raw: bytes, words: str) -> None:
    path = tmp_path / "a.cchc"
    path.write_bytes(raw)
    source, found = read_source(path, "a.cchc")
    assert source is None
    (only,) = found
    assert only.code == "E100"
    assert words in only.message
    assert only.remedy
    assert only.place.file == "a.cchc"


def test_a_folder_and_nothing_at_all(tmp_path: Path) -> None:
    for path, words in ((tmp_path, "thư mục"), (tmp_path / "x", "Không tìm thấy")):
        source, found = read_source(path)
        assert source is None
        assert [each.code for each in found] == ["E100"]
        assert words in found[0].message


def test_a_name_that_no_file_has() -> None:
    source, found = read_source(Path("a\0b"))
    assert source is None
    assert [each.code for each in found] == ["E100"]


@pytest.mark.parametrize(
    "raw",
    [
        TEXT.encode("utf-8-sig"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace(" ", "\u00a0").encode(),
        TEXT.replace("BỘ", "B\u1ed8\u200b").encode(),
        TEXT.rstrip("\n").encode() + b"   \n\n",
    ],
)
def test_odd_but_readable(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "a.cchc"
    path.write_bytes(raw)
    source, found = read_source(path)
    plain, _ = source_from_text(TEXT)
    assert found == ()
    assert source is not None
    assert plain is not None
    assert source.canonical == plain.canonical
