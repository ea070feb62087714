"""A rule file in, the same file in one layout out; nothing is written that reads differently."""

from pathlib import Path
from typing import TYPE_CHECKING

from cchc_rules.diagnostics import Diagnostic, Span
from cchc_rules.engine.files import replace_text
from cchc_rules.formatting import format_file
from cchc_rules.parsing import parse
from cchc_rules.records import field, record, replace
from cchc_rules.source import read_source, source_from_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@record()
class Layout:
    """A rule file laid out; `text` None: it has mistakes, and stays as it is."""

    name: str
    text: str | None = None
    changed: bool = False
    written: bool = False
    found: tuple[Diagnostic, ...] = ()
    lines: "Mapping[str, Sequence[str]]" = field(default_factory=dict)


def lay_out_file(name: str) -> Layout:
    """Read and lay out one file."""
    source, unread = read_source(Path(name))
    if source is None:
        return Layout(name, found=unread)
    lines = {source.file: source.lines}
    file, mistakes = parse(source)
    if mistakes:
        return Layout(name, found=mistakes, lines=lines)
    text = format_file(file)
    again, _ = source_from_text(text, source.file)
    if again is None or parse(again) != (file, ()):
        return Layout(name, found=(_differs(source.file),), lines=lines)
    return Layout(name, text, Path(name).read_bytes() != text.encode(), lines=lines)


def save(layout: Layout) -> Layout:
    """Put a changed layout in the place of the file."""
    if layout.text is None or not layout.changed:
        return layout
    failed = replace_text(Path(layout.name), layout.text)
    return replace(layout, written=not failed, found=failed)


def _differs(file: str) -> Diagnostic:
    message = "Bản viết lại không đọc ra đúng như tệp gốc nên tệp được giữ nguyên."
    return Diagnostic("E601", Span(file, 1), message, "Xin gửi tệp này cho người phát triển.")
