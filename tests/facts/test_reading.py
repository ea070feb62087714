import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_rules.diagnostics import Span
from cchc_rules.facts import Facts, Fault, Override, Round, Unit
from cchc_rules.facts.reading import Read, read_facts
from cchc_rules.facts.roster import read_roster
from cchc_rules.model import Special, ValueType
from cchc_rules.text import fold_name
from tests.facts.build import item, leaf, manual, rule_set

HO_SO = item("hồ_sơ", title="Số hồ sơ")
NGAY = item("ngày", ValueType.DATE)
KINH_PHI = item("có_kinh_phí", ValueType.BOOL)
TY_LE = item("tỷ_lệ", ValueType.PERCENT)
PHIEU = item("phiếu", ValueType.BALLOTS)
Y_KIEN = item("ý_kiến", ValueType.TALLY, options=("Tốt", "Kém"))
MUC = item("mức", ValueType.CHOICE, options=("1", "2"))
RULES = rule_set(
    leaf("1.1", items=(HO_SO, NGAY, KINH_PHI, TY_LE, PHIEU, Y_KIEN, MUC)),
    leaf("1.2", unit_marks=True, items=(item("riêng"),)),
    manual("1.3", high=5),
    kinds=("xã", "phường"),
)


def read(units: object, **more: object) -> Read:
    return read_facts(json.dumps({"units": units, **more}), "f.json", RULES)


def one(**parts: object) -> Facts:
    found = read([{"name": "A", "kind": "xã", **parts}])
    assert len(found.facts) == 1, found.diagnostics
    return found.facts[0]


def codes(found: Read) -> list[str]:
    return [finding.code for finding in found.diagnostics]


def test_the_documented_object() -> None:
    found = read(
        [
            {
                "name": "Xã A",
                "kind": "Xã",
                "id": "01",
                "ranked": False,
                "facts": {
                    "hồ_sơ": "1000", "ngày": "2026-01-20", "có_kinh_phí": True, "tỷ_lệ": "0.965",
                    "phiếu": [5, "4", None], "ý_kiến": {"Kém": 2, "tốt": "3"}, "mức": "1",
                    "riêng": {"na": True}, "hồ_sơ@2025": 900,
                },
                "previous": {"tỷ_lệ": 0.9},
                "manual": {"1.3": "2.25"},
                "overrides": {"1.1": {"score": "1", "reason": "Đã kiểm tra"}},
                "marks": ["1.2"],
            }
        ],
        round="appraised",
    )  # fmt: skip
    assert found.diagnostics == ()
    assert found.round is Round.APPRAISED
    assert found.facts == (
        Facts(
            Unit("Xã A", "xã", "01", ranked=False),
            {
                HO_SO.key: Decimal(1000), NGAY.key: date(2026, 1, 20), KINH_PHI.key: True,
                TY_LE.key: Decimal("0.965"), PHIEU.key: (Decimal(5), Decimal(4), None),
                Y_KIEN.key: (Decimal(3), Decimal(2)), MUC.key: "1",
                fold_name("riêng"): Special.NOT_APPLICABLE,
            },
            {TY_LE.key: Decimal("0.9"), HO_SO.key: Decimal(900)},
            {"1.3": Decimal("2.25")},
            {"1.1": Override(Decimal(1), "Đã kiểm tra")},
            frozenset({"1.2"}),
        ),
    )  # fmt: skip


def test_a_bare_list_of_units() -> None:
    found = read_facts('[{"name": "Phường B"}]', "f.json", RULES)
    assert [facts.unit for facts in found.facts] == [Unit("Phường B", "phường")]
    assert found.round is None


@pytest.mark.parametrize(
    ("key", "given_", "datum"),
    [
        ("hồ_sơ", None, Special.MISSING),
        ("hồ_sơ", "", Special.MISSING),
        ("hồ_sơ", 0, Decimal(0)),
        ("hồ_sơ", "1.234", "E522"),
        ("tỷ_lệ", "1.234", Decimal("1.234")),
        ("hồ_sơ", {"error": "#N/A"}, "E525"),
        ("hồ_sơ", {"sai": 1}, "E525"),
        ("hồ_sơ", [1], "E525"),
        ("hồ_sơ", float("inf"), "E525"),
        ("hồ_sơ", 10**500, "E525"),
        ("hồ_sơ", "x", "E520"),
        ("ngày", "2026-02-30", "E527"),
        ("phiếu", [5, "x"], "E529"),
        ("ý_kiến", [1], "E529"),
        ("mức", "3", "E528"),
        ("hồ_sơ", {"na": True}, "E530"),
    ],
)
def test_one_figure(key: str, given_: object, datum: object) -> None:
    found = read([{"name": "A", "kind": "xã", "facts": {key: given_}}])
    value = found.facts[0].values[fold_name(key)]
    if isinstance(datum, str):
        assert codes(found) == [datum]
        assert isinstance(value, Fault) or value is Special.NOT_APPLICABLE
        assert str(found.diagnostics[0].place) == f"f.json [A!{key}]"
    else:
        assert (value, codes(found)) == (datum, [])


def test_lenient_readings_are_told() -> None:
    found = read([{"name": "A", "kind": "xa", "facts": {"ngày": "20/01/2026", "tỷ_lệ": "85%"}}])
    assert codes(found) == ["N542", "N541"]
    assert found.facts[0].values[TY_LE.key] == Decimal("0.85")


