from cchc_rules.diagnostics import Diagnostic
from cchc_rules.facts import Unit
from cchc_rules.facts.names import Match, NoMatch
from cchc_rules.facts.roster import Roster, absent, read_roster

KINDS = ("xã", "phường", "đặc_khu")


def read(text: str, kinds: tuple[str, ...] = KINDS) -> tuple[Roster, list[Diagnostic]]:
    roster, found = read_roster(text, "đơn vị.csv", kinds)
    assert roster is not None, found
    return roster, found


def test_a_csv_with_all_columns() -> None:
    roster, found = read(
        "DANH SÁCH ĐƠN VỊ;;;\n\nMã;Tên đơn vị;Loại;Xếp hạng\n01;Mường Nhé;Xã;có\n"
        "02;Thanh Trường;phuong;không\n03;Cô Tô;đặc khu;\n;;;\n"
    )
    assert roster.units == (
        Unit("Mường Nhé", "xã", "01", ranked=True),
        Unit("Thanh Trường", "phường", "02", ranked=False),
        Unit("Cô Tô", "đặc_khu", "03", ranked=None),
    )
    assert found == []


def test_names_alone() -> None:
    roster, _ = read("Huyện\nNậm Pồ\nMường Nhé\n", ("huyện",))
    assert [unit.kind for unit in roster.units] == ["huyện", "huyện"]
    roster, _ = read("Tên\nXã Nậm Pồ\nPhường Thanh Trường\n")
    assert [unit.kind for unit in roster.units] == ["xã", "phường"]


def test_json_in_both_languages() -> None:
    expected = (Unit("Mường Nhé", "xã", "1", ranked=False),)
    for text in (
        '[{"id": 1, "name": "Mường Nhé", "kind": "xã", "ranked": false}]',
        '{"units": [{"mã": "1", "tên": "Mường Nhé", "loại": "xã", "xếp hạng": "không"}]}',
    ):
        assert read(text)[0].units == expected


def test_what_is_wrong_with_a_list() -> None:
    roster, found = read(
        "mã,tên,loại,xếp hạng\n1,A,xã,\n2,A,xã,\n1,B,xã,\n4,C,thôn,\n5,D,,\n6,E,xã,có lẽ\n"
    )
    assert [unit.name for unit in roster.units] == ["A", "E"]
    assert [one.code for one in found] == ["E515", "E515", "E516", "E516", "E528"]
    assert "A" in found[0].message
    assert "thôn" in found[2].message


def test_no_list_at_all() -> None:
    for text in ("", "a;b\n1;2\n", "[1]", '{"units": 3}', "[{", 'tên\n"' + "x" * 200_000):
        roster, found = read_roster(text, "x", KINDS)
        assert roster is None
        assert [one.code[0] for one in found] == ["E"]


def test_a_unit_is_found_by_id_and_by_name() -> None:
    roster, _ = read("mã;tên;loại\n01;Mường Nhé;xã\n02;Nậm Pồ;xã\n")
    assert roster.find("Muong Nhe") == Match(0, exact=False)
    assert roster.find("Nậm Pồ", "02") == Match(1, exact=True)
    assert roster.find("", "02") == Match(1, exact=True)
    assert roster.find("Tên mới", "02") == Match(1, exact=False)
    conflict = roster.find("Mường Nhé", "02")
    assert isinstance(conflict, NoMatch)
    assert conflict.candidates == ("Nậm Pồ", "Mường Nhé")


def test_units_without_figures_are_named() -> None:
    roster, _ = read("tên;loại\nA;xã\nB;xã\n")
    found = absent(roster, [roster.units[0].name], "bảng.xlsx")
    assert [(one.code, "“B”" in one.message) for one in found] == [("W561", True)]
