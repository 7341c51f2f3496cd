"""Our named tuples are Python's: whatever one can do the other can, and they cost a start a quarter of the time."""

import copy
import pickle
from functools import cached_property
from typing import Any
from typing import NamedTuple as PythonsOwn

import pytest

from fitlens.record import NamedTuple
from tests.pace import paces


class Point(NamedTuple):
    """A place."""

    row: int
    column: int = 0
    name: str = ""

    def moved(self, columns: int) -> "Point":
        """Further right."""
        return self._replace(column=self.column + columns)


class Origin(PythonsOwn):
    """The same, made by Python."""

    row: int
    column: int = 0
    name: str = ""


def test_it_is_made_read_compared_and_changed_as_pythons_own() -> None:
    for kind in (Point, Origin):
        point: Any = kind(1, name="a")
        assert (point.row, point.column, point.name) == (1, 0, "a") == point
        assert point._replace(row=2) == kind(2, 0, "a") > point
        assert hash(point) == hash((1, 0, "a"))
        assert point._asdict() == {"row": 1, "column": 0, "name": "a"}
        assert (kind._fields, kind._field_defaults) == (("row", "column", "name"), {"column": 0, "name": ""})
        assert kind._make([3, 4, "b"]) == kind(3, 4, "b")
        assert not hasattr(point, "__dict__")
        assert kind.__match_args__ == kind._fields
    assert Point(1).moved(3) == Point(1, 3)
    assert repr(Point(1)) == "Point(row=1, column=0, name='')"
    assert Point.__doc__ == "A place."


def test_it_travels_between_processes() -> None:
    assert pickle.loads(pickle.dumps(Point(1, 2))) == copy.deepcopy(Point(1, 2)) == Point(1, 2)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (lambda kind: kind(), "missing 1 required positional argument: 'row'"),
        (lambda kind: kind(1, 2, "", 4), "takes from 2 to 4 positional arguments but 5 were given"),
        (lambda kind: kind(1, size=2), "got an unexpected keyword argument 'size'"),
        (lambda kind: kind._make([1]), "1"),
    ],
)
def test_what_is_wrong_is_refused(wrong: Any, told: str) -> None:
    for kind in (Point, Origin):
        with pytest.raises(TypeError, match=told):
            wrong(kind)


def test_a_field_that_is_not_there_cannot_be_replaced() -> None:
    for kind in (Point, Origin):
        with pytest.raises((TypeError, ValueError), match="size"):
            kind(1)._replace(size=2)  # pyright: ignore[reportCallIssue]


def test_it_is_made_at_once() -> None:
    def body(base: Any) -> None:
        type(base)("Made", (base,), {"__annotations__": {"row": "int", "column": "int"}})

    def pythons_own() -> None:
        PythonsOwn("Made", [("row", "int"), ("column", "int")])

    ours = paces(lambda: [body(NamedTuple) for _ in range(100)])
    assert ours < paces(lambda: [pythons_own() for _ in range(100)]) / 2


def test_a_class_that_derives_from_one_is_like_any_other() -> None:
    class Cell(Point):
        width = 1

        @cached_property
        def right(self) -> int:
            return self.column + self.width

    assert Cell(1, 2).right == 3
    assert Cell(1, 2) == Point(1, 2)
