"""Which names carry a label: the keywords of a construction and the attributes of an estimator, as sites.

Sites that belong to no other fact (a class's name, a step's, a key of a grid) are recorded where they stand.
"""

from __future__ import annotations

from fitlens.analysis.drafts import public_paths, union
from fitlens.analysis.facts import Access, Construction, Role, Site, Span
from fitlens.catalog.model import ClassEntry, Parameter


def merged(sites: list[Site]) -> tuple[Site, ...]:
    """Sites in source order; one place that means the same of several estimators (settings that they share) is one."""
    found: dict[tuple[Span, Role, str], Site] = {}
    for site in sorted(sites, key=lambda site: site.span):
        key = (site.span, site.role, site.name)
        earlier = found.get(key)
        if earlier is None:
            found[key] = site
            continue
        classes = union(earlier.classes, site.classes)
        state = site.state if site.state == earlier.state else "maybe"
        found[key] = earlier._replace(classes=classes, estimators=public_paths(classes), state=state)
    return tuple(found.values())


def _estimators(classes: tuple[ClassEntry, ...]) -> bool:
    return bool(classes) and all(entry.kind == "estimator" for entry in classes)


def construction_sites(fact: Construction) -> list[Site]:
    """The keywords of a construction that are hyperparameters of all that it may make."""
    if not _estimators(fact.classes):
        return []
    paths = public_paths(fact.classes)
    found: list[Site] = []
    for argument in fact.arguments:
        if not argument.keyword or argument.name is None:
            continue
        parameters = [p for p in (entry.parameter_named(argument.name) for entry in fact.classes) if p is not None]
        if len(parameters) == len(fact.classes):
            found.append(
                Site(
                    argument.span, "hyperparameter", paths, argument.name, "unfitted", fact.classes, parameters[0], fact
                )
            )
    return found


def access_site(access: Access) -> Site | None:
    """What an attribute is to all classes that it may belong to; None where it is not the same to each."""
    receiver = access.receiver
    if not receiver.complete or not _estimators(receiver.classes):
        return None
    name, classes = access.name, receiver.classes
    role: Role
    parameter: Parameter | None = None
    if all(entry.parameter_named(name) for entry in classes):
        role, parameter = "hyperparameter", classes[0].parameter_named(name)
    elif all(entry.learned_named(name) for entry in classes):
        role = "learned-parameter"
    elif all(entry.method_named(name) for entry in classes):
        role = "method"
    else:
        return None
    return Site(access.span, role, public_paths(classes), name, receiver.state, classes, parameter, access)
