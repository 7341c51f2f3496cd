"""Whether a transformer was left as it is by a pipeline that fits clones, since it keeps what they make of data."""

from __future__ import annotations

from fitlens.analysis.composites import MEMORY
from fitlens.analysis.facts import Access, Facts, MethodCall


def caching_fit(access: Access, facts: Facts) -> MethodCall | None:
    """The last call that fitted a copy of what stands left of the dot, if that is such a pipeline's."""
    copied = access.receiver.copied
    if not copied:
        return None
    call = next((each for each in facts.method_calls if each.span == copied[-1]), None)
    if call is None or not call.owners:
        return None
    keeps = all(
        owner.parameter_named(MEMORY) is not None and any(each.by_position for each in owner.compositions)
        for owner in call.owners
    )
    return call if keeps else None
