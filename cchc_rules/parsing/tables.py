"""The grammar in, its parse tables out; `python -m cchc_rules.parsing` writes them anew.

Building the tables takes longer than everything else that `cchc check` does, and only importing
Lark half as long, so they are kept beside the grammar (`grammar/cchc.tables`): Lark is needed
only where they are stale.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from cchc_rules import bundled
from cchc_rules.keywords import KEYWORDS
from cchc_rules.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

PLAIN = (
    "_COLON", "_SEMICOLON", "_COMMA", "_OPEN", "_CLOSE", "_EQUALS", "PLUS", "MINUS", "STAR",
    "SLASH", "BULLET", "TEXT", "DATE", "DAY", "NUMBER", "INT", "CODE", "PERCENT", "NAME",
)  # fmt: skip
OPTIONS: dict[str, Any] = {
    "parser": "lalr",
    "lexer": "basic",
    "start": "line",
    "maybe_placeholders": True,
}
ONLY_PART, INLINED = "?", "_"
"""What builds a rule that is marked so in the grammar: nothing, its parts are used as they are."""


@record()
class Rule:
    """A rule of the grammar: so many children, of which some are the parts that build a node."""

    origin: str
    size: int
    parts: list[int | None]
    """The children to take; `~n`: the parts in the list that child n is, None: an absent option."""
    build: str
    """What the parts are given to: the name of a function, or a mark."""


@record()
class Tables:
    """For each state what each terminal (or rule) leads to: a state, or `~n` to apply rule n.

    The first state is the one at the start of a line.
    """

    states: list[dict[str, int]]
    rules: list[Rule]


def grammar_text() -> str:
    """Return the grammar with every terminal declared."""
    terminals = (*(keyword.terminal for keyword in KEYWORDS), *PLAIN)
    text = (bundled.folder("grammar") / "cchc.lark").read_text(encoding="utf-8")
    return text + "\n%declare " + " ".join(terminals) + "\n"


def tables_path() -> Path:
    """Return where the parse tables are kept."""
    return bundled.folder("grammar") / "cchc.tables"


def make_tables() -> str:
    """Return the parse tables as JSON, below the hash of the grammar that they are made from."""
    import lark

    grammar = grammar_text()
    conf = lark.Lark(grammar, **OPTIONS).parse_interactive().parser_state.parse_conf
    tables = _tables(conf)
    rules = [(rule.origin, rule.size, rule.parts, rule.build) for rule in tables.rules]
    return f"{_hash(grammar)}\n[[{_written(tables.states)}],\n[{_written(rules)}]]\n"


def saved_tables() -> Tables:
    """Return the tables as kept, or as made where those are stale or absent."""
    try:
        begin, _, tables = tables_path().read_text(encoding="utf-8").partition("\n")
    except OSError:
        begin, tables = "", ""
    if begin != _hash(grammar_text()):
        tables = make_tables().partition("\n")[2]
    states, rules = json.loads(tables)
    return Tables(states, [Rule(*rule) for rule in rules])


def _hash(grammar: str) -> str:
    return hashlib.sha256(grammar.encode()).hexdigest()


def _written(parts: Sequence[object]) -> str:
    return ",\n".join(json.dumps(part, separators=(",", ":")) for part in parts)


def _tables(conf: Any) -> Tables:  # noqa: ANN401 - Lark does not export the type
    """Number states and rules in the order in which a walk from the start meets them."""
    states: dict[int, int] = {conf.start_state: 0}
    rules: dict[Any, int] = {}
    numbered: list[dict[str, int]] = []
    order = [conf.start_state]
    for state in order:
        steps = {}
        for kind, (action, to) in sorted(conf.states[state].items()):
            if action.name == "Reduce":
                steps[kind] = ~rules.setdefault(to, len(rules))
                continue
            if to not in states:
                order.append(to)
            steps[kind] = states.setdefault(to, len(states))
        numbered.append(steps)
    return Tables(numbered, list(map(_rule, rules)))


def _rule(rule: Any) -> Rule:  # noqa: ANN401
    build = rule.alias or rule.options.template_source or rule.origin.name
    if rule.options.expand1 and not rule.alias:
        build = ONLY_PART
    elif build.startswith("_"):
        build = INLINED
    return Rule(rule.origin.name, len(rule.expansion), list(_parts(rule)), str(build))


def _parts(rule: Any) -> Iterator[int | None]:  # noqa: ANN401
    """Yield the parts; the marks of what is absent stand between the children."""
    children = iter(enumerate(rule.expansion))
    absent = rule.options.empty_indices or [False] * len(rule.expansion)
    for is_absent in absent:
        if is_absent:
            yield None
            continue
        index, symbol = next(children)
        if symbol.is_term:
            yield from () if symbol.filter_out else (index,)
        else:
            yield ~index if symbol.name.startswith("_") else index
