"""All slips, by what they are slips of."""

from tests.mistakes.slips.dates import DATES
from tests.mistakes.slips.names import NAMES
from tests.mistakes.slips.numbers import NUMBERS
from tests.mistakes.slips.quotes import QUOTES
from tests.mistakes.slips.signs import SIGNS
from tests.mistakes.slips.structure import STRUCTURE
from tests.mistakes.slips.words import WORDS

SLIPS = (*DATES, *NAMES, *NUMBERS, *QUOTES, *SIGNS, *STRUCTURE, *WORDS)
