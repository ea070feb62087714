"""`cchc validate`: workbooks in, everything that is wrong with them out, by cell.

JSON: {"files": [{"file", "shape", "rules": {"code", "year", "sha256"} | null, "unit": {"name",
"kind", "id"} | null, "round", "units", "marked", "errors", "warnings", "diagnostics":
[finding …]}], "diagnostics": [finding …]}. The last ones concern several files: a unit that came
twice, or not at all. `shape` is "form", "table", "facts" or null; `unit` is that of a form; `units`
counts those that were read; `marked` is the copy with comments, null without --mark.
"""

from collections import Counter
from typing import TYPE_CHECKING

from cchc_rules.cli.options import declare_json, declare_round, declare_strict
from cchc_rules.cli.output import Progress, screen, write, write_all, write_pieces
from cchc_rules.diagnostics import Severity
from cchc_rules.engine.folders import is_many
from cchc_rules.engine.gathering import Checked
from cchc_rules.engine.validating import Options, Validated
from cchc_rules.facts import Round
from cchc_rules.report.documents import compact
from cchc_rules.report.findings import json_of, summary_of, texts_of
from cchc_rules.report.screen import printable

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Iterator

    from cchc_rules.cli.arguments import Parser


def declare(parser: "Parser") -> None:
    """Declare the arguments."""
    parser.add_argument(
        "files",
        nargs="+",
        metavar="TỆP",
        help="phiếu hoặc bảng .xlsx, số liệu .json, hoặc thư mục chứa chúng",
    )
    parser.add_argument(
        "--rules",
        metavar="LUẬT",
        help="tệp luật .cchc, hoặc MÃ@NĂM; mặc định: bộ luật tin cậy mà phiếu ghi mã và năm",
    )
    declare_round(parser)
    parser.add_argument(
        "--previous",
        action="append",
        default=[],
        metavar="TỆP",
        help="số liệu năm trước của hội đồng (bảng, phiếu hoặc JSON): số năm trước trong phiếu "
        "khác đi thì bị báo, số của hội đồng được dùng",
    )
    parser.add_argument(
        "--mark", action="store_true", help="ghi thêm bản sao “…-co-ghi-chu.xlsx” có chú thích ở ô"
    )
    declare_strict(parser)
    declare_json(parser)


def run(arguments: "Namespace") -> int:
    """Check every file; 1 where something must be mended."""
    options = Options(
        rules=arguments.rules,
        year=arguments.year,
        units=arguments.units,
        round=Round(arguments.round) if arguments.round else None,
        previous=tuple(arguments.previous),
        close=arguments.close,
        accept_declared=arguments.accept_declared,
        mark=arguments.mark,
    )
    checked = Checked(arguments.files, options)
    counts: Counter[Severity] = Counter()
    with Progress() as progress:
        results = _counted(checked.results(progress.show), counts)
        if arguments.json:
            write_pieces(_document(checked, results))
        elif is_many(arguments.files):
            _show_many(checked, results, progress)
        else:
            write_all(line for one in results for line in _lines(one))
    counts.update(found.severity for found in checked.found)
    bad = counts[Severity.ERROR] + (counts[Severity.WARNING] if arguments.strict else 0)
    return int(bad > 0)


def _counted(results: "Iterator[Validated]", counts: Counter[Severity]) -> "Iterator[Validated]":
    for one in results:
        counts.update(found.severity for found in one.found)
        yield one


def _document(checked: Checked, results: "Iterable[Validated]") -> "Iterator[str]":
    """Yield the JSON file by file: nothing of those that are written is kept."""
    yield '{"files": ['
    for number, one in enumerate(results):
        yield (", " if number else "") + compact(_json(one))
    found = [json_of(one) for one in checked.found]
    yield f'], "diagnostics": {compact(found)}}}\n'


def _show_many(checked: Checked, results: "Iterable[Validated]", progress: Progress) -> None:
    """Write the files in which something was found, then what concerns all of them."""
    shown, clean, rules = 0, 0, None
    for one in results:
        shown, clean = shown + 1, clean + (not one.found)
        if one.found or one.marked or one.rules != rules:
            progress.hide()
            write_all(_lines(one, with_rules=one.rules != rules))
            rules = one.rules
    progress.hide()
    write_all(texts_of(checked.found, {}, screen()))
    write(f"Đã kiểm tra {shown} tệp; {clean} tệp không có gì phải sửa.")


def _lines(one: Validated, *, with_rules: bool = True) -> list[str]:
    lines = list(texts_of(one.found, {}, screen()))
    lines.append(f"{printable(one.file)}: {summary_of(one.found)}")
    if with_rules and one.rules is not None:
        rules = one.rules
        used = f"{rules.code} năm {rules.year} · sha256 {rules.sha256[:12]} · {rules.path}"
        lines.append(f"  Luật: {printable(used)}")
    if one.marked:
        lines.append(f"  Bản có chú thích: {printable(one.marked)}")
    return lines


def _json(one: Validated) -> dict[str, object]:
    counts = Counter(found.severity for found in one.found)
    rules, unit = one.rules, one.facts[0].unit if one.shape == "form" and one.facts else None
    return {
        "file": one.file,
        "shape": one.shape or None,
        "rules": rules and {"code": rules.code, "year": rules.year, "sha256": rules.sha256},
        "unit": unit and {"name": unit.name, "kind": unit.kind, "id": unit.id},
        "round": one.round.value if one.facts else None,
        "units": len(one.facts),
        "marked": one.marked or None,
        "errors": counts[Severity.ERROR],
        "warnings": counts[Severity.WARNING],
        "diagnostics": [json_of(found) for found in one.found],
    }
