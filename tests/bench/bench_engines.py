"""Print how long other engines take for the same 100 criteria, as ratios to ours.

Run from the checkout: python -m tests.bench.bench_engines (zen-engine, cel-python and NumPy must
be installed). The engines check no figure and count in binary floating point; their input is
converted beforehand, ours is not. Totals must agree to 9 decimals before anything is timed.
"""

from __future__ import annotations

import json
from time import process_time
from typing import TYPE_CHECKING, Any

import celpy
import numpy as np
import zen
from celpy.adapter import json_to_cel

from cchc_rules.evaluation import compile_rules
from cchc_rules.facts import Round
from tests.bench.work import EACH, KEYS, PERIOD, rule_set, score_plain, units

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cchc_rules.facts import Facts

    Figures = dict[str, Any]
    Totals = Callable[[Sequence[Figures]], Sequence[float]]

DAYS = tuple(day.toordinal() for day in PERIOD)
SHORT = {
    key: f"{letter}{number}"
    for letter, name in zip("gxpcsmn", KEYS, strict=True)
    for number, key in enumerate(KEYS[name])
}


def main() -> None:
    """Check every engine, then time it."""
    program = compile_rules(rule_set())
    facts = units(1_000)
    figures = [floats(own) for own in facts]
    engines: dict[str, tuple[Totals, int]] = {
        "zen-engine, decision tables": (zen_totals(_tables()), 100),
        "zen-engine, one expression node": (zen_totals(_one_node()), 100),
        "cel-python": (cel_totals(), 3),
        "NumPy, unit by unit": (lambda some: [numpy_totals([own])[0] for own in some], 100),
        "NumPy, all at once": (numpy_totals, 1_000),
    }
    expected = [float(score_plain(own.values)[2]) for own in facts]
    for name, (totals, number) in engines.items():
        apart = max(
            abs(one - two) for one, two in zip(totals(figures[:number]), expected, strict=False)
        )
        assert apart < 1e-9, f"{name}: {apart}"
    ours = best(lambda: each(program.totals, facts)) / len(facts)
    traced = best(lambda: each(program.assess, facts)) / len(facts)
    tell("cchc-rules", ours, ours)
    tell("cchc-rules, all traces", traced, ours)
    for name, (totals, number) in engines.items():
        some = figures[:number]
        tell(name, best(lambda totals=totals, some=some: totals(some)) / number, ours)  # type: ignore[misc]


def each(score: Callable[[Facts, Round], object], facts: Sequence[Facts]) -> None:
    """Score each unit, keeping none."""
    for own in facts:
        score(own, Round.APPRAISED)


def tell(name: str, seconds: float, ours: float) -> None:
    """Print one line."""
    criterion = seconds / (5 * EACH) * 1e6
    print(f"{name:<30} {criterion:8.2f} µs a criterion {seconds / ours:8.2f} x ours")


def best(way: Callable[[], object], repeat: int = 5) -> float:
    """Return the least time of several runs."""
    found = float("inf")
    for _ in range(repeat):
        start = process_time()
        way()
        found = min(found, process_time() - start)
    return found


def floats(facts: Facts) -> Figures:
    """Return a unit's figures as engines take them: numbers as doubles, dates as day numbers."""
    found: Figures = {}
    for key, own in facts.values.items():
        if isinstance(own, bool):
            found[SHORT[key]] = own
        elif hasattr(own, "toordinal"):
            found[SHORT[key]] = own.toordinal()
        else:
            found[SHORT[key]] = float(own)  # type: ignore[arg-type]
    return found


# --- zen-engine ---------------------------------------------------------------------------------


def zen_totals(graph: dict[str, object]) -> Totals:
    """Return the totals by one decision."""
    decision = zen.ZenEngine().create_decision(json.dumps(graph))

    def totals(figures: Sequence[Figures]) -> list[float]:
        return [sum(decision.evaluate(own)["result"].values()) for own in figures]

    return totals


def _tables() -> dict[str, object]:
    """Return 100 decision tables that are fed by one node of expressions."""
    expressions: dict[str, str] = {}
    tables: list[dict[str, object]] = []
    for number in range(EACH):
        ratio, points = f"r{number}", f"q{number}"
        expressions[ratio] = f"x{number} / g{number}"
        expressions[points] = _points(number)
        line = f"0.6 + 0.4 * ({ratio} - 0.95) / 0.03"
        bands = [(">= 0.98", "1"), ("[0.95..0.98)", line), (">= 0.8", "0.5"), ("", "0")]
        days = [(f"<= {DAYS[0]}", "1"), (f"<= {DAYS[1]}", "0.5"), (f"<= {DAYS[2]}", "0.25")]
        tables += [
            _table(f"A{number}", ratio, bands),
            _table(f"B{number}", f"p{number}", [(">= 0.8", f"p{number}"), ("", "0")]),
            _table(f"C{number}", f"c{number}", [("true", "1"), ("", "0")]),
            _table(f"D{number}", points, [("", points)]),
            _table(f"E{number}", f"n{number}", [*days, ("", "0")]),
        ]
    names = [str(own["id"]) for own in tables]
    edges = [("in", "mid"), *(("mid", own) for own in names), *((own, "out") for own in names)]
    return _graph(expressions, edges, tables, through=True)


