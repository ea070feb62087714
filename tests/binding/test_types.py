"""E203: what may not be compared, added or scored with what."""

from decimal import Decimal

import pytest

from tests.binding.loading import FULL, codes, leaf, said

WRONG = [
    ("chấm điểm tối đa nếu tỷ_số từ 80", "Viết 80%"),
    ("chấm điểm tối đa nếu lượng từ 80%", "Viết 80"),
    ("chấm điểm tối đa nếu đếm từ 2,5", "số lẻ"),
    ("chấm điểm tối đa nếu ngày_nộp từ 5", "ngày với số"),
    ("chấm điểm tối đa nếu đếm từ 01/01/2026", "số với ngày"),
    ("chấm điểm tối đa nếu đạt từ 5", "có/không"),
    ("chấm điểm tối đa nếu đạt = 5", "có/không với số"),
    ('chấm điểm tối đa nếu mức từ "Tốt"', "Không so sánh lớn nhỏ"),
    ("chấm điểm tối đa nếu lượng", "không phải là một điều kiện"),
    ("chấm điểm tối đa nếu không phải ngày_nộp", "không phải là một điều kiện"),
    ("chấm điểm tối đa nếu đạt và 5", "không phải là một điều kiện"),
    ("chấm điểm tối đa nếu lượng + đạt từ 5", "không tính toán được"),
    ("chấm điểm tối đa nếu lượng + tỷ_số từ 5", "không so sánh hay cộng trừ"),
    ("chấm điểm tối đa nếu ngày_nộp - 5 từ 5", "không tính toán được"),
    ("chấm điểm tối đa nếu phần nguyên(lượng; 2) từ 5", "cần 1 giá trị"),
    ("chấm điểm tối đa nếu làm tròn(lượng) từ 5", "cần 2 giá trị"),
    ("chấm điểm tối đa nếu làm tròn(lượng; 0,5) từ 5", "số nguyên từ 0 đến 10"),
    ("chấm điểm tối đa nếu làm tròn(lượng; 11) từ 5", "số nguyên từ 0 đến 10"),
    ("chấm điểm tối đa nếu lượng từ nhỏ nhất toàn nhóm(đạt)", "toàn nhóm"),
    ("chấm điểm tối đa nếu lượng từ nhỏ nhất toàn nhóm(lượng năm trước)", "toàn nhóm"),
    ("chấm điểm tối đa nếu điểm 1 từ 5", "Điểm của một mục chỉ dùng được"),
    ("chấm điểm tối đa nếu tổng điểm từ 5", "Điểm của một mục chỉ dùng được"),
    ("chấm điểm tối đa nếu phiếu_điểm = phiếu_điểm", "các phiếu"),
    ("chấm theo lượng\n    đến 31/12 năm trước: 2", "ngày"),
    ("chấm theo lượng\n    có: 2", "không hợp với bảng chấm theo số"),
    ('chấm theo lượng\n    "Tốt": 2', "không hợp với bảng chấm theo số"),
    ("chấm theo mức\n    từ 5: 2", 'Viết dạng: "lựa chọn"'),
    ("chấm theo đạt\n    từ 5: 2", "Viết dạng: có: … và không: …"),
    ('chấm theo đạt\n    "có": 2', "Viết dạng: có: … và không: …"),
    ("chấm theo ngày_nộp\n    từ 5%: 2", "phần trăm"),
    ("chấm theo tỷ_số\n    từ 80%: 60%", "Viết 60% điểm tối đa"),
    ("chấm theo lượng\n    nếu đạt: 2", "không hợp với bảng"),
    ("chấm theo trường hợp\n    từ 5: 2", "mỗi dòng là một điều kiện"),
    ("chấm theo trường hợp\n    nếu đạt: theo tỷ lệ", "chưa nói theo tỷ lệ nào"),
    ("chấm theo đạt\n    có: theo tỷ lệ", "chưa nói theo tỷ lệ nào"),
    ("chấm theo lượng\n    từ 5: nội suy từ 0 đến 5", "cả hai đầu"),
    ("chấm theo lượng\n    còn lại: nội suy từ 0 đến 5", "cả hai đầu"),
    (
        "chấm theo ngày_nộp\n    từ 01/01/2026 đến 05/01/2026: nội suy từ 0 đến 5",
        "cả hai đầu",
    ),
    ("chấm theo trường hợp\n    nếu đạt: nội suy từ 0 đến 5", "cả hai đầu"),
    ("chấm theo phiếu_điểm\n    từ 5: 1", "chấm theo khảo sát phiếu_điểm"),
    ("chấm theo tỷ lệ đạt", "không phải một tỷ lệ"),
    ("chấm theo tỷ lệ ngày_nộp", "không phải một tỷ lệ"),
    ("chấm theo công thức mức", "không cho ra số điểm"),
    ("chấm 1 điểm mỗi tỷ_số", "Sau “mỗi” phải là một số đếm"),
    ("chấm 1 điểm mỗi đạt", "Sau “mỗi” phải là một số đếm"),
    ("chấm theo khảo sát lượng thang 5", "không phải số liệu kiểu các phiếu"),
    ('chấm theo khảo sát phiếu_mức\n    "Tốt": 5', "một mức trả lời với phần trăm"),
    ("chấm theo khảo sát phiếu_mức thang 5", "Các mức trả lời là chữ"),
    ("hội đồng chấm từ 5 đến 5", "không có điểm nào để chọn"),
    ("hội đồng chấm từ 0 đến 5, bước 0", "không có điểm nào để chọn"),
]


