from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_rules import numeric
from cchc_rules.facts import Datum, Fault
from cchc_rules.facts.admit import Admitted, Spec, admit, manual_spec, markable, spec_of, straight
from cchc_rules.facts.admit.ballots import admit_ballot_list, admit_tally_list, admit_tally_map
from cchc_rules.facts.admit.dates import from_serial
from cchc_rules.facts.raw import (
    BLANK,
    PENDING,
    Day,
    Failure,
    Number,
    Raw,
    Shown,
    Text,
    Truth,
)
from cchc_rules.model import Manual, Special, ValueType
from tests.facts.build import item, leaf, rule_set

COUNT, NUMBER, PERCENT = (
    Spec(kind) for kind in (ValueType.COUNT, ValueType.NUMBER, ValueType.PERCENT)
)
BOOL, DATE, TEXT = (Spec(kind) for kind in (ValueType.BOOL, ValueType.DATE, ValueType.TEXT))
CHOICE = Spec(ValueType.CHOICE, ("Kịp thời", "Không kịp thời", "Khá"))
BALLOTS = Spec(ValueType.BALLOTS, low=Decimal(1), high=Decimal(5))
VOTES = Spec(ValueType.BALLOTS, ("Rất tốt", "Tốt"))
TALLY = Spec(ValueType.TALLY, ("Rất tốt", "Tốt", "Kém"))
D = Decimal


def number(text: str, shown: Shown = Shown.PLAIN) -> Number:
    return Number(Decimal(text), shown)


def codes(admitted: Admitted) -> list[str]:
    return [remark.code for remark in admitted.remarks]


GOOD: list[tuple[Spec, Raw, Datum]] = [
    (COUNT, number("12"), D(12)),
    (COUNT, number("0"), D(0)),
    (COUNT, number("12.0"), D(12)),
    (NUMBER, number("-1.5"), D("-1.5")),
    (PERCENT, number("0.85", Shown.PERCENT), D("0.85")),
    (PERCENT, number("1.2", Shown.PERCENT), D("1.2")),
    (PERCENT, number("0.85"), D("0.85")),
    (PERCENT, number("1"), D(1)),
    (BOOL, Truth(value=True), True),
    (BOOL, Text("Có"), True),
    (BOOL, Text("KHÔNG "), False),
    (BOOL, Text("co\u0301"), True),
    (CHOICE, Text("kịp  thời"), "Kịp thời"),
    (CHOICE, Text("KHÁ"), "Khá"),
    (TEXT, Text(" chữ\u00a0gì "), "chữ gì"),
    (TEXT, number("12.5"), "12,5"),
    (TEXT, number("0.5", Shown.PERCENT), "50%"),
    (TEXT, Text("-"), "-"),
    (TEXT, Truth(value=False), "FALSE"),
    (TEXT, Day(date(2026, 1, 20)), "20/01/2026"),
    (DATE, Day(date(2026, 1, 20)), date(2026, 1, 20)),
    (DATE, number("46042", Shown.DATE), date(2026, 1, 20)),
    (DATE, number("46042.75", Shown.DATE), date(2026, 1, 20)),
    (BALLOTS, Text("5; 4;;3"), (D(5), D(4), None, D(3))),
    (BALLOTS, Text("4,5; 5;"), (D("4.5"), D(5))),
    (BALLOTS, number("4"), (D(4),)),
    (BALLOTS, Text(" ; "), Special.MISSING),
    (VOTES, Text("tốt; Rất tốt"), ("Tốt", "Rất tốt")),
    (TALLY, Text("12; 5; 0"), (D(12), D(5), D(0))),
    (TALLY, Text("Kém: 1; rất tốt: 12; Tốt: 5"), (D(12), D(5), D(1))),
    (TALLY, Text(";;"), Special.MISSING),
    (COUNT, BLANK, Special.MISSING),
    (BOOL, Text(" \u00a0"), Special.MISSING),
]


@pytest.mark.parametrize(("spec", "raw", "datum"), GOOD)
def test_what_is_written_as_it_should_be(spec: Spec, raw: Raw, datum: Datum) -> None:
    assert admit(spec, raw) == Admitted(datum)


