"""A machine in, what keeps our functions from running in its Excel out, with the remedy."""

from cchc_rules.classic.doctor.checks import CHECKS
from cchc_rules.classic.doctor.machine import Machine, this_machine
from cchc_rules.classic.doctor.verdicts import Status, Verdict

__all__ = ["CHECKS", "Machine", "Status", "Verdict", "examine", "this_machine"]


def examine(machine: Machine) -> tuple[Verdict, ...]:
    """Run every check, in the order in which an official should mend what is found."""
    return tuple(check(machine) for check in CHECKS)
