"""Slips at the beginning of a line: its keyword, numbering from Word, headings, rows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cchc_rules import syntax as s
from cchc_rules.keywords import BY_TERMINAL, spell
from cchc_rules.model import Level
from cchc_rules.parsing.lexer import STARTERS
from cchc_rules.parsing.lost import CODES
from cchc_rules.parsing.meant import meant_at_start
from cchc_rules.parsing.mistakes.spelling import nearest_keywords
from cchc_rules.parsing.mistakes.stop import NUMBERS, Repair
from cchc_rules.text import bare

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cchc_rules.parsing.lexer import Lexeme
    from cchc_rules.parsing.mistakes.stop import Stop

_LONGEST = 6
_ROWS = frozenset({"FROM", "ABOVE", "UP_TO", "BELOW", "ELSE", "IF", "TEXT", "YES", "NO", "INT"})
_TYPES = frozenset(kind for kind in BY_TERMINAL if kind.startswith("T_"))


_NUMBERING = re.compile(
    r"[^\w\s\"“”=:,;]{1,3}|[(\[]?(?:\d{1,2}|[^\W\d_]|[IVXivx]{1,4})(?:\.\d{0,2}){0,2}[.):\]/-]+"
)


def numbering(stop: Stop) -> Iterator[Repair]:
    """`• từ 80%: 2`, `1) …`, `a. …`, `I. LĨNH VỰC …` as pasted from Word."""
    lexemes = stop.lexemes
    for length in range(1, min(5, len(lexemes))):
        first = lexemes[length]
        shown = stop.written(0, length)
        if first.type not in {*STARTERS, *_ROWS, "BULLET"} or not _NUMBERING.fullmatch(shown):
            continue
        message = f"Thừa “{shown}” ở đầu dòng (thường do chép từ Word)."
        rest = lexemes[length:]
        yield Repair("E109", lexemes[0], message, f"Bỏ “{shown}”.", rest)
        if first.type == "TEXT":
            bullet = lexemes[0]._replace(type="BULLET", text="-")
            remedy = f"Thay “{shown}” bằng “-”."
            yield Repair("E109", lexemes[0], message, remedy, [bullet, *rest])


def bullet_missing(stop: Stop) -> Iterator[Repair]:
    """`"Phân công rõ": 0,5 nếu …` without its dash."""
    if isinstance(stop.standing.opener, s.ChecklistHead) and stop.lexemes[0].type == "TEXT":
        lexemes = stop.inserted(0, "BULLET", "-")
        message = "Thiếu dấu gạch đầu dòng “-”."
        yield Repair("E109", stop.lexemes[0], message, "Thêm “-” ở đầu dòng.", lexemes)


def opening_words(stop: Stop) -> Iterator[Repair]:
    """Words that mean an opening keyword but are none, or misspell one."""
    for length in range(min(_LONGEST, len(stop.lexemes)), 0, -1):
        if not all(stop.is_word(i) for i in range(length)):
            continue
        written = stop.written(0, length)
        kinds = list(meant_at_start().get(stop.bare_words(0, length), ()))
        near = nearest_keywords(written, _OPENERS)[:4] if length > 1 or not _is_begun(stop) else []
        if _is_begun(stop):
            near = [kind for kind in near if _is_near(written, spell(kind))]
        kinds += near
        for meant in kinds:
            if stop.kinds(0, length) == (meant,):
                continue
            right = spell(meant)
            message = f"Không có từ khóa “{written}”."
            remedy = f"Có phải “{right}” không?"
            new = stop.made(0, length, meant, right)
            after = length + (stop.kinds(length, length + 1) == ("_COLON",))
            for start in dict.fromkeys((length, after)):
                rest = stop.lexemes[start:]
                if meant == "RULE_SET":
                    rest = _with_code(stop, start)
                yield Repair("E101", stop.lexemes[0], message, remedy, [new, *rest])


def _is_near(written: str, keyword: str) -> bool:
    """Say whether a line that begins with a keyword may have meant this longer one."""
    words, wanted = bare(written).split(), bare(keyword).split()
    return len(words) == len(wanted) or "".join(words) == "".join(wanted) or words[0] == wanted[0]


def _with_code(stop: Stop, start: int) -> list[Lexeme]:
    """Return what stands behind BỘ CHỈ SỐ with its code, which may hold hyphens, as one."""
    title = next((i for i, x in enumerate(stop.lexemes) if x.type == "TEXT"), start)
    if title <= start:
        return stop.lexemes[start:]
    code = stop.made(start, title, "CODE", stop.written(start, title))
    return [code, *stop.lexemes[title:]]


_OPENERS = STARTERS | {"FROM", "ABOVE", "UP_TO", "BELOW", "IF", "YEAR", "ROUND"}


def heading_without_keyword(stop: Stop) -> Iterator[Repair]:
    """`MỤC 2.1 "…": 5 điểm`, `2.1 "…": 5 điểm`: a code and a title make a heading."""
    title = next((i for i, x in enumerate(stop.lexemes[:8]) if x.type == "TEXT"), 0)
    coded = [i for i in range(title) if stop.lexemes[i].type in CODES]
    named = [i for i in range(int(title > 1), title) if _is_code(stop, i)]
    if _is_begun(stop) or not (coded or named):
        return
    at = (coded or named)[-1]
    kind = _level(stop, stop.lexemes[at].text)
    right = spell(kind)
    new = stop.lexemes[0]._replace(type=kind, text=right)
    lexemes = [new, stop.lexemes[at], *stop.lexemes[title:]]
    sure = "." in stop.lexemes[at].text
    message = f"Tiêu đề này không bắt đầu bằng từ khóa (“{stop.written(0, max(at, 1))}”)."
    if at == 0:
        message = "Tiêu đề này thiếu từ khóa ở đầu dòng."
    remedy = f"Viết {right} {stop.lexemes[at].text} …"
    yield Repair("E101", stop.lexemes[0], message, remedy, lexemes, sure=sure)


def _is_code(stop: Stop, index: int) -> bool:
    lexeme = stop.lexemes[index]
    return lexeme.type == "NAME" and len(lexeme.text) <= 3 and lexeme.text.isupper()  # noqa: PLR2004


_DEPTHS = ("FIELD", "CRITERION", "COMPONENT")


def _level(stop: Stop, code: str) -> str:
    """Return the keyword that headings of such a code have."""
    if code.isalpha():
        return "FIELD" if set(code) <= set("IVX") else "SECTION"
    depth = code.count(".")
    match stop.standing.head:
        case s.GroupHead(level, before) if before.count(".") == depth and before.isalpha() is False:
            return _BY_LEVEL[level]
    return _DEPTHS[min(depth, 2)]


_BY_LEVEL = {
    Level.SECTION: "SECTION",
    Level.FIELD: "FIELD",
    Level.CRITERION: "CRITERION",
    Level.COMPONENT: "COMPONENT",
    Level.BONUS: "BONUS",
    Level.PENALTY: "PENALTY",
}


def rule_set_without_keyword(stop: Stop) -> Iterator[Repair]:
    """`BỘ CHỈ SỐCCHC-XA "…"`: a code and a title before everything else."""
    if stop.standing.head is not None or stop.lexemes[-1].type != "TEXT" or len(stop.lexemes) < 2:  # noqa: PLR2004
        return
    words = stop.written(0, len(stop.lexemes) - 1).split()
    if bare(words[0])[:1] not in {"b", "c"} or len(words) > _LONGEST:
        return
    right = spell("RULE_SET")
    new = stop.lexemes[0]._replace(type="RULE_SET", text=right)
    code = stop.lexemes[0]._replace(type="CODE", text=words[-1])
    message = f"Tiêu đề này không bắt đầu bằng từ khóa {right}."
    remedy = f"Viết {right}, rồi mã, rồi tên trong dấu nháy."
    yield Repair("E101", stop.lexemes[0], message, remedy, [new, code, stop.lexemes[-1]])


def declaration_without_keyword(stop: Stop) -> Iterator[Repair]:
    """`hồ_sơ: số đếm "Số hồ sơ"` and `ĐẠI LƯỢNG hồ_sơ: …`: SỐ LIỆU or TÍNH is missing."""
    colon = next((i for i, x in enumerate(stop.lexemes[:_LONGEST]) if x.type == "_COLON"), 0)
    if colon == 0 or stop.lexemes[colon - 1].type != "NAME" or _is_begun(stop):
        return
    if not stop.kinds(colon + 1, colon + 2) or stop.lexemes[colon + 1].type not in _TYPES:
        return
    for kind in ("DATA_ITEM", "COMPUTED", "PARAMETER"):
        right = spell(kind)
        new = stop.lexemes[0]._replace(type=kind, text=right)
        lexemes = [new, *stop.lexemes[colon - 1 :]]
        shown = stop.written(0, colon - 1)
        message = f"Không có từ khóa “{shown}”." if shown else f"Thiếu từ khóa {right} ở đầu dòng."
        remedy = f"Viết {right} {stop.lexemes[colon - 1].text}: …"
        yield Repair("E101", stop.lexemes[0], message, remedy, lexemes)


def scenario_without_keyword(stop: Stop) -> Iterator[Repair]:
    """`THỬ NGHIỆM "…" cho xã năm 2026`."""
    at = next((i for i, x in enumerate(stop.lexemes[:4]) if x.type == "TEXT"), None)
    if at is None or stop.kinds(at + 1, at + 2) != ("FOR",):
        return
    right = spell("SCENARIO")
    lexemes = [stop.lexemes[0]._replace(type="SCENARIO", text=right), *stop.lexemes[at:]]
    message = f"Không có từ khóa “{stop.written(0, max(at, 1))}”."
    if at == 0:
        message = f"Thiếu từ khóa {right} ở đầu dòng."
    yield Repair("E101", stop.lexemes[0], message, f"Viết {right} trước tên.", lexemes)


def _is_begun(stop: Stop) -> bool:
    return stop.lexemes[0].type in STARTERS


def year_twice(stop: Stop) -> Iterator[Repair]:
    """`năm 2026: 95%` under THAM SỐ."""
    if isinstance(stop.standing.head, s.ParameterHead) and stop.kinds(0, 2) == ("YEAR", "INT"):
        year = stop.lexemes[1].text
        message = "Thừa chữ “năm” ở đầu dòng của tham số."
        yield Repair("E107", stop.lexemes[0], message, f"Chỉ viết {year}: …", stop.lexemes[1:])


def given_with_colon(stop: Stop) -> Iterator[Repair]:
    """`hồ_sơ: 100` under KIỂM THỬ."""
    colon = next((i for i, x in enumerate(stop.lexemes) if x.type == "_COLON"), 0)
    if isinstance(stop.standing.head, s.ScenarioHead) and colon:
        new = stop.lexemes[colon]._replace(type="_EQUALS", text="=")
        message = "Trong KIỂM THỬ, giữa tên và giá trị là dấu “=”, không phải “:”."
        lexemes = stop.replaced(colon, colon + 1, new)
        yield Repair("E106", stop.lexemes[colon], message, "Thay “:” bằng “=”.", lexemes)


def row_without_keyword(stop: Stop) -> Iterator[Repair]:
    """`80% đến dưới 90%: 1`, `80%: 1`, and a condition without `nếu`."""
    first = stop.lexemes[0]
    match stop.standing.opener:
        case s.CasesHead():
            lexemes = [first._replace(type="IF", text=spell("IF")), *stop.lexemes]
            yield Repair("E107", first, "Thiếu chữ “nếu” ở đầu dòng.", "Thêm “nếu”.", lexemes)
        case s.TableHead() | s.SurveyHead() if first.type in {*NUMBERS, "PERCENT", "NAME", "DATE"}:
            until = stop.kinds(1, 2) and stop.lexemes[1].type in {"UP_TO", "UP_TO_BELOW"}
            lexemes = [first._replace(type="FROM", text=spell("FROM")), *stop.lexemes]
            message, remedy = "Thiếu chữ “từ” ở đầu dòng.", f"Viết từ {first.text} …"
            if not until:
                message = f"Chưa nói từ {first.text} trở lên hay đến {first.text}."
                remedy = f"Viết từ {first.text} (trở lên), đến {first.text} hoặc dưới {first.text}."
            yield Repair("E107", first, message, remedy, lexemes, sure=bool(until))


def class_without_bound(stop: Stop) -> Iterator[Repair]:
    """`"Tốt": 80%` under xếp loại."""
    if isinstance(stop.standing.opener, s.ClassHead) and stop.kinds(0, 2) == ("TEXT", "_COLON"):
        lexemes = stop.inserted(2, "FROM", spell("FROM"))
        at = stop.lexemes[min(2, len(stop.lexemes) - 1)]
        message = f"Chưa nói từ {at.text} trở lên hay dưới {at.text}."
        remedy = f"Viết từ {at.text} hoặc dưới {at.text}."
        yield Repair("E107", at, message, remedy, lexemes, sure=False)


def unquoted_option(stop: Stop) -> Iterator[Repair]:
    """`Kịp thời: 1` among the options of a choice."""
    match stop.standing.opener:
        case s.TableHead(s.Name(name)) if stop.names.type_of(name) in {"T_CHOICE", "T_TEXT"}:
            yield from unquoted_row(stop)
        case s.SurveyHead():
            yield from unquoted_row(stop)


def unquoted_row(stop: Stop) -> Iterator[Repair]:
    """`Khá: từ 65%` among classes, `- Phân công rõ: 0,5 nếu …` in a checklist."""
    named = isinstance(
        stop.standing.opener, s.TableHead | s.SurveyHead | s.ClassHead | s.ChecklistHead
    )
    colon = next((i for i, x in enumerate(stop.lexemes) if x.type == "_COLON"), 0)
    start = int(stop.lexemes[0].type == "BULLET")
    if (
        not named
        or _is_begun(stop)
        or colon <= start
        or any(x.type == "TEXT" for x in stop.lexemes[:colon])
    ):
        return
    if stop.lexemes[start].type in {"FROM", "ABOVE", "UP_TO", "BELOW", "INT", "PERCENT", "IF"}:
        return
    title = stop.written(start, colon)
    new = stop.made(start, colon, "TEXT", f'"{title}"')
    lexemes = stop.replaced(start, colon, new)
    message = "Chữ phải đặt trong dấu nháy."
    yield Repair("E102", stop.lexemes[start], message, f'Viết "{title}".', lexemes)


def needless_opening(stop: Stop) -> Iterator[Repair]:
    """`Theo đó, chấm theo …`: words in front of a line that is whole without them."""
    for length in range(1, min(_LONGEST, len(stop.lexemes) - 1)):
        first = stop.lexemes[length]
        if stop.lexemes[length - 1].type in BY_TERMINAL or stop.is_name(length - 1):
            return
        if first.type in STARTERS or first.type in {"FROM", "ABOVE", "UP_TO", "BELOW", "IF"}:
            shown = stop.written(0, length)
            message = f"Không hiểu “{shown}” ở đầu dòng."
            rest = stop.lexemes[length:]
            yield Repair("E101", stop.lexemes[0], message, f"Bỏ “{shown}”.", rest)


SURE = (
    numbering,
    bullet_missing,
    year_twice,
    given_with_colon,
    opening_words,
    unquoted_option,
    heading_without_keyword,
    declaration_without_keyword,
    scenario_without_keyword,
    rule_set_without_keyword,
    class_without_bound,
    row_without_keyword,
)
LIKELY = (
    unquoted_row,
    needless_opening,
)
