"""Compare what spreadsheets show on thousands of random forms with our evaluator; time compiling.

Run from the checkout: python -m tests.bench.bench_formulas [FORMS] (default 2000)
"""

from __future__ import annotations

import sys
import tempfile
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cchc_rules.bundled import folder
from cchc_rules.engine.rules import load_rules
from cchc_rules.forms.layout import lay_out
from cchc_rules.formulas import compile_form
from tests.formulas.comparing import Form, Tally, form_of
from tests.formulas.edges import edge_forms
from tests.formulas.engines import Formualizer, IronCalc
from tests.formulas.office import calculate, listening, missing
from tests.formulas.strategies import filled, scored_forms

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from cchc_rules.facts import Facts
    from cchc_rules.model import RuleSet
    from tests.formulas.engines import Engine

    Drawn = tuple[RuleSet, Facts]
    Shown = Sequence[Mapping[str, Any]]

AT_ONCE = 200
KINDS: dict[str, st.SearchStrategy[Drawn]] = {
    "any rules, any figures": st.tuples(scored_forms(), filled()),
    "ends of rows, sums that end in 5": edge_forms(),
}


def main(forms: int) -> None:
    """Time the largest rule set, then compare."""
    compiling()
    asked: dict[str, Callable[[list[Form]], Shown]] = {
        "formualizer": partial(in_process, Formualizer),
        "ironcalc": partial(in_process, IronCalc),
    }
    with ExitStack() as opened:
        if missing():
            print(f"LibreOffice left out: {missing()}")
        else:
            own = Path(opened.enter_context(tempfile.TemporaryDirectory()))
            asked["LibreOffice"] = partial(in_office, opened.enter_context(listening()), own)
        for what, strategy in KINDS.items():
            print(what)
            compare(drawn(strategy, forms), asked)


def compiling() -> None:
    """Print how long the largest rule set takes, and how much it comes to."""
    rules = load_rules(str(folder("rules") / "dien_bien" / "2020" / "huyen.cchc")).usable
    assert rules is not None
    for kinds in (rules.kinds[:1], rules.kinds):
        layout = lay_out(rules, kinds)
        times = []
        for _ in range(5):
            start = process_time()
            formulas = compile_form(layout)
            times.append(process_time() - start)
        longest = max(map(len, formulas.cells.values()))
        print(
            f"{len(layout.rows)} rows, {len(kinds)} kinds: {len(formulas.cells)} formulas, "
            f"the longest {longest} characters, {min(times) * 1e3:.0f} ms"
        )


def drawn(strategy: st.SearchStrategy[Drawn], number: int) -> list[Drawn]:
    """Draw examples."""
    found: list[Drawn] = []

    @given(strategy)
    @settings(
        max_examples=number,
        phases=[Phase.generate],
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    def draw(one: Drawn) -> None:
        found.append(one)

    draw()
    return found


def compare(examples: list[Drawn], asked: Mapping[str, Callable[[list[Form]], Shown]]) -> None:
    """Print what was compared, and every difference."""
    tallies = {name: Tally() for name in asked}
    differences = dict.fromkeys(asked, 0)
    for first in range(0, len(examples), AT_ONCE):
        forms = [form_of(*own) for own in examples[first : first + AT_ONCE]]
        for name, ask in asked.items():
            for form, shown in zip(forms, ask(forms), strict=True):
                for difference in tallies[name].compare(form, shown):
                    differences[name] += 1
                    print(f"  {name}: {difference}")
    for name, tally in tallies.items():
        print(f"  {name}: {differences[name]} differences in {tally}")


def in_process(engine: type[Engine], forms: list[Form]) -> Shown:
    """Ask an engine in this process."""
    return [engine(form.formulas).calculate(form.cells, form.wanted) for form in forms]


def in_office(pipe: str, own: Path, forms: list[Form]) -> Shown:
    """Ask LibreOffice."""
    return calculate(pipe, [(form.formulas, form.cells) for form in forms], own)


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 2000)
