"""argparse in Vietnamese: arguments in, a namespace or one kind sentence of wrong usage out."""

import argparse
import re
from typing import TYPE_CHECKING, Never

from cchc_rules.text import bare, clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

_ERRORS = (
    (r"the following arguments are required: (.+)", r"Còn thiếu: \1."),
    (r"unrecognized arguments: (.+)", r"Không hiểu: \1."),
    (r"one of the arguments (.+) is required", r"Cần một trong các tùy chọn: \1."),
    (r"argument (\S+): expected one argument", r"Sau \1 cần một giá trị."),
    (r"argument (\S+): expected at least one argument", r"Sau \1 cần ít nhất một giá trị."),
    (r"argument (\S+): expected at most one argument", r"Sau \1 chỉ được một giá trị."),
    (r"argument (\S+): not allowed with argument (.+)", r"Không dùng \1 cùng với \2."),
    (r"argument (\S+): ignored explicit argument (.+)", r"\1 không đi kèm giá trị \2."),
    (
        r"argument (\S+): invalid choice: ('[^']*').*\(choose from (.+)\)",
        r"\1 không nhận \2; hãy chọn: \3.",
    ),
    (r"argument (\S+): (.+)", r"\1: \2"),
)
_USAGE = "Cách dùng: "


class UsageError(Exception):
    """What the user typed cannot be understood; the text says how to type it."""


class _Formatter(argparse.HelpFormatter):
    """Help whose first word is Vietnamese."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30)

    def add_usage(
        self,
        usage: str | None,
        actions: "Iterable[argparse.Action]",
        groups: "Iterable[argparse._MutuallyExclusiveGroup]",
        prefix: str | None = None,
    ) -> None:
        """Add the line of usage."""
        super().add_usage(usage, actions, groups, _USAGE if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """The arguments of one command."""

    def __init__(self, command: str, purpose: str) -> None:
        super().__init__(
            prog=f"cchc {command}",
            description=f"{purpose[0].upper()}{purpose[1:]}.",
            formatter_class=_Formatter,
            add_help=False,
            allow_abbrev=False,
        )
        self._positionals.title = "Đối số"
        self._optionals.title = "Tùy chọn"
        self.add_argument("-h", "--help", action="help", help="in trợ giúp này")

    def read(self, arguments: "Sequence[str]") -> argparse.Namespace:
        """Read the arguments; files may stand before, between and behind the options."""
        # argparse would cut the length of its own English "usage: " off the line of usage.
        self.usage = self.format_usage().removeprefix(_USAGE).rstrip()
        return self.parse_intermixed_args(list(arguments))

    def error(self, message: str) -> Never:
        """Refuse the arguments with a sentence, the usage and where to read more."""
        raise UsageError(
            f"{_translated(message)}\n\n{self.format_usage()}Xem thêm: {self.prog} --help"
        )


def _translated(message: str) -> str:
    for pattern, sentence in _ERRORS:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return found.expand(sentence)
    return f"Đối số không hợp lệ: {message}"


def year(text: str) -> int:
    """Read the year of an assessment."""
    if not re.fullmatch(r"[12][0-9]{3}", text):
        raise argparse.ArgumentTypeError(f"“{text}” không phải là một năm, ví dụ 2026.")
    return int(text)


def one_of(choices: "Mapping[str, str]") -> "Callable[[str], str]":
    """Return a reader of one of `choices`, whatever the case, marks and blanks."""
    known = {bare(word).replace(" ", "-"): meaning for word, meaning in choices.items()}

    def read(text: str) -> str:
        found = known.get(bare(clean(text)).replace(" ", "-").replace("_", "-"))
        if found is None:
            listed = ", ".join(known)
            raise argparse.ArgumentTypeError(
                f"“{text}” không hợp lệ; hãy chọn một trong: {listed}."
            )
        return found

    return read
