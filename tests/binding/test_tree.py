"""The tree: methods, what only leaves or groups may have, and what groups hand down."""

from decimal import Decimal

import pytest

from cchc_rules import model as m
from tests.binding.loading import (
    FULL,
    HEADER,
    ITEMS,
    LEAF,
    codes,
    leaf,
    loaded,
    of_type,
    only_leaf,
    partial,
    rules,
    said,
)

GROUP = 'LĨNH VỰC 1 "Một": 10 điểm\n'
CHILD = 'TIÊU CHÍ 1.1 "Con": 10 điểm\n'


@pytest.mark.parametrize(
    ("lines", "expected", "words"),
    [
        ("", ["E302"], "chưa có cách chấm điểm"),
        ("  chấm theo lượng\n", ["E302"], "chưa có dòng nào"),
        ("  chấm theo trường hợp\n", ["E302"], "chưa có dòng nào"),
        ("  từng nội dung\n", ["E302"], "chưa có dòng nào"),
        ("  chấm theo khảo sát phiếu_điểm\n", ["E302"], "chưa nói thang điểm"),
        ('  chấm theo khảo sát phiếu_mức\n    "Tốt": 100%\n', ["E302"], '"Khá"'),
        (FULL + FULL, ["E303"], "hai cách chấm điểm"),
        (FULL + "  quy đổi từ 100 điểm\n", ["E111"], "Chuyển lên mục cha"),
        (FULL + "  trọng số\n    1.1: 100%\n", ["E111"], "Chuyển lên mục cha"),
    ],
)
def test_a_leaf_has_one_whole_method(lines: str, expected: list[str], words: str) -> None:
    result = leaf(lines)
    assert codes(result) == expected, said(result)
    assert words in said(result)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (FULL, "E303"),
        ("  trừ 1 điểm nếu đạt\n", "E111"),
        ("  cho phép điểm âm\n", "E111"),
        ("  cho phép vượt điểm tối đa\n", "E111"),
    ],
)
def test_a_group_is_not_scored_itself(lines: str, expected: str) -> None:
    result = loaded(HEADER + ITEMS + GROUP + lines + CHILD + FULL)
    assert codes(result) == [expected], said(result)


def test_a_bonus_needs_a_criterion() -> None:
    result = leaf(FULL + 'ĐIỂM CỘNG A "Thêm": 5 điểm\n')
    assert codes(result) == ["E302"]
    assert "chưa có TIÊU CHÍ nào" in said(result)


def test_groups_hand_down_who_is_scored() -> None:
    found = only_leaf(
        loaded(
            HEADER
            + ITEMS
            + GROUP
            + "  chỉ áp dụng cho xã; phường\n"
            + "  không áp dụng nếu lượng = 0\n"
            + "  không áp dụng khi đơn vị đánh dấu\n"
            + "  không tự chấm\n"
            + "  0 điểm nếu đạt\n"
            + CHILD
            + "  chỉ áp dụng cho xã\n"
            + "  không áp dụng nếu đếm = 0: điểm tối đa\n"
            + FULL
        )
    )
    assert found.only_for == frozenset({"xã"})
    assert found.applies_to("xã")
    assert not found.applies_to("phường")
    treatments = [condition.treatment for condition in found.not_applicable]
    assert treatments == [m.Treatment.EXCLUDED, m.Treatment.FULL]
    assert found.unit_marks
    assert not found.self_scored
    assert found.zero == ()


def test_without_any_word_a_leaf_is_scored_for_all() -> None:
    found = only_leaf(leaf(FULL))
    assert found.only_for is None
    assert found.self_scored
    assert not found.unit_marks
    assert found.not_applicable == ()


def test_what_the_council_scores_is_not_self_scored() -> None:
    assert not only_leaf(leaf("  hội đồng chấm từ 0 đến 10\n")).self_scored


def test_figures_belong_to_their_heading() -> None:
    text = HEADER + ITEMS + GROUP + '  SỐ LIỆU a: số "a"\n' + CHILD + '  SỐ LIỆU b: số "b"\n' + FULL
    root = rules(loaded(text)).root
    group = of_type(m.Group, root.children[0])
    assert [item.name for item in group.items] == ["a"]
    assert [item.name for found in root.leaves() for item in found.items] == ["b"]


def test_maxima_may_differ_by_kind() -> None:
    text = HEADER + ITEMS + LEAF.replace("10 điểm", "10 điểm (xã: 8 điểm)") + FULL
    (found,) = rules(loaded(text)).root.leaves()
    assert (found.maximum.of("xã"), found.maximum.of("phường")) == (Decimal(8), Decimal(10))
    unknown = HEADER + ITEMS + LEAF.replace("10 điểm", "10 điểm (sở: 8 điểm)") + FULL
    assert codes(loaded(unknown)) == ["E202"]


@pytest.mark.parametrize(
    ("entry", "expected"),
    [("1.1: 100%", []), ("1.1: 5", ["E203"]), ("1.1: 60%\n    1.1: 40%", ["E201"]),
     ("1.1 cho xã: 100%", ["E203"])],
)  # fmt: skip
def test_weights_are_percents_of_children(entry: str, expected: list[str]) -> None:
    text = HEADER + ITEMS + GROUP + f"  trọng số\n    {entry}\n" + CHILD + FULL
    assert codes(loaded(text)) == expected


@pytest.mark.parametrize(
    ("lines", "incomplete"),
    [(FULL, set()), ("  chấm điểm tối đa nếu ???\n", {"1"}), ("  chấm theo lạ\n", {"1"}),
     (FULL + "  0 điểm nếu lạ_lùng\n", {"1"}), (FULL + "  RÀNG BUỘC lạ_lùng từ 5\n", {"1"})],
)  # fmt: skip
def test_headings_that_lost_a_line_are_incomplete(lines: str, incomplete: set[str]) -> None:
    assert partial(leaf(lines)).incomplete == incomplete


def test_names_of_lost_lines_are_mentioned() -> None:
    found = partial(leaf(FULL + "  0 điểm nếu ghi_chú ??? lượng\n"))
    mentioned = {item.name for item in found.items.values() if item.key in found.mentioned}
    assert {"đạt", "ghi_chú"} <= mentioned
    assert "mức" not in mentioned