@pytest.mark.parametrize(("lines", "expected"), WRONG)
def test_what_makes_no_sense_is_told_once(lines: str, expected: str) -> None:
    result = leaf(f"  {lines}\n")
    assert codes(result) == ["E203"], said(result)
    assert expected in said(result)
    assert partial_is_marked(lines)


def partial_is_marked(lines: str) -> bool:
    bound = leaf(f"  {lines}\n").rules
    return bound is not None and "1" in bound.incomplete


RIGHT = [
    "chấm điểm tối đa nếu tỷ_số từ 80%",
    "chấm điểm tối đa nếu tỷ_số từ 0",
    "chấm điểm tối đa nếu lượng từ 2,5",
    "chấm điểm tối đa nếu đếm từ 3.500",
    "chấm điểm tối đa nếu lượng / đếm từ 80%",
    "chấm điểm tối đa nếu lượng / đếm từ 5",
    "chấm điểm tối đa nếu đạt = có",
    "chấm điểm tối đa nếu đạt khác không",
    'chấm điểm tối đa nếu mức = "tốt"',
    "chấm điểm tối đa nếu ngày_nộp đến 31/12 năm trước",
    "chấm điểm tối đa nếu lượng không quá đếm",
    "chấm điểm tối đa nếu lượng từ trung bình toàn nhóm(lượng)",
    "chấm điểm tối đa nếu không có số liệu mức hoặc có số liệu ngày_nộp",
    "chấm điểm tối đa nếu đạt trừ khi lượng năm trước trên 5",
    (
        "chấm theo tỷ_số\n    từ 80%: theo tỷ lệ"
        "\n    từ 50% đến dưới 80%: nội suy từ 1 đến 5\n    còn lại: 0"
    ),
    "chấm theo lượng / đếm\n    từ 80%: 60% điểm tối đa\n    còn lại: công thức lượng * 2",
    'chấm theo mức\n    "TỐT": điểm tối đa\n    còn lại: 0',
    "chấm theo đạt\n    có: 2\n    không: -1",
    "chấm theo ngày_nộp\n    đến 31/12 năm trước: 2\n    còn lại: 0",
    "chấm theo trường hợp\n    nếu đạt: theo tỷ lệ tỷ_số\n    còn lại: 0",
    'chấm theo khảo sát phiếu_mức\n    "Tốt": 100%\n    "Khá": 50%',
    "chấm theo khảo sát phiếu_điểm thang từ 1 đến 5, ít nhất 30 phiếu",
    "chấm 0,5 điểm mỗi đếm, không quá 2 điểm",
    "hội đồng chấm từ 0 đến 5, bước 0,1",
]


@pytest.mark.parametrize("lines", RIGHT)
def test_what_makes_sense_passes(lines: str) -> None:
    result = leaf(f"  {lines}\n")
    assert codes(result) == [], said(result)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("TÍNH x: ngày = lượng", "TÍNH cho ra một số"),
        ("TÍNH x: có/không = lượng", "TÍNH cho ra một số"),
        ("TÍNH x: phần trăm = lượng", "Công thức cho ra số"),
        ("TÍNH x: số = tỷ_số", "Công thức cho ra phần trăm"),
        ("TÍNH x: số = lượng, nếu mẫu bằng 0: điểm tối đa", "không có phép chia"),
        ('SỐ LIỆU x: phần trăm "x" từ 0 đến 100', "Viết 100%"),
        ('SỐ LIỆU x: số đếm "x" từ 0 đến 2,5', "số lẻ"),
        ('SỐ LIỆU x: số "x" từ 5 đến 1', "không có giá trị nào"),
        ('SỐ LIỆU x: số "x" trên 0', "lấy cả hai đầu"),
        ('SỐ LIỆU x: số "x" từ đếm', "số cụ thể"),
        ('SỐ LIỆU x: có/không "x" từ 0 đến 1', "không có khoảng giá trị"),
        ('SỐ LIỆU x: chữ "x", bước 1', "không dùng “bước” được"),
        ('SỐ LIỆU x: ngày "x", nếu trống: 0', "không dùng “nếu trống: 0” được"),
    ],
)
def test_declarations_are_judged_too(line: str, expected: str) -> None:
    result = leaf(f"{FULL}  {line}\n")
    assert codes(result) == ["E203"], said(result)
    assert expected in said(result)


def test_counts_and_percents_begin_at_zero_and_open_ends_of_counts_move() -> None:
    result = leaf(FULL + '  SỐ LIỆU x: số đếm "x" trên 0 đến dưới 10\n')
    assert codes(result) == []
    assert result.rules is not None
    bound = {item.name: (item.low, item.high) for item in result.rules.items.values()}
    assert bound["x"] == (Decimal(1), Decimal(9))
    assert bound["tỷ_số"] == bound["đếm"] == (Decimal(0), None)
    assert bound["lượng"] == (None, None)
