"""Slips in quoted texts: a quote forgotten, the wrong sort, one too many."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cchc_rules.parsing.lexer import lex
from cchc_rules.parsing.mistakes.stop import Repair

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cchc_rules.parsing.lexer import Lexeme
    from cchc_rules.parsing.mistakes.stop import Stop

_QUOTES = '"“”„'
_EDGE = re.compile(r"(?<=\S)(?=\s)|(?<=\s)(?=\S)|(?<=\S)(?=[:;),])|(?<=\()|$")
_MOST = 500
"""Longer lines are not tried quote by quote."""


def _shown(text: str, most: int = 60) -> str:
    text = " ".join(text.split())
    return f'"{text if len(text) <= most else text[: most - 1] + "…"}"'


def unbalanced_quotes(stop: Stop) -> Iterator[Repair]:
    """One quote is missing, at either end, or there is one too many."""
    for number, line in stop.physical():
        quotes = [i for i, letter in enumerate(line) if letter in _QUOTES]
        if len(quotes) % 2 and len(line) <= _MOST:
            yield from _with_quote(stop, number, line)
            yield from _without_quote(stop, number, line, quotes)


def _with_quote(stop: Stop, number: int, line: str) -> Iterator[Repair]:
    """Try a quote at each edge of a word: the shortest text that makes the line whole is it."""
    found: list[tuple[int, int, Repair]] = []
    for edge in (match.start() for match in _EDGE.finditer(line)):
        lexemes = stop.relexed(number, f'{line[:edge]}"{line[edge:]}')
        here = [x for x in lexemes if x.line == number]
        new = next((x for x in here if x.type == "TEXT" and _has_edge(x, edge)), None)
        if new is None or any(x.type == "OPEN_TEXT" for x in here) or not _is_trim(new):
            continue
        opens = new.column - 1 == edge
        where = "mở" if opens else "đóng"
        message = f"Thiếu dấu nháy {where}."
        remedy = f"Thêm dấu nháy {where}: {_shown(new.text[1:-1])}."
        at = new._replace(end=min(new.end, len(line) + 1))
        repair = Repair("E102", at, message, remedy, lexemes)
        found.append((_strangeness(here), -edge if opens else edge, repair))
    for _, _, repair in sorted(found, key=lambda entry: entry[:2]):
        yield repair


def _has_edge(lexeme: Lexeme, edge: int) -> bool:
    return lexeme.column - 1 == edge or lexeme.end - 2 == edge


def _is_trim(lexeme: Lexeme) -> bool:
    inner = lexeme.text[1:-1]
    return (
        bool(inner)
        and not inner[0].isspace()
        and not inner[-1].isspace()
        and inner[0] not in ":;,)"
    )


def _strangeness(lexemes: list[Lexeme]) -> int:
    """Return how many texts look as if they had been cut at the wrong place."""
    return sum(x.type == "TEXT" and not _is_trim(x) for x in lexemes)


def _without_quote(stop: Stop, number: int, line: str, quotes: list[int]) -> Iterator[Repair]:
    for quote in reversed(quotes):
        lexemes = stop.relexed(number, f"{line[:quote]} {line[quote + 1 :]}")
        if not any(x.type == "OPEN_TEXT" for x in lexemes):
            near = stop.lexeme_at(number, quote + 1)
            yield Repair("E102", near, "Thừa một dấu nháy.", "Bỏ dấu nháy thừa.", lexemes)


def nested_quotes(stop: Stop) -> Iterator[Repair]:
    """`"Kế hoạch "5 không" năm"`: quotes inside quotes."""
    texts = [i for i, x in enumerate(stop.lexemes) if x.type in {"TEXT", "OPEN_TEXT"}]
    for first in texts:
        for last in reversed(texts):
            start, end = stop.lexemes[first], stop.lexemes[last]
            if last <= first or start.line != end.line:
                continue
            line = stop.raw[start.line - 1][start.column - 1 : end.end - 1]
            close = max(line.rfind(quote) for quote in _QUOTES)
            inner = line[1:close]
            rest, _ = lex(line[close + 1 :], start.line, start.file)
            text = re.sub(f"[{_QUOTES}]([^{_QUOTES}]*)[{_QUOTES}]", r"“\1”", inner)
            new = stop.made(first, last + 1, "TEXT", f'"{text.replace(chr(34), "")}"')
            lexemes = stop.replaced(first, last + 1, new, *rest)
            message = "Trong một chữ đã có dấu nháy không dùng thêm dấu nháy thẳng."
            yield Repair("E102", start, message, f'Viết "{text}".', lexemes)


def other_quotes(stop: Stop) -> Iterator[Repair]:
    """'x', «x», ''x'' instead of "x"."""
    if stop.here.type == "QUOTED" and len(stop.here.text) > 2:  # noqa: PLR2004 - two quotes
        inner = stop.here.text[1:-1]
        new = stop.here._replace(type="TEXT", text=f'"{inner}"')
        lexemes = stop.replaced(stop.index, stop.index + 1, new)
        yield Repair("E102", stop.here, _DOUBLE, f"Viết {_shown(inner)}.", lexemes)
    for number, line in stop.physical():
        doubled = re.sub(r"''|``|´´|‘‘|’’|,,", '"', line)
        if doubled != line:
            lexemes = stop.relexed(number, doubled)
            text = next((x.text[1:-1] for x in lexemes if x.type == "TEXT"), "")
            yield Repair("E102", stop.here, _DOUBLE, f"Viết {_shown(text)}.", lexemes)


_DOUBLE = "Chữ phải đặt trong dấu nháy kép."
_OPENERS = {"_OPEN", "MINUS", "_COLON", "STRANGE", "_COMMA", "_EQUALS"}


def unquoted_text(stop: Stop) -> Iterator[Repair]:
    """A title without its quotes: the shortest stretch that leaves a whole line."""
    if stop.at_end or "TEXT" not in stop.accepts:
        return
    start = stop.index + (stop.here.type in _OPENERS)
    if start >= len(stop.lexemes):
        return
    for end in range(start + 1, len(stop.lexemes) + 1):
        last = stop.lexemes[end - 1]
        if last.type in {"TEXT", "OPEN_TEXT"} or last.line != stop.lexemes[start].line:
            break
        closed = end < len(stop.lexemes) and stop.here.type == "_OPEN"
        after = end + (closed and stop.lexemes[end].type == "_CLOSE")
        yield from _quoted(stop, start, end, after)


def _quoted(stop: Stop, start: int, end: int, after: int) -> Iterator[Repair]:
    if start >= end:
        return
    first, last = stop.lexemes[start], stop.lexemes[end - 1]
    if not any(letter.isalpha() for x in stop.lexemes[start:end] for letter in x.text):
        return
    title = stop.raw[first.line - 1][first.column - 1 : last.end - 1]
    for until in {after, after + 1} if _parts(stop, after) else {after}:
        rest = stop.lexemes[until:]
        if until > after:
            rest = [stop.lexemes[after]._replace(type="_COLON", text=":"), *rest]
        new = stop.made(start, end, "TEXT", f'"{title}"')
        lexemes = [*stop.lexemes[: min(start, stop.index)], new, *rest]
        message = "Chữ phải đặt trong dấu nháy."
        yield Repair("E102", first, message, f"Viết {_shown(title)}.", lexemes)


def _parts(stop: Stop, index: int) -> bool:
    """Say whether a dash stands where a colon should: `TIÊU CHÍ 1.1 - Kế hoạch - 5 điểm`."""
    if stop.kinds(index, index + 1) != ("MINUS",) or index + 1 >= len(stop.lexemes):
        return False
    return stop.lexemes[index].end != stop.lexemes[index + 1].column  # -5 is a number


def unquoted_value(stop: Stop) -> Iterator[Repair]:
    """`mức = Không kịp thời` for a choice."""
    sign = next((i for i, x in enumerate(stop.lexemes) if x.type == "_EQUALS"), 0)
    if sign and stop.names.type_of(stop.lexemes[0].text) in {"T_CHOICE", "T_TEXT"}:
        yield from _quoted(stop, sign + 1, len(stop.lexemes), len(stop.lexemes))


_TITLED = frozenset(
    {"SECTION", "FIELD", "CRITERION", "COMPONENT", "BONUS", "PENALTY", "DATA_ITEM", "RULE_SET"}
)


def title_missing(stop: Stop) -> Iterator[Repair]:
    """`TIÊU CHÍ 1.1: 5 điểm` and `SỐ LIỆU x: số đếm` without a title."""
    if "TEXT" not in stop.accepts or stop.lexemes[0].type not in _TITLED:
        return
    if stop.before.type == "_COLON":
        return
    lexemes = stop.inserted(stop.index, "TEXT", '"…"')
    message = "Thiếu tên gọi trong dấu nháy."
    remedy = f'Viết tên gọi sau “{stop.before.text}”, ví dụ "Ban hành kế hoạch".'
    yield Repair("E102", stop.before, message, remedy, lexemes)


SURE = (
    unbalanced_quotes,
    other_quotes,
    unquoted_value,
)
LIKELY = (title_missing, unquoted_text)
POSSIBLE = (nested_quotes,)
