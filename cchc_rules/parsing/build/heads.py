"""Headings and the lines under BỘ CHỈ SỐ and THAM SỐ as recognised in; their nodes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules import syntax as s
from cchc_rules.model import Level
from cchc_rules.parsing.build.parts import (
    Builder,
    Parts,
    date_of,
    place_of,
    text_of,
    whole_of,
    year_of,
)
from cchc_rules.parsing.lexer import Lexeme

if TYPE_CHECKING:
    from decimal import Decimal

build = Builder()
_LEVELS = {
    "SECTION": Level.SECTION,
    "FIELD": Level.FIELD,
    "CRITERION": Level.CRITERION,
    "COMPONENT": Level.COMPONENT,
    "BONUS": Level.BONUS,
    "PENALTY": Level.PENALTY,
}


def level_of(terminal: str) -> Level | None:
    """Return the level that a heading's keyword opens."""
    return _LEVELS.get(terminal)


@build
def _import_file(parts: Parts) -> s.Import:
    return s.Import(parts[1].text[1:-1].strip(), place=place_of(parts))


@build
def _rule_set(parts: Parts) -> s.RuleSetHead:
    return s.RuleSetHead(parts[1], text_of(parts[2]), place=place_of(parts))


@build
def _parameter(parts: Parts) -> s.ParameterHead:
    return s.ParameterHead(parts[1].text, parts[2], place=place_of(parts))


@build
def _group(parts: Parts) -> s.GroupHead:
    keyword, code, title, points, by_kind = parts
    level = _LEVELS[keyword.type]
    return s.GroupHead(
        level, code, text_of(title), points.value, by_kind or (), place=place_of(parts)
    )


@build
def _scenario(parts: Parts) -> s.ScenarioHead:
    _, title, _, kind, _, year = parts
    number = year_of(year) if year else None
    return s.ScenarioHead(text_of(title), kind.text, number, place=place_of(parts))


@build
def _kind_points(parts: Parts) -> tuple[str, Decimal]:
    return parts[0].text, parts[1].value


@build
def _by_kind(parts: Parts) -> tuple[tuple[str, Decimal], ...]:
    return tuple(parts)


@build
def _year(parts: Parts) -> s.Year:
    return s.Year(year_of(parts[1]), place=place_of(parts))


@build
def _basis(parts: Parts) -> s.Basis:
    return s.Basis(text_of(parts[1]), place=place_of(parts))


@build
def _kinds(parts: Parts) -> s.Kinds:
    return s.Kinds(parts[1], place=place_of(parts))


@build
def _total(parts: Parts) -> s.Total:
    return s.Total(parts[1].value, parts[3] or (), place=place_of(parts))


@build
def _period(parts: Parts) -> s.Period:
    return s.Period(date_of(parts[1]), date_of(parts[3]), place=place_of(parts))


@build
def _rounding(parts: Parts) -> s.Rounding:
    return s.Rounding(whole_of(parts[2]), parts[1] is not None, place=place_of(parts))


@build
def _rebase(parts: Parts) -> s.Rebase:
    return s.Rebase(parts[1].type == "YES", place=place_of(parts))


@build
def _rescale(parts: Parts) -> s.Rescale:
    return s.Rescale(parts[1].value, place=place_of(parts))


@build
def _rank_word(parts: Parts) -> str:
    return str(parts[0].type)


@build
def _ties(parts: Parts) -> tuple[int, ...]:
    return tuple(whole_of(part) for part in parts if part.type == "INT")


@build
def _tiebreaks(parts: Parts) -> list[str]:
    return [part for part in parts if isinstance(part, str)]


@build
def _ranking(parts: Parts) -> s.Ranking:
    words = [part for part in parts if isinstance(part, str)]
    ties = [part for part in parts if isinstance(part, tuple) and not isinstance(part, Lexeme)]
    breaks = [code for part in parts if isinstance(part, list) for code in part]
    rounded = {"BY_ROUNDED": True, "BY_UNROUNDED": False}
    key = [rounded[word] for word in words if word in rounded]
    return s.Ranking(
        key[0] if key else None,
        "PER_KIND" in words,
        ties[0] if ties else (),
        tuple(breaks),
        place=place_of(parts),
    )


@build
def _unranked(parts: Parts) -> s.Unranked:
    return s.Unranked(parts[1], place=place_of(parts))


@build
def _unranked_if(parts: Parts) -> s.UnrankedIf:
    return s.UnrankedIf(parts[1], parts[2], place=place_of(parts))


@build
def _classes(parts: Parts) -> s.ClassHead:
    _, _, kinds, how = parts
    kind = how.type if how else ""
    return s.ClassHead(
        kinds or (), kind == "BY_PLACE", kind == "BY_UNROUNDED", place=place_of(parts)
    )


@build
def _class_row(parts: Parts) -> s.ClassRow:
    name, where, _, gate = parts
    span = where if isinstance(where, s.Range) else None
    return s.ClassRow(text_of(name), span, gate, place=place_of(parts))


@build
def _lower_to(parts: Parts) -> s.Lower:
    _, name, _, condition, reason = parts
    return s.Lower(text_of(name), condition, reason, place=place_of(parts))


@build
def _lower_one(parts: Parts) -> s.Lower:
    _, _, condition, reason = parts
    return s.Lower(None, condition, reason, place=place_of(parts))


@build
def _weights(parts: Parts) -> s.WeightsHead:
    return s.WeightsHead(parts[2], place=place_of(parts))


@build
def _entry(parts: Parts) -> s.Entry:
    code, _, kinds, value = parts
    return s.Entry(code, kinds or (), None if isinstance(value, Lexeme) else value)
