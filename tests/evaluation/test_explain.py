"""Every score can say why (DESIGN 3.7): as a Vietnamese paragraph, and as versioned JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from cchc_rules.diagnostics import Cell, Span
from cchc_rules.evaluation import compile_rules
from cchc_rules.evaluation.explain import explain, explain_json
from cchc_rules.facts import Fault, Override
from cchc_rules.model import (
    All,
    Call,
    Condition,
    Direct,
    Formula,
    FullIf,
    Function,
    Interpolated,
    ItemRef,
    Manual,
    Peers,
    PerItem,
    Proportional,
    Range,
    Row,
    Special,
    Survey,
    Table,
    Treatment,
)
from cchc_rules.text import fold_name
from tests.evaluation.build import (
    APPRAISED,
    BALLOTS,
    BOOL,
    CHOICE,
    DATE,
    NUMBER,
    PERCENT,
    SELF,
    assess,
    bonus,
    cases,
    checklist,
    computed,
    d,
    equal,
    exempt,
    facts,
    group,
    item,
    last_year,
    leaf,
    minus,
    op,
    outcome,
    parameter,
    penalty,
    plus,
    ref,
    rules,
    section,
    span,
    table,
    weights,
    when,
    within,
)

if TYPE_CHECKING:
    from cchc_rules.evaluation.results import Assessment
    from cchc_rules.facts import Facts
    from cchc_rules.model import Group, Leaf

FILES, ON_TIME = item("hồ_sơ"), item("đúng_hạn")
RATIO = computed("tỷ_lệ", op(ON_TIME, "/", FILES), Treatment.EXCLUDED)
YES, NO = item("có", BOOL), item("không", BOOL)
POINTS, SHARE = item("điểm", NUMBER), item("phần", PERCENT)
DAY = item("ngày", DATE)
AS_GIVEN = Direct(Formula(ref(POINTS)))
ABOVE_90 = table(SHARE, (">90%", 5), ("<=90%", 1))
EXCEPTED = (
    "có xảy ra nhưng thuộc trường hợp “trừ khi”, nên không tính (có = có, không = có) (dòng 8)"
)


def told(*children: Group | Leaf, given: Facts, code: str = "1", **more: Any) -> list[str]:  # noqa: ANN401
    """Return the lines that explain one heading, without their indentation."""
    scored = assess(rules(*children, **more), given)
    (text,) = explain(scored, code)
    return [line.strip() for line in text.split("\n")]


def line(test: object, gives: object, text: str, number: int) -> Row:
    return Row(span(str(test)) if test else None, outcome(gives), text, Span("luật.cchc", number))


def cell(given: Facts, **refs: str) -> Facts:
    return replace(
        given, places={fold_name(name): Cell("a.xlsx", "S", ref_) for name, ref_ in refs.items()}
    )


def test_the_example_of_the_design() -> None:
    bands = Table(
        ref(RATIO),
        (
            line(">=98%", 5, "từ 98%: 5", 65),
            line(
                ">=95% <98%",
                Interpolated(d(3), d(5)),
                "từ 95% đến dưới 98%: nội suy từ 3 đến 5",
                66,
            ),
            line("<95%", 0, "dưới 95%: 0", 67),
        ),
    )
    only = replace(leaf("2.1", 5, bands), title="Tỷ lệ hồ sơ đúng hạn")
    given = cell(facts(đúng_hạn=965, hồ_sơ=1000), đúng_hạn="H12", hồ_sơ="G12")
    (text,) = explain(assess(rules(only, total=5), given), "2.1")
    assert text == (
        "2.1 Tỷ lệ hồ sơ đúng hạn: 4,00/5 điểm\n"
        "  96,5% = 965 (ô H12) / 1.000 (ô G12)"
        " → “từ 95% đến dưới 98%: nội suy từ 3 đến 5” (dòng 66)\n"
        "  = 3 + (5 − 3) × (96,5 − 95)/(98 − 95) = 4,00\n"
        "  thiếu 1,5 điểm % để đạt 5 điểm (thêm 15 “Số liệu đúng_hạn”)"
    )


def test_a_share_that_nearly_reaches_a_band_does_not_look_as_if_it_did() -> None:
    bands = table(SHARE, (">=80%", 5), ("<80%", 1))
    lines = told(leaf("1", 5, bands), given=facts(phần="79,9999999%"), total=5)
    assert lines[1] == "79,9999999% → “<80%” (dòng 1)"
    assert lines[2] == "thiếu 0,0000001 điểm % để đạt 5 điểm"


@pytest.mark.parametrize(
    ("method", "given", "expected"),
    [
        (FullIf(when(YES)), {"có": True}, ["điều kiện (có = có) → 5,00 điểm"]),
        (Direct(Proportional(ref(SHARE))), {"phần": "85%"}, ["85%", "= 85% × 5 = 4,25"]),
        (
            Direct(Formula(op(op(2, "*", op(POINTS, "-", 1)), "/", 3))),
            {"điểm": "2,5"},
            ["2 × (2,5 − 1) / 3 = 1,00"],
        ),
        (
            Direct(Formula(Call(Function.LEAST, (ref(5), op(POINTS, "+", last_year(FILES)))))),
            {"điểm": 1, "hồ_sơ__prev": 2},
            ["nhỏ nhất(5; 1 + 2) = 3,00"],
        ),
        (
            PerItem(d("0,5"), ref(FILES), d(2)),
            {"hồ_sơ": 3},
            ["3 × 0,5 = 1,50 (không quá 2)", "thêm 1 để đạt 2 điểm"],
        ),
        (PerItem(d("0,5"), ref(FILES), None), {"hồ_sơ": 10}, ["10 × 0,5 = 5,00"]),
        (
            checklist((2, YES), (3, NO)),
            {"có": True, "không": False},
            ["“”: điều kiện (có = có) → 2", "“”: điều kiện (không = không) → 0"],
        ),
        (
            Survey(ItemRef(item("phiếu", BALLOTS)), (None, d(5)), {}),
            {"phiếu": (d(5), None, d(4))},
            ["khảo sát 2 phiếu → 4,50 điểm"],
        ),
        (Manual(d(0), d(5), None), {"manual": {"1": d("2,25")}}, ["hội đồng chấm 2,25"]),
        (
            cases((YES, Proportional(ref(SHARE))), (None, Formula(ref(POINTS)))),
            {"có": True, "phần": "50%"},
            ["“” (dòng 1)", "= 50%; 50% × 5 = 2,50"],
        ),
        (
            cases((YES, 1), (None, Formula(op(POINTS, "*", 2)))),
            {"có": False, "điểm": 2},
            ["“” (dòng 1)", "= 2 × 2 = 4,00"],
        ),
        (
            table(item("h", CHOICE, options=("Tốt", "Yếu")), ("“Tốt”", 5), ("“Yếu”", 0)),
            {"h": "Tốt"},
            ["“Tốt” → ““Tốt”” (dòng 1)"],
        ),
        (table(POINTS, (">=10", 5), ("<5", 1)), {"điểm": 7}, ["7 → không thuộc dòng nào"]),
    ],
)
def test_methods(method: Any, given: dict[str, Any], expected: list[str]) -> None:  # noqa: ANN401
    lines = told(leaf("1", 5, method), given=facts(**given), total=5)
    assert lines[1 : 1 + len(expected)] == expected


@pytest.mark.parametrize(
    ("method", "given", "expected"),
    [
        (
            table(SHARE, (">90%", 5), ("<=90%", 1)),
            {"phần": "89%"},
            "thiếu hơn 1 điểm % để đạt 5 điểm",
        ),
        (
            table(SHARE, (">90%", 5), ("<=90%", 1)),
            {"phần": "90%"},
            "phải vượt mốc 90% để đạt 5 điểm",
        ),
        (table(SHARE, ("<=5%", 5), (">5%", 1)), {"phần": "7%"}, "thừa 2 điểm % để đạt 5 điểm"),
        (
            table(FILES, (">=10", 5), (">=6 <10", 3), ("<6", 0)),
            {"hồ_sơ": 4},
            "thêm 2 để đạt 3 điểm",
        ),
        (table(FILES, (">10", 5), ("<=10", 3)), {"hồ_sơ": 10}, "thêm 1 để đạt 5 điểm"),
        (table(FILES, ("<3", 5), (">=3", 0)), {"hồ_sơ": 7}, "bớt 5 để đạt 5 điểm"),
        (table(POINTS, (">=10", 5), ("<10", 0)), {"điểm": "7,5"}, "thiếu 2,5 để đạt 5 điểm"),
        (
            table(DAY, ("<=31/12/2025", 5), ("<=31/01/2026", 2), (None, 0)),
            {"ngày": "05/02/2026"},
            "muộn 5 ngày so với mốc 31/01/2026 (2 điểm)",
        ),
        (
            table(DAY, (">=01/03/2026", 5), ("<01/03/2026", 0)),
            {"ngày": "27/02/2026"},
            "sớm 2 ngày so với mốc 01/03/2026 (5 điểm)",
        ),
        (
            table(SHARE, (">=80%", Proportional()), ("<80%", 0)),
            {"phần": "90%"},
            "thiếu 10 điểm % để đạt 5 điểm",
        ),
        (Direct(Proportional(ref(SHARE))), {"phần": "60%"}, "thiếu 40 điểm % để đạt 5 điểm"),
    ],
)
def test_what_is_missing_for_the_next_better_row(
    method: Any,  # noqa: ANN401
    given: dict[str, Any],
    expected: str,
) -> None:
    assert told(leaf("1", 5, method), given=facts(**given), total=5)[-1] == expected


def test_no_hint_beyond_what_can_be_declared_or_for_full_points() -> None:
    limited = item("phần", PERCENT, low=d(0), high=d(1))
    bands = table(limited, (">100%", 5), (">=50% <=100%", 4), ("<50%", 0))
    lines = told(leaf("1", 5, bands), given=facts(phần="70%"), total=5)
    assert lines == ["1 Tiêu chí 1: 4,00/5 điểm", "70% → “>=50% <=100%” (dòng 1)"]
    assert len(told(leaf("1", 5, FullIf(when(YES))), given=facts(có=True), total=5)) == 2


def test_zero_conditions_are_told_whether_they_fired_or_not() -> None:
    fired = Condition(ref(YES), "có", Span("luật.cchc", 7), None, "Điều 7")
    saved = Condition(ref(YES), "có trừ khi không", Span("luật.cchc", 8), ref(NO))
    late = Condition(within(FILES, ">3"), "hồ_sơ trên 3", Span("luật.cchc", 9))
    field = group("A", 5, leaf("1", 5, AS_GIVEN, zero=(fired, late)), zero=saved)
    lines = told(field, given=facts(có=True, không=True, hồ_sơ=3, điểm=4), total=5)
    assert lines == [
        "1 Tiêu chí 1: 0,00/5 điểm",
        "4 = 4,00",
        "0 điểm nếu có: có xảy ra (có = có); căn cứ Điều 7 (dòng 7)",
        "0 điểm nếu hồ_sơ trên 3: không xảy ra (hồ_sơ = 3) (dòng 9)",
        "0 điểm nếu có trừ khi không (của LĨNH VỰC A): " + EXCEPTED,
    ]
    opened = told(field, given=facts(hồ_sơ=3, điểm=4), total=5)
    assert opened[0] == "1 Tiêu chí 1: 0,00–4,00/5 điểm"
    assert opened[2] == "0 điểm nếu có: chưa rõ (có = thiếu (có)) (dòng 7)"
    assert opened[-1] == "thiếu có, không"


def test_adjustments_and_the_clamp() -> None:
    changes = (minus("0,5", FILES, cap=1), plus(2, if_=YES))
    only = leaf("1", 5, AS_GIVEN, adjustments=changes, zero=NO)
    lines = told(only, given=facts(điểm=4, hồ_sơ=3, có=True, không=False), total=5)
    assert lines[-3:] == [": 3 → − 1", ": + 2", "= 4,00 − 1 + 2 = 5,00"]
    above = told(only, given=facts(điểm="4,5", hồ_sơ=0, có=True, không=False), total=5)
    assert above[-2:] == ["= 4,50 − 0 + 2 = 6,50", "giới hạn từ 6,50 về 5,00"]
    zeroed = told(only, given=facts(điểm=4, hồ_sơ=1, có=True, không=True), total=5)
    assert zeroed[-3:] == [
        ": không tính, vì đã bị 0 điểm",
        "= 0,00 − 0,5 = −0,50",
        "giới hạn từ −0,50 về 0,00",
    ]
    opened = told(only, given=facts(điểm=4, có=False, không=False), total=5)
    assert ": thiếu (hồ_sơ) → chưa rõ, từ 0 đến 1 điểm" in opened


def test_what_does_not_apply() -> None:
    gone = leaf("1", 5, AS_GIVEN, not_applicable=exempt(YES))
    other = leaf("2", 5, AS_GIVEN)
    lines = told(gone, other, given=facts(có=True, điểm=1))
    assert lines == [
        "1 Tiêu chí 1: không áp dụng",
        "không áp dụng nếu điều kiện: có xảy ra (có = có) (dòng 1)",
    ]
    free = leaf("1", 5, AS_GIVEN, not_applicable=exempt(YES, Treatment.FULL))
    assert told(free, given=facts(có=True), total=5)[1] == (
        "không áp dụng nếu điều kiện: điểm tối đa: có xảy ra (có = có) (dòng 1)"
    )
    kinds = leaf("1", 5, AS_GIVEN, only_for=("xã", "phường"))
    assert told(kinds, other, given=facts("đặc_khu", điểm=1))[1] == (
        "chỉ áp dụng cho phường, xã; đơn vị thuộc loại đặc_khu"
    )
    marked = leaf("1", 5, AS_GIVEN, unit_marks=True)
    assert told(marked, other, given=facts(marks=frozenset({"1"}), điểm=1))[1] == (
        "đơn vị đánh dấu không áp dụng"
    )
    by_zero = leaf("1", 5, Direct(Proportional(ref(RATIO))))
    assert told(by_zero, other, given=facts(hồ_sơ=0, đúng_hạn=0, điểm=1))[1:] == [
        "mẫu số của tỷ_lệ bằng 0: tiêu chí không áp dụng"
    ]
    by_figure = leaf("1", 5, Direct(Proportional(ref(SHARE))))
    assert told(by_figure, other, given=facts(phần=Special.NOT_APPLICABLE, điểm=1))[1:] == [
        "số liệu để chấm không áp dụng"
    ]


def test_missing_and_wrong_figures() -> None:
    only = leaf("1", 5, table(RATIO, (">=50%", 5), ("<50%", 0)))
    given = cell(facts(đúng_hạn=Fault("phải là số")), đúng_hạn="H12", hồ_sơ="G12")
    assert told(only, given=given, total=5)[1:] == [
        "lỗi (ô H12) / thiếu (ô G12): lỗi",
        "lỗi ở ô H12: phải là số",
        "thiếu ô G12",
    ]
    missing = cell(facts(đúng_hạn=3), đúng_hạn="H12", hồ_sơ="G12")
    assert told(only, leaf("2", 5, AS_GIVEN), given=missing) == [
        "1 Tiêu chí 1: 0,00–5,00/5 điểm, nếu tiêu chí này áp dụng",
        "3 (ô H12) / thiếu (ô G12): thiếu → có thể “>=50%” (dòng 1), hoặc “<50%” (dòng 1)",
        "thiếu ô G12",
    ]
    by_zero = leaf("1", 5, Direct(Formula(op(1, "/", FILES))))
    assert told(by_zero, given=facts(hồ_sơ=0), total=5)[-1] == "lỗi: chia cho 0"
    manual = leaf("1", 5, Manual(d(0), d(5), None))
    assert told(manual, given=facts(), total=5)[-1] == "thiếu điểm hội đồng chấm 1"


def test_parameters_the_council_and_the_group_of_units() -> None:
    due = parameter("hạn", "10/12/2026")
    days = Table(ref(DAY), (Row(Range(high=ref(due)), outcome(5), "đến hạn: 5", Span("l", 3)),))
    only = leaf("1", 5, days)
    over = {"1": Override(d(3), "biên bản số 5")}
    lines = told(only, given=facts(ngày="01/12/2026", overrides=over), total=5)
    assert lines == [
        "1 Tiêu chí 1: 3,00/5 điểm",
        "01/12/2026 → “đến hạn: 5” (dòng 3)",
        "hội đồng ấn định 3 điểm: biên bản số 5",
        "hạn năm 2026: 10/12/2026",
    ]
    least = Peers(Function.LEAST, ItemRef(FILES))
    compared = leaf("1", 5, Direct(Formula(op(FILES, "-", least))), zero=equal(least, 3))
    text = told(compared, given=facts(hồ_sơ=5), total=5)
    assert text[1] == "5 − thiếu (nhỏ nhất toàn nhóm: hồ_sơ) = từ 0,00 đến 5,00"
    assert text[2].endswith("chưa rõ (nhỏ nhất toàn nhóm của hồ_sơ = thiếu) (dòng 1)")
    assert text[-1] == "thiếu nhỏ nhất toàn nhóm của hồ_sơ"


# --- headings -----------------------------------------------------------------------------------


def scored_tree(**given: object) -> Assessment:
    away = leaf("A.2", 15, FullIf(when(YES)), not_applicable=exempt(NO))
    rule_set = rules(
        section("A", 65, leaf("A.1", 50, AS_GIVEN), away),
        section("B", 35, leaf("B.1", 100, Direct(Proportional(ref(SHARE)))), rescale_from=100),
        bonus("C", 5, leaf("C.1", 9, PerItem(d(1), ref(FILES), None)), capped_total=True),
        penalty("D", 2, leaf("D.1", 2, FullIf(when(YES)))),
        total=100,
    )
    return assess(rule_set, facts(**given))


def test_sections_and_the_total() -> None:
    unit = scored_tree(điểm=40, không=True, có=True, phần="90%", hồ_sơ=7)
    assert explain(unit, "A")[0].split("\n  ") == [
        "PHẦN A Nhóm A: 52,00/65 điểm",
        "không áp dụng: A.2",
        "quy đổi: 40,00 × 65 ÷ 50 = 52,00",
    ]
    assert explain(unit, "B")[0].split("\n  ") == [
        "PHẦN B Nhóm B: 31,50/35 điểm",
        "quy đổi: 90,00 × 35 ÷ 100 = 31,50",
    ]
    assert explain(unit, "C")[0].split("\n  ") == [
        "ĐIỂM CỘNG C Nhóm C: 5,00/5 điểm",
        "không quá 5 điểm",
    ]
    assert explain(unit, "")[0].split("\n  ") == [
        "Tổng điểm: 86,50/100 điểm",
        "= A: 52,00 + B: 31,50 = 83,50",
        "+ 5,00 (ĐIỂM CỘNG C)",
        "− 2,00 (ĐIỂM TRỪ D)",
        "không quá tổng điểm 100",
        "= 86,50% của 100 điểm",
    ]
    assert len(explain(unit)) == 4 + 5 + 1
    assert explain(unit, "Z") == ()


def test_rebasing_at_the_total_and_rounding_once() -> None:
    rule_set = rules(leaf("1", 17, AS_GIVEN), leaf("2", 3, AS_GIVEN, only_for=("xã",)), total=20)
    unit = assess(rule_set, facts("phường", điểm="12,5"))
    assert explain(unit, "")[0].split("\n  ") == [
        "Tổng điểm: 14,71/20 điểm",
        "không áp dụng: 2",
        "quy đổi: 12,50 × 20 ÷ 17 = 14,71",
        "làm tròn một lần, đến 2 chữ số: 14,7058823529 → 14,71",
        "= 73,53% của 20 điểm",
    ]


def test_weights_and_open_totals() -> None:
    first, second = leaf("1", 10, AS_GIVEN), leaf("2", 5, Direct(Proportional(ref(SHARE))))
    vectors = [weights(_1="60%", _2="40%"), weights(YES, _1="100%", _2=0)]
    rule_set = rules(first, second, total=100, root={"weights": vectors})
    unit = assess(rule_set, facts(điểm=5, phần="50%", có=False))
    assert explain(unit, "")[0].split("\n  ")[:2] == [
        "Tổng điểm: 50,00/100 điểm",
        "trọng số: 1 60% × 5,00/10 + 2 40% × 2,50/5",
    ]
    opened = assess(rule_set, facts(điểm=5))
    assert explain(opened, "")[0].split("\n  ") == [
        "Tổng điểm: 30,00–70,00/100 điểm",
        "chưa rõ dùng bộ trọng số nào",
        "chưa rõ: 2",
    ]


def test_other_ways_to_add_up() -> None:
    plain_group = group("1", 10, leaf("1.1", 40, AS_GIVEN), rescale_from=40)
    inner = group("2", 5, leaf("2.1", 5, AS_GIVEN), weights=weights(_2_1=1))
    unit = assess(rules(plain_group, inner, total=15), facts(điểm=4))
    assert explain(unit, "1")[0].split("\n  ")[1:] == ["quy đổi: 4,00 × 10 ÷ 40 = 1,00"]
    assert explain(unit, "2")[0].split("\n  ")[1:] == ["trọng số: 2.1 100% × 4,00/5"]
    nothing = leaf("1.1", 10, AS_GIVEN, not_applicable=exempt(YES))
    empty = assess(rules(group("1", 10, nothing)), facts(có=True))
    assert explain(empty, "1") == ("LĨNH VỰC 1 Nhóm 1: không áp dụng",)
    assert explain(empty, "") == ("Tổng điểm: không chấm, vì không tiêu chí nào áp dụng",)
    maybe = assess(
        rules(group("1", 10, nothing, leaf("1.2", 10, AS_GIVEN)), total=20), facts(điểm=5)
    )
    assert explain(maybe, "1")[0].startswith("LĨNH VỰC 1 Nhóm 1: 5,00–10,00/10–20 điểm")
    assert "quy đổi về 20 điểm, chưa rõ tiêu chí nào áp dụng" in explain(maybe, "")[0]


def test_the_self_round_is_explained_as_well() -> None:
    rule_set = rules(leaf("1", 6, AS_GIVEN), leaf("2", 4, Manual(d(0), d(4), None)))
    unit = assess(rule_set, facts(điểm=3), SELF)
    assert [text.split("\n")[0] for text in explain(unit)] == [
        "1 Tiêu chí 1: 3,00/6 điểm",
        "Tổng điểm: 3,00/6 điểm",
    ]


# --- JSON ---------------------------------------------------------------------------------------


def test_json_is_plain_and_versioned() -> None:
    zero = Condition(ref(YES), "có", Span("luật.cchc", 7), ref(NO), "Điều 7")
    due = parameter("hạn", "95%")
    bands = Table(
        ref(RATIO),
        (
            Row(Range(low=ref(due)), outcome(5), "từ hạn: 5", Span("luật.cchc", 3)),
            line("<95%", Interpolated(d(0), d(1)), "còn lại", 4),
        ),
    )
    only = leaf("1", 5, bands, zero=zero, adjustments=minus("0,25", FILES, cap="0,5"))
    given = cell(facts(đúng_hạn=10, hồ_sơ=10, có=True, không=True), hồ_sơ="G12")
    unit = assess(rules(only, total=5), given)
    found = explain_json(unit)
    assert found == json.loads(json.dumps(found))
    assert found["version"] == 1
    assert found["total"] == {
        "score": "4.50",
        "unrounded": "4.5",
        "maximum": "5",
        "status": "complete",
        "missing": [],
    }
    own: Any = found["leaves"][0]  # type: ignore[index]
    assert own["score"] == "4.50"
    assert own["rows"] == [{"text": "từ hạn: 5", "file": "luật.cchc", "line": 3}]
    assert own["parameters"] == [{"name": "hạn", "year": 2026, "state": "value", "value": "0.95"}]
    assert own["formulas"][0]["value"] == "1"
    assert own["figures"][1] == {
        "key": "hồ_sơ",
        "state": "value",
        "value": "10",
        "file": "a.xlsx",
        "sheet": "S",
        "cell": "G12",
    }
    assert own["zero_conditions"] == [
        {
            "text": "có",
            "result": False,
            "test": True,
            "exception": True,
            "reason": "Điều 7",
            "group": None,
            "treatment": None,
            "file": "luật.cchc",
            "line": 7,
        }
    ]
    assert own["adjustments"][0]["amount"] == ["0.5", "0.5"]
    assert own["before_clamp"] == ["4.5", "4.5"]


def test_json_of_what_is_open() -> None:
    first = leaf("1", 5, AS_GIVEN, not_applicable=exempt(YES))
    second = leaf("2", 5, Direct(Proportional(ref(RATIO))))
    third = leaf("3", 5, Survey(ItemRef(item("phiếu", BALLOTS)), (None, d(5)), {}))
    days = leaf("4", 5, table(DAY, ("<=31/12/2025", 5), (None, 0)), adjustments=minus(1, FILES))
    given = facts(
        có=Fault("chỉ nhận “có”"), hồ_sơ=0, đúng_hạn=0, phiếu=(d(4), None), ngày="31/12/2025"
    )
    program = compile_rules(rules(group("G", 20, first, second, third, days), total=20))
    found: Any = explain_json(program.totals(given, APPRAISED))
    assert found == json.loads(json.dumps(found))
    assert found["groups"][0]["maximum"] == ["10", "15"]
    one, two, three, four = found["leaves"]
    assert one["status"] == "error"
    assert one["score_range"] == ["0.00", "5.00"]
    assert one["missing"] == [{"key": "điểm"}]
    assert (two["status"], two["score"], two["formulas"][0]["by_zero"]) == (
        "not_applicable",
        None,
        True,
    )
    assert three["figures"][0]["value"] == ["4", None]
    assert four["figures"][0]["value"] in {"0", "2025-12-31"}
    assert explain_json(program.totals(given, APPRAISED), "2")["groups"] == []


def test_both_ways_of_scoring_explain_alike() -> None:
    rule_set = rules(
        group(
            "1",
            10,
            leaf("1.1", 5, AS_GIVEN, zero=YES),
            leaf("1.2", 5, FullIf(when(All((ref(YES), ref(NO)))))),
        )
    )
    program = compile_rules(rule_set)
    given = facts(điểm=3, có=True, không=False)
    one, two = program.assess(given, APPRAISED), program.totals(given, APPRAISED)
    assert explain(one) == explain(two)
    assert explain_json(one) == explain_json(two)
