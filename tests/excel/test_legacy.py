import csv
from pathlib import Path

import pytest

from cchc_rules.excel.legacy import Legacy, legacy_font, to_unicode

PAIRS = Path(__file__).parent / "data" / "tcvn3_pairs.csv"


def pairs() -> list[tuple[str, str, str]]:
    with PAIRS.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(line for line in lines if not line.startswith("#"))
        return [(row["font"], row["tcvn3"], row["unicode"]) for row in rows]


def test_every_pair_of_a_real_workbook() -> None:
    assert len(pairs()) > 40
    for font, typed, text in pairs():
        legacy = legacy_font(font)
        assert legacy is not None
        assert (to_unicode(typed, legacy) or typed) == text


@pytest.mark.parametrize(
    ("font", "legacy"),
    [
        (".VnTime", Legacy.TCVN3),
        (".VnTimeH", Legacy.TCVN3_CAPITALS),
        (".VNARIALH", Legacy.TCVN3_CAPITALS),
        (".VnArial Narrow", Legacy.TCVN3),
        ("VNI-Times", Legacy.VNI),
        ("Times New Roman", None),
        ("VnTime", None),
        ("", None),
    ],
)
def test_the_name_of_the_font_decides(font: str, legacy: Legacy | None) -> None:
    assert legacy_font(font) is legacy


def test_text_that_is_unicode_already_is_left_alone() -> None:
    assert to_unicode("Điện Biên", Legacy.TCVN3) is None
    assert to_unicode("Kon Tum", Legacy.TCVN3) is None
    assert to_unicode("Naäm Poà", Legacy.VNI) is None
    assert to_unicode("Kon tum", Legacy.TCVN3_CAPITALS) == "KON TUM"
