"""`nhập từ`: shared figures from below the rules folder, from nowhere else."""

from pathlib import Path

import pytest

from cchc_rules.binding import Loaded, load
from cchc_rules.source import read_source
from tests.binding.loading import FULL, HEADER, ITEMS, LEAF, codes, rules, said

BODY = HEADER + ITEMS + LEAF + FULL
SHARED = "THAM SỐ n: số\n  2026: 5\n"


def files(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        path = folder / (name.replace("__", "/") + ".cchc")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def main(folder: Path, text: str, root: Path | None = None) -> Loaded:
    files(folder, main=text)
    source, found = read_source(folder / "main.cchc")
    assert source is not None, found
    return load(source, root=root)


@pytest.mark.parametrize("path", ["chung/a.cchc", r"chung\a.cchc", "./chung/a.cchc"])
def test_a_relative_path_is_read(tmp_path: Path, path: str) -> None:
    files(tmp_path, chung__a=SHARED)
    result = main(tmp_path, f'nhập từ "{path}"\n{BODY}')
    assert list(rules(result).parameters) == ["n"]


@pytest.mark.parametrize(
    "path",
    ["../a.cchc", "chung/../../a.cchc", "/etc/passwd", r"C:\a.cchc", "C:a.cchc", r"\\may\a\b",
     "//may/a/b", r"\a.cchc", "."],
)  # fmt: skip
def test_a_path_that_leads_elsewhere_is_refused(tmp_path: Path, path: str) -> None:
    folder = tmp_path / "trong"
    files(tmp_path, a=SHARED)
    folder.mkdir()
    result = main(folder, f'nhập từ "{path}"\n{BODY}')
    assert codes(result) == ["E115"], said(result)


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "trong"
    folder.mkdir()
    files(tmp_path, a=SHARED)
    (folder / "b.cchc").symlink_to(tmp_path / "a.cchc")
    assert codes(main(folder, f'nhập từ "b.cchc"\n{BODY}')) == ["E115"]


def test_a_wider_root_does_not_allow_dots(tmp_path: Path) -> None:
    folder = tmp_path / "trong"
    folder.mkdir()
    files(tmp_path, a=SHARED)
    assert codes(main(folder, f'nhập từ "../a.cchc"\n{BODY}', tmp_path)) == ["E115"]


def test_an_absent_file_is_told_and_its_names_are_not(tmp_path: Path) -> None:
    result = main(tmp_path, f'nhập từ "a.cchc"\n{BODY}  0 điểm nếu lượng từ n_chung\n')
    assert codes(result) == ["E115"]
    assert "Không tìm thấy tệp này." in said(result)


def test_a_circle_is_read_once(tmp_path: Path) -> None:
    files(tmp_path, a='nhập từ "b.cchc"\n' + SHARED, b='nhập từ "a.cchc"\nnhập từ "main.cchc"\n')
    result = main(tmp_path, f'nhập từ "a.cchc"\nnhập từ "a.cchc"\n{BODY}')
    assert codes(result) == [], said(result)
    assert [Path(source.file).name for source in result.sources] == [
        "b.cchc", "a.cchc", "main.cchc",
    ]  # fmt: skip


def test_too_many_files(tmp_path: Path) -> None:
    names = [f"a{i}" for i in range(21)]
    files(tmp_path, **{name: f"THAM SỐ {name}: số\n  2026: 5\n" for name in names})
    lines = "".join(f'nhập từ "{name}.cchc"\n' for name in names)
    found = codes(main(tmp_path, lines + BODY))
    assert set(found) == {"E115"}


def test_the_hash_covers_what_is_imported(tmp_path: Path) -> None:
    text = f'nhập từ "a.cchc"\n{BODY}'
    files(tmp_path, a=SHARED)
    first = rules(main(tmp_path, text)).sha256
    files(tmp_path, a=SHARED + "\n\n")
    assert rules(main(tmp_path, text)).sha256 == first
    files(tmp_path, a=SHARED.replace("5", "6"))
    assert rules(main(tmp_path, text)).sha256 != first


def test_a_shared_file_holds_no_headings(tmp_path: Path) -> None:
    files(tmp_path, a=SHARED + LEAF)
    assert codes(main(tmp_path, f'nhập từ "a.cchc"\n{BODY}')) == ["E111"]
