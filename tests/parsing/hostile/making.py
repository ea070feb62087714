"""Rule files that no council writes: too big, too deep, in another code, not text at all."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from cchc_rules import bundled

if TYPE_CHECKING:
    from collections.abc import Callable

HEAD = """BỘ CHỈ SỐ THỬ "Bộ thử"
  năm: 2026
  đối tượng: xã
  tổng điểm: 5
"""
FIELD = """LĨNH VỰC 1 "Một": 5 điểm
TIÊU CHÍ 1.1 "Hai": 5 điểm
"""
LEAF = f"""{FIELD}  SỐ LIỆU a: có/không "Có văn bản"
  SỐ LIỆU b: số "Số văn bản"
"""
SOUND = f"""{HEAD}{LEAF}  chấm điểm tối đa nếu a và b từ 1
"""


def condition(text: str) -> str:
    """Return a rule file with one leaf that is scored by a condition."""
    return f"{HEAD}{LEAF}  chấm điểm tối đa nếu {text}\n"


def formula(text: str) -> str:
    """Return a rule file with one TÍNH that a leaf is scored by."""
    return f"{HEAD}{LEAF}  TÍNH c: số = {text}\n  chấm điểm tối đa nếu a và c từ 1\n"


def chain(length: int, step: str = "t{before} + 1") -> str:
    """Return a rule file in which each TÍNH is made from the one before."""
    lines = "".join(
        f"  TÍNH t{i}: số = {step.format(before=i - 1)}\n" for i in range(1, length + 1)
    )
    last = f"  chấm điểm tối đa nếu a và t{length} từ 1\n"
    return f"{HEAD}{LEAF}  TÍNH t0: số = b\n{lines}{last}"


def backwards(length: int) -> str:
    """Return the same chain, the last link first."""
    lines = "".join(f"  TÍNH t{i}: số = t{i - 1} + 1\n" for i in range(length, 0, -1))
    last = f"  chấm điểm tối đa nếu a và t{length} từ 1\n"
    return f"{HEAD}{LEAF}{lines}  TÍNH t0: số = b\n{last}"


def fields(count: int) -> str:
    """Return a rule file of so many headings that have nothing below them."""
    return HEAD + "".join(f'LĨNH VỰC {i} "Lĩnh vực {i}": 1 điểm\n' for i in range(1, count + 1))


def nested_fields(depth: int) -> str:
    """Return headings one inside the other, by their codes."""
    code, text = "1", f'{HEAD}LĨNH VỰC 1 "Một": 5 điểm\n'
    for _ in range(depth):
        code += ".1"
        text += f'TIÊU CHÍ {code} "Con": 5 điểm\n'
    return text


def garbage(seed: int, letters: str, size: int = 200_000) -> str:
    """Return random letters, in lines."""
    rnd = random.Random(seed)
    return "".join(rnd.choices(letters, k=size))


def shuffled(seed: int) -> str:
    """Return the words of a real rule file in disorder."""
    rnd = random.Random(seed)
    path = bundled.folder("rules") / "mau" / "2026" / "xa.cchc"
    words = path.read_text(encoding="utf-8").split()
    rnd.shuffle(words)
    return "\n".join(" ".join(words[i : i + 7]) for i in range(0, len(words), 7))


_WORDS = 'aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạ ABCĐ 0123456789 .,:;()=+-*/%"“”#\n\n'
_SIGNS = "()[]{}\"'“”:;,.=+-*/%<>#&|!?\n "

TEXTS: dict[str, Callable[[], str]] = {
    "100 000 lines": lambda: HEAD + "  năm: 2026\n" * 100_000,
    "100 000 blank lines": lambda: HEAD + "\n" * 100_000,
    "9 000 lines of prose": lambda: HEAD + "Các đơn vị gửi báo cáo.\n" * 9_000,
    "9 900 comments": lambda: SOUND + "# ghi chú\n" * 9_900,
    "a paragraph of prose": lambda: SOUND + "Các đơn vị gửi báo cáo.\n" * 6,
    "one line of 1 MB": lambda: "a" * 1_000_000,
    "one text of 1 MB": lambda: f'{HEAD}LĨNH VỰC 1 "{"a" * 1_000_000}": 5 điểm\n',
    "one comment of 1 MB": lambda: f"{SOUND}# {'a' * 1_000_000}\n",
    "10 000 parentheses": lambda: condition("(" * 10_000 + "a" + ")" * 10_000),
    "1 900 parentheses": lambda: condition("(" * 1_900 + "a" + ")" * 1_900),
    "10 000 parentheses in lines": lambda: condition("(\n" * 10_000 + "a" + ")\n" * 10_000),
    "1 000 parentheses left open": lambda: condition("(" * 1_000),
    "1 000 parentheses too many": lambda: condition("a" + ")" * 1_000),
    "10 000 times not": lambda: condition("không phải " * 10_000 + "a"),
    "300 times not": lambda: condition("không phải " * 300 + "a"),
    "10 000 times not in lines": lambda: condition("không phải\n" * 10_000 + "a"),
    "10 000 minus signs": lambda: formula("-" * 10_000 + "b"),
    "3 000 minus signs": lambda: formula("-" * 3_000 + "b"),
    "1 000 minus signs apart": lambda: formula("- " * 1_000 + "b"),
    "10 000 terms": lambda: formula(" + ".join(["b"] * 10_000)),
    "900 terms": lambda: formula(" + ".join(["b"] * 900)),
    "10 000 terms in lines": lambda: formula("(b" + "\n + b" * 10_000 + ")"),
    "10 000 times and in lines": lambda: condition("a" + "\n    và a" * 10_000),
    "500 times unless": lambda: condition("a" + "\n trừ khi a" * 500),
    "nested calls": lambda: formula("lớn nhất(" * 300 + "b" + ")" * 300),
    "a chain of 5 000 TÍNH": lambda: chain(5_000),
    "a chain backwards": lambda: backwards(5_000),
    "a chain that doubles": lambda: chain(5_000, "t{before} + t{before}"),
    "a chain of high sums": lambda: chain(5, " + ".join(["t{before}"] * 140)),
    "39 doublings": lambda: chain(39, "t{before} + t{before}"),
    "39 squarings": lambda: chain(39, "t{before} * t{before}"),
    "9 000 headings": lambda: fields(9_000),
    "300 headings inside one another": lambda: nested_fields(300),
    "1 500 headings inside one another": lambda: nested_fields(1_500),
    "9 000 figures": lambda: (
        HEAD + LEAF + "".join(f'  SỐ LIỆU x{i}: số "Số {i}"\n' for i in range(9_000))
    ),
    "9 000 rows": lambda: (
        f"{HEAD}{LEAF}  chấm theo b\n"
        + "".join(f"    từ {i} đến dưới {i + 1}: 1\n" for i in range(9_000))
    ),
    "9 000 scenarios": lambda: SOUND + 'KIỂM THỬ "x" cho xã năm 2026\n' * 9_000,
    "9 000 parameters of a year": lambda: (
        f"{SOUND}THAM SỐ n: số\n" + "".join(f"  {1000 + i % 9000}: 1\n" for i in range(9_000))
    ),
    "a number of 50 digits": lambda: condition(f"a và b từ {'9' * 50}"),
    "a number of 3 000 digits": lambda: condition(f"a và b từ {'9' * 3_000}"),
    "a number of 16 digits": lambda: condition("a và b từ 1234567890123456"),
    "3 000 decimals": lambda: condition(f"a và b từ 0,{'1' * 3_000}"),
    "a percent of 3 000 digits": lambda: condition(f"a và b từ {'9' * 3_000}%"),
    "a maximum of 50 digits": lambda: HEAD + f'LĨNH VỰC 1 "Một": {"9" * 50} điểm\n',
    "a total of 50 digits": lambda: SOUND.replace("tổng điểm: 5", f"tổng điểm: {'9' * 50}"),
    "digits of 50 digits": lambda: SOUND.replace(
        "  tổng", f"  làm tròn: {'9' * 50} chữ số\n  tổng"
    ),
    "ballots of 50 digits": lambda: (
        f'{HEAD}{FIELD}  SỐ LIỆU p: các phiếu "Phiếu"\n'
        f"  chấm theo khảo sát p thang 5, ít nhất {'9' * 50} phiếu\n"
    ),
    "products of large numbers": lambda: formula(" * ".join(["999999999999999"] * 100)),
    "quotients of small numbers": lambda: formula(" / ".join(["0,00000000000001"] * 100)),
    "1e9999": lambda: condition("a và b từ 1e9999"),
    "10^9999": lambda: condition("a và b từ 10^9999"),
    "99/99/9999": lambda: condition("a và b từ 99/99/9999"),
    "01/01/0000": lambda: condition("a và b từ 01/01/0000"),
    "a date of the year 99999": lambda: (
        f'{HEAD}{FIELD}  SỐ LIỆU d: ngày "Ngày"\n'
        "  chấm theo d\n    đến 01/01/99999: 5\n    còn lại: 0\n"
    ),
    "the year 0": lambda: SOUND.replace("năm: 2026", "năm: 0"),
    "the year 0000": lambda: SOUND.replace("năm: 2026", "năm: 0000"),
    "the year 9999": lambda: SOUND.replace("năm: 2026", "năm: 9999").replace(
        "chấm", '  SỐ LIỆU d: ngày "Ngày"\n  0 điểm nếu d trên 31/12 năm sau\n  chấm'
    ),
    "the year 99999": lambda: SOUND.replace("năm: 2026", "năm: 99999"),
    "a year of 5 000 digits": lambda: SOUND.replace("năm: 2026", f"năm: {'2' * 3_900}"),
    "a code of 1 900 parts": lambda: f'{HEAD}TIÊU CHÍ {".".join("1" * 1_900)} "x": 5 điểm\n',
    "a code part of 3 000 digits": lambda: f'{HEAD}TIÊU CHÍ 1.{"1" * 3_000} "x": 5 điểm\n',
    "garbage of words": lambda: garbage(1, _WORDS),
    "garbage of signs": lambda: garbage(2, _SIGNS),
    "garbage under a head": lambda: HEAD + garbage(3, _WORDS),
    "words of a rule file in disorder": lambda: shuffled(4),
    "200 quotes in a line": lambda: f"{HEAD}LĨNH VỰC 1 {'“x' * 100}: 5 điểm\n",
    "combining marks": lambda: HEAD + "TIÊU CHÍ a" + "\u0301" * 3_900,
    "right to left": lambda: f'{HEAD}LĨNH VỰC 1 "\u202e\u2066một": 5 điểm\n',
    "digits of other scripts": lambda: SOUND.replace("1.1", "²").replace(
        "LĨNH VỰC 1", "LĨNH VỰC ①"
    ),
    "9 000 unknown names": lambda: (
        HEAD + LEAF + "".join(f"  RÀNG BUỘC c_{i}_d không quá b\n" for i in range(9_000))
    ),
    "4 500 bad names": lambda: (
        HEAD
        + LEAF
        + "".join(f'  SỐ LIỆU tên số {i}: số "x"\n' for i in range(4_500))
        + "".join(f"  RÀNG BUỘC c_{i}_d không quá b\n" for i in range(4_500))
    ),
    "9 000 classes": lambda: (
        f"{HEAD}  xếp loại\n"
        + "".join(f'    "m{i}": từ {i}% đến dưới {i + 1}%\n' for i in range(9_000))
        + SOUND.partition("\n  tổng điểm: 5\n")[2]
    ),
    "4 000 broken lines": lambda: HEAD + LEAF + ("  chấm theo " + "chám teo " * 20 + "\n") * 4_000,
    "200 lines of quotes": lambda: HEAD + ("  SỐ LIỆU x: số " + '"a ' * 1_300 + "\n") * 200,
    "a thousand imports": lambda: 'nhập từ "x.cchc"\n' * 1_000 + SOUND,
}
"""Text by what is wrong with it."""

_TCVN3 = """Bé chØ sè CCHC-XA "ChØ sè c¶i c¸ch hµnh chÝnh cÊp x·"
  n¨m: 2026
  ®èi t­îng: x·; ph­êng
  tæng ®iÓm: 20
