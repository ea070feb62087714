"""What a rule file declares: names, kinds and the year, and the findings met while binding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules.binding.unknown import Unknowns
from cchc_rules.diagnostics import Diagnostic
from cchc_rules.records import field, record
from cchc_rules.text import fold_name

if TYPE_CHECKING:
    from cchc_rules import syntax as s
    from cchc_rules.diagnostics import Span
    from cchc_rules.model import Computed, DataItem, Parameter


@record(frozen=False)
class Scope:
    """The names of a rule set; `lost` are names whose declaration could not be read."""

    year: int
    kinds: tuple[str, ...]
    items: dict[str, DataItem] = field(default_factory=dict)
    computed: dict[str, Computed] = field(default_factory=dict)
    parameters: dict[str, Parameter] = field(default_factory=dict)
    pending: dict[str, s.Computed] = field(default_factory=dict)
    """TÍNH lines that are declared but not bound yet."""
    lost: set[str] = field(default_factory=set)
    found: list[Diagnostic] = field(default_factory=list)
    incomplete: set[str] = field(default_factory=set)
    """Codes of headings of which something was lost ("" is the root)."""
    doubted: set[str] = field(default_factory=set)
    """Codes under which a heading was lost or has a wrong code: none of theirs is unknown."""
    year_place: Span | None = None
    dated: int = 0
    """How many parameters have a value for the year."""
    undated: list[Diagnostic] = field(default_factory=list)
    """What is to be told of those that have none."""
    year_guessed: bool = False
    """The line `năm` is missing or lost: what a parameter lacks is not told."""
    unknowns: Unknowns = field(default_factory=Unknowns)

    @property
    def findings(self) -> list[Diagnostic]:
        """Return everything that was found so far."""
        return [*self.found, *self.unknowns.findings()]

    @property
    def spoken_of(self) -> frozenset[str]:
        """Return the names that are not unused.

        A finding offers them, or they stand under a heading of which a line was lost.
        """
        beside = (item.key for item in self.items.values() if item.owner in self.incomplete)
        computed = (made.key for made in self.computed.values() if made.owner in self.incomplete)
        meant = (key[-1] for key in self.unknowns.meant() if key[0] == "tên")
        return frozenset((*meant, *beside, *computed))

    def tell(self, code: str, place: Span, message: str, remedy: str) -> None:
        """Keep a finding."""
        self.found.append(Diagnostic(code, place, message, remedy))

    def unknown_code(self, code: str, place: Span, remedy: str = "Sửa lại mã.") -> None:
        """Tell that no heading has a code, unless one was lost that may have had it."""
        if code.rpartition(".")[0] not in self.doubted:
            message = f"Không có mục nào mang mã {code}."
            self.unknowns.tell(("mã", code), code, place, message, remedy)

    def lose(self, key: str) -> None:
        """Give up a name: what uses it is not told."""
        self.pending.pop(key, None)
        self.lost.add(key)

    def known(self, key: str) -> bool:
        """Say whether something of this folded name is declared."""
        return (
            key in self.items
            or key in self.computed
            or key in self.parameters
            or key in self.pending
            or key in self.lost
        )

    def unknown(self, name: s.Name) -> None:
        """Tell that a name is declared nowhere (E202)."""
        message = f"Chưa khai báo tên “{name.name}”."
        remedy = f"Khai báo bằng dòng SỐ LIỆU {name.name}: … hoặc sửa lại tên."
        self.unknowns.tell(("tên", fold_name(name.name)), name.name, name.place, message, remedy)

    def kind(self, name: s.Name) -> str | None:
        """Return the unit kind of that name, or tell that there is none."""
        if not self.kinds:
            return name.name
        key = fold_name(name.name)
        for kind in self.kinds:
            if fold_name(kind) == key:
                self.unknowns.found(("loại", key))
                return kind
        message = f"Loại đơn vị “{name.name}” không có ở dòng “đối tượng”."
        remedy = f"Các loại đã khai báo: {'; '.join(self.kinds)}."
        self.unknowns.tell(("loại", key), name.name, name.place, message, remedy)
        return None

    def kind_set(self, names: tuple[s.Name, ...]) -> frozenset[str]:
        """Return the unit kinds of those names; unknown ones are told."""
        return frozenset(kind for name in names if (kind := self.kind(name)) is not None)
