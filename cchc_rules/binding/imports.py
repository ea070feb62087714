"""`nhập từ` in, the blocks of the imported files out; never outside the rules folder."""

from __future__ import annotations

from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING

from cchc_rules import syntax as s
from cchc_rules.diagnostics import Diagnostic
from cchc_rules.parsing import parse
from cchc_rules.records import field, record
from cchc_rules.source import Source, read_source

if TYPE_CHECKING:
    from cchc_rules.diagnostics import Span

MOST_FILES = 20


@record(frozen=False)
class Imports:
    """The files that a rule file imports, each once, and what was wrong with them."""

    root: Path | None
    sources: list[Source] = field(default_factory=list)
    blocks: list[s.Block] = field(default_factory=list)
    found: list[Diagnostic] = field(default_factory=list)
    seen: set[Path] = field(default_factory=set)
    failed: bool = False


def gather(file: s.RuleFile, path: Path | None, root: Path | None) -> Imports:
    """Read every imported file, those that they import first."""
    folder = path.resolve().parent if path else root
    top = root or folder
    imports = Imports(top.resolve() if top else None)
    if path is not None:
        imports.seen.add(path.resolve())
    _gather(file, folder, imports)
    return imports


def _gather(file: s.RuleFile, folder: Path | None, imports: Imports) -> None:
    for block in file.blocks:
        if not isinstance(block.head, s.Import):
            continue
        place = block.head.place
        path = _allowed(block.head.path, folder, imports.root)
        if path is None:
            _refuse(block.head.path, place, imports)
        elif len(imports.seen) >= MOST_FILES:
            message = f"Nhập từ quá nhiều tệp (hơn {MOST_FILES})."
            _tell(place, message, "Gộp bớt các tệp dùng chung.", imports)
        elif path not in imports.seen:
            imports.seen.add(path)
            _read(path, place, imports)


def _read(path: Path, place: Span, imports: Imports) -> None:
    source, found = read_source(path, str(path))
    if source is None:
        message = f"Không nhập được tệp này: {found[0].message}"
        _tell(place, message, found[0].remedy, imports)
        return
    file, mistakes = parse(source)
    imports.found += mistakes
    _gather(file, path.parent, imports)
    imports.sources.append(source)
    for block in file.blocks:
        if isinstance(block.head, s.ParameterHead):
            imports.blocks.append(block)
        elif isinstance(block.head, s.RuleSetHead | s.GroupHead | s.ScenarioHead):
            message = "Tệp dùng chung chỉ chứa THAM SỐ, SỐ LIỆU và TÍNH."
            remedy = "Chuyển phần còn lại sang tệp của bộ chỉ số."
            imports.found.append(Diagnostic("E111", block.head.place, message, remedy))


def _allowed(written: str, folder: Path | None, root: Path | None) -> Path | None:
    """Return the path if it is relative, below the root, and leads nowhere else."""
    windows = PureWindowsPath(written)
    if folder is None or root is None or windows.is_absolute() or windows.drive or windows.root:
        return None
    if ".." in windows.parts or not windows.parts:
        return None
    path = folder.joinpath(*windows.parts).resolve()
    return path if path.is_relative_to(root) else None


def _refuse(written: str, place: Span, imports: Imports) -> None:
    message = f"Không được nhập từ “{written}”."
    remedy = 'Chỉ nhập tệp nằm trong thư mục luật, viết đường dẫn ngắn như "chung/tham_so.cchc".'
    _tell(place, message, remedy, imports)


def _tell(place: Span, message: str, remedy: str, imports: Imports) -> None:
    imports.failed = True
    imports.found.append(Diagnostic("E115", place, message, remedy))
