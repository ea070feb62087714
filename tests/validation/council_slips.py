"""What councils get wrong when they appraise a form, as `slips` has it of units."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules.forms.layout import Column
from tests.validation.sent import at
from tests.validation.slips import put, several, typed

if TYPE_CHECKING:
    from tests.validation.slips import Slip

BALLOTS = at("phiếu_hài_lòng", Column.APPRAISED)
DECIDED, REASON = at("2.1", Column.OVERRIDE), at("2.1", Column.OVERRIDE_REASON)
ON_TIME = at("hồ_sơ_đúng_hạn", Column.APPRAISED)

COUNCIL_SLIPS: dict[str, Slip] = {
    "quyết định đúng cách": (several(put(DECIDED, 4.5), put(REASON, "Biên bản số 5")), []),
    "quyết định không lý do": typed(DECIDED, 4.5, "E554"),
    "quyết định quá tối đa": (
        several(put(DECIDED, 6), put(REASON, "Biên bản số 5")), [("E521", DECIDED)]
    ),
    "quyết định bằng chữ": (
        several(put(DECIDED, "4,5 điểm"), put(REASON, "Biên bản số 5")), [("E520", DECIDED)]
    ),
    "chỉ có lý do": typed(REASON, "Biên bản số 5", "W572"),
    "quyết định ở dòng lĩnh vực": typed(at("2", Column.OVERRIDE), 9, "E572"),
    "thiếu một số liệu thẩm định": typed(at("hồ_sơ", Column.APPRAISED), None, "N599"),
    "thẩm định tử lớn hơn mẫu": typed(ON_TIME, 2000, "E590"),
    "đè công thức thẩm định": typed(at("2.1", Column.SCORE), 5, "E592"),
    "gõ xếp loại": typed(at("!xếp loại", Column.SCORE), "Tốt", "E593"),
    "phiếu ngăn bằng dấu phẩy": typed(BALLOTS, "5,4,3", "E529"),
    "phiếu ngoài thang": typed(BALLOTS, "; ".join(["4"] * 29 + ["6"]), "E529"),
    "thiếu phiếu": typed(BALLOTS, "5; 4; 3", "W529"),
    "ghi điểm trung bình thay phiếu": typed(BALLOTS, 4.2, "W529"),
}  # fmt: skip
