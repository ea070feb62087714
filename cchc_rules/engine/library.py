"""`MÃ@NĂM` in, the rule file of the trusted folder out (CCHC_RULES, else the bundled rules)."""

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_rules.bundled import folder
from cchc_rules.diagnostics import Diagnostic, Span
from cchc_rules.records import record
from cchc_rules.source import read_source
from cchc_rules.text import bare, fold_title, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

_REFERENCE = re.compile(r"(?P<code>[^\s@/\\]+)@(?P<year>[0-9]{4})")
_HEAD = re.compile(r"bo chi so +(?P<code>[^\s\"“”]+)")
_YEAR = re.compile(r"nam *: *(?P<year>[0-9]{4})\b")


@record()
class Shelved:
    """One rule set of the trusted folder, known by its first lines only."""

    code: str
    year: int
    path: Path

    @property
    def reference(self) -> str:
        """Return `MÃ@NĂM`."""
        return f"{self.code}@{self.year}"


def trusted_folder() -> Path:
    """Return the folder whose rule sets count."""
    chosen = os.environ.get("CCHC_RULES")
    return Path(chosen) if chosen else folder("rules")


def is_reference(text: str) -> bool:
    """Say whether `text` is `MÃ@NĂM` and not a file."""
    return _REFERENCE.fullmatch(text) is not None and not Path(text).exists()


def shelved() -> "Iterator[Shelved]":
    """Yield every rule set of the trusted folder that has a head and a year."""
    for path in sorted(trusted_folder().rglob("*.cchc")):
        source, _ = read_source(path)
        found = _first_lines(source.lines) if source else None
        if found:
            yield Shelved(*found, path)


def _first_lines(lines: list[str]) -> tuple[str, int] | None:
    code = ""
    for line in lines:
        plain = bare(line.strip())
        if head := _HEAD.match(plain):
            # The letters of the code itself: taking marks off keeps every letter in its place.
            code = line.strip()[head.start("code") : head.end("code")]
        elif code and (found := _YEAR.match(plain)):
            return code, int(found["year"])
    return None


def find(reference: str) -> tuple[Path | None, tuple[Diagnostic, ...]]:
    """Return the file of `MÃ@NĂM`; none, or more than one, is a finding (E100)."""
    wanted = _REFERENCE.fullmatch(reference)
    known = list(shelved())
    key = (fold_title(wanted["code"]), int(wanted["year"])) if wanted else ("", 0)
    found = [one for one in known if (fold_title(one.code), one.year) == key]
    if len(found) == 1:
        return found[0].path, ()
    place = Span(reference, 1)
    if found:
        files = ", ".join(str(one.path) for one in found)
        message = f"Có {len(found)} bộ luật cùng mang tên {reference}: {files}."
        return None, (Diagnostic("E100", place, message, "Chỉ rõ tệp luật bằng đường dẫn."),)
    references = [one.reference for one in known]
    meant = nearest(reference, references)
    message = f"Không có bộ luật {reference} trong thư mục {trusted_folder()}."
    remedy = f"Có phải là {meant}?" if meant else f"Hiện có: {', '.join(references) or 'trống'}."
    return None, (Diagnostic("E100", place, message, remedy),)
