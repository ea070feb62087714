"""Print how long scoring takes, as ratios to plain Python + Decimal written by hand.

Run from the checkout: python -m tests.bench.bench_evaluation
"""

from __future__ import annotations

import gc
from time import process_time
from typing import TYPE_CHECKING

from cchc_rules.evaluation import assess_all, compile_rules
from cchc_rules.facts import Round
from tests.bench.work import EACH, rule_set, score_plain, units

if TYPE_CHECKING:
    from collections.abc import Callable

    from cchc_rules.evaluation import Program
    from cchc_rules.facts import Facts

ROUND = Round.APPRAISED
CRITERIA = 5 * EACH


def main() -> None:
    """Check that all ways agree, then time them."""
    rules = rule_set()
    (facts,) = units(1)
    start = process_time()
    program = compile_rules(rules)
    program.assess(facts, ROUND)
    closures = process_time()
    program.totals(facts, ROUND)
    code = process_time() - closures
    print(f"compile: closures {(closures - start) * 1e3:.0f} ms, code {code * 1e3:.0f} ms")
    check(program, units(50))
    for number in (1, 1_000, 11_000):
        measure(program, units(number))


def check(program: Program, all_facts: list[Facts]) -> None:
    """Demand equal scores from every way."""
    for facts in all_facts:
        scores, _, total = score_plain(facts.values)
        for assessment in (program.assess(facts, ROUND), program.totals(facts, ROUND)):
            assert assessment.total is not None
            assert assessment.total.low == assessment.total.high == total
            assert [leaf.low for leaf in assessment.leaves] == scores


def measure(program: Program, all_facts: list[Facts]) -> None:
    """Time every way on the same units."""

    def plain() -> None:
        for facts in all_facts:
            score_plain(facts.values)

    def totals() -> None:
        for facts in all_facts:
            program.totals(facts, ROUND)

    def everything() -> None:
        for facts in all_facts:
            scored = program.totals(facts, ROUND)
            for leaf in scored.leaves:
                leaf.low, leaf.status  # noqa: B018
            for group in scored.groups:
                group.score  # noqa: B018

    def round_of_all() -> None:
        assess_all(program, all_facts, ROUND)

    def traced() -> None:
        for facts in all_facts:
            program.assess(facts, ROUND)

    ways: dict[str, Callable[[], None]] = {
        "plain Python + Decimal": plain,
        "totals": totals,
        "totals, every score read": everything,
        "assess_all": round_of_all,
        "assess, all traces": traced,
    }
    times = best(ways, repeat=200 if len(all_facts) == 1 else 5 if len(all_facts) < 5000 else 2)
    print(f"{len(all_facts):>6} units x {CRITERIA} criteria")
    least = times["plain Python + Decimal"]
    for name, seconds in times.items():
        each = seconds / len(all_facts) / CRITERIA * 1e6
        print(f"  {name:<26} {each:6.2f} µs a criterion  {seconds / least:5.2f} x")


def best(ways: dict[str, Callable[[], None]], repeat: int) -> dict[str, float]:
    """Return the least time of each way; they take turns, so that a busy machine hits all."""
    found = dict.fromkeys(ways, float("inf"))
    for _ in range(repeat):
        for name, way in ways.items():
            gc.collect()
            start = process_time()
            way()
            found[name] = min(found[name], process_time() - start)
    return found


if __name__ == "__main__":
    main()
