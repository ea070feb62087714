"""A rule set in, the form of one unit out: which row holds what, before any sheet is there."""
