"""A form as it was read in, its scores computed again and everything that differs out."""

from cchc_rules.validation.forms import Judge, Request, facts_in, facts_of

__all__ = ["Judge", "Request", "facts_in", "facts_of"]
