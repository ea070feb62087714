"""A few lines of rules in, what binding makes of them out."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from cchc_rules.binding import Loaded, load
from cchc_rules.source import source_from_text

if TYPE_CHECKING:
    from cchc_rules import model as m

T = TypeVar("T")
HEADER = """BỘ CHỈ SỐ X "Thử"
  năm: 2026
  đối tượng: xã; phường
  tổng điểm: 10
"""
ITEMS = """  SỐ LIỆU đếm: số đếm "Số đếm"
  SỐ LIỆU lượng: số "Số"
  SỐ LIỆU tỷ_số: phần trăm "Phần trăm"
  SỐ LIỆU ngày_nộp: ngày "Ngày"
  SỐ LIỆU đạt: có/không "Đạt"
  SỐ LIỆU mức: lựa chọn ("Tốt"; "Khá") "Mức"
  SỐ LIỆU phiếu_điểm: các phiếu "Phiếu"
  SỐ LIỆU phiếu_mức: đếm phiếu ("Tốt"; "Khá") "Phiếu"
  SỐ LIỆU ghi_chú: chữ "Ghi chú"
"""
LEAF = 'TIÊU CHÍ 1 "Một": 10 điểm\n'
FULL = "  chấm điểm tối đa nếu đạt\n"


def loaded(text: str, year: int | None = None) -> Loaded:
    source, found = source_from_text(text)
    assert source is not None, found
    return load(source, year=year)


def leaf(lines: str) -> Loaded:
    """Bind one TIÊU CHÍ with these lines, every sort of figure declared."""
    return loaded(HEADER + ITEMS + LEAF + lines)


def codes(result: Loaded) -> list[str]:
    return [found.code for found in result.diagnostics]


def said(result: Loaded) -> str:
    return "\n".join(f"{f.code} {f.message} {f.remedy}" for f in result.diagnostics)


def rules(result: Loaded) -> m.RuleSet:
    assert result.usable is not None, said(result)
    return result.usable


def partial(result: Loaded) -> m.RuleSet:
    assert result.rules is not None, said(result)
    return result.rules


def only_leaf(result: Loaded) -> m.Leaf:
    (found,) = rules(result).root.leaves()
    return found


def of_type(wanted: type[T], found: object) -> T:
    assert isinstance(found, wanted)
    return found
