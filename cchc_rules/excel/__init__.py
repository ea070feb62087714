"""Workbooks: official's files in through a guard, new files of results out."""
