"""The greedy choice of what applies is exact: compared with every choice."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from cchc_rules.evaluation.parts import Parts, rebased, total
from cchc_rules.numeric import EXACT, settle

PART = st.tuples(
    st.integers(-4, 12), st.integers(0, 6), st.sampled_from([0, 1, 3, 10]), st.booleans()
)


def columns(rows: list[tuple[int, int, int, bool]]) -> Parts:
    return Parts(
        [Decimal(low) for low, _, _, _ in rows],
        [Decimal(low + more) for low, more, _, _ in rows],
        [Decimal(maximum) for _, _, maximum, _ in rows],
        [optional for _, _, _, optional in rows],
    )


@given(st.lists(PART, max_size=7))
def test_ratios_over_every_choice(rows: list[tuple[int, int, int, bool]]) -> None:
    quotients = []
    sums = []
    for chosen in product((True, False), repeat=len(rows)):
        taken = [row for row, used in zip(rows, chosen, strict=True) if used or not row[3]]
        low, high = sum(row[0] for row in taken), sum(row[0] + row[1] for row in taken)
        sums.append((low, high))
        maximum = sum(row[2] for row in taken)
        if maximum:
            quotients.append((Fraction(low * 100, maximum), Fraction(high * 100, maximum)))
    with localcontext(EXACT):
        found = rebased(columns(rows), Decimal(100))
        least, most = total(columns(rows))
        assert least == min(low for low, _ in sums)
        assert most == max(high for _, high in sums)
        if not quotients:
            assert found is None
            return
        assert found is not None
        assert settle(found[0]) == rounded(min(low for low, _ in quotients))
        assert settle(found[1]) == rounded(max(high for _, high in quotients))


def rounded(number: Fraction) -> Decimal:
    return settle(Decimal(number.numerator) / Decimal(number.denominator))
