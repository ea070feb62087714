"""What a column must hold in, the lens that reads its cells out; equal columns share one memory."""

from typing import TYPE_CHECKING

from cchc_rules.excel.legacy import Legacy
from cchc_rules.excel.lenses import Lens
from cchc_rules.facts.admit import Admitted, Remark, Spec, admit, straight
from cchc_rules.facts.raw import Shown, Text
from cchc_rules.model import Special, ValueType
from cchc_rules.text import clean

if TYPE_CHECKING:
    from decimal import Decimal

    from cchc_rules.excel.cells import Content
    from cchc_rules.excel.lenses import Seen

_TEXT = Spec(ValueType.TEXT)


class Lenses:
    """Makes lenses for one table."""

    def __init__(self) -> None:
        self._known: dict[Spec, Lens] = {}
        self._text = Lens(_see_text, "")

    def of(self, spec: Spec) -> Lens:
        """Return the lens of a spec."""
        lens = self._known.get(spec)
        if lens is None:
            lens = self._known[spec] = _lens(spec)
        return lens

    def text(self) -> Lens:
        """Return the lens of names, kinds and ids."""
        return self._text


def _lens(spec: Spec) -> Lens:
    def see(content: "Content") -> "Seen":
        admitted = admit(spec, content.raw)
        remarks = (*font_remarks(content), *admitted.remarks)
        return Admitted(admitted.datum, remarks) if remarks else admitted.datum

    def bounds(shown: Shown) -> "tuple[Decimal, Decimal] | None":
        return straight(spec, shown)

    return Lens(see, Special.MISSING, bounds)


def _see_text(content: "Content") -> "Seen":
    """Read a name; plain text, which nearly all are, takes the short way."""
    if isinstance(content.raw, Text) and content.style.legacy is None and not content.converted:
        return clean(content.raw.value)
    remarks = font_remarks(content)
    datum = admit(_TEXT, content.raw).datum
    text = datum if isinstance(datum, str) else ""
    return Admitted(text, remarks) if remarks else text


def font_remarks(content: "Content") -> tuple[Remark, ...]:
    """Tell text of an old font: read as Unicode, or (VNI) not to be read."""
    if content.converted and isinstance(content.raw, Text):
        return (
            Remark(
                "N547",
                f"chữ gõ bằng phông TCVN3 được đọc là “{content.raw.value.strip()}”",
                "Nên gõ lại bằng phông Unicode (Times New Roman).",
            ),
        )
    is_vni = content.style.legacy is Legacy.VNI
    if is_vni and isinstance(content.raw, Text) and not content.raw.value.isascii():
        return (
            Remark(
                "W547",
                f"chữ gõ bằng phông VNI ({content.style.font}) chưa đọc được",
                "Chuyển mã sang Unicode (UniKey > Công cụ chuyển mã) rồi lưu lại.",
            ),
        )
    return ()
