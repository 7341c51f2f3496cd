"""Faults in nested names: the keys of grids and the keywords of `set_params`."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from bench.accuracy.faults.model import Fault, Ground
from bench.accuracy.faults.spelling import misspelt

_REFUSED = ("ValueError",)


def wrong_keys(ground: Ground) -> Iterator[Fault]:
    """`{"svc__gama": ...}`, `{"gamma": ...}` for a step, `{"scv__gamma": ...}`."""
    for number, found in ground.seen["keys"].items():
        known = {str(each["key"]) for each in found if each["of"] is not None}
        if number >= 0:
            for key in ground.source.places.dicts[number].keys:
                if isinstance(key, ast.Constant) and key.value in known:
                    start, end = ground.source.span(key)
                    for wrong in _wrong(str(key.value), ground):
                        written = ground.source.text[start:end].replace(str(key.value), wrong)
                        yield _fault(ground, start, end, written, key.lineno, f"{key.value} -> {wrong}", here=False)
        else:
            yield from _keywords(ground, ground.source.places.calls[-1 - number], known, here=False)
    for number, found in ground.seen["calls"].items():
        known = {str(each["sets"]) for each in found if "sets" in each and each["of"] is not None}
        yield from _keywords(ground, ground.source.places.calls[number], known, here=True)


def _keywords(ground: Ground, call: ast.Call, known: set[str], *, here: bool) -> Iterator[Fault]:
    for keyword in call.keywords:
        if keyword.arg and keyword.arg in known:
            start, _ = ground.source.span(keyword)
            for wrong in _wrong(keyword.arg, ground):
                what = f"{keyword.arg} -> {wrong}"
                yield _fault(ground, start, start + len(keyword.arg), wrong, keyword.lineno, what, here=here)


def _wrong(key: str, ground: Ground) -> Iterator[str]:
    step, _, name = key.rpartition("__")
    slip = misspelt(name, ground.random)
    if slip is not None:
        yield f"{step}__{slip}" if step else slip
    if step:
        yield name
        yield f"{step}_{name}"
        slip = misspelt(step, ground.random)
        if slip is not None:
            yield f"{slip}__{name}"
    else:
        yield f"estimator__{name}"


def _fault(ground: Ground, start: int, end: int, written: str, row: int, what: str, *, here: bool) -> Fault:
    text = ground.source.replaced(start, end, written)
    return ground.fault("wrong grid key", text, row, what, _REFUSED, here=here)
