"""Score, explain and rank public administration reform (CCHC) from a council's rule file."""

__version__ = "0.1.0"
