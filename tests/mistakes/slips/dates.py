"""Slips in dates and years."""

from tests.mistakes.slips.making import sub

_DAY = r"(\d\d)/(\d\d)/(20\d\d)(?=[^\"]*$)"
_SHORT = r"(đến \d\d/\d\d) năm (?:trước|nay|sau)"

DATES = (
    sub("ngày năm-tháng-ngày", "E104", _DAY, r"\3-\2-\1"),
    sub("ngày năm/tháng/ngày", "E104", _DAY, r"\3/\2/\1"),
    sub("ngày có gạch ngang", "E104", _DAY, r"\1-\2-\3"),
    sub("ngày có dấu chấm", "E104", _DAY, r"\1.\2.\3"),
    sub("ngày có dấu cách", "E104", _DAY, r"\1 / \2 / \3"),
    sub("năm hai chữ số", "E104", r"(\d\d/\d\d/)20(\d\d)$", r"\1\2"),
    sub("ngày viết bằng chữ", "E104", _DAY, r"ngày \1 tháng \2 năm \3"),
    sub("thừa chữ ngày", "E104", rf"đến {_DAY}", r"đến ngày \1/\2/\3"),
    sub("thừa chữ hết ngày", "E104", rf"đến {_DAY}", r"đến hết ngày \1/\2/\3"),
    sub(
        "thừa chữ ngày trước mốc không năm",
        "E104",
        r"đến (\d\d/\d\d năm (?:trước|nay|sau))",
        r"đến ngày \1",
    ),
    sub("mốc không có năm", "E104", _SHORT, r"\1"),
    sub("mốc năm ngoái", "E107 E104", r"(đến \d\d/\d\d năm) trước", r"\1 ngoái"),
    sub("mốc năm ngoái có gạch chéo", "E104", r"(đến \d\d/\d\d) năm trước", r"\1/năm trước"),
    sub("mốc của năm tới", "E107 E104", r"(đến \d\d/\d\d năm) sau", r"\1 tới"),
    sub("mốc chỉ có tháng", "E104", r"(đến )\d\d/(\d\d/20\d\d)", r"\1\2"),
    sub("mốc gạch ngang không năm", "E104", r"(đến \d\d)/(\d\d) năm", r"\1-\2 năm"),
    sub("ngày không có trong lịch", "E104", _DAY, r"31/02/\3"),
    sub("mốc không có trong lịch", "E104", r"(đến )\d\d/\d\d( năm)", r"\g<1>30/02\2"),
    sub("tháng trước ngày sau", "E104", r"31/12/(20\d\d)", r"12/31/\1"),
    sub("ngày 0", "E104", r"\d\d(/\d\d/20\d\d)(?=[^\"]*$)", r"00\1"),
    sub("năm thiếu một chữ số", "E104", r"(\d\d/\d\d/2)0(\d\d)$", r"\1\2"),
    sub("năm của bộ chỉ số hai chữ số", "E104", r"^(  năm: )20(\d\d)$", r"\1\2"),
    sub("năm của bộ chỉ số thành ngày", "E107 E106 E104", r"^(  năm: )(20\d\d)$", r"\g<1>01/01/\2"),
    sub("năm của tham số hai chữ số", "E203", r"^(  )20(\d\d: )", r"\1\2"),
    sub("năm của tham số có chữ năm", "E107", r"^(  )(20\d\d: .)", r"\1năm \2"),
    sub("kỳ số liệu dùng gạch ngang", "E106 E107", r"(kỳ số liệu: \S+) đến", r"\1 -"),
    sub("ngày có dấu nháy", "E203", r"^(  \w+ = )(\d\d/\d\d/20\d\d)$", r'\1"\2"'),
)
