"""The rules in, one line that says which program and which rules they are, out."""

from typing import TYPE_CHECKING

from cchc_rules import __version__
from cchc_rules.functions.cells import Text
from cchc_rules.functions.reading import Refusal, single
from cchc_rules.functions.rulebook import rulebook

if TYPE_CHECKING:
    from cchc_rules.functions.cells import GridIn, GridOut


def version(luat: "GridIn | None" = None) -> "GridOut":
    """Return version, and code, year and SHA-256 of the rules (CCHC_PHIEN_BAN)."""
    own = f"cchc-rules {__version__}"
    if luat is None or (len(luat) == 1 and not single(luat)):
        return ((Text(own),),)
    book = rulebook(luat)
    if isinstance(book, Refusal):
        return ((Text(f"{own}\n{book.sentence}"),),)
    rules = book.rules
    return ((Text(f"{own} · {rules.code} năm {rules.year} · sha256 {rules.sha256}"),),)
