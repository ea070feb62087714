"""A rule set and a seed in, one unit out twice: as rows of a form, and as JSON facts."""

from __future__ import annotations

import random
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from cchc_rules.functions import ErrorCell
from cchc_rules.model import Manual, ValueType
from cchc_rules.text import clean
from tests.equality.cases import DAY_0

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cchc_rules.functions import CellIn
    from cchc_rules.model import DataItem, Leaf, RuleSet

ERRORS = ("#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?")
_WRONG = ("chưa rõ", "-", "không áp dụng", ".34", "n/a", "=1+1", "#N/A", "1.000.00", "12%%", "٣",
          "30/02/2026", "4; 4; 9; x", "TRUE", "chữ " * 80)  # fmt: skip
_MARKS: tuple[CellIn, ...] = ("x", "có", True)
REASON = "Biên bản số 7 của hội đồng"


@dataclass(frozen=True)
class Told:
    """What stands in a cell, the same in JSON, and what only a cell is told of."""

    cell: CellIn
    json: Any
    note: str = ""


NOTHING = Told(None, None)


@dataclass(frozen=True)
class Line:
    """One row of a form.

    `shows` is the code whose score stands here. `gives` is where the JSON has its value: the key
    that findings name it by, "" for a row that only cells know, whose finding is `finding`.
    """

    key: CellIn
    cell: CellIn = None
    shows: str = ""
    gives: str = ""
    written: str = ""
    note: str = ""
    finding: str = ""


@dataclass
class Made:
    """One unit."""

    name: str
    kind: str
    kind_cell: CellIn
    """The kind as somebody typed it."""
    lines: list[Line] = field(default_factory=list)
    json: dict[str, Any] = field(default_factory=dict)

    def put(self, part: str, key: str, value: object) -> None:
        self.json.setdefault(part, {})[key] = value


def made(rules: RuleSet, seed: int, *, odd: bool = True) -> Made:
    """Fill every figure of a rule set at random; `odd`: with rows that no table can have, too."""
    maker = _Maker(rules, random.Random(f"{rules.code} {seed}"), odd=odd)
    kind = maker.rng.choice(rules.kinds)
    unit = Made(f"Đơn vị {seed}", kind, maker.kind_cell(kind))
    unit.json = {"name": unit.name, "kind": unit.kind}
    maker.fill(unit)
    if odd:
        maker.rng.shuffle(unit.lines)
        maker.spoil(unit)
    return unit


def codes(rules: RuleSet) -> Iterator[str]:
    """Yield the code of every heading and criterion."""
    for group in rules.root.groups():
        yield from (child.code for child in group.children)


