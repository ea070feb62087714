"""The grammar is unambiguous, its tables are fresh, and it uses every keyword."""

from __future__ import annotations

import logging
import re
from itertools import pairwise

import lark
import pytest
from lark import logger

from cchc_rules import bundled
from cchc_rules.keywords import BY_TERMINAL, KEYWORDS, Role, spell
from cchc_rules.parsing import grammar, tables
from cchc_rules.parsing.lexer import STARTERS, lex
from cchc_rules.text import bare, fold_name

GRAMMAR = (bundled.folder("grammar") / "cchc.lark").read_text(encoding="utf-8")
SPELLINGS = [
    (keyword.terminal, spelling)
    for keyword in KEYWORDS
    for spelling in (keyword.spelling, *keyword.synonyms)
]


def _terminals() -> set[str]:
    code = re.sub(r"//.*", "", GRAMMAR)
    return set(re.findall(r"\b_?[A-Z][A-Z_]*\b", code))


def test_the_committed_tables_are_of_this_grammar() -> None:
    committed = tables.tables_path().read_text(encoding="utf-8")
    assert committed == tables.make_tables(), "run: python -m cchc_rules.parsing"


def test_stale_or_absent_tables_are_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    absent = bundled.folder("grammar") / "nothing.tables"
    monkeypatch.setattr(tables, "tables_path", lambda: absent)
    grammar._automaton.cache_clear()
    try:
        assert not isinstance(grammar.parse_line(lex("năm: 2026", 1)[0]), grammar.Rejected)
    finally:
        grammar._automaton.cache_clear()


def _conflicts(text: str, start: str, caplog: pytest.LogCaptureFixture) -> list[str]:
    before, passed_on = logger.level, logger.propagate
    logger.propagate = True
    caplog.clear()
    try:
        with caplog.at_level(logging.DEBUG, logger=logger.name):
            lark.Lark(text, debug=True, **{**tables.OPTIONS, "start": start})
    finally:
        logger.setLevel(before)
        logger.propagate = passed_on
    messages = (record.getMessage() for record in caplog.records)
    return [message for message in messages if "conflict" in message.casefold()]


def test_no_conflict_is_left_to_lark(caplog: pytest.LogCaptureFixture) -> None:
    dangling = 'a: "x" | "if" a | "if" a "else" a'
    assert _conflicts(dangling, "a", caplog), "lark no longer tells: look for another way"
    assert _conflicts(tables.grammar_text(), "line", caplog) == []


def test_the_grammar_uses_every_keyword_and_no_other() -> None:
    used = _terminals()
    plain = set(tables.PLAIN)
    assert set(BY_TERMINAL) - used == set()
    assert plain - used == set()
    assert used - set(BY_TERMINAL) - plain == set()


def test_no_two_keywords_share_a_spelling_even_without_marks() -> None:
    spellings = {text: terminal for terminal, text in SPELLINGS}
    assert len(spellings) == len(SPELLINGS)
    owners: dict[str, set[str]] = {}
    for terminal, text in SPELLINGS:
        for form in (fold_name(text), bare(text)):
            owners.setdefault(form, set()).add(terminal)
    assert {form: found for form, found in owners.items() if len(found) > 1} == {}


@pytest.mark.parametrize(("terminal", "text"), SPELLINGS)
def test_every_spelling_is_one_lexeme_in_any_case(terminal: str, text: str) -> None:
    forms = (text, text.upper(), text.title(), bare(text), bare(text).upper())
    for form in forms if text[0].isalpha() else (text,):
        assert [lexeme.type for lexeme in lex(form, 1)[0]] == [terminal], form


def test_a_line_begins_only_with_what_the_table_says() -> None:
    accepted = set(grammar.at_start().accepts)
    others = accepted - STARTERS - set(tables.PLAIN)
    # A row may begin with a range or có/không; năm and làm tròn also stand inside a line.
    assert {spell(terminal) for terminal in others} == {
        "từ", "trên", "đến", "đến dưới", "dưới", "nếu", "có", "không", "năm", "làm tròn",
    }  # fmt: skip
    assert accepted >= STARTERS
    joins = {keyword.terminal for keyword in KEYWORDS if keyword.role is Role.JOIN}
    assert not accepted & joins


def test_the_table_stands_in_the_order_of_its_roles() -> None:
    order = list(Role)
    roles = [order.index(keyword.role) for keyword in KEYWORDS]
    assert all(first <= second for first, second in pairwise(roles))