LENIENT: list[tuple[Spec, Raw, Datum, str]] = [
    (COUNT, Text("12"), D(12), "N540"),
    (COUNT, Text("1.234.567"), D(1234567), "N540"),
    (COUNT, Text("1 234"), D(1234), "N540"),
    (COUNT, Text("12,0"), D(12), "N540"),
    (NUMBER, Text("12,5"), D("12.5"), "N540"),
    (NUMBER, Text("−12,5"), D("-12.5"), "N540"),
    (NUMBER, Text("1.234,5"), D("1234.5"), "N540"),
    (NUMBER, Text("1,234.5"), D("1234.5"), "N540"),
    (NUMBER, Text("1,234,567"), D(1234567), "N540"),
    (NUMBER, Text("12.5"), D("12.5"), "N540"),
    (NUMBER, Text("0.123"), D("0.123"), "N540"),
    (NUMBER, Text("1234.567"), D("1234.567"), "N540"),
    (NUMBER, number("0.5", Shown.PERCENT), D("0.5"), "N545"),
    (PERCENT, Text("85%"), D("0.85"), "N541"),
    (PERCENT, Text("85,0 %"), D("0.85"), "N541"),
    (PERCENT, Text("120%"), D("1.2"), "N541"),
    (PERCENT, Text("0,85"), D("0.85"), "N540"),
    (BOOL, Text("x"), True, "N543"),
    (BOOL, Text("Khong"), False, "N543"),
    (BOOL, number("1"), True, "N543"),
    (BOOL, number("0"), False, "N543"),
    (CHOICE, Text("kip thoi"), "Kịp thời", "N544"),
    (DATE, Text("20/01/2026"), date(2026, 1, 20), "N542"),
    (DATE, Text("20-1-2026 08:30"), date(2026, 1, 20), "N542"),
    (DATE, Text("2026-01-20"), date(2026, 1, 20), "N542"),
    (DATE, Text("ngày 20 tháng 01 năm 2026"), date(2026, 1, 20), "N542"),
    (DATE, number("46042"), date(2026, 1, 20), "N542"),
    (Spec(ValueType.PERCENT, high=D(2)), number("1.5"), D("1.5"), "N541"),
    (Spec(ValueType.COUNT, marks=True), Text("không áp dụng"), Special.NOT_APPLICABLE, "N546"),
]


@pytest.mark.parametrize(("spec", "raw", "datum", "code"), LENIENT)
def test_what_is_read_leniently_is_told(spec: Spec, raw: Raw, datum: Datum, code: str) -> None:
    admitted = admit(spec, raw)
    assert admitted.datum == datum
    assert codes(admitted) == [code]


FAULTY: list[tuple[Spec, Raw, str, str]] = [
    (COUNT, Text("abc"), "E520", "“abc”"),
    (COUNT, Truth(value=True), "E520", "TRUE"),
    (COUNT, Day(date(2026, 1, 20)), "E520", "20/01/2026"),
    (COUNT, number("46042", Shown.DATE), "E520", "20/01/2026"),
    (COUNT, number("1.5"), "E522", "1,5"),
    (COUNT, number("-1"), "E521", "-1"),
    (COUNT, Text("12 hồ sơ"), "E520", "hồ sơ"),
    (COUNT, Text("1.234"), "E524", "1234 hoặc 1,234"),
    (COUNT, Text("85%"), "E520", "85%"),
    (COUNT, Text("9" * 30), "E520", "999"),
    (NUMBER, Text(".34"), "E524", "thiếu chữ số"),
    (NUMBER, Text("1.234"), "E524", "1234 hoặc 1,234"),
    (NUMBER, Text("1_000"), "E520", "1_000"),
    (NUMBER, Text("١٢"), "E520", "١٢"),
    (NUMBER, Text("5,4,3"), "E520", "5,4,3"),
    (NUMBER, number("1e15"), "E522", "16 chữ số"),
    (NUMBER, Text("9" * 20), "E522", "16 chữ số"),
    (NUMBER, number("-1e300"), "E522", "16 chữ số"),
    (PERCENT, number("85"), "E523", "85% hay 8.500%"),
    (PERCENT, Text("96,5"), "E523", "96,5%"),
    (PERCENT, number("-0.1", Shown.PERCENT), "E521", "-10%"),
    (Spec(ValueType.PERCENT, high=D(2)), number("85"), "E523", "85%"),
    (Spec(ValueType.PERCENT, low=D(0), high=D(1)), number("1.2", Shown.PERCENT), "E521", "120%"),
    (Spec(ValueType.NUMBER, low=D(0), high=D(10)), number("10.5"), "E521", "từ 0 đến 10"),
    (Spec(ValueType.NUMBER, low=D(0), step=D("0.25")), number("2.3"), "E522", "bước 0,25"),
    (COUNT, Failure("#N/A"), "E525", "#N/A"),
    (COUNT, PENDING, "E526", "chưa có kết quả"),
    (COUNT, Text("-"), "E530", "không áp dụng"),
    (COUNT, Text("N/A"), "E530", "N/A"),
    (BOOL, Text("đạt"), "E528", "đạt"),
    (BOOL, number("2"), "E528", "2"),
    (BOOL, number("1", Shown.PERCENT), "E528", "100%"),
    (CHOICE, Text("Kịp"), "E528", "“Kịp”"),
    (DATE, Text("20/01/26"), "E527", "20/01/26"),
    (DATE, Text("01/20/2026"), "E527", "ngày có thật"),
    (DATE, Text("31/02/2026"), "E527", "ngày có thật"),
    (DATE, Text("20/01/0026"), "E527", "1900–2100"),
    (DATE, Text("tháng 1"), "E527", "tháng 1"),
    (DATE, number("2024", Shown.DATE), "E527", "16/07/1905"),
    (DATE, number("2024"), "E527", "chỉ có năm 2024"),
    (DATE, number("12"), "E527", "12"),
    (DATE, number("1e300"), "E527", "1E+300"),
    (DATE, number("-5", Shown.DATE), "E527", "-5"),
    (DATE, Truth(value=True), "E520", "TRUE"),
    (BALLOTS, Text("5; 6"), "E529", "phiếu thứ 2"),
    (BALLOTS, Text("5; tốt"), "E529", "phiếu thứ 2"),
    (BALLOTS, Text("5,4,3"), "E529", "phiếu thứ 1"),
    (BALLOTS, Truth(value=True), "E529", "TRUE"),
    (VOTES, Text("Tốt; Khá"), "E529", "phiếu thứ 2"),
    (VOTES, number("4"), "E529", "phiếu thứ 1"),
    (TALLY, Text("12; 5"), "E529", "2 con số cho 3 mức"),
    (TALLY, Text("12; 5; "), "E529", "“Kém”"),
    (TALLY, Text("12; ; 5"), "E529", "“Tốt”"),
    (TALLY, Text("12; x; 5"), "E529", "“Tốt”"),
    (TALLY, Text("12; 1,5; 5"), "E529", "“Tốt”"),
    (TALLY, Text("Tốt: 1; Tốt: 2"), "E529", "hai lần"),
    (TALLY, Text("Tốt: 1; Khá: 2"), "E529", "không có trong danh sách"),
]


