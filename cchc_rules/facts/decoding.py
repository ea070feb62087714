"""JSON text in, plain objects with exact numbers out; whatever is wrong with it is one finding."""

import json
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from cchc_rules import numeric
from cchc_rules.diagnostics import Diagnostic, Span
from cchc_rules.facts.raw import BLANK, Day, Failure, Number, Raw, Text, Truth
from cchc_rules.text import clean

if TYPE_CHECKING:
    from collections.abc import Mapping

Json = None | bool | Decimal | str | list["Json"] | dict[str, "Json"]

_LONGEST_NUMBER = 400
_LARGEST_EXPONENT = 40
"""1e999999999 is nine characters of JSON and a gigabyte once it is written out."""

_REMEDY = "Sửa chỗ được chỉ ra; kiểm tra dấu phẩy, dấu ngoặc và dấu nháy kép."


class _RepeatedKeyError(ValueError):
    """JSON that is well formed but must not be read: a key twice."""


def load_json(text: str, file: str) -> tuple[Json, list[Diagnostic]]:
    """Read JSON; numbers become Decimal, NaN and Infinity an error value, a key twice a finding."""
    try:
        return json.loads(
            text,
            parse_int=_number,
            parse_float=_number,
            parse_constant=lambda name: {"error": name},
            object_pairs_hook=_object,
        ), []
    except json.JSONDecodeError as error:
        place = Span(file, error.lineno, error.colno, error.colno + 1)
        message = f"Tệp JSON sai cú pháp ở dòng {error.lineno}, cột {error.colno}."
        return None, [Diagnostic("E550", place, message, _REMEDY)]
    except _RepeatedKeyError as error:
        message = f"Khóa “{error}” ghi hai lần trong cùng một đối tượng JSON."
        return None, [Diagnostic("E550", Span(file, 1), message, "Giữ một lần cho mỗi khóa.")]
    except RecursionError:
        message = "Tệp JSON lồng nhau quá sâu."
        return None, [Diagnostic("E550", Span(file, 1), message, _REMEDY)]


def _number(text: str) -> "Decimal | dict[str, str]":
    if len(text) > _LONGEST_NUMBER:
        return {"error": text[:20] + "…"}
    try:
        number = Decimal(text)
    except InvalidOperation:  # an exponent beyond what Decimal holds
        return {"error": text}
    return number if not number or abs(number.adjusted()) <= _LARGEST_EXPONENT else {"error": text}


def _object(pairs: "list[tuple[str, Json]]") -> dict[str, Json]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        raise _RepeatedKeyError(next(key for key in keys if keys.count(key) > 1))
    return found


def raw_of(value: Json, *, iso: bool = False, numeric_text: bool = False) -> Raw:
    """Take one JSON value as a raw figure; a list or an unknown object is an error value.

    `numeric_text`: "0.965" is a number as JSON writes it; `iso`: "2026-01-20" is a date.
    """
    match value:
        case None:
            return BLANK
        case bool():
            return Truth(value)
        case Decimal():
            return Number(value)
        case str():
            return _text(value, iso=iso, numeric_text=numeric_text)
        case {"error": str() as name}:
            return Failure(name)
        case _:
            return Failure("JSON")


def _text(value: str, *, iso: bool, numeric_text: bool) -> Raw:
    text = clean(value)
    if iso:
        try:
            return Day(date.fromisoformat(text)) if len(text) == len("2026-01-20") else Text(value)
        except ValueError:
            return Text(value)
    if numeric_text and _is_json_number(text):
        return Number(Decimal(text))
    return Text(value)


def _is_json_number(text: str) -> bool:
    digits = text.removeprefix("-")
    whole, point, decimals = digits.partition(".")
    good = whole.isascii() and whole.isdigit() and (not point or decimals.isdigit())
    return good and decimals.isascii() and len(text) <= _LONGEST_NUMBER


def string(value: Json) -> str:
    """Return a name, a kind or an id as text: numbers plainly, all else empty."""
    match value:
        case str():
            return clean(value)
        case Decimal():
            return numeric.plain(value)
        case _:
            return ""


def member(found: "Mapping[str, Json]", *names: str) -> Json:
    """Return the value of the first of `names` that is there."""
    return next((found[name] for name in names if name in found), None)
