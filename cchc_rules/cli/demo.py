"""`cchc demo`: writes example workbooks and their rankings into a folder, and says what to open.

JSON: {"folder", "examples": [{"title", "source", "rules", "figures", "ranking", "units",
"diagnostics": [finding …]}]}.
"""

from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_rules.cli.options import declare_json
from cchc_rules.cli.output import Progress, say, screen, write, write_all
from cchc_rules.cli.scoring import exit_code
from cchc_rules.diagnostics import Cell, Diagnostic
from cchc_rules.engine.demo import EXAMPLES, Shown, show
from cchc_rules.report.documents import compact, rules_json
from cchc_rules.report.findings import json_of, texts_of
from cchc_rules.report.ranking_text import field_lines, ranking_lines
from cchc_rules.report.rules_text import rules_line
from cchc_rules.report.screen import Style
from cchc_rules.report.unit_text import explanation_lines

if TYPE_CHECKING:
    from argparse import Namespace

    from cchc_rules.cli.arguments import Parser
    from cchc_rules.ranking.results import Ranking

_FOLDER = "cchc-demo"
_MOST_ROWS = 15


def declare(parser: "Parser") -> None:
    """Declare the arguments."""
    parser.add_argument(
        "--folder", default=_FOLDER, metavar="THƯ_MỤC", help=f"nơi ghi các tệp (mặc định {_FOLDER})"
    )
    declare_json(parser)


def run(arguments: "Namespace") -> int:
    """Rank every example."""
    place = Path(arguments.folder)
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        return _refused(place, error)
    examples = []
    for example in EXAMPLES:
        with Progress() as progress:
            progress.show(example.title, 0, 0)
            examples.append(show(example, place))
        if not arguments.json:
            _write_example(examples[-1])
    if arguments.json:
        write(compact({"folder": str(place), "examples": [_json(shown) for shown in examples]}))
    else:
        _write_what_to_open(place, examples)
    return exit_code([found for shown in examples for found in shown.found])


def _refused(place: Path, error: OSError) -> int:
    message = f"Không tạo được thư mục này ({error.strerror})."
    remedy = "Chọn nơi khác bằng --folder."
    say("\n".join(texts_of([Diagnostic("E600", Cell(str(place)), message, remedy)], {}, screen())))
    return 1


def _write_example(shown: Shown) -> None:
    seen = screen()
    write(seen.paint(shown.example.title, Style.HEAD))
    write(seen.paint(shown.example.source, Style.FAINT))
    if shown.kept:
        write(f"(dùng tệp số liệu đã có: {shown.figures})")
    ranking = shown.scored.ranking
    if ranking is not None:
        write(rules_line(ranking.rules))
        write("")
        write_all(ranking_lines(ranking, seen, most=_MOST_ROWS))
        write_all(field_lines(ranking, seen))
        _write_explanation(shown, ranking)
    write_all(texts_of(shown.found, shown.scored.loaded.lines, seen))


def _write_explanation(shown: Shown, ranking: "Ranking") -> None:
    """Show why one unit has its points under one criterion."""
    if shown.example.explained is None:
        return
    name, code = shown.example.explained
    for unit in ranking.units:
        if unit.name == name:
            write_all(explanation_lines(unit, [code], screen()))
            write("")


def _write_what_to_open(place: Path, examples: list[Shown]) -> None:
    seen = screen()
    write(seen.paint(f"Mở các tệp sau trong thư mục {place}:", Style.HEAD))
    told = "số liệu đầu vào: sửa một ô, lưu, chạy lại cchc demo để xem thay đổi"
    ranked = "bảng xếp hạng, điểm lĩnh vực, số liệu thiếu, căn cứ"
    names = [path.name for shown in examples for path in (shown.figures, shown.ranking)]
    longest = max(map(len, names))
    for name, what in zip(names, cycle((told, ranked)), strict=False):
        write(f"  {name:<{longest}}  {what}")
    write("")
    write("Tự xếp hạng lại một tệp, ví dụ:")
    first = examples[0]
    write(f"  cchc rank {first.figures} --rules {_reference(first)} -o xep-hang.xlsx")
    explained = next(shown for shown in examples if shown.example.explained)
    name, code = explained.example.explained or ("", "")
    write("Hỏi vì sao một đơn vị được số điểm ấy:")
    rules = _reference(explained)
    write(f'  cchc explain {explained.figures} "{name}" --code {code} --rules {rules}')


def _reference(shown: Shown) -> str:
    rules = shown.scored.loaded.rules
    return f"{rules.code}@{rules.year}" if rules else str(shown.example.rules_path)


def _json(shown: Shown) -> dict[str, object]:
    ranking = shown.scored.ranking
    return {
        "title": shown.example.title,
        "source": shown.example.source,
        "rules": rules_json(shown.scored.loaded.rules),
        "figures": str(shown.figures),
        "ranking": str(shown.ranking),
        "units": len(ranking.units) if ranking else 0,
        "diagnostics": [json_of(found) for found in shown.found],
    }
