"""A rule text and units in, what the command line says of them out, as cells of our functions.

Scores, totals, percents, ranks and classes are those of `cchc rank --json`, reasons the paragraphs
of `cchc explain`, findings those of `cchc validate --json`.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from cchc_rules.diagnostics import Cell
from cchc_rules.engine.scoring import Task, score
from cchc_rules.engine.validating import Options, validate_one
from cchc_rules.evaluation.explain import explain
from cchc_rules.facts import Round
from cchc_rules.report.gaps import gap_text, gaps
from cchc_rules.report.numbers import places_text
from cchc_rules.report.ranking_json import unit_json
from tests.equality.cases import MISSING, WRONG

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from cchc_rules.diagnostics import Diagnostic
    from cchc_rules.model import RuleSet
    from cchc_rules.ranking.results import RankedUnit
    from tests.equality.cases import Grid, Json
    from tests.equality.filling import Line, Made

_PLACED = "xếp loại theo thứ hạng, xem CCHC_BANG"
_BROKEN = "E590"


@dataclass(frozen=True)
class Judged:
    """What the command line says of one unit."""

    ranked: RankedUnit
    found: tuple[Diagnostic, ...]

    @property
    def json(self) -> dict[str, Any]:
        return unit_json(self.ranked, places=True)

    @property
    def rules(self) -> RuleSet:
        return self.ranked.assessment.rules


def judged(
    text: str, units: Sequence[Made], folder: Path, round_: Round = Round.APPRAISED
) -> list[Judged]:
    """Score and check units as one file of facts, in their order."""
    rules, facts = folder / "luat.cchc", folder / "facts.json"
    rules.write_text(text, encoding="utf-8")
    facts.write_text(json.dumps({"units": [unit.json for unit in units]}), encoding="utf-8")
    scored = score(Task(str(facts), str(rules), round=round_))
    assert scored.ranking is not None, scored
    checked = validate_one(str(facts), Options(rules=str(rules), round=round_))
    ranked = {one.assessment.facts.unit.name: one for one in scored.ranking.units}
    found = defaultdict(list)
    for one in checked.found:
        assert isinstance(one.place, Cell)
        found[one.place.sheet].append(one)
    return [Judged(ranked[unit.name], tuple(found[unit.name])) for unit in units]


class Expected:
    """The cells of one unit's form."""

    def __init__(self, unit: Made, said: Judged) -> None:
        self.unit, self.said, self.json = unit, said, said.json
        self.scores = {own["code"]: own for own in (*self.json["groups"], *self.json["leaves"])}
        self.told = [self._remarks(line) for line in unit.lines]
        broken = [one for one in said.found if one.code == _BROKEN]
        self.broken: defaultdict[str, list[str]] = defaultdict(list)
        for one in broken:
            self._break(one)

    def _remarks(self, line: Line) -> list[str]:
        """Return the sentences about a row but those of RÀNG BUỘC, errors first."""
        if line.finding:
            return [line.finding]
        if not line.gives:
            return []
        own = [one for one in self.said.found if self._is_about(one, line)]
        found = [
            _sentence(one).replace(f"“{line.gives}”:", f"“{line.written}”:", 1)
            for one in sorted(own, key=lambda one: one.code[0] != "E")
        ]
        errors = any(one.code.startswith("E") for one in own)
        return found if errors or not line.note else [*found, line.note]

    def _is_about(self, one: Diagnostic, line: Line) -> bool:
        ref = one.place.ref if isinstance(one.place, Cell) else ""
        return ref == line.gives and one.code != _BROKEN

    def _break(self, one: Diagnostic) -> None:
        text = one.message.removeprefix(f"{self.unit.name}: ")
        line = f"{text[0].upper()}{text[1:]} {one.remedy} ({one.code})"
        for constraint in self.said.rules.constraints:
            if f"“{constraint.text}”" in text:
                for item in constraint.items:
                    self.broken[item.name].append(line)

    @property
    def errors(self) -> int:
        """Return how many rows must be mended."""
        return sum(map(_is_error, self.told))

    def column(self, name: str) -> Grid:
        """Return what CCHC_DIEM, CCHC_GIAI_THICH or CCHC_KIEM_TRA must show."""
        cell = {"DIEM": self._score, "GIAI_THICH": self._reason, "KIEM_TRA": self._finding}[name]
        return [[cell(line, told)] for line, told in zip(self.unit.lines, self.told, strict=True)]

    def _score(self, line: Line, told: list[str]) -> Json:
        if _is_error(told):
            return WRONG
        if not line.shows or line.shows == "!xếp loại":
            return self._class() if line.shows else ""
        total, percent = self._figures()
        whole = {"!tổng điểm": total, "!tỷ lệ": percent}
        if line.shows in whole:
            return whole[line.shows]
        own = self.scores.get(line.shows)
        if own is None:
            return ""
        if own["score"] is not None:
            return float(own["score"])
        if "score_range" not in own:
            return ""
        return WRONG if self._has_errors(line.shows) else MISSING

    def _has_errors(self, code: str) -> bool:
        groups = {group.code: group for group in self.said.rules.root.groups()}
        leaves = [leaf.code for leaf in groups[code].leaves()] if code in groups else [code]
        return any(self.scores[leaf]["status"] == "error" for leaf in leaves if leaf in self.scores)

    def _reason(self, line: Line, told: list[str]) -> str:
        if _is_error(told):
            return "\n".join(told)
        if not line.shows:
            return ""
        own = self.said.ranked.assessment
        found = explain(own, "" if line.shows.startswith("!") else line.shows)
        return found[0] if found else f"{line.shows}: không chấm ở vòng tự chấm"

    def _finding(self, line: Line, told: list[str]) -> str:
        broken = () if "@" in line.gives or line.shows else self.broken.get(line.gives, ())
        return "\n".join([*told, *broken])

    def _class(self) -> str:
        return "" if self._is_placed() else _classes(self.json)

    def _is_placed(self) -> bool:
        rule = self.said.rules.classification_for(self.unit.kind)
        return rule is not None and rule.by_rank

    def _figures(self) -> tuple[Json, Json]:
        if self.json["total"] is not None:
            return float(self.json["total"]), float(Decimal(self.json["percent"]) / 100)
        if "total_range" not in self.json:
            return "", ""
        error = WRONG if self.json["status"] == "error" else MISSING
        return error, error

    def total(self) -> Grid:
        """Return what CCHC_TONG must show."""
        note = [_gap(self.said)]
        if self.said.ranked.assessment.total is not None:
            note.append(_PLACED if self._is_placed() else "")
            note.append(f"{self.errors} dòng cần sửa, xem CCHC_KIEM_TRA" if self.errors else "")
        return [[*self._figures(), self._class(), "; ".join(filter(None, note))]]

    def standing(self) -> list[Json]:
        """Return the row that CCHC_BANG must show."""
        places, own = self.said.ranked.places, self.json
        place: Json = "" if places is None else own["rank"] or MISSING
        note = [_gap(self.said)]
        if self.said.ranked.assessment.total is not None and places and not places.known:
            note.append(f"hạng {places_text(places)}")
        errors = [text for told in self.told if _is_error(told) for text in told]
        text = "\n".join(filter(None, ("; ".join(filter(None, note)), *errors)))
        return [*self._figures(), _classes(own), place, text]


def _gap(said: Judged) -> str:
    own = said.ranked.assessment
    if own.total is None:
        return "Không có tiêu chí nào áp dụng nên không chấm."
    return "" if own.total.known else gap_text(own, gaps(own))


def _classes(own: dict[str, Any]) -> str:
    return " hoặc ".join([own["class"]] if own["class"] else own.get("classes", []))


def _is_error(told: list[str]) -> bool:
    return any(re.search(r"\(E\d+\)$", text) for text in told)


def _sentence(one: Diagnostic) -> str:
    return f"{one.message} {one.remedy} ({one.code})"
