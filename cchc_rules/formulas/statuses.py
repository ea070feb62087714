"""The statuses of leaves and headings, as numbers in their helper cells."""

SCORED, ZEROED, OVERRIDDEN, NOT_APPLICABLE, MISSING, ERROR, COUNCIL = range(7)
"""Up to OVERRIDDEN a leaf has points; of two headings' leaves the higher one counts."""
