from decimal import Decimal

from cchc_rules.diagnostics import Cell
from cchc_rules.facts import Facts, Fault, Unit
from cchc_rules.facts.previous import Earlier, with_previous
from cchc_rules.model import Special, ValueType
from tests.facts.build import item, leaf, rule_set

ITEMS = (
    item("a", ValueType.NUMBER, "Số a", owner="1"),
    item("b", ValueType.PERCENT, "Tỷ lệ b", owner="1"),
    item("c", ValueType.NUMBER, "Số c", owner="1"),
)
RULES = rule_set(leaf("1", items=ITEMS))
OWN = Cell("phiếu.xlsx", "Phiếu", "D7")


def test_figures_of_the_year_before() -> None:
    now = [
        Facts(
            Unit("Mường Nhé", "xã"),
            {"a": Decimal(1)},
            {"b": Decimal("0.9"), "c": Decimal(7)},
            places={"b@2025": OWN, "c@2025": OWN},
        ),
        Facts(Unit("Tên mới", "xã", "02"), {"a": Decimal(2)}),
        Facts(Unit("Lạ", "xã"), {"a": Decimal(3)}, {"a": Decimal(5)}),
    ]
    before = [
        Facts(Unit("Nậm Pồ", "xã", "02"), {"a": Decimal(20), "b": Special.MISSING}),
        Facts(
            Unit("Muong Nhe", "xã"),
            {"a": Decimal(10), "b": Decimal("0.8"), "c": Fault("sai")},
            places={"a": Cell("cũ", "", "B2"), "b": Cell("cũ", "", "C2")},
        ),
    ]
    facts, found = with_previous(now, Earlier(RULES, [("cũ.xlsx", before)]))
    assert [dict(one.previous) for one in facts] == [
        {"a": Decimal(10), "b": Decimal("0.8"), "c": Decimal(7)},
        {"a": Decimal(20)},
        {"a": Decimal(5)},
    ]
    assert dict(facts[0].places) == {
        "a@2025": Cell("cũ", "", "B2"),
        "b@2025": Cell("cũ", "", "C2"),
        "c@2025": OWN,
    }
    assert [(one.code, one.place) for one in found] == [
        ("E562", OWN),
        ("W562", Cell("cũ.xlsx")),
    ]
    assert "“Tỷ lệ b” năm 2025 ghi 90%" in found[0].message
    assert "của hội đồng là 80%" in found[0].message
    assert "“Lạ”" in found[1].message


def test_the_first_of_two_files_counts() -> None:
    unit = Unit("Mường Nhé", "xã")
    files = [
        ("1.xlsx", [Facts(unit, {"a": Decimal(1)})]),
        ("2.xlsx", [Facts(unit, {"a": Decimal(2), "b": Decimal("0.5")})]),
    ]
    (one,), found = with_previous([Facts(unit)], Earlier(RULES, files))
    assert dict(one.previous) == {"a": Decimal(1), "b": Decimal("0.5")}
    assert found == ()


def test_many_changes_of_one_file_are_counted() -> None:
    units = [Unit(f"Xã số {number}", "xã") for number in range(60)]
    now = [Facts(unit, previous={"a": Decimal(2)}, places={"a@2025": OWN}) for unit in units]
    before = [("cũ.xlsx", [Facts(unit, {"a": Decimal(1)}) for unit in units])]
    _, found = with_previous(now, Earlier(RULES, before))
    assert [one.code for one in found] == ["E562"] * 51
    assert "Còn 10 số liệu" in found[-1].message