@pytest.mark.parametrize(("spec", "raw", "code", "says"), FAULTY)
def test_what_cannot_be_read_is_an_error_with_a_remedy(
    spec: Spec, raw: Raw, code: str, says: str
) -> None:
    admitted = admit(spec, raw)
    assert isinstance(admitted.datum, Fault)
    assert codes(admitted) == [code]
    assert says in admitted.datum.reason
    assert admitted.remarks[0].message == admitted.datum.reason
    assert admitted.remarks[0].remedy.endswith(".")


def test_a_dash_where_the_leaf_allows_it() -> None:
    marked, other = item("a"), item("b")
    rules = rule_set(leaf("1.1", items=(marked,), unit_marks=True), leaf("1.2", items=(other,)))
    assert markable(rules) == {"a"}
    assert admit(spec_of(marked, marks=True), Text("–")) == Admitted(Special.NOT_APPLICABLE)
    assert isinstance(admit(spec_of(other), Text("–")).datum, Fault)


def test_a_huge_percent_is_told() -> None:
    admitted = admit(PERCENT, number("85", Shown.PERCENT))
    assert (admitted.datum, codes(admitted)) == (D(85), ["W523"])


def test_a_manual_score_has_its_range_and_step() -> None:
    spec = manual_spec(Manual(D(0), D(3), D("0.25")))
    assert admit(spec, number("2.25")).datum == D("2.25")
    assert codes(admit(spec, number("2.3"))) == ["E522"]
    assert codes(admit(spec, number("3.25"))) == ["E521"]


def test_lists_of_ballots_and_counts() -> None:
    raws: list[Raw] = [number("5"), BLANK, Text("4")]
    assert admit_ballot_list(BALLOTS, raws).datum == (D(5), None, D(4))
    assert admit_ballot_list(BALLOTS, []).datum is Special.MISSING
    assert admit_tally_list(TALLY, [number("1"), number("2"), number("3")]).datum == (
        D(1),
        D(2),
        D(3),
    )
    assert isinstance(admit_tally_map(TALLY, {"Tốt": number("2")}).datum, Fault)


@given(st.integers(1, 2_958_465))
def test_serial_days_are_those_of_a_spreadsheet(serial: int) -> None:
    from openpyxl.utils.datetime import from_excel

    day = from_serial(Decimal(serial))
    if serial == 60:
        assert day is None
    else:
        assert day == from_excel(serial).date()


@given(
    st.sampled_from(
        [
            NUMBER,
            PERCENT,
            Spec(ValueType.NUMBER, low=D(0), high=D(10)),
            Spec(ValueType.PERCENT, low=D(0), high=D(1)),
            Spec(ValueType.NUMBER, step=D(1)),
        ]
    ),
    st.sampled_from(Shown),
    st.decimals(-20, 20, places=3) | st.decimals(allow_nan=False, allow_infinity=False),
)  # fmt: skip
def test_what_is_straight_needs_no_remark(spec: Spec, shown: Shown, value: Decimal) -> None:
    bounds = straight(spec, shown)
    if bounds and bounds[0] <= value <= bounds[1]:
        assert admit(spec, Number(value, shown)) == Admitted(value)


@given(st.sampled_from(ValueType), st.text(max_size=12) | st.from_regex(r"[-+]?[0-9., %]{1,12}"))
def test_no_text_is_too_much(kind: ValueType, text: str) -> None:
    spec = Spec(kind, ("Tốt", "Khá"))
    admitted = admit(spec, Text(text))
    assert isinstance(admitted.datum, Fault) == any(code[0] == "E" for code in codes(admitted))


@given(st.sampled_from(ValueType), st.floats(), st.sampled_from(Shown), st.sampled_from([0, 1462]))
def test_no_number_is_too_much(kind: ValueType, value: float, shown: Shown, shift: int) -> None:
    number_ = numeric.from_double(value)
    if number_.is_finite():
        admit(Spec(kind, ("Tốt",)), Number(number_, shown, shift))
