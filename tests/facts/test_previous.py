from decimal import Decimal

from cchc_rules.diagnostics import Cell
from cchc_rules.facts import Facts, Unit
from cchc_rules.facts.previous import with_previous


def test_figures_of_the_year_before() -> None:
    now = [
        Facts(Unit("Mường Nhé", "xã"), {"a": Decimal(1)}, {"b": Decimal(9)}),
        Facts(Unit("Tên mới", "xã", "02"), {"a": Decimal(2)}),
        Facts(Unit("Lạ", "xã"), {"a": Decimal(3)}),
    ]
    before = [
        Facts(Unit("Nậm Pồ", "xã", "02"), {"a": Decimal(20)}),
        Facts(
            Unit("Muong Nhe", "xã"),
            {"a": Decimal(10), "b": Decimal(11)},
            places={"a": Cell("cũ", "", "B2")},
        ),
    ]
    facts, found = with_previous(now, before, "cũ.xlsx", 2025)
    assert [one.previous for one in facts] == [
        {"a": Decimal(10), "b": Decimal(9)},
        {"a": Decimal(20)},
        {},
    ]
    assert facts[0].places == {"a@2025": Cell("cũ", "", "B2")}
    assert [(one.code, "“Lạ”" in one.message) for one in found] == [("W562", True)]
