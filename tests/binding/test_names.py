"""Names: what is the same name, what is unknown, and TÍNH that build on one another."""

import pytest

from cchc_rules import model as m
from cchc_rules.text import fold_name
from tests.binding.loading import FULL, HEADER, LEAF, codes, leaf, loaded, of_type, rules, said


@pytest.mark.parametrize("name", ["hòa_bình", "HOÀ_BÌNH", "hoa\u0300_bi\u0300nh", "Hoà_bình"])
def test_case_form_and_tone_placement_do_not_matter(name: str) -> None:
    text = HEADER + LEAF + '  SỐ LIỆU hoà_bình: có/không "x"\n'
    assert codes(loaded(f"{text}  chấm điểm tối đa nếu {name}\n")) == []


@pytest.mark.parametrize("name", ["hoa_bình", "hóa_bình"])
def test_other_marks_are_another_name(name: str) -> None:
    text = HEADER + LEAF + '  SỐ LIỆU hoà_bình: có/không "x"\n'
    result = loaded(f"{text}  chấm điểm tối đa nếu {name}\n")
    assert codes(result) == ["E202"]
    assert "Có phải “hoà_bình” không?" in said(result)


def test_an_unknown_name_far_from_all_is_to_be_declared() -> None:
    result = leaf("  chấm điểm tối đa nếu thiên_văn\n")
    assert codes(result) == ["E202"]
    assert "Khai báo bằng dòng SỐ LIỆU thiên_văn" in said(result)


def test_a_suggested_name_is_not_unused() -> None:
    result = leaf("  chấm điểm tối đa nếu đạtt\n")
    assert result.rules is not None
    assert fold_name("đạt") in result.rules.mentioned
    assert fold_name("ghi_chú") not in result.rules.mentioned


@pytest.mark.parametrize(
    "line",
    [
        '  SỐ LIỆU ĐẠT: số "lần hai"\n',
        "  TÍNH đạt: số = lượng\n",
        "  TÍNH a: số = lượng\n  TÍNH A: số = đếm\n",
        'THAM SỐ đạt: số\n  2026: 5\nTIÊU CHÍ 2 "Hai": 0 điểm\n' + FULL,
    ],
)
def test_a_name_is_declared_once(line: str) -> None:
    result = leaf(FULL + line)
    assert "E201" in codes(result)
    assert "đã khai báo ở trên" in said(result)


def test_two_equal_options_are_told() -> None:
    assert codes(leaf(FULL + '  SỐ LIỆU b: lựa chọn ("Tốt"; "tốt") "x"\n')) == ["E201"]


def test_a_computed_figure_may_stand_below_its_use() -> None:
    result = leaf("  chấm theo công thức hai\n  TÍNH hai: số = một + một\n  TÍNH một: số = lượng\n")
    bound = rules(result).computed
    assert [computed.name for computed in bound.values()] == ["một", "hai"]
    formula = of_type(m.Arithmetic, next(c for c in bound.values() if c.name == "hai").formula)
    assert of_type(m.ComputedRef, formula.left).computed.name == "một"
    assert {computed.owner for computed in bound.values()} == {"1"}


@pytest.mark.parametrize(
    "lines",
    [
        "  TÍNH a: số = a + 1\n",
        "  TÍNH a: số = b\n  TÍNH b: số = a\n",
        "  TÍNH a: số = b\n  TÍNH b: số = c + 1\n  TÍNH c: số = nhỏ nhất(a; 1)\n",
    ],
)
def test_a_circle_is_told_once(lines: str) -> None:
    result = leaf(FULL + lines)
    assert codes(result) == ["E203"]
    assert "được tính từ chính nó" in said(result)


def _chain(length: int, *, backwards: bool) -> str:
    lines = [f"  TÍNH x{i}: số = x{i - 1} + 1\n" for i in range(1, length)]
    lines = ["  TÍNH x0: số = lượng\n", *lines]
    return "".join(reversed(lines) if backwards else lines)


@pytest.mark.parametrize("backwards", [True, False])
def test_a_chain_ends_somewhere(backwards: bool) -> None:
    assert codes(leaf(FULL + _chain(40, backwards=backwards))) == []
    result = leaf(FULL + _chain(42, backwards=backwards))
    assert codes(result) == ["E114"]


def test_a_lost_declaration_makes_no_name_unknown() -> None:
    result = leaf("  SỐ LIỆU hỏng: ??? \n  chấm điểm tối đa nếu hỏng\n")
    assert "E202" not in codes(result)
    assert codes(result) != []


def test_every_unknown_name_of_a_line_is_told() -> None:
    assert codes(leaf("  chấm điểm tối đa nếu xa_lạ và kỳ_quặc từ lạ_lùng\n")).count("E202") >= 2


def test_an_unknown_option_is_offered_the_near_one() -> None:
    result = leaf('  chấm điểm tối đa nếu mức = "Tôt"\n')
    assert codes(result) == ["E202"]
    assert "Có phải “Tốt” không?" in said(result)
    listed = leaf('  chấm điểm tối đa nếu mức = "Zzz"\n')
    assert 'Các lựa chọn: "Tốt"; "Khá".' in said(listed)


def test_an_unknown_kind_is_told_with_the_declared_ones() -> None:
    result = leaf(FULL + "  chỉ áp dụng cho sở; phuong\n")
    assert codes(result) == ["E202", "E202"]
    assert "Các loại đã khai báo: xã; phường." in said(result)
    assert "Có phải “phường” không?" in said(result)
