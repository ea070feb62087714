"""Nothing in, the parse tables out: `python -m cchc_rules.parsing` writes grammar/cchc.tables."""

from cchc_rules.parsing.tables import make_tables, tables_path

if __name__ == "__main__":
    tables_path().write_text(make_tables(), encoding="utf-8", newline="\n")
