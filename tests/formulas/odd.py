"""What officials type into a cell, and what a leaf that is scored by it must show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cchc_rules.formulas import ERROR, MISSING
from cchc_rules.model import Direct, Formula, FullIf, ValueType
from tests.evaluation.build import (
    BOOL,
    CHOICE,
    COUNT,
    DATE,
    NUMBER,
    PERCENT,
    TEXT,
    d,
    equal,
    item,
    leaf,
    ref,
    rules,
    table,
    when,
    within,
)

if TYPE_CHECKING:
    from cchc_rules.model import Method, RuleSet
    from tests.formulas.filling import Cell

DIVIDED = "=1/0"
FIGURE = "số"
_ANY: tuple[tuple[Cell, float | str], ...] = (
    ("", MISSING),
    ("   ", MISSING),
    (DIVIDED, ERROR),
    ("chưa có", ERROR),
    ("-", ERROR),
)
_TYPED: dict[ValueType, tuple[tuple[Cell, float | str], ...]] = {
    COUNT: (
        (7.0, 7), (0.0, 0), (7.5, ERROR), (-1.0, ERROR), ("7", ERROR), (True, ERROR),
        (1e15, ERROR), ("1.234", ERROR),
    ),
    NUMBER: ((2.5, 2.5), (-3.0, ERROR), (8.0001, ERROR), ("2,5", ERROR), (8.00000000001, 8)),
    PERCENT: ((0.85, 0.85), (1.0, 1), (-0.1, ERROR), ("85%", ERROR), (0.0, 0)),
    DATE: (
        (46042.0, 10), (46042.75, 10), (46022.0, 10), (46043.0, 0), (2026.0, ERROR),
        ("20/01/2026", ERROR), (-1.0, ERROR), (60.0, ERROR), (3e6, ERROR),
    ),
    BOOL: (
        ("có", 10), ("Có", 10), ("CÓ", 10), (" có ", 10), (True, 10), ("không", 0), ("KHÔNG", 0),
        (False, 0), (1.0, ERROR), ("yes", ERROR),
    ),
    CHOICE: (("Tốt", 10), ("Khá", 5), (" Tốt ", 10), ("3", 2), (3.0, 2), ("Giỏi", ERROR)),
}  # fmt: skip
ODD = [(kind, typed, wanted) for kind, own in _TYPED.items() for typed, wanted in (*own, *_ANY)]


def scored_by(kind: ValueType, *, marks: bool = False) -> RuleSet:
    """Return a rule set of one leaf of ten points that is scored by one figure of a type."""
    more: dict[str, Any] = {"options": ("Tốt", "Khá", "3")} if kind is CHOICE else {}
    if kind is NUMBER:
        more = {"low": d(0), "high": d(8)}
    figure = item(FIGURE, kind, **more)
    methods: dict[ValueType, Method] = {
        DATE: table(figure, ("<=20/01/2026", 10), (None, 0)),
        BOOL: FullIf(when(figure)),
        CHOICE: table(figure, ("“Tốt”", 10), ("“Khá”", 5), ("“3”", 2)),
        TEXT: FullIf(when(equal(figure, "đạt"))),
    }
    method = methods.get(kind, Direct(Formula(ref(figure))))
    return rules(leaf("1", 10, method, items=figure, unit_marks=marks))


def stepped() -> RuleSet:
    """Return a rule set of one leaf whose figure goes from 1 in steps of 0.25."""
    figure = item(FIGURE, NUMBER, low=d(1), high=d(9), step=d("0,25"))
    return rules(leaf("1", 10, Direct(Formula(ref(figure))), items=figure))


def guarded() -> RuleSet:
    """Return a rule set of one leaf that is 0 where its figure is at most 3, blank being 0."""
    figure = item(FIGURE, COUNT, blank_is_zero=True)
    method = FullIf(when(within(figure, ">0")))
    return rules(leaf("1", 10, method, items=figure, zero=within(figure, "<=3")))
