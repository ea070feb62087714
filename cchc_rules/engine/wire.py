"""What became of a file in, one line of JSON out, and back: between processes and in the journal.

Only the classes named here are ever made: a line from elsewhere can hold wrong figures, not code.
"""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from cchc_rules.diagnostics import Cell, Diagnostic, Span
from cchc_rules.engine.validating import RulesUsed, Validated
from cchc_rules.excel.form.figures import FormPlaces
from cchc_rules.excel.form.stamp import Stamp
from cchc_rules.facts import Facts, Fault, Override, Round, Unit
from cchc_rules.model import Special

_CLASSES = {
    known.__name__: known
    for known in (
        Cell, Diagnostic, Facts, Fault, Override, RulesUsed, Span, Stamp, Unit, Validated,
    )
}  # fmt: skip
_ENUMS: dict[str, type[Enum]] = {"Special": Special, "Round": Round}


def to_line(done: Validated) -> str:
    """Write what became of a file as one line."""
    return json.dumps(_plain(done), ensure_ascii=False, separators=(",", ":"))


def _plain(value: object) -> object:
    """Return a value of JSON; what JSON does not know is an object with one key."""
    match value:
        case Enum():
            return {"e": [type(value).__name__, value.name]}
        case None | bool() | int() | str():
            return value
        case Decimal():
            return {"d": str(value)}
        case date():
            return {"t": value.isoformat()}
        case tuple() | list():
            return {"l": [_plain(one) for one in value]}
        case frozenset():
            return {"f": sorted(value)}
        case FormPlaces():
            *names, rows = value.parts
            return {"p": [*names, *_flat(rows)]}
        case Mapping():
            return {"m": _flat(value)}
        case _:
            known = _CLASSES[type(value).__name__]
            fields = [_plain(getattr(value, field)) for field in known.__match_args__]
            return {"r": [known.__name__, *fields]}


def _flat(mapping: Mapping[str, Any]) -> list[object]:
    pairs = ((key, mapping.get(key)) for key in mapping)
    return [part for key, value in pairs if value is not None for part in (key, _plain(value))]


class LineReader:
    """Reads lines; values that come again and again are kept once."""

    def __init__(self) -> None:
        self._decoder = json.JSONDecoder(object_hook=self._made)
        self._numbers: dict[str, Decimal] = {}
        self._days: dict[str, date] = {}
        self._rows: dict[tuple[object, ...], dict[str, int]] = {}

    def read(self, line: str) -> Validated:
        """Return what became of a file; ValueError: the line is not whole."""
        try:
            done = self._decoder.decode(line)
        except (ArithmeticError, LookupError, TypeError, ValueError):
            done = None
        if not isinstance(done, Validated):
            raise ValueError(f"no line of ours: {line[:80]}")  # noqa: TRY004 - the line is wrong
        return done

    def _made(self, found: dict[str, Any]) -> object:
        ((kind, held),) = found.items()
        match kind:
            case "d":
                number = self._numbers.get(held)
                if number is None:
                    number = self._numbers[held] = Decimal(held)
                return number
            case "t":
                return self._days.setdefault(held, date.fromisoformat(held))
            case "l":
                return tuple(held)
            case "f":
                return frozenset(held)
            case "m":
                return dict(zip(held[::2], held[1::2], strict=True))
            case "e":
                return _ENUMS[held[0]][held[1]]
            case "p":
                return FormPlaces(held[0], held[1], held[2], self._rows_of(tuple(held[3:])))
            case _:
                return _CLASSES[held[0]](*held[1:])

    def _rows_of(self, flat: tuple[Any, ...]) -> dict[str, int]:
        rows = self._rows.get(flat)
        if rows is None:
            rows = self._rows[flat] = dict(zip(flat[::2], flat[1::2], strict=True))
        return rows
