"""The bundled examples in; their workbooks, scored and ranked, in a folder out.

Bình Dương 2017 and PCI 2016 are published figures; those of Điện Biên 2020 are made up.
"""

import csv
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_rules.bundled import folder
from cchc_rules.engine.books import save_ranking
from cchc_rules.engine.data import read_data
from cchc_rules.engine.rules import load_rules
from cchc_rules.engine.scoring import Scored, Task, score
from cchc_rules.excel.writing import Column, Look, Page, Row, write_workbook
from cchc_rules.records import record
from cchc_rules.report.facts_table import facts_page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cchc_rules.diagnostics import Diagnostic
    from cchc_rules.excel.writing import Value
    from cchc_rules.model import RuleSet


@record()
class Example:
    """One bundled rule set with figures: `rules` and `figures` are paths below `rules/`."""

    name: str
    title: str
    rules: str
    figures: str
    source: str
    explained: tuple[str, str] | None = None
    """A unit and the code of one of its criteria, whose points are explained."""

    @property
    def rules_path(self) -> Path:
        """Return the rule file."""
        return folder("rules") / self.rules


@record()
class Shown:
    """An example that was ranked: the workbook of its figures, that of its ranking."""

    example: Example
    figures: Path
    ranking: Path
    kept: bool
    """The workbook of figures was there already, and was used as it is."""
    scored: Scored
    found: "tuple[Diagnostic, ...]"


EXAMPLES = (
    Example(
        "binh-duong-2017",
        "Chỉ số CCHC cấp huyện tỉnh Bình Dương năm 2017",
        "binh_duong/2017/huyen.cchc",
        "binh_duong/2017/so_lieu.csv",
        "Nguồn: số liệu đã công bố theo Quyết định 2071/QĐ-UBND ngày 27/7/2018 tỉnh Bình Dương.",
    ),
    Example(
        "pci-2016",
        "Chỉ số năng lực cạnh tranh cấp tỉnh PCI năm 2016",
        "pci/2016/tinh.cchc",
        "pci/2016/so_lieu.csv",
        "Nguồn: bảng số liệu PCI 2016 của VCCI và USAID, người sưu tập công bố theo giấy phép CC0.",
    ),
    Example(
        "dien-bien-2020-minh-hoa",
        "Chỉ số CCHC cấp huyện tỉnh Điện Biên năm 2020 – SỐ LIỆU MINH HỌA",
        "dien_bien/2020/huyen.cchc",
        "dien_bien/2020/so_lieu_minh_hoa.json",
        "MINH HỌA: số liệu do nhóm phát triển đặt ra để thử chương trình, không phải số liệu thật.",
        ("Mường Nhé", "1.6"),
    ),
)


def show(example: Example, place: Path) -> Shown:
    """Write the workbook of figures, unless there is one, then rank from it."""
    figures = place / f"{example.name}-so-lieu.xlsx"
    ranking = place / f"{example.name}-xep-hang.xlsx"
    rules = str(example.rules_path)
    loaded = load_rules(rules, only_errors=True)
    if loaded.usable is None:
        return Shown(example, figures, ranking, False, Scored(loaded), loaded.found)
    kept = figures.exists()
    page = None if kept else _page(example, loaded.usable)
    failed = write_workbook(figures, [page], example.source) if page else ()
    scored = Scored(loaded, found=failed) if failed else score(Task(str(figures), rules))
    if scored.ranking is not None:
        failed = save_ranking(scored.ranking, scored.found, str(ranking))
    return Shown(example, figures, ranking, kept, scored, (*scored.found, *failed))


def _page(example: Example, rules: "RuleSet") -> Page:
    path = folder("rules") / example.figures
    if path.suffix == ".csv":
        return _published_page(example, path)
    facts = read_data(str(path), rules).facts
    return facts_page(rules, facts, (example.title, example.source), (example.source,))


def _published_page(example: Example, path: Path) -> Page:
    """Return the table as rankings are published: title, header, one unit per row, the source."""
    with path.open(encoding="utf-8", newline="") as opened:
        header, *rows = csv.reader(opened)
    name, *titles = header
    columns = (
        Column("STT", Look.CENTERED, width=6),
        Column(name, width=28),
        *(Column(title, Look.POINTS, width=18) for title in titles),
    )
    return Page(
        name="Số liệu",
        columns=columns,
        rows=[Row(list(_values(number, row))) for number, row in enumerate(rows, start=1)],
        titles=(example.title.upper(),),
        notes=(example.source,),
        fixed_columns=2,
    )


def _values(number: int, row: list[str]) -> "Iterator[Value]":
    yield number
    yield row[0]
    for text in row[1:]:
        yield Decimal(text.replace(",", "."))