"""

BYTES: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "only a byte order mark": lambda: b"\xef\xbb\xbf",
    "only blanks": lambda: b" \n\t\n  \n",
    "only a comment": "# ghi chú\n".encode,
    "a byte order mark and CRLF": lambda: b"\xef\xbb\xbf" + SOUND.replace("\n", "\r\n").encode(),
    "fullwidth signs": lambda: SOUND.translate(
        {letter: letter + 0xFEE0 for letter in b"0123456789:.=()"}
    ).encode(),
    "TCVN3": lambda: _TCVN3.encode("cp1252"),
    "TCVN3 in UTF-8": _TCVN3.encode,
    "a workbook": lambda: b"PK\x03\x04" + random.Random(9).randbytes(20_000),
    "an old Word file": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(20_000),
    "NUL": lambda: SOUND.encode().replace(b"n", b"\0", 1),
    "only NULs": lambda: bytes(100_000),
    "UTF-16 little-endian": lambda: b"\xff\xfe" + SOUND.encode("utf-16-le"),
    "UTF-16 big-endian": lambda: b"\xfe\xff" + SOUND.encode("utf-16-be"),
    "UTF-16 little-endian without mark": lambda: SOUND.encode("utf-16-le"),
    "UTF-16 big-endian without mark": lambda: SOUND.encode("utf-16-be"),
    "UTF-32": lambda: SOUND.encode("utf-32"),
    "UTF-32 without mark": lambda: SOUND.encode("utf-32-le"),
    "Windows-1258": lambda: SOUND.encode("cp1258", errors="replace"),
    "surrogates": lambda: SOUND.encode() + b"\xed\xa0\x80\xed\xb0\x80",
    "half a letter": lambda: SOUND.encode()[:-1] + "ộ".encode()[:2],
    "random bytes": lambda: random.Random(5).randbytes(300_000),
    "a picture": lambda: b"\x89PNG\r\n\x1a\n" + random.Random(6).randbytes(50_000),
    "a PDF": lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + random.Random(7).randbytes(50_000),
    "RTF": lambda: b"{\\rtf1\\ansi\\deff0 {\\fonttbl {\\f0 Times;}}\n" + b"\\par x\n" * 500 + b"}",
    "HTML": ("<html><body>" + "<p>Tiêu chí 1</p>\n" * 500 + "</body></html>").encode,
    "gzip": lambda: b"\x1f\x8b\x08\x00" + random.Random(8).randbytes(50_000),
    "three megabytes": lambda: SOUND.encode() * 20_000,
}
"""Bytes by what is wrong with them."""
