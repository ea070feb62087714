"""The sorts of values: types of figures, levels of headings, what a cell can be."""

from datetime import date
from decimal import Decimal
from enum import Enum, StrEnum

Value = Decimal | bool | date | str


class ValueType(StrEnum):
    """The type of a figure; the value is the keyword of the language."""

    BOOL = "có/không"
    COUNT = "số đếm"
    NUMBER = "số"
    PERCENT = "phần trăm"
    DATE = "ngày"
    CHOICE = "lựa chọn"
    TEXT = "chữ"
    BALLOTS = "các phiếu"
    TALLY = "đếm phiếu"

    @property
    def is_number(self) -> bool:
        """Say whether figures of this type are added, divided and compared by size."""
        return self in _NUMBERS


_NUMBERS = frozenset({ValueType.COUNT, ValueType.NUMBER, ValueType.PERCENT})


class Level(Enum):
    """A heading's level; ROOT is the rule set itself."""

    ROOT = "BỘ CHỈ SỐ"
    SECTION = "PHẦN"
    FIELD = "LĨNH VỰC"
    CRITERION = "TIÊU CHÍ"
    COMPONENT = "TIÊU CHÍ THÀNH PHẦN"
    BONUS = "ĐIỂM CỘNG"
    PENALTY = "ĐIỂM TRỪ"


class Treatment(StrEnum):
    """What not applicable, or a denominator of 0, does to the leaf."""

    EXCLUDED = "không áp dụng"
    FULL = "điểm tối đa"
    NOTHING = "0 điểm"


class Special(Enum):
    """What a cell can be besides a value."""

    MISSING = "thiếu"
    NOT_APPLICABLE = "không áp dụng"
    ERROR = "lỗi"
