"""One line of rule text in, its lexemes out: keywords in any case, with marks or bare."""

import re
from typing import NamedTuple

from cchc_rules.diagnostics import Span
from cchc_rules.keywords import KEYWORDS, Role
from cchc_rules.records import record
from cchc_rules.text import bare, fold_name


class Lexeme(NamedTuple):
    """A token: `type` is the terminal of the grammar, `text` what stands in the file."""

    type: str
    text: str
    file: str
    line: int
    column: int
    end: int

    @property
    def place(self) -> Span:
        """Return where it stands."""
        return Span(self.file, self.line, self.column, self.end)


@record(frozen=False)
class _Branch:
    """A node of the keyword trie: what the words so far spell, and the words that may follow."""

    terminal: str | None
    next: "dict[str, _Branch]"


_SYMBOLS = {
    ":": "_COLON", ";": "_SEMICOLON", ",": "_COMMA", "(": "_OPEN", ")": "_CLOSE", "=": "_EQUALS",
    "+": "PLUS", "-": "MINUS", "–": "MINUS", "—": "MINUS", "−": "MINUS",
    "*": "STAR", "×": "STAR", "/": "SLASH", "÷": "SLASH",
    "≥": "FROM", ">=": "FROM", ">": "ABOVE", "≤": "UP_TO", "<=": "UP_TO", "<": "BELOW",
    "≠": "DIFFERENT", "<>": "DIFFERENT",
}  # fmt: skip
_BULLETS = "-+*–—−•●▪◦·"  # as pasted from Word

_THIS_YEAR = r"(?=\s+(?i:năm|nam)\s+(?i:trước|truoc|nay|sau)\b)"
_TOKEN = re.compile(
    r"[ ]*(?:(?P<COMMENT>\#.*)"
    r'|(?P<TEXT>"[^"]*"|[“”„][^“”„"]*[“”"])'
    r'|(?P<OPEN_TEXT>["“”„].*)'
    r"|(?P<QUOTED>‘[^‘’]*’|'[^']*'|«[^«»]*»)"
    r"|(?P<BOOL>(?i:có|co)\s*/\s*(?i:không|khong)\b)"
    r"|(?P<WORD>[^\W\d]\w*)(?P<DOTTED>(?:\.\d+)+)?"
    r"|(?P<DATE>\d{1,2}/\d{1,2}/\d{4}\b)"
    r"|(?P<ISO_DATE>\d{4}-\d{1,2}-\d{1,2}\b)"
    rf"|(?P<DAY>\d{{1,2}}/\d{{1,2}}{_THIS_YEAR})"
    r"|(?P<NUMBER>[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?(?![\w.])|\d+,\d+)(?P<NUMBER_PERCENT>\s*%)?"
    r"|(?P<CODE>\d+(?:\.\d+)+)(?P<CODE_PERCENT>\s*%)?"
    r"|(?P<INT>\d+)(?P<INT_PERCENT>\s*%)?"
    r"|(?P<SYMBOL><=|>=|<>|[^ \n]))"
)
_KINDS = {
    "DOTTED": "CODE", "NUMBER_PERCENT": "PERCENT", "INT_PERCENT": "PERCENT", "BOOL": "T_BOOL",
}  # fmt: skip
"""The terminals that are not called as the last part of the pattern that they match."""
_RULE_SET_CODE = re.compile(r"\s*([^\s\"“”„#]+)")


def _keyword_trie() -> tuple[_Branch, frozenset[str]]:
    root = _Branch(None, {})
    for keyword in KEYWORDS:
        for spelling in (keyword.spelling, *keyword.synonyms):
            words = spelling.split()
            if not words[0][0].isalpha() or "/" in spelling:
                continue
            _plant(root, words, keyword.terminal)
    starters = frozenset(k.terminal for k in KEYWORDS if k.role in {Role.HEAD, Role.LINE})
    return root, starters


def _plant(branch: _Branch, words: list[str], terminal: str) -> None:
    if not words:
        branch.terminal = terminal
        return
    after = branch.next.get(fold_name(words[0]))
    if after is None:
        after = _Branch(None, {})
        for form in (fold_name(words[0]), bare(words[0])):
            branch.next.setdefault(form, after)
    _plant(after, words[1:], terminal)


TRIE, STARTERS = _keyword_trie()
_FOLDED: dict[str, str] = {}


def _fold(word: str) -> str:
    folded = _FOLDED.get(word)
    if folded is None:
        folded = _FOLDED[word] = fold_name(word)
        if len(_FOLDED) > 50_000:  # noqa: PLR2004 - hostile files must not fill the memory
            _FOLDED.clear()
    return folded


def lex(line: str, number: int, file: str = "") -> tuple[list[Lexeme], str | None]:
    """Return the lexemes of one physical line and its comment (without #), if any."""
    found: list[Lexeme] = []
    comment: str | None = None
    at = 0
    while match := _TOKEN.match(line, at):
        at = match.end()
        kind = match.lastgroup or ""
        text = match.group().lstrip(" ")
        if kind == "COMMENT":
            comment = text[1:].strip()
            break
        terminal = _SYMBOLS.get(text, "STRANGE") if kind == "SYMBOL" else _KINDS.get(kind, kind)
        found.append(Lexeme(terminal, text, file, number, at - len(text) + 1, at + 1))
        if kind == "WORD" and bare(text) == "so" and _is_rule_set(found):
            at = _rule_set_code(line, at, found)
    return _with_keywords(_with_bullet(found, line)), comment


def _is_rule_set(found: list[Lexeme]) -> bool:
    """Say whether the line so far is BỘ CHỈ SỐ, whose code may hold hyphens and keywords."""
    return len(found) == 3 and [bare(word.text) for word in found] == ["bo", "chi", "so"]  # noqa: PLR2004


def _rule_set_code(line: str, at: int, found: list[Lexeme]) -> int:
    if match := _RULE_SET_CODE.match(line, at):
        start, end = match.start(1) + 1, match.end(1) + 1
        found.append(found[-1]._replace(type="CODE", text=match[1], column=start, end=end))
        return match.end()
    return at


def _with_bullet(found: list[Lexeme], line: str) -> list[Lexeme]:
    """Tell the bullet that opens a line from the minus inside one."""
    if found and found[0].text in _BULLETS and line[found[0].end - 1 : found[0].end] in {" ", ""}:
        found[0] = found[0]._replace(type="BULLET")
    return found


def _with_keywords(found: list[Lexeme]) -> list[Lexeme]:
    """Join words into keywords, the longest first; every other word is a NAME."""
    result: list[Lexeme] = []
    index = 0
    while index < len(found):
        lexeme = found[index]
        if lexeme.type != "WORD":
            result.append(lexeme)
            index += 1
            continue
        terminal, length = _longest(found, index)
        words = found[index : index + length]
        text = lexeme.text if length == 1 else " ".join([word.text for word in words])
        result.append(
            Lexeme(terminal, text, lexeme.file, lexeme.line, lexeme.column, words[-1].end)
        )
        index += length
    return result


_WHOLE_LINES = {"CAPPED_TOTAL"}
"""Inside a line, `không quá tổng điểm` compares."""


def _longest(found: list[Lexeme], start: int) -> tuple[str, int]:
    branch = TRIE.next.get(_fold(found[start].text))
    best = ("NAME", 1)
    length = 1
    while branch is not None:
        if branch.terminal and (start == 0 or branch.terminal not in _WHOLE_LINES):
            best = (branch.terminal, length)
        if start + length >= len(found) or found[start + length].type != "WORD":
            break
        branch = branch.next.get(_fold(found[start + length].text))
        length += 1
    return best
