"""A rule set and a seed in, one unit out twice: as cells of a form, and as JSON facts."""

from __future__ import annotations

import random
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cchc_rules.bundled import folder
from cchc_rules.functions import ErrorCell
from cchc_rules.model import Manual, ValueType
from tests.golden import blocks_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cchc_rules.functions import CellIn
    from cchc_rules.model import DataItem, RuleSet

CASES = Path(__file__).parents[1] / "cases"
DAY_0 = date(1899, 12, 30)
Told = tuple["CellIn", Any]
"""What stands in the cell, and the same in JSON."""


@dataclass
class Made:
    """One unit: rows of key and value, and its JSON; `kind` as it is written in the cell."""

    name: str
    kind: str
    keys: list[str] = field(default_factory=list)
    values: list[CellIn] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    previous: dict[str, Any] = field(default_factory=dict)
    manual: dict[str, Any] = field(default_factory=dict)

    def add(self, key: str, value: CellIn = None) -> None:
        self.keys.append(key)
        self.values.append(value)

    @property
    def json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "kind": self.kind,
            "facts": self.facts,
            "previous": self.previous,
            "manual": self.manual,
        }


def made(rules: RuleSet, seed: int) -> Made:
    """Fill every figure of a rule set at random, some missing, lỗi, odd or in NFD."""
    rng = random.Random(seed)
    unit = Made(f"Đơn vị {seed}", rng.choice(rules.kinds))
    full = rng.random() < 0.5
    for item in rules.items.values():
        cell, told = _figure(item, rng, 0.02 if full else 0.25)
        unit.add(_spelled(item.name, rng), cell)
        unit.facts[item.name] = told
        if rng.random() < 0.7:
            cell, told = _figure(item, rng, 0.1)
            unit.add(_spelled(f"{item.name}@{rules.year - 1}", rng), cell)
            unit.previous[item.name] = told
    for code in codes(rules):
        unit.add(code)
    for leaf in rules.root.leaves():
        if isinstance(leaf.method, Manual) and rng.random() < 0.8:
            points = rng.choice([leaf.method.low, leaf.method.high])
            unit.add(f"{leaf.code}!điểm", float(points))
            unit.manual[leaf.code] = str(points)
    _shuffle(unit, rng)
    return unit


def codes(rules: RuleSet) -> Iterator[str]:
    """Yield the code of every heading and criterion."""
    for group in rules.root.groups():
        yield from (child.code for child in group.children)


def _shuffle(unit: Made, rng: random.Random) -> None:
    rows = list(zip(unit.keys, unit.values, strict=True))
    rng.shuffle(rows)
    unit.keys, unit.values = [row[0] for row in rows], [row[1] for row in rows]


def _spelled(key: str, rng: random.Random) -> str:
    return unicodedata.normalize("NFD", key) if rng.random() < 0.2 else key


def _figure(item: DataItem, rng: random.Random, odd: float) -> Told:
    drawn = rng.random()
    if drawn < odd / 2:
        return None, None
    if drawn < odd * 3 / 4:
        error = rng.choice(["#N/A", "#REF!", "#DIV/0!"])
        return ErrorCell(error), {"error": error}
    if drawn < odd:
        return "chưa rõ", "chưa rõ"
    return _value(item, rng)


def _value(item: DataItem, rng: random.Random) -> Told:
    match item.type:
        case ValueType.BOOL:
            return _either(rng, (True, True), (False, False), ("có", "có"), ("không", "không"))
        case ValueType.DATE:
            return _day(rng)
        case ValueType.CHOICE:
            option = rng.choice(item.options)
            spelled = _spelled(option, rng)
            return spelled, spelled
        case ValueType.TEXT:
            return "ghi chú", "ghi chú"
        case ValueType.BALLOTS if item.options:
            text = "; ".join(rng.choices(item.options, k=40))
            return text, text
        case ValueType.BALLOTS:
            text = "; ".join(str(rng.randint(1, 5)) for _ in range(rng.choice([3, 40])))
            return text, text
        case ValueType.TALLY:
            text = "; ".join(str(rng.randint(0, 20)) for _ in item.options)
            return text, text
        case _:
            return _number(item, rng)


def _day(rng: random.Random) -> Told:
    day = rng.choice([date(2025, 12, 31), date(2026, 1, 20), date(2026, 1, 31), date(2026, 12, 15)])
    serial = float((day - DAY_0).days)
    text = f"{day:%d/%m/%Y}"
    return _either(rng, (serial, day.isoformat()), (day, day.isoformat()), (text, text))


def _number(item: DataItem, rng: random.Random) -> Told:
    if item.type is ValueType.PERCENT:
        hundredths = rng.choice([0, 4999, 5000, 7000, 8500, 9650, 9800, 10000])
        text = f"{hundredths // 100},{hundredths % 100:02}%"
        stored = f"{hundredths // 10000}.{hundredths % 10000:04}"
        return _either(rng, (hundredths / 10000, stored), (text, text))
    least = 0 if item.low is None else int(item.low)
    number = least + rng.choice([0, 1, 2, 3, 7, 10, 40])
    if item.type is ValueType.COUNT:
        typed = str(number)
        return _either(rng, (float(number), typed), (number, number), (typed, typed))
    half = number + 0.5
    written = str(half).replace(".", ",")
    return _either(rng, (half, str(half)), (written, written))


def _either(rng: random.Random, *told: Told) -> Told:
    return rng.choice(told)


def rule_texts() -> Iterator[str]:
    """Yield every rule text of the cases of all shapes and of the evaluation, and the models."""
    for part in ("shapes", "evaluation"):
        for path in sorted((CASES / part).glob("*.md")):
            for block in blocks_of(path.read_text(encoding="utf-8")):
                if block.language == "cchc" and block.text.lstrip().startswith("BỘ CHỈ SỐ"):
                    yield block.text
    for name in ("mau/2026/xa.cchc", "dien_bien/2020/huyen.cchc"):
        yield (folder("rules") / name).read_text(encoding="utf-8")


def lines_of(text: str) -> list[list[CellIn]]:
    """Return the rule text as a column, one line a cell."""
    return [[line or None] for line in text.split("\n")]


def column(cells: Sequence[CellIn]) -> list[list[CellIn]]:
    """Return a column of cells."""
    return [[cell] for cell in cells]
