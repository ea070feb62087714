"""What a ranking keeps of its units: nothing of it changes what is said of them."""

import pickle
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import overload

from hypothesis import given
from hypothesis import strategies as st

from cchc_rules.evaluation.results import Assessment, Interval
from cchc_rules.facts import Round
from cchc_rules.model import RankingRule
from cchc_rules.ranking import rank
from cchc_rules.ranking.entries import Spans
from tests.ranking.making import assess, band, classes, field, never, rule_set

ends = st.decimals(allow_nan=False)
spans = st.none() | st.builds(Interval, ends, ends)


@given(st.lists(spans, max_size=8))
def test_spans_come_back_as_they_were(given_: list[Interval | None]) -> None:
    kept = Spans(given_)
    assert list(kept) == given_
    assert len(kept) == len(given_)
    assert [kept[at] for at in range(len(given_))] == given_
    assert kept[1:] == given_[1:]


def test_known_spans_stay_known_and_exact() -> None:
    one = Decimal("0.8333333333")
    (kept,) = Spans([Interval(one, Decimal("0.83333333330"))])
    assert kept is not None
    assert kept.known
    assert kept.low == one


class Anew(Sequence[Assessment]):
    """Units that are other objects each time; counts how often all are gone through."""

    def __init__(self, units: Sequence[Assessment]) -> None:
        self._units = units
        self.looks = 0

    def __len__(self) -> int:
        return len(self._units)

    @overload
    def __getitem__(self, index: int) -> Assessment: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Assessment]: ...
    def __getitem__(self, index: int | slice) -> Assessment | Sequence[Assessment]:
        self.looks += 1
        copied: Assessment | Sequence[Assessment] = pickle.loads(pickle.dumps(self._units[index]))
        return copied

    def __iter__(self) -> Iterator[Assessment]:
        return (self[at] for at in range(len(self)))


totals = st.integers(0, 20).map(lambda n: Decimal(n) / 4)
open_totals = st.tuples(totals, totals).map(lambda two: (min(two), max(two)))


@given(st.lists(totals | open_totals | st.none(), max_size=70), st.booleans())
def test_units_that_are_made_anew_rank_as_units_that_are_kept(
    given_: list[Decimal | tuple[Decimal, Decimal] | None], dense: bool
) -> None:
    rules = rule_set(
        classes(band("Tốt", "80%"), band("Còn lại")),
        ranking=RankingRule(dense=dense, tiebreaks=("1",)),
        fields=(field("1"), field("2")),
        total=5,
    )
    units = [
        assess(rules, f"Xã {at}", total, fields={"1": at % 3, "2": at % 5})
        for at, total in enumerate(given_)
    ]
    coming = Anew(units)
    kept = rank(rules, Round.APPRAISED, units, never)
    made = rank(rules, Round.APPRAISED, coming, never)
    assert coming.looks == len(units)
    assert made == kept
    for unit in made.units[:3]:
        assert unit.assessment.facts.unit.name == unit.name
