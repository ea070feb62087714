"""The names and texts that formulas show and share with the template and the reader of forms."""

HELPER_SHEET = "CCHC_TINH"
"""The hidden sheet of helper cells: column A says what a cell is, column B holds its formula."""

KIND_NAME = "CCHC_LOAI"
"""The defined name of the header cell that holds the unit's kind."""

MISSING, ERROR, EXCLUDED = "thiếu", "lỗi", "không áp dụng"
COUNCIL = "hội đồng tính"
"""Shown where no formula can score: figures of other units, ballots, places."""
