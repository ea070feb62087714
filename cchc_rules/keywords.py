"""The one table of keywords: it feeds the lexer, the formatter and the reference page."""

from enum import Enum

from cchc_rules.records import record


class Role(Enum):
    """Where a keyword may stand."""

    HEAD = "mở một mục"
    LINE = "mở một dòng"
    JOIN = "nối dòng trên"
    WORD = "trong dòng"


@record()
class Keyword:
    """A keyword: its terminal in the grammar, its spelling, and what is read as the same."""

    terminal: str
    spelling: str
    role: Role
    synonyms: tuple[str, ...] = ()


def _of(role: Role, *rows: tuple[str, ...]) -> tuple[Keyword, ...]:
    return tuple(Keyword(row[0], row[1], role, row[2:]) for row in rows)


KEYWORDS: tuple[Keyword, ...] = (
    *_of(
        Role.HEAD,
        ("IMPORT", "nhập từ"),
        ("RULE_SET", "BỘ CHỈ SỐ"),
        ("PARAMETER", "THAM SỐ"),
        ("SECTION", "PHẦN"),
        ("FIELD", "LĨNH VỰC"),
        ("CRITERION", "TIÊU CHÍ"),
        ("COMPONENT", "TIÊU CHÍ THÀNH PHẦN"),
        ("BONUS", "ĐIỂM CỘNG"),
        ("PENALTY", "ĐIỂM TRỪ"),
        ("SCENARIO", "KIỂM THỬ"),
    ),
    *_of(
        Role.LINE,
        ("DATA_ITEM", "SỐ LIỆU"),
        ("COMPUTED", "TÍNH"),
        ("CONSTRAINT", "RÀNG BUỘC"),
        ("BASIS", "căn cứ"),
        ("KINDS", "đối tượng"),
        ("TOTAL", "tổng điểm"),
        ("PERIOD", "kỳ số liệu"),
        ("REBASE", "quy đổi"),
        ("RESCALE", "quy đổi từ"),
        ("RANK", "xếp hạng"),
        ("UNRANKED", "không xếp hạng"),
        ("UNRANKED_IF", "không xếp hạng nếu", "không xếp hạng khi"),
        ("CLASS", "xếp loại"),
        ("LOWER_TO", "hạ xuống"),
        ("LOWER_ONE", "hạ một bậc"),
        ("WEIGHTS", "trọng số"),
        ("EVIDENCE", "tài liệu kiểm chứng"),
        ("GUIDANCE", "hướng dẫn"),
        ("SCORE", "chấm"),
        ("SCORE_BY", "chấm theo"),
        ("SCORE_BY_CASES", "chấm theo trường hợp"),
        ("SCORE_BY_RATIO", "chấm theo tỷ lệ", "chấm theo tỉ lệ"),
        ("SCORE_BY_FORMULA", "chấm theo công thức"),
        ("SCORE_BY_SURVEY", "chấm theo khảo sát"),
        ("CHECKLIST", "từng nội dung"),
        ("COUNCIL", "hội đồng chấm"),
        ("DEDUCT", "trừ"),
        ("REWARD", "thưởng"),
        ("NOT_APPLICABLE", "không áp dụng"),
        ("NOT_APPLICABLE_IF", "không áp dụng nếu", "không áp dụng khi"),
        ("UNIT_MARKS", "không áp dụng khi đơn vị đánh dấu", "không áp dụng nếu đơn vị đánh dấu"),
        ("ONLY_FOR", "chỉ áp dụng cho"),
        ("NOT_SELF", "không tự chấm"),
        ("ALLOW_ABOVE", "cho phép vượt điểm tối đa"),
        ("ALLOW_NEGATIVE", "cho phép điểm âm"),
        ("CAPPED_TOTAL", "không quá tổng điểm"),
        ("CLOSED", "đã chốt số liệu"),
        ("RESULT", "kết quả"),
        ("ELSE", "còn lại"),
    ),
    *_of(
        Role.JOIN,
        ("AND", "và"),
        ("OR", "hoặc"),
        ("UNLESS", "trừ khi"),
        ("REASON", "lý do", "lí do"),
    ),
    *_of(
        Role.WORD,
        ("YEAR", "năm"),
        ("YEAR_BEFORE", "năm trước"),
        ("THIS_YEAR", "năm nay"),
        ("YEAR_AFTER", "năm sau"),
        ("ROUND", "làm tròn"),
        ("EACH_ENTRY", "từng mục"),
        ("DIGITS", "chữ số"),
        ("BY_UNROUNDED", "theo điểm chưa làm tròn"),
        ("BY_ROUNDED", "theo điểm đã làm tròn"),
        ("PER_KIND", "riêng từng loại"),
        ("TIES", "đồng hạng"),
        ("TIEBREAK", "xét thêm"),
        ("THEN", "rồi"),
        ("BY_PLACE", "theo thứ hạng"),
        ("FOR", "cho"),
        ("POINTS", "điểm"),
        ("MAXIMUM", "điểm tối đa"),
        ("RATIO_OF", "tỷ lệ điểm", "tỉ lệ điểm"),
        ("EXPECTED", "dự kiến"),
        ("YES", "có"),
        ("NO", "không"),
        ("T_BOOL", "có/không"),
        ("T_COUNT", "số đếm"),
        ("T_NUMBER", "số"),
        ("T_PERCENT", "phần trăm"),
        ("T_DATE", "ngày"),
        ("T_CHOICE", "lựa chọn"),
        ("T_TEXT", "chữ"),
        ("T_BALLOTS", "các phiếu"),
        ("T_TALLY", "đếm phiếu"),
        ("UNIT", "đơn vị"),
        ("IF", "nếu", "khi"),
        ("IF_BLANK", "nếu trống", "khi trống"),
        ("IF_DENOMINATOR", "nếu mẫu bằng", "khi mẫu bằng"),
        ("REQUIRED", "bắt buộc"),
        ("OR_EXPLAINED", "bắt buộc hoặc giải trình"),
        ("FROM", "từ", "≥", ">="),
        ("ABOVE", "trên", ">"),
        ("UP_TO", "đến", "≤", "<="),
        ("UP_TO_BELOW", "đến dưới"),
        ("BELOW", "dưới", "<"),
        ("DIFFERENT", "khác", "≠", "<>"),
        ("HAS_DATA", "có số liệu"),
        ("HAS_NO_DATA", "không có số liệu"),
        ("NOT", "không phải"),
        ("AT_MOST", "không quá"),
        ("AT_LEAST", "ít nhất"),
        ("BALLOT", "phiếu"),
        ("SCALE", "thang"),
        ("STEP", "bước"),
        ("PER", "mỗi"),
        ("BY_RATIO", "theo tỷ lệ", "theo tỉ lệ"),
        ("INTERPOLATED", "nội suy"),
        ("FORMULA", "công thức"),
        ("LEAST", "nhỏ nhất"),
        ("GREATEST", "lớn nhất"),
        ("MEAN", "trung bình"),
        ("WHOLE", "phần nguyên"),
        ("OF_PEERS", "toàn nhóm"),
        ("MISSING", "thiếu"),
        ("MISSING_DATA", "thiếu số liệu"),
        ("FAULTY", "lỗi"),
    ),
)

BY_TERMINAL = {keyword.terminal: keyword for keyword in KEYWORDS}


def spell(terminal: str) -> str:
    """Return the one spelling of a keyword, as the formatter writes it."""
    return BY_TERMINAL[terminal].spelling
