"""Every construct of the design is read, and printed as it is meant."""

from pathlib import Path

from cchc_rules import syntax as s
from cchc_rules.formatting import format_file
from cchc_rules.parsing import parse
from cchc_rules.source import Source, read_source

CONSTRUCTS = Path(__file__).parents[1] / "data" / "constructs.cchc"


def _read() -> Source:
    source, found = read_source(CONSTRUCTS)
    assert source is not None, found
    return source


def test_every_construct_parses_without_a_finding() -> None:
    _, found = parse(_read())
    assert found == ()


def test_no_line_is_lost_and_every_sort_of_line_is_there() -> None:
    file, _ = parse(_read())
    sorts = {type(line) for line in file.lines}
    assert not sorts & {s.LostLine, s.LostHead}
    known = {sort for sort in (*s.Head.__args__, *s.Member.__args__) if sort is not s.LostHead}
    assert known - {s.LostLine} == sorts


def test_it_survives_fmt() -> None:
    file, _ = parse(_read())
    printed = format_file(file)
    again, found = parse(Source(file.file, printed))
    assert found == ()
    assert again.blocks == file.blocks
    assert format_file(again) == printed
