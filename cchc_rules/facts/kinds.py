"""A unit kind as somebody spelled it in, the kind of the rule set out."""

from typing import TYPE_CHECKING

from cchc_rules.text import bare, clean, fold_title, nearest, words

if TYPE_CHECKING:
    from collections.abc import Sequence


def find_kind(text: str, kinds: "Sequence[str]") -> str | None:
    """Return the kind spelled `text`; without marks only if a single one is meant."""
    key = fold_title(text)
    for kind in kinds:
        if fold_title(kind) == key:
            return kind
    plain = _plain(text)
    loose = [kind for kind in kinds if _plain(kind) == plain]
    return loose[0] if len(loose) == 1 else None


def kind_in_name(name: str, kinds: "Sequence[str]") -> str | None:
    """Return the kind with which a unit's name begins ("Xã Mường Nhé")."""
    spoken = " ".join(words(name))
    found = [kind for kind in kinds if spoken.startswith(" ".join(words(kind)) + " ")]
    return max(found, key=len, default=None)


def unknown_kind(text: str, kinds: "Sequence[str]") -> tuple[str, str]:
    """Return the sentence and the remedy for a kind that the rule set does not have."""
    likely = nearest(text, kinds)
    hint = f"Có phải “{likely}”? " if likely else ""
    listed = "; ".join(kinds)
    if not clean(text):
        return "chưa có loại đơn vị", f"Thêm cột “Loại” với một trong các loại: {listed}."
    return f"loại đơn vị “{clean(text)}” không có trong bộ chỉ số", f"{hint}Các loại: {listed}."


def _plain(text: str) -> str:
    return bare(clean(text)).replace("_", " ")
