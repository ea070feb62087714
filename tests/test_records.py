"""A record behaves as a slotted dataclass does."""

import copy
import dataclasses
import pickle
from dataclasses import FrozenInstanceError, fields, is_dataclass

import pytest

from cchc_rules.records import field, field_names, record, replace


@record(kw_only=True)
class Base:
    place: int = field(default=0, compare=False, repr=False)


@record()
class Point(Base):
    x: int
    y: int = 2


@record()
class Named(Point):
    names: list[str] = field(default_factory=list)


@record()
class Other(Base):
    x: int
    y: int = 2


@record(frozen=False)
class Open:
    x: int
    seen: list[int] = field(default_factory=list, repr=False)


@record(frozen=False, eq=False)
class Node:
    x: int = 0


def test_made_by_position_or_name() -> None:
    assert (Point(1).x, Point(1).y, Point(1).place) == (1, 2, 0)
    assert Point(1, 3, place=9).place == 9
    assert Point(y=3, x=1) == Point(1, 3)
    with pytest.raises(TypeError, match=r"Point.__init__\(\) missing .* 'x'"):
        Point()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="from 2 to 3 positional arguments"):
        Point(1, 2, 3)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="unexpected keyword argument 'z'"):
        Point(1, z=2)  # type: ignore[call-arg]


def test_classes_of_one_shape_keep_their_own_names_and_defaults() -> None:
    @record()
    class Size:
        width: int
        height: int = 7

    @record()
    class Pair:
        left: str
        right: str = "r"

    size, pair = Size(width=1), Pair("l")
    assert (size.width, size.height) == (1, 7)
    assert (pair.left, pair.right) == ("l", "r")
    assert Pair(left="a", right="b") == Pair("a", "b")


def test_a_field_without_a_default_comes_first() -> None:
    with pytest.raises(TypeError, match="Late: a field without a default"):

        @record()
        class Late:
            first: int = 0
            second: int  # type: ignore[misc]


def test_an_open_record_can_be_changed_and_has_no_hash() -> None:
    one = Open(1)
    one.x = 2
    one.seen.append(1)
    assert one == Open(2, [1])
    assert repr(one) == "Open(x=2)"
    assert Open(1).seen == []
    assert not hasattr(one, "__dict__")
    with pytest.raises(TypeError, match="unhashable"):
        hash(one)


def test_a_record_without_eq_equals_only_itself() -> None:
    one = Node()
    assert one != Node()
    assert len({one, one, Node()}) == 2


def test_frozen_and_slotted() -> None:
    point = Point(1)
    with pytest.raises(FrozenInstanceError):
        point.x = 2  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del point.x
    with pytest.raises(FrozenInstanceError):
        point.new = 2  # type: ignore[attr-defined]
    assert not hasattr(point, "__dict__")


def test_equal_by_what_is_compared_and_by_class() -> None:
    assert Point(1, place=1) == Point(1, place=2)
    assert hash(Point(1, place=1)) == hash(Point(1, place=2))
    assert Point(1) != Point(2)
    assert Point(1) != Other(1)  # type: ignore[comparison-overlap]
    assert len({Point(1), Point(1, 2), Point(2)}) == 2
    assert Base() == Base(place=3)


def test_shown() -> None:
    assert repr(Point(1, place=7)) == "Point(x=1, y=2)"


def test_it_is_a_dataclass_for_who_looks() -> None:
    assert [each.name for each in fields(Point(1))] == ["place", "x", "y"]
    assert dataclasses.replace(Point(1, place=3), y=5).place == 3
    assert dataclasses.replace(Point(1), y=5) == Point(1, 5)
    assert is_dataclass(Point)
    place, x, y = fields(Point)
    assert (place.default, place.kw_only, place.compare, place.repr) == (0, True, False, False)
    assert (x.default, y.default) == (dataclasses.MISSING, 2)
    assert fields(Named)[3].default_factory is list
    assert [each.name for each in fields(Named)] == ["place", "x", "y", "names"]


def test_replaced_and_named() -> None:
    assert replace(Point(1, 3, place=9), x=2) == Point(2, 3)
    assert replace(Point(1, 3, place=9), x=2).place == 9
    assert field_names(Named(1)) == ("place", "x", "y", "names")
    assert field_names("x") == ()


def test_matched_by_position_without_keyword_only_fields() -> None:
    match Point(1, 3, place=9):
        case Point(x, y, place=place):
            assert (x, y, place) == (1, 3, 9)
    assert Point.__match_args__ == ("x", "y")


def test_factories_make_one_each() -> None:
    first, second = Named(1), Named(1)
    first.names.append("a")
    assert second.names == []
    assert Named(1, 2, ["b"]).names == ["b"]
    assert isinstance(first, Point)


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_pickled_and_copied(protocol: int) -> None:
    point = Point(1, 3, place=9)
    for again in (
        pickle.loads(pickle.dumps(point, protocol)),
        copy.copy(point),
        copy.deepcopy(point),
    ):
        assert again == point
        assert again.place == 9
