"""What fmt prints parses to the same file, however the file was typed; fmt twice is fmt once."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_rules import bundled
from cchc_rules import syntax as s
from cchc_rules.formatting import format_file
from cchc_rules.keywords import BY_TERMINAL
from cchc_rules.parsing import parse
from cchc_rules.parsing.lexer import lex
from cchc_rules.source import read_source, source_from_text
from cchc_rules.text import bare
from tests.formatting.strategies import rule_files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RULES = sorted(bundled.folder("rules").glob("*/*/*.cchc"))


def read(text: str) -> s.RuleFile:
    source, found = source_from_text(text)
    assert source is not None, found
    file, mistakes = parse(source)
    assert mistakes == (), text
    return file


@given(rule_files)
@settings(max_examples=150)
def test_what_is_printed_parses_to_the_same(file: s.RuleFile) -> None:
    text = format_file(file)
    again = read(text)
    assert again.blocks == file.blocks
    assert format_file(again) == text
    told = [comment.text for comment in again.comments if comment.text]
    assert sorted(told) == sorted(comment.text for comment in file.comments)


@given(rule_files)
@settings(max_examples=50)
def test_lines_end_without_blanks_and_the_file_with_one_line_end(file: s.RuleFile) -> None:
    text = format_file(file)
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert all(line == line.rstrip() for line in text.split("\n"))


def _by_keyword(text: str, change: Callable[[str], str]) -> str:
    """Change every keyword of a text, and nothing else."""
    lines = []
    for number, line in enumerate(text.split("\n"), 1):
        changed = line
        for lexeme in reversed(lex(line, number)[0]):
            if lexeme.type in BY_TERMINAL and lexeme.text[0].isalpha():
                start, end = lexeme.column - 1, lexeme.end - 1
                changed = changed[:start] + change(changed[start:end]) + changed[end:]
        lines.append(changed)
    return "\n".join(lines)


def _blanks(text: str, blank: str) -> str:
    """Put another blank wherever a blank separates words outside of quotes."""
    parts = text.split('"')
    return '"'.join(
        part.replace(" ", blank) if i % 2 == 0 else part for i, part in enumerate(parts)
    )


def _curly(text: str) -> str:
    parts = text.split('"')
    for index in range(1, len(parts), 2):
        plain = not set(parts[index]) & set("“”„")
        parts[index] = f"“{parts[index]}”" if plain else f'"{parts[index]}"'
    return "".join(parts)


def _without_comments(file: s.RuleFile) -> s.RuleFile:
    return s.RuleFile(file.file, file.blocks, (), file.lines)


DISTORTIONS: dict[str, Callable[[str], str]] = {
    "capitals": lambda text: _by_keyword(text, str.upper),
    "small letters": lambda text: _by_keyword(text, str.lower),
    "without marks": lambda text: _by_keyword(text, bare),
    "capitals without marks": lambda text: _by_keyword(text, lambda word: bare(word).upper()),
    "no indentation": lambda text: "\n".join(line.lstrip() for line in text.split("\n")),
    "Windows line ends": lambda text: text.replace("\n", "\r\n"),
    "old Macintosh line ends": lambda text: text.replace("\n", "\r"),
    "decomposed letters": lambda text: unicodedata.normalize("NFD", text),
    "no-break spaces": lambda text: _blanks(text, "\u00a0"),
    "tabs": lambda text: _blanks(text, "\t"),
    "wide blanks": lambda text: _blanks(text, "   "),
    "byte order mark": lambda text: "\ufeff" + text,
    "no final line end": lambda text: text.rstrip("\n"),
    "trailing blanks": lambda text: text.replace("\n", "  \n"),
    "blank lines at the ends": lambda text: "\n\n" + text + "\n\n\n",
    "curly quotes": _curly,
}


@given(rule_files, st.sampled_from(sorted(DISTORTIONS)))
@settings(max_examples=250)
def test_what_must_not_matter_does_not(file: s.RuleFile, how: str) -> None:
    text = format_file(_without_comments(file))
    again = read(DISTORTIONS[how](text))
    assert again.blocks == file.blocks
    assert format_file(again) == text


@pytest.mark.parametrize("path", RULES, ids=lambda path: "/".join(path.parts[-3:]))
def test_every_bundled_rule_file_is_stable_under_fmt(path: Path) -> None:
    source, found = read_source(path)
    assert source is not None, found
    file, mistakes = parse(source)
    assert mistakes == ()
    once = format_file(file)
    again = read(once)
    assert again.blocks == file.blocks
    assert format_file(again) == once


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("chấm theo (a từ 5)", "chấm theo (a từ 5)"),
        ("chấm điểm tối đa nếu ((a)) từ 5", "chấm điểm tối đa nếu a từ 5"),
        ("chấm theo công thức a - (b - c)", "chấm theo công thức a - (b - c)"),
        ("chấm theo công thức (a - b) - c", "chấm theo công thức a - b - c"),
        ("chấm theo công thức -(-5)", "chấm theo công thức -(-5)"),
        ("chấm điểm tối đa khi a ≥ 5", "chấm điểm tối đa nếu a từ 5"),
        ("chấm theo tỉ lệ a", "chấm theo tỷ lệ a"),
        ("hướng dẫn: “hai”  # ", 'hướng dẫn: "hai"'),
        ('hướng dẫn: "hai"#sát', 'hướng dẫn: "hai"  # sát'),
        ("chấm 1 điểm mỗi 1234567", "chấm 1 điểm mỗi 1.234.567"),
    ],
)
def test_one_spelling(written: str, printed: str) -> None:
    head = 'BỘ CHỈ SỐ X "x"\nTIÊU CHÍ 1 "một": 5 điểm\n'
    assert format_file(read(f"{head}{written}\n")) == f"{head}  {printed}\n"


def test_a_long_line_breaks_before_a_joining_word_outside_quotes_and_parentheses() -> None:
    head = 'BỘ CHỈ SỐ X "x"\nTIÊU CHÍ 1 "một": 5 điểm\n'
    long = (
        '0 điểm nếu hồ_sơ_quá_hạn_chưa_xin_lỗi = "a) hoặc b" '
        'và (hồ_sơ_chưa_xong từ 5 hoặc hồ_sơ_trả_lại từ 10) lý do "Điều 7) và khoản 2"'
    )
    assert format_file(read(head + long)) == head + (
        '  0 điểm nếu hồ_sơ_quá_hạn_chưa_xin_lỗi = "a) hoặc b"\n'
        "    và (hồ_sơ_chưa_xong từ 5 hoặc hồ_sơ_trả_lại từ 10)\n"
        '    lý do "Điều 7) và khoản 2"\n'
    )