def _one_node() -> dict[str, object]:
    """Return all criteria as expressions of one node: no tables, but the engine at its fastest."""
    expressions = {}
    for n in range(EACH):
        ratio = f"(x{n} / g{n})"
        expressions[f"A{n}"] = (
            f"{ratio} >= 0.98 ? 1 : ({ratio} >= 0.95 ? 0.6 + 0.4 * ({ratio} - 0.95) / 0.03"
            f" : ({ratio} >= 0.8 ? 0.5 : 0))"
        )
        expressions[f"B{n}"] = f"p{n} >= 0.8 ? p{n} : 0"
        expressions[f"C{n}"] = f"c{n} ? 1 : 0"
        expressions[f"D{n}"] = _points(n)
        expressions[f"E{n}"] = _by_day(n)
    return _graph(expressions, [("in", "mid"), ("mid", "out")], [], through=False)


def _points(n: int) -> str:
    return f"max([min([0.1 * s{n}, 1]) - min([0.25 * m{n}, 0.5]), 0])"


def _by_day(n: int) -> str:
    first, second, third = DAYS
    return f"n{n} <= {first} ? 1.0 : (n{n} <= {second} ? 0.5 : (n{n} <= {third} ? 0.25 : 0.0))"


def _graph(
    expressions: dict[str, str],
    edges: list[tuple[str, str]],
    tables: list[dict[str, object]],
    *,
    through: bool,
) -> dict[str, object]:
    listed = [{"id": key, "key": key, "value": value} for key, value in expressions.items()]
    middle = {"passThrough": through, "expressions": listed}
    ends = [("in", "inputNode", {}), ("mid", "expressionNode", middle), ("out", "outputNode", {})]
    nodes = [{"id": own, "name": own, "type": type_, "content": c} for own, type_, c in ends]
    return {
        "nodes": [*nodes, *tables],
        "edges": [
            {"id": f"{one}-{two}", "sourceId": one, "targetId": two, "type": "edge"}
            for one, two in edges
        ],
    }


def _table(own: str, field: str, rows: list[tuple[str, str]]) -> dict[str, object]:
    rules = [{"_id": f"{own}.{n}", "i": test, "o": gives} for n, (test, gives) in enumerate(rows)]
    content = {
        "hitPolicy": "first",
        "inputs": [{"id": "i", "name": "i", "field": field}],
        "outputs": [{"id": "o", "name": "o", "field": own}],
        "rules": rules,
    }
    return {"id": own, "name": own, "type": "decisionTableNode", "content": content}


# --- cel-python ---------------------------------------------------------------------------------


def cel_totals() -> Totals:
    """Return the criteria as 100 compiled expressions."""
    environment = celpy.Environment()
    programs = [environment.program(environment.compile(text)) for text in _expressions()]

    def totals(figures: Sequence[Figures]) -> list[float]:
        found = []
        for own in figures:
            activation = {key: json_to_cel(value) for key, value in own.items()}
            scores: list[Any] = [program.evaluate(activation) for program in programs]
            found.append(float(sum(scores)))
        return found

    return totals


def _expressions() -> list[str]:
    found = []
    for n in range(EACH):
        ratio, many = f"x{n} / g{n}", f"0.1 * s{n}"
        less = f"(m{n} >= 2.0 ? 0.5 : 0.25 * m{n})"
        points = f"({many} >= 1.0 ? 1.0 : {many}) - {less}"
        bands = (
            f"{ratio} >= 0.98 ? 1.0 : ({ratio} >= 0.95 ? 0.6 + 0.4 * ({ratio} - 0.95) / 0.03"
            f" : ({ratio} >= 0.8 ? 0.5 : 0.0))"
        )
        found += [
            bands,
            f"p{n} >= 0.8 ? p{n} : 0.0",
            f"c{n} ? 1.0 : 0.0",
            f"{points} >= 0.0 ? {points} : 0.0",
            _by_day(n),
        ]
    return found


# --- NumPy --------------------------------------------------------------------------------------


def numpy_totals(figures: Sequence[Figures]) -> Sequence[float]:
    """Score all units at once, from their figures on."""
    given, done, share, flag, count, late, day = (
        np.array([[own[f"{letter}{n}"] for n in range(EACH)] for own in figures], dtype=float)
        for letter in "gxpcsmn"
    )
    ratio = done / given
    line = 0.6 + 0.4 * (ratio - 0.95) / 0.03
    bands = np.select([ratio >= 0.98, ratio >= 0.95, ratio >= 0.8], [1.0, line, 0.5], 0.0)
    shares = np.where(share >= 0.8, share, 0.0)
    points = np.minimum(0.1 * count, 1.0) - np.minimum(0.25 * late, 0.5)
    days = np.select([day <= mark for mark in DAYS], [1.0, 0.5, 0.25], 0.0)
    scores = np.hstack([bands, shares, flag, np.maximum(points, 0.0), days])
    found: Sequence[float] = scores.sum(axis=1).tolist()
    return found


if __name__ == "__main__":
    main()
