"""What is expected of a figure, and how a checked one comes out: a datum with its remarks."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from cchc_rules import numeric
from cchc_rules.facts import Fault
from cchc_rules.model import Special, ValueType
from cchc_rules.records import record

if TYPE_CHECKING:
    from cchc_rules.facts import Datum

_TYPED_IN_FULL = {
    ValueType.BOOL: "“có” hoặc “không”",
    ValueType.COUNT: "một số đếm (0, 1, 2 …)",
    ValueType.NUMBER: "một số, ví dụ 12,5",
    ValueType.PERCENT: "một tỷ lệ phần trăm, ví dụ 85%",
    ValueType.DATE: "một ngày, ví dụ 20/01/2026",
    ValueType.TEXT: "chữ",
    ValueType.BALLOTS: "các phiếu cách nhau bằng dấu chấm phẩy, ví dụ 5; 4; 3",
    ValueType.TALLY: "số phiếu của từng mức cách nhau bằng dấu chấm phẩy",
}


@record()
class Remark:
    """What is to be said of one figure: as a finding without its place."""

    code: str
    message: str
    remedy: str


@record()
class Admitted:
    """A checked figure; every lenient reading and every lỗi has a remark."""

    datum: "Datum"
    remarks: tuple[Remark, ...] = ()


@record()
class Spec:
    """What a figure must be; equal specs read equal cells to equal data."""

    type: ValueType
    options: tuple[str, ...] = ()
    low: "Decimal | None" = None
    high: "Decimal | None" = None
    step: "Decimal | None" = None
    marks: bool = False
    """Whether `-` (không áp dụng) may stand here."""

    @property
    def least(self) -> "Decimal | None":
        """Return the lower bound: a count and a percent are never below 0 unless declared so."""
        if self.low is None and self.type in {ValueType.COUNT, ValueType.PERCENT}:
            return numeric.ZERO
        return self.low

    @property
    def wanted(self) -> str:
        """Say what is expected, with the declared range and options."""
        if self.type is ValueType.CHOICE:
            return "một trong các mức: " + "; ".join(f"“{option}”" for option in self.options)
        return _TYPED_IN_FULL[self.type] + self._range()

    def _range(self) -> str:
        if self.low is None and self.high is None:
            return ""
        low = "" if self.low is None else f" từ {self.write(self.low)}"
        high = "" if self.high is None else f" đến {self.write(self.high)}"
        return f",{low}{high}"

    def write(self, value: "Decimal") -> str:
        """Write a value of this figure for people: percents with %."""
        return percent(value) if self.type is ValueType.PERCENT else number(value)

    def say(self, datum: "Datum | None") -> str:
        """Write whatever a cell of this figure was read as, for people."""
        match datum:
            case bool():
                return "có" if datum else "không"
            case Decimal():
                return self.write(datum)
            case date():
                return f"{datum:%d/%m/%Y}"
            case str():
                return f"“{datum}”"
            case tuple():
                return "; ".join(self.say(one) for one in datum)
            case Special.NOT_APPLICABLE:
                return "không áp dụng"
            case Fault():
                return "lỗi"
            case _:
                return "thiếu"


def number(value: "Decimal", *, grouped: bool = True) -> str:
    """Write a number for people, however large it is."""
    if abs(value) >= numeric.LARGEST:
        return str(value.normalize()).replace(".", ",")
    return numeric.vietnamese(value, grouped=grouped)


def percent(value: "Decimal") -> str:
    """Write a fraction as a percent."""
    return f"{number(value * numeric.HUNDRED)}%"


def quoted(text: str, longest: int = 60) -> str:
    """Quote what was found, shortened."""
    return f"“{text}”" if len(text) <= longest else f"“{text[:longest]}…”"


def faulty(code: str, message: str, remedy: str) -> Admitted:
    """Return a figure that is lỗi."""
    return Admitted(Fault(message), (Remark(code, message, remedy),))


def mismatch(spec: Spec, found: str, code: str = "E520", remedy: str = "") -> Admitted:
    """Return a figure that is not of its type: what was found, what is expected."""
    mend = remedy or "Nhập lại đúng kiểu số liệu; để trống nếu chưa có số liệu."
    return faulty(code, f"tìm thấy {found}, cần {spec.wanted}", mend)
