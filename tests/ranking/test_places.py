"""Places: ties, dense or not, and the range that open totals leave (against enumeration)."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from cchc_rules.ranking.places import Standing, competition, dense
from cchc_rules.ranking.results import Places


def known(*totals: int) -> list[Standing]:
    return [Standing((Decimal(total),), (Decimal(total),)) for total in totals]


def test_competition_and_dense_of_rule_shape_27() -> None:
    standings = known(80, 79, 79, 78)
    assert [place.best for place in competition(standings)] == [1, 2, 2, 4]
    assert [place.best for place in dense(standings)] == [1, 2, 2, 3]
    assert all(place.known for place in competition(standings) + dense(standings))


def test_an_open_total_opens_the_places_that_it_touches() -> None:
    standings = [*known(90, 80, 70), Standing((Decimal(75),), (Decimal(85),))]
    assert competition(standings) == [Places(1, 1), Places(2, 3), Places(4, 4), Places(2, 3)]


def test_a_unit_that_may_not_be_ranked_is_possibly_but_never_surely_above() -> None:
    standings = [Standing((Decimal(90),), (Decimal(90),), sure=False), *known(80)]
    assert competition(standings) == [Places(1, 1), Places(1, 2)]
    assert dense(standings) == [Places(1, 1), Places(1, 2)]


def test_tiebreaks_compare_after_equal_totals() -> None:
    first = Standing((Decimal(80), Decimal(9)), (Decimal(80), Decimal(9)))
    second = Standing((Decimal(80), Decimal(8)), (Decimal(80), Decimal(8)))
    assert competition([second, first]) == [Places(2, 2), Places(1, 1)]


units = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 2), st.booleans()), min_size=1, max_size=5
)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2)), min_size=1, max_size=8))
def test_known_keys_take_the_same_places_by_one_sort_as_by_counting(
    drawn: list[tuple[int, int]],
) -> None:
    keys = [(Decimal(total), Decimal(tie)) for total, tie in drawn]
    standings = [Standing(key, key) for key in keys]
    numbers = [1 + sum(other > key for other in keys) for key in keys]
    assert competition(standings) == [Places(number, number) for number in numbers]
    distinct = [1 + len({other for other in keys if other > key}) for key in keys]
    assert dense(standings) == [Places(number, number) for number in distinct]


def places_of(totals: list[int], own: int, *, is_dense: bool) -> int:
    above = [total for total in totals if total > own]
    return 1 + (len(set(above)) if is_dense else len(above))


@given(units)
def test_every_completion_lies_in_the_range_and_both_ends_are_reached(
    drawn: list[tuple[int, int, bool]],
) -> None:
    standings = [
        Standing((Decimal(low),), (Decimal(low + width),), sure) for low, width, sure in drawn
    ]
    for method, is_dense in ((competition, False), (dense, True)):
        for index, found in enumerate(method(standings)):
            seen = set()
            spans = [range(low, low + width + 1) for low, width, _ in drawn]
            joins = [
                (True,) if sure or i == index else (True, False)
                for i, (_, _, sure) in enumerate(drawn)
            ]
            for totals in product(*spans):
                for joined in product(*joins):
                    others = [t for t, joins_in in zip(totals, joined, strict=True) if joins_in]
                    seen.add(places_of(others, totals[index], is_dense=is_dense))
            assert found.best == min(seen)
            assert found.worst >= max(seen)
            if not is_dense:
                assert found.worst == max(seen)
