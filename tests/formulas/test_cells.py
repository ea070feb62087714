"""What stands in one cell in, what its leaf shows out: blank, wrong, odd; marks, reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cchc_rules.forms.layout import CLASS, MARK, SCORE, SHEET, TOTAL, Column, lay_out
from cchc_rules.forms.layout import PERCENT as PERCENT_ROW
from cchc_rules.formulas import COUNCIL, ERROR, EXCLUDED, HELPER_SHEET, MISSING, compile_form
from cchc_rules.model import (
    Call,
    ClassBand,
    Classification,
    Direct,
    Formula,
    FullIf,
    Function,
    Interpolated,
    ItemRef,
    Manual,
    Parameter,
    Peers,
    Range,
    Survey,
    Table,
)
from cchc_rules.records import replace
from tests.evaluation.build import (
    BALLOTS,
    BOOL,
    COUNT,
    PERCENT,
    PLACE,
    TALLY,
    computed,
    constant,
    d,
    exempt,
    group,
    has,
    item,
    last_year,
    leaf,
    minus,
    op,
    ref,
    row,
    rules,
    table,
    weights,
    when,
    within,
)
from tests.formulas.engines import Formualizer, IronCalc
from tests.formulas.odd import FIGURE, ODD, guarded, scored_by, stepped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cchc_rules.model import RuleSet, ValueType
    from tests.formulas.engines import Engine
    from tests.formulas.filling import Cell

ENGINES = pytest.mark.parametrize("engine", [Formualizer, IronCalc])
GIVEN, SET = Column.APPRAISED, Column.OVERRIDE


def show(
    rule_set: RuleSet,
    filled: Mapping[tuple[str, Column], Cell],
    place: tuple[str, Column] = ("1", Column.SCORE),
    engine: type[Engine] = IronCalc,
) -> object:
    """Return what a cell shows on a form of a commune."""
    layout = lay_out(rule_set, ("xã",))

    def address(key: str, column: Column) -> str:
        return layout.cell(key, column).replace("$", "")

    cells = {address(*own): value for own, value in filled.items()}
    wanted = address(*place)
    return engine(compile_form(layout)).calculate(cells, [wanted])[wanted]


@ENGINES
@pytest.mark.parametrize(("kind", "typed", "wanted"), ODD)
def test_what_is_typed(
    engine: type[Engine], kind: ValueType, typed: Cell, wanted: float | str
) -> None:
    shown = show(scored_by(kind), {(FIGURE, GIVEN): typed}, engine=engine)
    assert shown == (pytest.approx(wanted) if isinstance(wanted, float | int) else wanted)


@pytest.mark.parametrize("typed", ["-", "–", "không áp dụng"])
def test_a_dash_says_not_applicable_where_the_unit_may_mark(typed: str) -> None:
    assert show(scored_by(COUNT, marks=True), {(FIGURE, GIVEN): typed}) == EXCLUDED


@pytest.mark.parametrize(("typed", "wanted"), [("x", EXCLUDED), ("X", EXCLUDED), ("", 4)])
def test_the_mark_of_a_leaf(typed: str, wanted: object) -> None:
    filled: dict[tuple[str, Column], Cell] = {(FIGURE, GIVEN): 4.0, ("1" + MARK, GIVEN): typed}
    assert show(scored_by(COUNT, marks=True), filled) == wanted


@pytest.mark.parametrize(("typed", "wanted"), [(1.25, 1.25), (1.3, ERROR), (0.75, ERROR)])
def test_steps_count_from_the_least(typed: float, wanted: object) -> None:
    assert show(stepped(), {(FIGURE, GIVEN): typed}) == wanted


def test_a_blank_is_0_where_the_rules_say_so() -> None:
    assert show(guarded(), {}) == 0
    assert show(guarded(), {(FIGURE, GIVEN): 4.0}) == 10


def test_each_round_reads_its_own_column() -> None:
    filled: dict[tuple[str, Column], Cell] = {(FIGURE, Column.DECLARED): 4.0}
    assert show(scored_by(COUNT), filled, ("1", Column.SELF_SCORE)) == 4
    assert show(scored_by(COUNT), filled) == MISSING


def test_the_year_before_stands_in_a_row_of_its_own() -> None:
    figure = item("xong")
    rise = Direct(Formula(op(figure, "-", last_year(figure))))
    rule_set = rules(leaf("1", 10, rise, items=figure))
    filled: dict[tuple[str, Column], Cell] = {("xong", GIVEN): 9.0, ("xong@2025", GIVEN): 4.0}
    assert show(rule_set, filled) == 5
    assert show(rule_set, {("xong", GIVEN): 9.0}) == MISSING


@pytest.mark.parametrize(
    ("typed", "wanted"), [(2.5, 2.5), (2.6, ERROR), (6.0, ERROR), ("", MISSING), ("hai", ERROR)]
)
def test_points_that_the_council_enters(typed: Cell, wanted: object) -> None:
    rule_set = rules(leaf("1", 5, Manual(d(0), d(5), d("0,5")), self_scored=False), total=5)
    assert show(rule_set, {("1" + SCORE, GIVEN): typed}) == wanted


@pytest.mark.parametrize(
    ("score", "reason", "wanted"),
    [(3.0, "họp", 3), (3.0, "", 7), (3.0, "  ", 7), (11.0, "họp", 7), ("ba", "họp", 7)],
)
def test_a_decision_of_the_council_counts_with_its_reason(
    score: Cell, reason: str, wanted: object
) -> None:
    filled: dict[tuple[str, Column], Cell] = {
        (FIGURE, GIVEN): 7.0,
        ("1", SET): score,
        ("1", Column.OVERRIDE_REASON): reason,
    }
    assert show(scored_by(COUNT), filled) == wanted
    own = {**filled, (FIGURE, Column.DECLARED): 7.0}
    assert show(scored_by(COUNT), own, ("1", Column.SELF_SCORE)) == 7


@pytest.mark.parametrize(
    ("ballots", "wanted"),
    [
        ("5; 4; 3", 8),
        ("5;4;3;", 8),
        ("5; ; 3", 8),
        ("5\n4\n3", 8),
        ("5; 4", MISSING),
        (" ; ", MISSING),
        ("5; 4; 3,5", COUNCIL),
        ("5; 4; tốt", COUNCIL),
    ],
)
@ENGINES
def test_ballots_in_one_cell(engine: type[Engine], ballots: str, wanted: object) -> None:
    votes = item("phiếu", BALLOTS)
    survey = Survey(ItemRef(votes), (None, d(5)), {}, 2 if "; ;" in ballots else 3)
    rule_set = rules(leaf("1", 10, survey, items=votes))
    assert show(rule_set, {("phiếu", GIVEN): ballots}, engine=engine) == wanted


def test_ballots_that_name_options() -> None:
    votes = item("phiếu", BALLOTS, options=("Hài lòng", "Bình thường"))
    worth = {"Hài lòng": d(1), "Bình thường": d("0,5")}
    rule_set = rules(leaf("1", 10, Survey(ItemRef(votes), None, worth), items=votes))
    assert show(rule_set, {("phiếu", GIVEN): "Hài lòng; Bình thường; Hài lòng ;"}) == 8.33


def test_counts_per_option_stand_in_rows_of_their_own() -> None:
    votes = item("bầu", TALLY, options=("Tốt", "Kém"))
    rule_set = rules(
        leaf("1", 10, Survey(ItemRef(votes), None, {"Tốt": d(1), "Kém": d(0)}), items=votes)
    )
    tally: dict[tuple[str, Column], Cell] = {("bầu!Tốt", GIVEN): 3.0, ("bầu!Kém", GIVEN): 1.0}
    assert show(rule_set, tally) == 7.5
    assert show(rule_set, {("bầu!Tốt", GIVEN): 3.0}) == MISSING
    assert show(rule_set, {**tally, ("bầu!Kém", GIVEN): -1.0}) == ERROR


def test_figures_of_the_group_are_left_to_the_council_with_all_that_depends_on_them() -> None:
    figure = item("xong")
    best = Formula(op(figure, "/", Peers(Function.GREATEST, ItemRef(figure))))
    other = leaf("2.1", 5, FullIf(when(item("có", BOOL))), items=item("có", BOOL))
    rule_set = rules(
        group("1", 5, leaf("1.1", 5, Direct(best), items=figure)), group("2", 5, other)
    )
    layout = lay_out(rule_set, ("xã",))
    assert set(compile_form(layout).council["G"]) == {"1.1", "1", TOTAL, PERCENT_ROW}
    for key in ("1.1", "1", TOTAL):
        assert show(rule_set, {("xong", GIVEN): 1.0}, (key, Column.SCORE)) == COUNCIL
    assert show(rule_set, {("có", GIVEN): "có"}, ("2", Column.SCORE)) == 5


def test_numbers_that_lie_beside_what_a_double_can_hold() -> None:
    share = item("phần", PERCENT)
    thirds = Call(Function.MEAN, (op(share, "/", 3), op(share, "/", 3), op(share, "/", 3)))
    whole = computed("ba", op(thirds, "*", 3))
    rule_set = rules(leaf("1", 10, table(whole, (">=57%", 10), (None, 0)), items=share))
    assert show(rule_set, {("phần", GIVEN): 0.57}) == 10
    assert show(rule_set, {("phần", GIVEN): 0.5699999999}) == 0


def test_a_parameter_without_a_value_for_the_kind_leaves_the_score_open() -> None:
    limit = Parameter("mức", "mức", COUNT, 2026, PLACE, None, {"phường": d(3)})
    method = table(item(FIGURE), (Range(ref(limit)), 10), (None, 0))
    rule_set = rules(leaf("1", 10, FullIf(when(within(item(FIGURE), Range(ref(limit))))),
                          items=item(FIGURE)), leaf("2", 10, method), total=20)  # fmt: skip
    assert show(rule_set, {(FIGURE, GIVEN): 4.0}) == MISSING
    assert show(rule_set, {(FIGURE, GIVEN): 4.0}, ("2", Column.SCORE)) == MISSING


def test_a_figure_that_stands_on_no_row_is_missing() -> None:
    votes, counts, points = item("phiếu", BALLOTS), item("bầu", TALLY, options=("A",)), item("x")
    survey, tally = Survey(ItemRef(votes), (None, d(5)), {}), Survey(ItemRef(counts), None, {})
    rule_set = rules(
        leaf("1", 5, survey), leaf("2", 5, tally), leaf("3", 5, Direct(Formula(ref(points))))
    )
    for code in "123":
        assert show(rule_set, {}, (code, Column.SCORE)) == MISSING


def test_ballots_and_counts_of_the_year_before_are_left_to_the_council() -> None:
    votes, counts = item("phiếu", BALLOTS), item("bầu", TALLY, options=("A",))
    before = ItemRef(votes, previous=True), ItemRef(counts, previous=True)
    rule_set = rules(
        leaf("1", 5, Survey(before[0], (None, d(5)), {}), items=votes),
        leaf("2", 5, Survey(before[1], None, {"A": d(1)}), items=counts),
        leaf("3", 5, FullIf(when(has(votes)))),
        leaf("4", 5, Survey(ItemRef(item("y", BALLOTS, step=d(1))), (None, d(5)), {})),
    )
    for code in "1234":
        assert show(rule_set, {}, (code, Column.SCORE)) == COUNCIL


@pytest.mark.parametrize(("by_rank", "wanted"), [(True, COUNCIL), (False, "Tốt")])
def test_a_class_by_place_is_left_to_the_council(by_rank: bool, wanted: str) -> None:
    band = ClassBand("Tốt", Range(constant("10%")), False, None, "Tốt", PLACE)
    own = Classification(frozenset({"xã"}), (band,), by_rank, False, PLACE)
    rule_set = replace(scored_by(COUNT), classifications=(own,))
    filled: dict[tuple[str, Column], Cell] = {(FIGURE, GIVEN): 7.0}
    assert show(rule_set, filled, (CLASS, Column.SCORE)) == wanted
    assert show(scored_by(COUNT), filled, (CLASS, Column.SCORE)) == ""


def test_a_gate_and_weights_that_need_the_group_are_left_to_the_council() -> None:
    compared = within(Peers(Function.LEAST, ItemRef(item(FIGURE))), ">1")
    band = ClassBand("Tốt", None, False, when(compared), "Tốt", PLACE)
    own = Classification(frozenset(), (band,), False, False, PLACE)
    gated = replace(scored_by(COUNT), classifications=(own,))
    filled: dict[tuple[str, Column], Cell] = {(FIGURE, GIVEN): 7.0}
    assert show(gated, filled, (CLASS, Column.SCORE)) == COUNCIL
    plain = leaf("1.1", 10, Direct(Formula(ref(item(FIGURE)))), items=item(FIGURE))
    weighted = rules(group("1", 10, plain, weights=weights(compared, _1_1="1")))
    assert show(weighted, filled, ("1", Column.SCORE)) == COUNCIL
    assert show(weighted, filled, (TOTAL, Column.SCORE)) == COUNCIL
    assert show(weighted, filled, ("1.1", Column.SCORE)) == 7


def test_a_row_between_two_figures() -> None:
    low, high = item("thấp"), item("cao")
    ends = Range(ref(low), ref(high), high_open=True)
    method = Table(ref(item(FIGURE)), (row(ends, Interpolated(d(2), d(10))), row(None, 0)))
    rule_set = rules(leaf("1", 10, method, items=(item(FIGURE), low, high)))
    filled: dict[tuple[str, Column], Cell] = {
        (FIGURE, GIVEN): 3.0,
        ("thấp", GIVEN): 1.0,
        ("cao", GIVEN): 5.0,
    }
    assert show(rule_set, filled) == 6
    assert show(rule_set, {**filled, ("cao", GIVEN): 3.0}) == 0
    assert show(rule_set, {(FIGURE, GIVEN): 3.0, ("thấp", GIVEN): 1.0}) == MISSING


# --- why ------------------------------------------------------------------------------------------


def why(rule_set: RuleSet, filled: Mapping[tuple[str, Column], Cell], key: str = "1") -> object:
    return show(rule_set, filled, (key, Column.REASON))


def test_why_a_row_was_hit() -> None:
    done, given = item("xong"), item("giao")
    ratio = computed("tỷ_lệ", op(done, "/", given), None)
    method = table(ratio, (">=80%", 10), ("<80%", 0))
    late = item("chậm")
    rule_set = rules(
        leaf("1", 10, method, items=(done, given, late), adjustments=minus("0,5", late, cap=2))
    )
    filled: dict[tuple[str, Column], Cell] = {
        ("xong", GIVEN): 9.0,
        ("giao", GIVEN): 10.0,
        ("chậm", GIVEN): 1.0,
    }
    assert why(rule_set, filled) == "đạt 90%: “>=80%”; trừ 0.5 điểm"
    declared: dict[tuple[str, Column], Cell] = {("xong", Column.DECLARED): 9.0}
    assert why(rule_set, declared) == "còn thiếu: Số liệu giao; Số liệu chậm"
    assert why(rule_set, {**filled, ("giao", GIVEN): "mười"}) == "số liệu lỗi: Số liệu giao"


def test_why_a_leaf_does_not_apply_or_is_0() -> None:
    flag, out = item("bị_phạt", BOOL), item("không_có", BOOL)
    rule_set = rules(
        leaf(
            "1",
            10,
            Direct(Formula(ref(item(FIGURE, COUNT)))),
            items=(item(FIGURE, COUNT), flag, out),
            zero=flag,
            not_applicable=exempt(out),
        )
    )
    filled: dict[tuple[str, Column], Cell] = {
        (FIGURE, GIVEN): 4.0,
        ("bị_phạt", GIVEN): "có",
        ("không_có", GIVEN): "không",
    }
    assert why(rule_set, filled) == "0 điểm vì điều kiện"
    assert why(rule_set, {**filled, ("không_có", GIVEN): "có"}) == "không áp dụng vì điều kiện"
    marked = scored_by(COUNT, marks=True)
    assert why(marked, {("1" + MARK, GIVEN): "x"}) == "đơn vị đánh dấu không áp dụng"


def test_why_the_council_decided() -> None:
    filled: dict[tuple[str, Column], Cell] = {
        (FIGURE, GIVEN): 7.0,
        ("1", SET): 3.0,
        ("1", Column.OVERRIDE_REASON): " Biên bản 12 ",
    }
    assert why(scored_by(COUNT), filled) == "hội đồng quyết định: Biên bản 12"


def test_a_heading_tells_what_it_is_out_of_and_between_which_ends_it_lies() -> None:
    one = leaf("1.1", 4, Direct(Formula(ref(item("a")))), items=item("a"), unit_marks=True)
    two = leaf("1.2", 6, FullIf(when(item("b", BOOL))), items=item("b", BOOL))
    rule_set = rules(group("1", 10, one, two))
    marked: dict[tuple[str, Column], Cell] = {("1.1" + MARK, GIVEN): "x", ("b", GIVEN): "có"}
    assert why(rule_set, marked, "1") == "điểm tối đa áp dụng: 6"
    assert why(rule_set, {("a", Column.DECLARED): 3.0}, "1") == "hiện từ 3 đến 9 điểm"
    assert why(rule_set, {("a", Column.DECLARED): 3.0}, TOTAL) == "hiện từ 3 đến 9 điểm"


def test_the_reason_is_that_of_the_declared_figures_until_they_are_appraised() -> None:
    filled: dict[tuple[str, Column], Cell] = {(FIGURE, Column.DECLARED): "bảy"}
    assert why(scored_by(COUNT), filled) == "số liệu lỗi: Số liệu số"
    assert why(scored_by(COUNT), {**filled, (FIGURE, GIVEN): 7.0}) == "tính theo công thức"


def test_helper_cells_say_what_they_are() -> None:
    formulas = compile_form(lay_out(scored_by(COUNT), ("xã",)))
    helpers = {address for sheet, address in formulas.cells if sheet == HELPER_SHEET}
    labels = {address for sheet, address in formulas.labels if sheet == HELPER_SHEET}
    assert {f"A{address[1:]}" for address in helpers} < labels
    assert {sheet for sheet, _ in formulas.cells} == {SHEET, HELPER_SHEET}
    assert set(formulas.council) == {"F", "G"}
