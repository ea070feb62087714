"""All slips, by what they are slips of."""

from tests.mistakes.slips.dates import DATES
from tests.mistakes.slips.habits import HABITS
from tests.mistakes.slips.names import NAMES
from tests.mistakes.slips.numbers import NUMBERS
from tests.mistakes.slips.quotes import QUOTES
from tests.mistakes.slips.signs import SIGNS
from tests.mistakes.slips.structure import STRUCTURE
from tests.mistakes.slips.typing import FIGURES, MEANING, TELEX, WORD
from tests.mistakes.slips.words import INSIDE, OPENING

FAMILIES = {
    "số, phần trăm, điểm": NUMBERS,
    "ngày": DATES,
    "dấu nháy": QUOTES,
    "từ khóa đầu dòng": OPENING,
    "từ khóa trong dòng": INSIDE,
    "dấu câu, ngoặc, chép từ Word": SIGNS,
    "tên gọi, mã": NAMES,
    "dòng, bảng, tổng, nghĩa": STRUCTURE,
    "gõ Telex, VNI": TELEX,
    "chép từ Word, từ bảng": WORD,
    "điểm, khoảng, ngày viết theo thói quen": FIGURES,
    "tiếng Anh, đổi chỗ, viết liền": MEANING,
    "lời văn của quyết định": HABITS,
}
SLIPS = tuple(slip for slips in FAMILIES.values() for slip in slips)