class _Maker:
    """Draws the rows of one unit."""

    def __init__(self, rules: RuleSet, rng: random.Random, *, odd: bool) -> None:
        self.rules, self.rng, self.odd = rules, rng, odd
        self.share = rng.choice([0.02, 0.25])
        """Of the cells that are blank or wrong."""

    def fill(self, unit: Made) -> None:
        for item in self.rules.items.values():
            self._figure(unit, item, item.name)
            if self.rng.random() < 0.7 or not self.odd:
                self._figure(unit, item, f"{item.name}@{self.rules.year - 1}")
        leaves = {leaf.code: leaf for leaf in self.rules.root.leaves()}
        names = {item.name for item in self.rules.items.values()}
        for code in codes(self.rules):
            if code in names:
                continue
            leaf = leaves.get(code)
            if leaf is None or not self._scored(unit, leaf):
                unit.lines.append(Line(self._typed(code), shows=code))
        for whole in ("!tổng điểm", "!tỷ lệ", "!xếp loại"):
            if self.odd and self.rng.random() < 0.3:
                unit.lines.append(Line(whole, shows=whole))

    def kind_cell(self, kind: str) -> CellIn:
        """Spell a kind; it may be left out where there is only one."""
        typed = [kind, f" {kind.upper()}\u00a0", unicodedata.normalize("NFD", kind)]
        return self.rng.choice([*typed, None] if len(self.rules.kinds) == 1 else typed)

    def _figure(self, unit: Made, item: DataItem, name: str) -> None:
        tally = item.type is ValueType.TALLY and "@" not in name
        if self.odd and tally and self.rng.random() < 0.4:
            self._options(unit, item)
            return
        told = self._told(item, name)
        unit.put("facts", name, told.json)
        unit.lines.append(Line(self._spelled(name), told.cell, "", name, name, told.note))

    def _options(self, unit: Made, item: DataItem) -> None:
        counts = {one: self.rng.randint(0, 40) for one in item.options}
        unit.put("facts", item.name, counts)
        for option, count in counts.items():
            unit.lines.append(Line(f"{item.name}!{option}", float(count)))

    def _scored(self, unit: Made, leaf: Leaf) -> bool:
        """Let the council score a leaf; say whether that stands in the row of its code."""
        code, score = leaf.code, f"{leaf.code}!điểm"
        if isinstance(leaf.method, Manual):
            if self.odd and self.rng.random() < 0.15:
                return False
            points = self.rng.choice([leaf.method.low, leaf.method.high])
            value = points if self.rng.random() < 0.9 else points + 1000
            unit.put("manual", code, str(value))
            if self.odd and self.rng.random() < 0.3:
                unit.lines.append(Line(code, float(value), code, code, score))
                return True
            unit.lines.append(Line(score, float(value), "", code, score))
        elif self.odd and self.rng.random() < 0.15:
            self._overridden(unit, leaf)
        if self.odd and leaf.unit_marks and self.rng.random() < 0.3:
            unit.json.setdefault("marks", []).append(code)
            mark = self.rng.choice(_MARKS)
            unit.lines.append(Line(f"{code}!không áp dụng", mark))
        return False

    def _overridden(self, unit: Made, leaf: Leaf) -> None:
        code, score = leaf.code, f"{leaf.code}!điểm"
        value = self.rng.choice([leaf.maximum.of(unit.kind) / 2, leaf.maximum.of(unit.kind) * 9])
        given = {"score": str(value)}
        if self.rng.random() < 0.8:
            given["reason"] = REASON
            unit.lines.append(Line(f"{code}!lý do", REASON))
        unit.put("overrides", code, given)
        unit.lines.append(Line(score, float(value), "", code, score))

    def spoil(self, unit: Made) -> None:
        """Add rows that only a sheet can have."""
        rows = self._odd_lines()
        for line in self.rng.sample(rows, self.rng.randint(0, 3)):
            unit.lines.insert(self.rng.randint(0, len(unit.lines)), line)
        again = [
            at for at, one in enumerate(unit.lines) if isinstance(one.key, str) and one.written
        ]
        if again and self.rng.random() < 0.3:
            place = self.rng.choice(again)
            key = clean(str(unit.lines[place].key))
            said = f"Khóa “{key}” đã có ở ô thứ {place + 1} của cột khóa; dòng này không được dùng."
            finding = f"{said} Giữ mỗi khóa một dòng. (E511)"
            unit.lines.append(Line(unit.lines[place].key, 7.0, finding=finding))

    def _odd_lines(self) -> list[Line]:
        strange = "Khóa không phải là chữ. Định dạng cột khóa là chữ (Text) rồi ghi lại khóa."
        unknown = "Xem mã tiêu chí và tên số liệu trong bộ luật. (E512)"
        broken = "Sửa công thức hoặc ghi lại khóa. (E525)"
        lines = [
            Line(None, 3.0),
            Line("\u00a0 ", "chữ"),
            Line("zzqqxxjj", 5.0, finding=f"Bộ luật không có khóa “zzqqxxjj”. {unknown}"),
            Line(ErrorCell("#NAME?"), 1.0, finding=f"Ô khóa báo lỗi #NAME?. {broken}"),
            Line(True, 1.0, finding=f"{strange} (E512)"),
        ]
        items = list(self.rules.items.values())
        if items:
            key, year = f"{self.rng.choice(items).name}@{self.rules.year - 9}", self.rules.year
            said = (
                f"“{key}” là số liệu năm {year - 9}; bộ luật năm {year} chỉ dùng số liệu năm {year}"
            )
            finding = (
                f"{said} và năm {year - 1}; đã bỏ qua. Dùng @{year - 1}, hoặc xóa dòng này. (W512)"
            )
            lines.append(Line(key, 1.0, finding=finding))
        return lines

    def _spelled(self, key: str) -> str:
        drawn = self.rng.random()
        if drawn < 0.2:
            return unicodedata.normalize("NFD", key)
        if drawn < 0.25:
            return f"\u00a0{key} "
        return f"\ufeff{key}\u200b" if drawn < 0.3 else key

    def _typed(self, code: str) -> CellIn:
        """Let a sheet make a number of a code that looks like one."""
        known = set(codes(self.rules))
        number = re.fullmatch(r"\d+(\.\d*[1-9])?", code, re.ASCII)
        if number and f"{code}0" not in known and self.rng.random() < 0.2:
            return float(code)
        return code

    # --- values ----------------------------------------------------------------------------------

    def _told(self, item: DataItem, name: str) -> Told:
        drawn = self.rng.random()
        if drawn < self.share / 2:
            return self._one(NOTHING, Told("", None), Told("\u00a0", None))
        if drawn < self.share * 3 / 4:
            error = self.rng.choice(ERRORS)
            return Told(ErrorCell(error), {"error": error})
        if drawn < self.share:
            return self._one(
                *(Told(text, text) for text in _WRONG),
                Told("Chưa rõ\u00a0\n", "Chưa rõ"),
                *(Told(number, number) for number in (10**16, -(10**15), 0.5, -3.0)),
            )
        return self._value(item, name)

    def _value(self, item: DataItem, name: str) -> Told:
        match item.type:
            case ValueType.BOOL:
                texts = (Told(text, text) for text in ("có", "không", "co", "x", "KHÔNG"))
                decomposed = Told(unicodedata.normalize("NFD", "có"), "có")
                numbers = (Told(1.0, 1), Told(0.0, 0))
                return self._one(Told(True, True), Told(False, False), decomposed, *texts, *numbers)
            case ValueType.DATE:
                return self._day()
            case ValueType.CHOICE:
                option = self.rng.choice(item.options)
                return Told(self._spelled(option), option)
            case ValueType.TEXT:
                return Told("ghi chú", "ghi chú")
            case ValueType.BALLOTS if item.options:
                text = "; ".join(self.rng.choices(item.options, k=40))
                return Told(text, text)
            case ValueType.BALLOTS:
                count = self.rng.choice([3, 40])
                text = "; ".join(str(self.rng.randint(1, 5)) for _ in range(count))
                return Told(text, text)
            case ValueType.TALLY:
                text = "; ".join(str(self.rng.randint(0, 20)) for _ in item.options)
                return Told(text, text)
            case ValueType.PERCENT:
                return self._percent()
            case _:
                return self._number(item, name)

    def _day(self) -> Told:
        year = self.rules.year
        day = self.rng.choice(
            [date(year - 1, 12, 31), date(year, 1, 20), date(year, 1, 31), date(year, 12, 15)]
        )
        serial = float((day - DAY_0).days)
        text, iso = f"{day:%d/%m/%Y}", day.isoformat()
        return self._one(
            Told(serial, iso), Told(serial + 0.75, iso), Told(day, iso), Told(text, text)
        )

    def _percent(self) -> Told:
        hundredths = self.rng.choice([0, 4999, 5000, 7000, 8500, 9650, 9800, 10000])
        text = f"{hundredths // 100},{hundredths % 100:02}%"
        stored = f"{hundredths // 10000}.{hundredths % 10000:04}"
        typed = stored.replace(".", ",")
        doubled = sum([hundredths / 100000] * 10)  # 0.8 becomes 0.7999999999999999
        return self._one(
            Told(hundredths / 10000, stored),
            Told(doubled, stored),
            Told(text, text),
            Told(typed, typed),
        )

    def _number(self, item: DataItem, name: str) -> Told:
        least = 0 if item.low is None else int(item.low)
        number = least + self.rng.choice([0, 1, 2, 3, 7, 10, 40])
        if item.type is ValueType.COUNT:
            typed = str(number)
            read = f"“{name}”: chữ “{typed}” được đọc là {typed}."
            note = f"{read} Nên nhập bằng số thay cho chữ. (N540)"
            return self._one(
                Told(float(number), typed),
                Told(number, typed),
                Told(f"\u00a0{typed} ", typed, note),
            )
        half = number + 0.5
        written = str(half).replace(".", ",")
        return self._one(Told(half, str(half)), Told(written, written))

    def _one(self, *told: Told) -> Told:
        return self.rng.choice(told)