def test_a_figure_hangs_under_its_heading() -> None:
    rules = rule_set(leaf("1.1", "Hồ sơ", items=(item("hồ_sơ", owner="1.1"),)))
    found = read_facts('[{"name": "A", "facts": {"hồ_sơ": "x"}}]', "f.json", rules)
    assert "TIÊU CHÍ 1.1 “Hồ sơ”" in found.diagnostics[0].heading


def test_unknown_keys_say_what_was_meant() -> None:
    found = read_facts(
        json.dumps(
            {
                "unit": [],
                "units": [
                    {
                        "name": "A", "kind": "xã", "fact": {}, "facts": {"ho_sơ_": 1, "hồ_sơ@9": 1},
                        "manual": {"1.4": 1}, "marks": ["9"],
                    }
                ],
            }
        ),
        "f.json",
        RULES,
    )  # fmt: skip
    assert codes(found) == ["W552", "W552", "W512", "W512", "W552", "W552"]
    assert "“units”" in found.diagnostics[0].remedy
    assert "“facts”" in found.diagnostics[1].remedy
    assert "“hồ_sơ”" in found.diagnostics[2].remedy


@pytest.mark.parametrize(
    ("unit", "code"),
    [
        (3, "E551"),
        ({}, "E551"),
        ({"name": "A"}, "E516"),
        ({"name": "A", "kind": "thôn"}, "E516"),
        ({"name": "A", "kind": "xã", "facts": []}, "E551"),
        ({"name": "A", "kind": "xã", "marks": "1.2"}, "E551"),
        ({"name": "A", "kind": "xã", "marks": ["1.1"]}, "E530"),
        ({"name": "A", "kind": "xã", "ranked": "có"}, "E551"),
        ({"name": "A", "kind": "xã", "manual": {"1.1": 1}}, "E553"),
        ({"name": "A", "kind": "xã", "manual": {"1.3": 6}}, "E521"),
        ({"name": "A", "kind": "xã", "overrides": {"1.1": {"score": 1}}}, "E554"),
        ({"name": "A", "kind": "xã", "overrides": {"1.1": 1}}, "E554"),
        ({"name": "A", "kind": "xã", "overrides": {"1.1": {"score": 11, "reason": "x"}}}, "E521"),
        ({"name": "A", "kind": "xã", "facts": {"hồ_sơ": 1, "HỒ_SƠ": 2}}, "E511"),
    ],
)
def test_what_is_wrong_with_a_unit(unit: object, code: str) -> None:
    assert codes(read([unit])) == [code]


def test_a_wrong_override_is_not_used() -> None:
    assert one(overrides={"1.1": {"score": 11, "reason": "x"}}).overrides == {}
    assert one(overrides={"1.1": {"score": 1}}).overrides == {}


def test_a_unit_twice() -> None:
    found = read([{"name": "A", "kind": "xã"}, {"name": " a ", "kind": "xã"}])
    assert (len(found.facts), codes(found)) == (1, ["E515"])


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [("{", 1, 2), ('{\n  "units": [1,]\n}', 2, 15), ("", 1, 1), ("[1] 2", 1, 5), ("\x00", 1, 1)],
)
def test_json_that_is_none(text: str, line: int, column: int) -> None:
    found = read_facts(text, "f.json", RULES)
    assert codes(found) == ["E550"]
    assert isinstance(found.diagnostics[0].place, Span)
    assert found.diagnostics[0].place.line == line
    assert abs(found.diagnostics[0].place.column - column) <= 1


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a": 1, "a": 2}', '{"units": 3}', "3", "null"])
def test_json_of_another_shape(text: str) -> None:
    found = read_facts(text, "f.json", RULES)
    assert [code[0] for code in codes(found)] == ["E"]


def test_a_mark_on_a_heading_takes_out_all_below() -> None:
    rules = rule_set(leaf("1.1", unit_marks=True), leaf("1.2", unit_marks=True))
    text = '[{"name": "A", "kind": "xã", "marks": ["1"]}]'
    assert read_facts(text, "f.json", rules).facts[0].marks == {"1.1", "1.2"}
    only_some = read([{"name": "A", "kind": "xã", "marks": ["1"]}])
    assert codes(only_some) == ["E530"]
    assert only_some.facts[0].marks == frozenset()


def test_large_exponents_do_no_harm() -> None:
    text = '[{"name": "A", "kind": "xã", "facts": {"hồ_sơ": 1e999999999, "tỷ_lệ": 1e-99999999}}]'
    assert codes(read_facts(text, "f.json", RULES)) == ["E525", "E525"]


def test_the_roster_names_the_units() -> None:
    roster, _ = read_roster(
        "mã;tên;loại;xếp hạng\n1;Xã Nậm Pồ;xã;không\n2;Cô Tô;phường;\n", "r", RULES.kinds
    )
    found = read_facts(
        '[{"name": "Nam Po", "kind": "phường"}, {"id": "2"}, {"name": "Lạ"}]',
        "f.json",
        RULES,
        roster,
    )
    assert [facts.unit.name for facts in found.facts] == ["Xã Nậm Pồ", "Cô Tô"]
    assert found.facts[0].unit.ranked is False
    assert codes(found) == ["N517", "E514"]


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["name", "kind", "facts", "units", "hồ_sơ", "phiếu", "1.1",
                                       "1.3", "manual", "overrides", "marks", "score", "na"]),
                      inner, max_size=4),
)  # fmt: skip


@given(JSON)
def test_no_json_raises(value: object) -> None:
    read_facts(json.dumps(value), "f.json", RULES)


@given(st.text(max_size=30))
def test_no_text_raises(text: str) -> None:
    read_facts(text, "f.json", RULES)
