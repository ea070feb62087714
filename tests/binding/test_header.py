"""The lines under BỘ CHỈ SỐ: what is required, what stands once, classes and ranking."""

import pytest

from tests.binding.loading import FULL, HEADER, ITEMS, LEAF, codes, loaded, partial, rules, said

BODY = ITEMS + LEAF + FULL


def header(*lines: str) -> str:
    return HEADER + "".join(f"  {line}\n" for line in lines) + BODY


@pytest.mark.parametrize(
    "line", ["  năm: 2026\n", "  đối tượng: xã; phường\n", "  tổng điểm: 10\n"]
)
def test_three_lines_are_required(line: str) -> None:
    result = loaded(HEADER.replace(line, "") + BODY)
    assert codes(result) == ["E230"], said(result)


def test_a_lost_line_may_have_been_the_required_one() -> None:
    result = loaded(HEADER.replace("tổng điểm: 10", "tổng điểm: ???") + BODY)
    assert "E230" not in codes(result)
    assert codes(result) != []


def test_a_file_without_a_rule_set() -> None:
    assert codes(loaded("THAM SỐ a: số\n  2026: 5\n")) == ["E230"]


def test_there_is_one_rule_set() -> None:
    result = loaded(HEADER + BODY + 'BỘ CHỈ SỐ Y "Hai"\n')
    assert "E201" in codes(result)
    assert partial(result).code == "X"


@pytest.mark.parametrize(
    ("lines", "expected", "words"),
    [
        (["năm: 2027"], "E201", "Dòng này đã có ở trên"),
        (["tổng điểm: 9"], "E201", "Dòng này đã có ở trên"),
        (["quy đổi: có", "quy đổi: không"], "E201", "Dòng này đã có ở trên"),
        (["làm tròn: 7 chữ số"], "E203", "nhiều nhất 6"),
        (["kỳ số liệu: 31/12/2026 đến 01/01/2026"], "E203", "kết thúc trước khi bắt đầu"),
        (["xếp hạng: đồng hạng 1-1-1-1"], "E203", "1-2-2-4"),
        (["không xếp hạng: sở"], "E202", "sở"),
        (["không xếp hạng nếu điểm 9 dưới 3"], "E202", "mã 9"),
        (["xếp loại"], "E302", "chưa có mức nào"),
        (["xếp loại", '"A": từ 80'], "E203", "phần trăm hay điểm"),
        (["xếp loại", '"A": từ 80% đến 90 điểm'], "E203", "không cùng đơn vị"),
        (["xếp loại", '"A": từ 01/01/2026'], "E203", "không cùng đơn vị"),
        (["xếp loại", '"A": từ 80% nếu điểm 9 từ 1'], "E202", "mã 9"),
        (["xếp loại", '"A": từ 80% nếu lạ_lùng'], "E202", "lạ_lùng"),
        (["xếp loại", '"A": từ 80%', "xếp loại", '"B": từ 80%'], "E201", "Đã có một “xếp loại”"),
        (
            ["xếp loại cho xã", '"A": từ 0%', "xếp loại cho phường; xã", '"B": từ 0%'],
            "E201",
            "Đã có một “xếp loại”",
        ),
        (["xếp loại", '"A": từ 80%', 'hạ xuống "B" nếu đạt'], "E202", "mức xếp loại “B”"),
        (["hạ một bậc nếu điểm 9 dưới 3"], "E202", "mã 9"),
    ],
)
def test_what_is_wrong_is_told(lines: list[str], expected: str, words: str) -> None:
    result = loaded(header(*lines))
    assert codes(result) == [expected], said(result)
    assert words in said(result)


def test_a_kind_stands_once() -> None:
    assert codes(loaded(HEADER.replace("phường", "XÃ") + BODY)) == ["E201"]


def test_what_the_lines_say_is_bound() -> None:
    found = rules(
        loaded(
            header(
                "làm tròn: từng mục 1 chữ số",
                "quy đổi: có",
                "xếp hạng: theo điểm đã làm tròn, riêng từng loại; đồng hạng 1-2-2-3; xét thêm 1",
                "không xếp hạng: phường",
                'không xếp hạng nếu điểm 1 dưới 3 lý do "Điều 5"',
                "xếp loại cho xã",
                '"A": từ 80% nếu tỷ lệ điểm 1 từ 50%',
                '"B": còn lại',
                "xếp loại theo thứ hạng",
                '"C": từ 1 đến 5',
                '"D": còn lại',
                'hạ xuống "b" nếu đạt',
            )
        )
    )
    assert (found.digits, found.round_each, found.rebase) == (1, True, True)
    ranking = found.ranking
    assert (ranking.rounded, ranking.per_kind, ranking.dense) == (True, True, True)
    assert ranking.tiebreaks == ("1",)
    assert found.unranked_kinds == {"phường"}
    assert [condition.reason for condition in found.unranked_if] == ["Điều 5"]
    own, common = found.classification_for("xã"), found.classification_for("phường")
    assert own is not None
    assert common is not None
    assert [band.name for band in own.bands] == ["A", "B"]
    assert common.by_rank
    assert [lowering.to for lowering in found.lowerings] == ["b"]


def test_bands_may_be_in_points_and_begin_at_zero() -> None:
    lines = ['"A": trên 5 điểm', '"B": từ 0 đến 5 điểm']
    (found,) = rules(loaded(header("xếp loại", *lines))).classifications
    assert [band.in_points for band in found.bands] == [True, True]
    percent = ['"A": trên 50%', '"B": từ 0 đến 50%']
    (found,) = rules(loaded(header("xếp loại", *percent))).classifications
    assert [band.in_points for band in found.bands] == [False, False]


def test_defaults() -> None:
    found = rules(loaded(HEADER + BODY))
    assert (found.digits, found.round_each, found.rebase) == (2, False, False)
    assert (found.ranking.rounded, found.ranking.dense, found.ranking.per_kind) == (False,) * 3


def test_the_year_may_be_overridden() -> None:
    assert rules(loaded(HEADER + BODY)).year == 2026
    assert rules(loaded(HEADER + BODY, year=2030)).year == 2030


def test_what_is_said_of_a_misworded_line_is_only_its_wording() -> None:
    result = loaded(HEADER + ITEMS + LEAF + "  chấm điểm tối đa nếu lượng từ 0.5 và lạ_lùng\n")
    assert [code[:2] for code in codes(result)] == ["E1"], said(result)
