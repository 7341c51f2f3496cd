"""Named tuples that are made at once: `typing.NamedTuple` takes a sixth of a millisecond for each class, at every start.

A lint run defines over a hundred of them, and most of that time goes into compiling a constructor and into checking
annotations that nobody reads at run time. For type checkers this is `typing.NamedTuple` itself, and so it is for readers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["NamedTuple"]

if TYPE_CHECKING:
    from typing import NamedTuple
else:
    from collections import _tuplegetter
    from types import FunctionType

    _new = tuple.__new__
    _BUILDERS: dict[int, FunctionType] = {}

    def _builder(count):
        """A constructor of some number of fields, whose names are put in for each class."""
        known = _BUILDERS.get(count)
        if known is None:
            names = ", ".join(f"a{number}" for number in range(count))
            tuple_of = f"({names},)" if count else "()"
            source = f"lambda _cls, {names}: _new(_cls, {tuple_of})"
            known = _BUILDERS[count] = eval(source, {"_new": _new})  # noqa: S307 - of a number
        return known

    class _Meta(type):
        """Gives a class that lists its fields a constructor and a getter for each."""

        def __new__(cls, name, bases, body):
            if any(base is NamedTuple for base in bases if base is not tuple):  # what derives further is like any class
                fields = tuple(body.get("__annotations__", ()))
                defaults = {field: body[field] for field in fields if field in body}
                template = _builder(len(fields))
                code = template.__code__.replace(co_varnames=("_cls", *fields), co_qualname=name)
                made = FunctionType(code, template.__globals__, "__new__", tuple(defaults.values()))
                body.update({field: _tuplegetter(index, "") for index, field in enumerate(fields)})
                body.update(__new__=made, __slots__=(), __match_args__=fields, _fields=fields, _field_defaults=defaults)
            return super().__new__(cls, name, bases, body)

    class NamedTuple(tuple, metaclass=_Meta):
        """What every named tuple can do, whatever its fields."""

        __slots__ = ()

        @classmethod
        def _make(cls, values):
            made = tuple.__new__(cls, values)
            if len(made) != len(cls._fields):
                raise TypeError(f"{cls.__name__} takes {len(cls._fields)} values, not {len(made)}")
            return made

        def _replace(self, **changes):
            made = _new(type(self), map(changes.pop, self._fields, self))
            if changes:
                raise ValueError(f"{type(self).__name__} has no field named {', '.join(changes)}")
            return made

        def _asdict(self):
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self):
            shown = ", ".join(f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True))
            return f"{type(self).__name__}({shown})"

        def __getnewargs__(self):
            return tuple(self)
