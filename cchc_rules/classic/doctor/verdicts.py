"""What a check says: fine, broken with a remedy, or not to be seen on this machine."""

from enum import StrEnum

from cchc_rules.records import record


class Status(StrEnum):
    """How it stands."""

    FINE = "fine"
    BROKEN = "broken"
    UNKNOWN = "unknown"


@record()
class Verdict:
    """One check: its name, how it stands, what was seen, what to do."""

    name: str
    title: str
    status: Status
    message: str
    remedy: str = ""
