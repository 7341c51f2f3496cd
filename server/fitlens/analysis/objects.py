"""Objects of the document's own classes, as far as they are no estimators."""

from __future__ import annotations

from fitlens.analysis import functions, records
from fitlens.analysis.context import Arguments, Context
from fitlens.analysis.values import UNKNOWN, Class, UserFunction, UserObject, Value


def create(context: Context, made: Class, arguments: Arguments) -> Value:
    """A call of a plain class of the document: a new object, on which its constructor ran."""
    assert made.user is not None
    created = UserObject(made.user)
    own_way = made.user.method("__new__") is not None
    constructor = None if own_way else made.user.constructor()
    if isinstance(constructor, UserFunction):
        functions.follow(context, constructor, arguments, created)
    elif constructor is not None:
        records.construct(context, created, constructor, arguments)
    else:
        for value in arguments.values():
            context.escape(value)
    return UNKNOWN if own_way or made.user.opaque else created
