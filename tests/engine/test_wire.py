from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_rules.diagnostics import Cell, Diagnostic, Span
from cchc_rules.engine.validating import RulesUsed, Validated
from cchc_rules.engine.wire import LineReader, to_line
from cchc_rules.excel.form.figures import FormPlaces
from cchc_rules.excel.form.stamp import Stamp
from cchc_rules.facts import Facts, Fault, Override, Round, Unit
from cchc_rules.model import Special

plain = st.one_of(
    st.decimals(allow_nan=False), st.booleans(), st.dates(), st.text(), st.sampled_from(Special)
)
datum = st.one_of(plain, st.builds(Fault, st.text()), st.lists(st.none() | plain).map(tuple))
figures = st.dictionaries(st.text(), datum, max_size=5)


@given(figures, figures, st.frozensets(st.text(), max_size=3))
def test_facts_come_back_as_they_were(
    values: dict[str, object], previous: dict[str, object], marks: frozenset[str]
) -> None:
    facts = Facts(
        Unit("Xã “A”\n", "xã", "01", True),
        values,  # type: ignore[arg-type]
        previous,  # type: ignore[arg-type]
        {"1.1": Decimal("2.50"), "1.2": Fault("sai")},
        {"1.3": Override(Decimal(1), "lý do")},
        marks,
        {"hồ_sơ": Cell("a.xlsx", "Trang", "H12"), "x": Span("b.json", 3, 1, 2)},
    )
    found = (Diagnostic("E520", Cell("a.xlsx"), "Sai.", "Sửa.", ("1", "1.1")),)
    used = RulesUsed("CCHC", 2026, "ab", "luật.cchc")
    stamp = Stamp("ab", "CCHC", 2026, "0.1", "01", "xã")
    done = Validated("a.xlsx", "form", used, stamp, Round.SELF, (facts,), found)
    line = to_line(done)
    assert "\n" not in line
    again = LineReader().read(line)
    assert again == done
    assert again.found[0].heading == ("1", "1.1")
    assert type(again.round) is Round


def test_the_cells_of_a_form_come_back_and_are_shared() -> None:
    def one(file: str) -> Validated:
        places = FormPlaces(file, "Phiếu", "D", {"hồ_sơ": 12, "x": 14})
        return Validated(file, "form", facts=(Facts(Unit(file, "xã"), places=places),))

    reader = LineReader()
    first, second = (reader.read(to_line(one(file))).facts[0].places for file in ("a", "b"))
    assert (first["hồ_sơ"], second["x"]) == (Cell("a", "Phiếu", "D12"), Cell("b", "Phiếu", "D14"))
    assert isinstance(first, FormPlaces)
    assert isinstance(second, FormPlaces)
    assert first.parts[3] is second.parts[3]


@pytest.mark.parametrize(
    "line",
    ["", "x", "[]", '{"r": ["Path", "/"]}', '{"r": ["Unit"]}', '{"d": "x"}', '{"e": ["A", "B"]}'],
)
def test_a_line_that_is_none_of_ours_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match="no line of ours"):
        LineReader().read(line)
