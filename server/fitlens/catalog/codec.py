"""How a record is written as JSON and read again: fields that have their default are left out, names stay readable.

Parameters are written as they stand in a signature, `"X"`, `"y=None"`, with `"/"` and `"*"` between them where Python has
them; one that is validated is a list of that text and its constraints. Of these an interval is written as mathematicians
do, `"real [0.0, inf)"`, options as their list, and what is nothing but its kind as that kind.

A form of a learned parameter is a line, `"ndarray|float64|n_clusters;n_features"`, with the kinds of data behind it where
it has some. Settings of several hyperparameters are a mapping, `{"kernel":["linear"],"C":{"not":[1.0]}}`.

Attributes that a class has from its public bases are not repeated: who decodes a class says them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from sys import intern
from typing import Any, cast

from fitlens.catalog.model import (
    ClassEntry,
    Composition,
    Conditions,
    Conflict,
    Constraint,
    Entry,
    Form,
    FunctionEntry,
    Holder,
    Ineffective,
    LearnedParameter,
    Method,
    Parameter,
    Setting,
)

Json = Any
"""What `json` reads and writes."""


_WRITTEN_APART = frozenset(
    (
        "line", "parameters", "methods", "learned", "attributes", "compositions", "ineffective", "conflicts", "draws",
    )
)  # fmt: skip


def encode(entry: Entry, inherited: Iterable[str] = ()) -> dict[str, Json]:
    """The record of an entry, without what moves when only lines of the source move (`line`, the methods' lines).

    `inherited`: the attributes of its public bases.
    """
    if isinstance(entry, FunctionEntry):
        record = _plain(entry, leave={"line", "parameters"})
        record["parameters"] = _encode_parameters(entry.parameters)
        return _shortened(record)
    record = _plain(entry, leave=_WRITTEN_APART)
    record["attributes"] = sorted(set(entry.attributes).difference(inherited))
    if entry.parameters:
        record["parameters"] = _encode_parameters(entry.parameters)
    if entry.methods:
        record["methods"] = {method.name: _encode_method(method) for method in entry.methods}
    if entry.learned:
        record["learned"] = [item.name for item in entry.learned]
        record["undocumented"] = [item.name for item in entry.learned if not item.documented]
        record["present_unfitted"] = [item.name for item in entry.learned if not item.absent_unfitted]
        record["learned_escapes"] = {item.name: list(item.escapes) for item in entry.learned if item.escapes}
        record["forms"] = {
            item.name: [_encode_form(form) for form in item.forms] for item in entry.learned if item.forms
        }
        record["conditions"] = {
            item.name: _encode_conditions(item.conditions) for item in entry.learned if item.conditions
        }
    record["ineffective"] = [[item.parameter, _encode_settings(item.under)] for item in entry.ineffective]
    record["conflicts"] = [_encode_conflict(item) for item in entry.conflicts]
    if entry.draws is not None:
        record["draws"] = _encode_conditions(entry.draws or ((),))
    if entry.compositions:
        record["compositions"] = [_encode_composition(item) for item in entry.compositions]
    return _shortened(record)


def decode(
    record: Mapping[str, Json],
    line: int,
    method_lines: Sequence[int | None] = (),
    inherited: Iterable[str] = (),
) -> Entry:
    """The entry of a record; `method_lines` has one line for each method, in the record's order.

    Raises KeyError, TypeError or ValueError where the record is not one that `encode` wrote.
    """
    rest: dict[str, Json] = dict(record)
    rest.pop("form", None)
    rest.setdefault("file", _file_of(rest["defined"]))
    parameters = _decode_parameters(rest.pop("parameters", ()))
    if "kind" not in rest:
        return FunctionEntry(**_tuples(rest), line=line, parameters=parameters)
    methods: Mapping[str, Json] = rest.pop("methods", {})
    lines = method_lines or [None] * len(methods)
    learned: Sequence[str] = rest.pop("learned", ())
    undocumented = frozenset(cast("list[str]", rest.pop("undocumented", ())))
    present = frozenset(cast("list[str]", rest.pop("present_unfitted", ())))
    escapes: Mapping[str, Sequence[str]] = rest.pop("learned_escapes", {})
    forms: Mapping[str, Sequence[str]] = rest.pop("forms", {})
    conditions: Mapping[str, Json] = rest.pop("conditions", {})
    ineffective: Sequence[Json] = rest.pop("ineffective", ())
    conflicts: Sequence[Mapping[str, Json]] = rest.pop("conflicts", ())
    draws: Sequence[Json] | None = rest.pop("draws", None)
    attributes = {*cast("list[str]", rest.pop("attributes", ())), *inherited}
    attributes.difference_update(methods, learned, (each.name for each in parameters))
    compositions: Sequence[Mapping[str, Json]] = rest.pop("compositions", ())
    return ClassEntry(
        **_tuples(rest),
        line=line,
        parameters=parameters,
        methods=tuple(
            _decode_method(name, written, at) for (name, written), at in zip(methods.items(), lines, strict=True)
        ),
        learned=tuple(
            LearnedParameter(
                name,
                name not in undocumented,
                name not in present,
                tuple(escapes.get(name, ())),
                tuple([_decode_form(form) for form in forms.get(name, ())]),
                _decode_conditions(conditions[name]) if name in conditions else (),
            )
            for name in learned
        ),
        attributes=tuple(sorted(attributes)),
        compositions=tuple(_decode_composition(item) for item in compositions),
        ineffective=tuple(Ineffective(name, _decode_settings(under)) for name, under in ineffective),
        conflicts=tuple(_decode_conflict(item) for item in conflicts),
        draws=None if draws is None else () if draws == [{}] else _decode_conditions(draws),
    )


def _plain(item: Entry | Method | Composition | Constraint | Holder, leave: Iterable[str] = ()) -> dict[str, Json]:
    """Fields of a record that differ from their default."""
    written: dict[str, Json] = {}
    defaults = item._field_defaults
    for name, value in item._asdict().items():
        if name in leave or (name in defaults and value == defaults[name]):
            continue
        written[name] = list(cast("tuple[object, ...]", value)) if isinstance(value, tuple) else value
    return written


def _shortened(record: dict[str, Json]) -> dict[str, Json]:
    """Without what is empty, and without the file where it is the defining module's."""
    return {
        key: value
        for key, value in record.items()
        if value not in ([], {}) and not (key == "file" and value == _file_of(record["defined"]))
    }


def _file_of(module: str) -> str:
    return module.replace(".", "/") + ".py"


def _tuples(record: Mapping[str, Json]) -> dict[str, Json]:
    return {
        key: tuple(cast("list[object]", value)) if isinstance(value, list) else value for key, value in record.items()
    }


def _encode_parameters(parameters: Iterable[Parameter]) -> list[Json]:
    written: list[Json] = []
    kind = "positional"
    for parameter in parameters:
        if parameter.kind != "positional-only" and kind == "positional-only":
            written.append("/")
        if parameter.kind == "keyword-only" and kind not in ("keyword-only", "var-positional"):
            written.append("*")
        kind = parameter.kind
        stars = {"var-positional": "*", "var-keyword": "**"}.get(kind, "")
        text = stars + parameter.name + ("" if parameter.default is None else f"={parameter.default}")
        if parameter.constraints is None:
            written.append(text)
        else:
            written.append([text, *(_encode_constraint(item) for item in parameter.constraints)])
    if kind == "positional-only":
        written.append("/")
    return written


def _decode_parameters(written: Iterable[Json]) -> tuple[Parameter, ...]:
    found: list[Parameter] = []
    kind = "positional"
    for item in written:
        if item == "/":
            found = [Parameter(each.name, each.default, "positional-only", each.constraints) for each in found]
            continue
        if item == "*":
            kind = "keyword-only"
            continue
        constraints = None
        text = item
        if not isinstance(item, str):
            text, constraints = item[0], tuple(_decode_constraint(each) for each in item[1:])
        name, equals, default = text.partition("=")
        this = kind
        if name.startswith("**"):
            this = "var-keyword"
        elif name.startswith("*"):
            this, kind = "var-positional", "keyword-only"
        found.append(Parameter(intern(name.lstrip("*")), default if equals else None, cast("Any", this), constraints))
    return tuple(found)


def _encode_constraint(constraint: Constraint) -> Json:
    written = _plain(constraint)
    if constraint == Constraint(constraint.kind):
        return constraint.kind
    if constraint == Constraint("options", constraint.values):
        return written["values"]
    if constraint.kind == "interval" and not constraint.hidden:
        left = "[" if constraint.closed in ("left", "both") else "("
        right = "]" if constraint.closed in ("right", "both") else ")"
        low = "-inf" if constraint.low is None else constraint.low
        high = "inf" if constraint.high is None else constraint.high
        return f"{constraint.number} {left}{low}, {high}{right}"
    return written


def _decode_constraint(written: Json) -> Constraint:
    if isinstance(written, str):
        return _decode_text(written)
    if isinstance(written, list):
        return Constraint("options", tuple(cast("list[object]", written)))
    return Constraint(**_tuples(written))


@cache
def _decode_text(text: str) -> Constraint:
    kind, space, interval = text.partition(" ")
    if not space:
        return Constraint(cast("Any", kind))
    low, _, high = interval[1:-1].partition(", ")
    left, right = interval[0] == "[", interval[-1] == "]"
    return Constraint(
        "interval",
        number=cast("Any", kind),
        low=None if low == "-inf" else _number(low),
        high=None if high == "inf" else _number(high),
        closed="both" if left and right else "left" if left else "right" if right else "neither",
    )


def _number(text: str) -> float:
    try:
        return int(text)
    except ValueError:
        return float(text)


def _encode_form(form: Form) -> str:
    return "|".join((form.type, form.dtype or "", ";".join(form.shape), ";".join(form.data))).rstrip("|")


@cache
def _decode_form(text: str) -> Form:
    kind, dtype, shape, data, *_ = (*text.split("|"), "", "", "")
    return Form(kind, dtype or None, tuple(shape.split(";")) if shape else (), tuple(data.split(";")) if data else ())


def _encode_settings(settings: Iterable[Setting]) -> dict[str, Json]:
    return {each.parameter: {"not": list(each.values)} if each.other else list(each.values) for each in settings}


def _decode_settings(written: Mapping[str, Json]) -> tuple[Setting, ...]:
    return tuple([_decode_setting(name, values) for name, values in written.items()])


def _decode_setting(name: str, values: Json) -> Setting:
    other = isinstance(values, dict)
    return Setting(intern(name), tuple(cast("list[object]", values["not"] if other else values)), other)


def _encode_conditions(conditions: Conditions) -> list[Json]:
    return [_encode_settings(term) for term in conditions]


def _decode_conditions(written: Sequence[Mapping[str, Json]]) -> Conditions:
    return tuple([_decode_settings(term) for term in written])


def _encode_conflict(conflict: Conflict) -> dict[str, Json]:
    return {
        "values": _encode_settings((conflict.first, conflict.second)),
        "raises": conflict.exception,
        **({"when": conflict.when} if conflict.when != "fit" else {}),
        **({"unless": _encode_settings(conflict.unless)} if conflict.unless else {}),
    }


def _decode_conflict(written: Mapping[str, Json]) -> Conflict:
    first, second = _decode_settings(written["values"])
    unless = _decode_settings(written.get("unless", {}))
    return Conflict(first, second, written["raises"], written.get("when", "fit"), unless)


def _encode_method(method: Method) -> Json:
    written = _plain(method, leave={"name", "parameters", "line", "conditions"})
    if method.conditions:
        written["conditions"] = _encode_conditions(method.conditions)
    parameters = _encode_parameters(method.parameters)
    if not written:
        return parameters
    return {**({"parameters": parameters} if parameters else {}), **written}


def _decode_method(name: str, written: Json, line: int | None) -> Method:
    if isinstance(written, list):
        return Method(name, _decode_parameters(cast("list[Json]", written)), line=line)
    rest = _tuples(written)
    conditions = _decode_conditions(rest.pop("conditions", ()))
    return Method(name, _decode_parameters(rest.pop("parameters", ())), conditions=conditions, line=line, **rest)


def _encode_composition(composition: Composition) -> dict[str, Json]:
    written = _plain(composition, leave={"holders", "prefit"})
    written["holders"] = [_plain(holder) for holder in composition.holders]
    if composition.prefit:
        written["prefit"] = _encode_conditions(composition.prefit)
    return written


def _decode_composition(written: Mapping[str, Json]) -> Composition:
    rest = _tuples(written)
    holders: Sequence[Mapping[str, Json]] = rest.pop("holders")
    prefit = _decode_conditions(rest.pop("prefit", ()))
    return Composition(**rest, holders=tuple(Holder(**holder) for holder in holders), prefit=prefit)
