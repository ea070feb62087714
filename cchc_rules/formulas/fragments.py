"""Pieces of formulas in, larger pieces out; what is known beforehand is folded away.

A piece is text without its leading `=`, and an operand as it stands: a number, a cell, a call or
something in parentheses. Three-valued conditions (Kleene) are 1, 0 and, not known, 0.5.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

YES, NO, UNKNOWN = "1", "0", "0.5"
FAR = "1E+20"
"""What has no end: beyond all points, and still a number that every program rounds well."""
_LONGEST_TEXT = 250
"""A text within a formula holds at most 255 characters in Excel."""
_MOST_ARGUMENTS = 200
"""A function takes at most 255 arguments in Excel."""
_DIGITS = 15
_DAY_ZERO = date(1899, 12, 30)


@lru_cache(maxsize=4096)
def number(value: Decimal | int) -> str:
    """Write a number, exact up to the 15 digits that a cell holds."""
    if Decimal(value).is_infinite():
        return FAR if value > 0 else f"(-{FAR})"
    text = f"{Decimal(value):f}"
    if len(text.strip("-").replace(".", "").strip("0")) > _DIGITS:
        text = f"{Decimal(f'{Decimal(value):.{_DIGITS}g}'):f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"({text})" if text.startswith("-") else text


def day(value: date) -> str:
    """Write a day as its serial number."""
    return str((value - _DAY_ZERO).days)


def quoted(text: str) -> str:
    """Write a text, in several pieces if it is long."""
    parts = [text[at : at + _LONGEST_TEXT] for at in range(0, len(text), _LONGEST_TEXT)]
    written = [f'"{part.replace(chr(34), chr(34) * 2)}"' for part in parts or [""]]
    return written[0] if len(written) == 1 else f"({'&'.join(written)})"


def is_number(piece: str) -> bool:
    """Say whether a piece is a number that is not negative."""
    return piece.replace(".", "", 1).isdecimal()


def iff(condition: str, then: str, otherwise: str) -> str:
    """Write IF; `condition` may be TRUE or FALSE."""
    if condition == "TRUE" or then == otherwise:
        return then
    return otherwise if condition == "FALSE" else f"IF({condition},{then},{otherwise})"


def both(*conditions: str) -> str:
    """Write AND of two-valued conditions."""
    found = [own for own in dict.fromkeys(conditions) if own != "TRUE"]
    if "FALSE" in found:
        return "FALSE"
    if not found:
        return "TRUE"
    return found[0] if len(found) == 1 else f"AND({','.join(found)})"


def either(*conditions: str) -> str:
    """Write OR of two-valued conditions."""
    found = [own for own in dict.fromkeys(conditions) if own != "FALSE"]
    if "TRUE" in found:
        return "TRUE"
    if not found:
        return "FALSE"
    return found[0] if len(found) == 1 else f"OR({','.join(found)})"


def is_(piece: str, wanted: str) -> str:
    """Write that a piece equals a number."""
    if is_number(piece) and is_number(wanted):
        return "TRUE" if Decimal(piece) == Decimal(wanted) else "FALSE"
    return f"{piece}={wanted}"


def above(piece: str, bound: str) -> str:
    """Write that a piece is greater than a number."""
    if is_number(piece) and is_number(bound):
        return "TRUE" if Decimal(piece) > Decimal(bound) else "FALSE"
    return f"{piece}>{bound}"


def below(piece: str, bound: str) -> str:
    """Write that a piece is less than a number."""
    return above(bound, piece) if is_number(piece) and is_number(bound) else f"{piece}<{bound}"


def least(pieces: Iterable[str]) -> str:
    """Write MIN."""
    return _of("MIN", pieces)


def most(pieces: Iterable[str]) -> str:
    """Write MAX."""
    return _of("MAX", pieces)


def _of(function: str, pieces: Iterable[str]) -> str:
    found = list(dict.fromkeys(pieces))
    while len(found) > _MOST_ARGUMENTS:
        first, found = found[:_MOST_ARGUMENTS], found[_MOST_ARGUMENTS:]
        found.append(f"{function}({','.join(first)})")
    return found[0] if len(found) == 1 else f"{function}({','.join(found)})"


def added(pieces: Iterable[str]) -> str:
    """Write a sum; its numbers are added beforehand."""
    every_piece = list(pieces)
    found = [piece for piece in every_piece if not is_number(piece)]
    known = sum((Decimal(piece) for piece in every_piece if is_number(piece)), Decimal(0))
    if known or not found:
        found.append(number(known))
    return found[0] if len(found) == 1 else f"({'+'.join(found)})"


def minus(left: str, right: str) -> str:
    """Write a difference."""
    return left if right == "0" else f"({left}-{right})"


def times(left: str, right: str) -> str:
    """Write a product."""
    if "0" in {left, right}:
        return "0"
    if "1" in {left, right}:
        return left if right == "1" else right
    return f"({left}*{right})"


def settled(piece: str) -> str:
    """Write a number rounded as everything that is compared."""
    return piece if is_number(piece) else f"ROUND({piece},10)"


def published(piece: str, digits: int) -> str:
    """Write a number rounded once, half up, to `digits` decimals."""
    return f"ROUND(ROUND({piece},10),{digits})"


def pick(index: str, pieces: Sequence[str]) -> str:
    """Write the piece whose number, from 0, is `index`."""
    if len(set(pieces)) == 1:
        return pieces[0]
    return f"CHOOSE({index}+1,{','.join(pieces)})"


# --- three-valued conditions ----------------------------------------------------------------------


def truth(condition: str) -> str:
    """Write a two-valued condition as 1 or 0."""
    return iff(condition, YES, NO)


def inverse(kleene: str) -> str:
    """Không phải."""
    if is_number(kleene):
        return {YES: NO, NO: YES}.get(kleene, UNKNOWN)
    return kleene[3:-1] if re.fullmatch(r"\(1-[A-Z]+\d+\)", kleene) else f"(1-{kleene})"


def every(kleenes: Iterable[str]) -> str:
    """Và."""
    found = [own for own in dict.fromkeys(kleenes) if own != YES]
    if NO in found:
        return NO
    return least(found) if found else YES


def some(kleenes: Iterable[str]) -> str:
    """Hoặc."""
    found = [own for own in dict.fromkeys(kleenes) if own != NO]
    if YES in found:
        return YES
    return most(found) if found else NO
