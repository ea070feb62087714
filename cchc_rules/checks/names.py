"""Names in: W210 for those that differ only in marks, W211 for figures that nothing uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules.checks.subject import Finding
from cchc_rules.checks.wording import quoted
from cchc_rules.model import Parameter, ValueType
from cchc_rules.text import bare

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cchc_rules.checks.subject import Subject
    from cchc_rules.model import Computed, DataItem


def names_differ(subject: Subject) -> Iterator[Finding]:
    """W210: two names that only marks tell apart are easily taken for one another."""
    rules = subject.rules
    named: dict[str, DataItem | Computed | Parameter] = {}
    everything: list[DataItem | Computed | Parameter] = [
        *rules.items.values(),
        *rules.computed.values(),
        *rules.parameters.values(),
    ]
    for figure in sorted(everything, key=lambda figure: figure.place.line):
        first = named.setdefault(bare(figure.name), figure)
        if first is not figure:
            owner = "" if isinstance(figure, Parameter) else figure.owner
            yield Finding(
                "W210",
                figure.place,
                owner,
                f"Tên {quoted(figure.name)} chỉ khác tên {quoted(first.name)} ở dấu, dễ nhầm.",
                f"Nếu là một số liệu thì chỉ khai một lần; nếu là hai thì đổi tên {figure.name}.",
            )


def figures_are_used(subject: Subject) -> Iterator[Finding]:
    """W211: each figure, and each TÍNH, of this file is named somewhere else in it."""
    rules = subject.rules
    figures: list[DataItem | Computed] = [*rules.items.values(), *rules.computed.values()]
    for figure in figures:
        if figure.key in rules.mentioned or figure.type is ValueType.TEXT:
            continue
        if figure.place.file != rules.place.file or figure.owner in rules.incomplete:
            continue
        what = "Số liệu" if figure.key in rules.items else "TÍNH"
        yield Finding(
            "W211",
            figure.place,
            figure.owner,
            f"{what} {figure.name} được khai nhưng không dòng nào dùng đến.",
            "Dùng nó trong cách chấm hoặc điều kiện, hoặc bỏ dòng này để đơn vị khỏi phải điền.",
        )
