"""The form of a rule set in, native spreadsheet formulas that score it out."""
