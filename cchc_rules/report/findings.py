"""Diagnostics in, their one written shape out: text with the source line, or JSON.

JSON of a finding: {"code", "severity", "file", "line", "column", "end_column", "sheet", "cell",
"heading", "message", "remedy"}; what a place does not have is null, `heading` is a list from the
outermost heading in, lines and columns count from 1.
"""

from collections import Counter
from typing import TYPE_CHECKING, assert_never

from cchc_rules.diagnostics import Cell, Severity, Span
from cchc_rules.report.screen import Style, fold, printable, width

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cchc_rules.diagnostics import Diagnostic
    from cchc_rules.report.screen import Screen

WORDS = {Severity.ERROR: "lỗi", Severity.WARNING: "cảnh báo", Severity.NOTE: "lưu ý"}
_STYLES = {Severity.ERROR: Style.BAD, Severity.WARNING: Style.FAIR, Severity.NOTE: Style.FAINT}
_LONGEST = 100
_MOST_OF_ONE_CODE = 100


def text_of(found: "Diagnostic", lines: "Mapping[str, Sequence[str]]", screen: "Screen") -> str:
    """Return the finding as people read it; `lines` has the text of each file by its name.

    Code and place, the headings that it stands under, the line with a caret, what is wrong, and
    how to mend it.
    """
    word = f"{WORDS[found.severity]} {found.code}"
    parts = [f"{screen.paint(word, _STYLES[found.severity])} · {printable(str(found.place))}"]
    if found.heading:
        parts.append(fold(printable(" › ".join(found.heading)), screen))
    if isinstance(found.place, Span):
        parts += _excerpt(found.place, lines.get(found.place.file, ()), screen)
    parts.append(fold(printable(found.message), screen))
    if found.remedy:
        parts.append(fold(f"→ {printable(found.remedy)}", screen))
    return "\n".join(parts)


def texts_of(
    found: "Sequence[Diagnostic]", lines: "Mapping[str, Sequence[str]]", screen: "Screen"
) -> "Iterator[str]":
    """Yield every finding, a blank line after each; the hundredth of a code is its last."""
    seen: Counter[str] = Counter()
    for one in found:
        seen[one.code] += 1
        if seen[one.code] <= _MOST_OF_ONE_CODE:
            yield text_of(one, lines, screen) + "\n"
    for code, count in seen.items():
        if count > _MOST_OF_ONE_CODE:
            yield f"… và {count - _MOST_OF_ONE_CODE} phát hiện {code} nữa; --json liệt kê đủ.\n"


def summary_of(found: "Sequence[Diagnostic]") -> str:
    """Return `2 lỗi, 1 cảnh báo`, or `không có lỗi`."""
    counts = Counter(one.severity for one in found)
    words = [f"{counts[severity]} {WORDS[severity]}" for severity in Severity if counts[severity]]
    return ", ".join(words) or "không có lỗi"


def json_of(found: "Diagnostic") -> dict[str, object]:
    """Return the finding for programs."""
    return {
        "code": found.code,
        "severity": found.severity.value,
        **_place_json(found.place),
        "heading": list(found.heading),
        "message": found.message,
        "remedy": found.remedy,
    }


def _place_json(place: Span | Cell) -> dict[str, object]:
    nowhere: dict[str, object] = dict.fromkeys(("line", "column", "end_column", "sheet", "cell"))
    match place:
        case Span(file, line, column, end):
            return {
                "file": file,
                **nowhere,
                "line": line,
                "column": column,
                "end_column": max(end, column),
            }
        case Cell(file, sheet, ref):
            return {"file": file, **nowhere, "sheet": sheet or None, "cell": ref or None}
        case _:
            assert_never(place)


def _excerpt(place: Span, lines: "Sequence[str]", screen: "Screen") -> list[str]:
    """Return the source line with a caret under the span; a long line is cut around it."""
    if not 1 <= place.line <= len(lines) or not lines[place.line - 1].strip():
        return []
    room = min(_LONGEST, (screen.width or _LONGEST) - len(str(place.line)) - 6)
    line = printable(lines[place.line - 1]).rstrip()
    column = min(max(place.column, 1), len(line)) - 1
    start = 0 if len(line) <= room else max(0, min(column - room // 3, len(line) - room))
    shown = line[start : start + room]
    first = column - start
    last = min(max(place.end - 1 - start, first + 1), len(shown))
    gutter = " " * len(str(place.line))
    carets = " " * width(shown[:first]) + "^" * max(1, width(shown[first:last]))
    bar = screen.paint("│", Style.FAINT)
    return [
        f"  {screen.paint(str(place.line), Style.FAINT)} {bar} {shown}",
        f"  {gutter} {bar} {screen.paint(carets, Style.BAD)}",
    ]
