"""`cchc` and `python -m cchc_rules`: the command line, from the first argument to the exit."""

import contextlib
import os
import sys
from typing import NoReturn

from cchc_rules.cli import main


def run() -> NoReturn:
    """Run a command and leave at once.

    The system takes a million numbers back in one go; Python would free them one by one, which
    is a tenth of the time of a large ranking.
    """
    code = main()
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    run()
