"""Loaded with the add-in by the bench, in LibreOffice's own Python: the CPU time of each call.

A line of JSON for each call goes into the file CCHC_CLOCK: `own` is the CPU time of our code, with
what it asks of the ranges, `process` that of LibreOffice so far. After the last function of a form
the engine alone scores the same figures.
"""

import json
import os
import time
from pathlib import Path
from typing import Any

from cchc_engine import Engine, spent  # type: ignore[import-not-found]

from cchc_rules.calc import answering
from cchc_rules.functions import Function, scoring

LOG = Path(os.environ["CCHC_CLOCK"])
FORM = {"DIEM", "GIAI_THICH", "KIEM_TRA", "TONG"}
answer = answering.answer


class Clock:
    """Answers in place of the add-in."""

    def __init__(self) -> None:
        self._asked: set[str] = set()
        self._aside = 0.0
        """CPU milliseconds that the engine alone took, which are not LibreOffice's."""

    def answer(self, function: Function, given: Any) -> Any:  # noqa: ANN401 - of Calc
        """Answer, and note how long it took."""
        found: list[Any] = []
        own = spent(lambda: found.append(answer(function, given)))
        process = time.process_time() * 1e3 - self._aside
        noted = {"name": function.short, "own": own, "process": process}
        self._asked.add(function.short)
        if self._asked >= FORM:
            self._asked.clear()
            noted |= self._alone()
        with LOG.open("a", encoding="utf-8") as log:
            log.write(f"{json.dumps(noted)}\n")
        return found[0]

    def _alone(self) -> dict[str, float]:
        """Return the times of the engine alone on the form that was scored last."""
        begun = time.process_time()
        last = next(reversed(scoring._scored._values.values()))
        alone = Engine(last.form.book, last.form.unit.kind).alone(last.assessment.facts)
        self._aside += (time.process_time() - begun) * 1e3
        return {"scores": alone.scores, "everything": alone.everything}


answering.answer = Clock().answer
