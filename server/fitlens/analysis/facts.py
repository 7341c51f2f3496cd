"""What the analysis knows of one document: facts at places. Rules and editor features ask these and nothing else.

Spans are 0-based code-point offsets into `Document.text`, end exclusive.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final, Literal

from fitlens.analysis.contract import Definition
from fitlens.analysis.rows import Fit, Rows, Split
from fitlens.analysis.values import Value
from fitlens.catalog.model import ClassEntry, Composition, FunctionEntry, Parameter
from fitlens.record import NamedTuple

if TYPE_CHECKING:
    from fitlens.analysis.library import Uses

State = Literal["unfitted", "fitted", "maybe"]
Settled = Literal["yes", "pending", "no"]
"""Whether a given value is what a fit sees. yes: it is, and no refusal is caught; pending: no fit is in the document; no: it
is or may be set again, or its refusal is expected."""
AccessContext = Literal["read", "call", "store", "delete"]
ReferenceForm = Literal["import", "from", "attribute", "name"]
"""How a path is named: `import a.b`, `from a import b`, `a.b`, or by the name that an import bound to it."""
StepForm = Literal["given", "made", "nested", "item", "attribute"]
"""How a step is named: by a string in its pair, by `make_pipeline` after the estimator that stands there, as a part of a nested
name (`svc__C`), by `pipe["svc"]`, by `named_steps.svc`."""
Role = Literal["estimator", "hyperparameter", "learned-parameter", "method", "step", "grid-key"]


class Span(NamedTuple):
    """Half-open range of code points."""

    start: int
    end: int

    def holds(self, offset: int) -> bool:
        """Whether the offset lies in the range or right behind it, as a cursor does."""
        return self.start <= offset <= self.end


NOWHERE: Final = Span(-1, -1)
"""A place that is not in the document."""


class Candidate(NamedTuple):
    """One item of a list of values."""

    span: Span | None
    """None where it stands nowhere as an expression of its own."""
    value: Value
    text: str


class Argument(NamedTuple):
    """One argument of a construction, `Class(name=value)`."""

    span: Span
    """The keyword's name; for a positional argument its value."""
    value_span: Span
    name: str | None
    """The hyperparameter it sets; None where a positional argument has no counterpart."""
    keyword: bool
    value: Value
    text: str
    """The value as the user wrote it."""
    settled: Settled
    items: tuple[Candidate, ...] | None = None
    """What a list, tuple, set or (its values) dict holds, where it is known one by one."""


class Construction(NamedTuple):
    """A call of a class of the catalog, or of the user's own estimator class."""

    span: Span
    """The whole call."""
    name_span: Span
    """The class's name as written (`SVC` in `svm.SVC(...)`)."""
    classes: tuple[ClassEntry, ...]
    """What may be constructed here: more than one where branches differ."""
    arguments: tuple[Argument, ...]
    exhaustive: bool
    """No `*args` or `**kwargs`: what is not in `arguments` has its default."""
    open_end: int
    """Offset right before the closing parenthesis: where a missing argument would go."""
    guards: frozenset[str]
    trusted: bool
    later: frozenset[str] = frozenset("*")
    """Hyperparameters that are, or may be, set again after construction ("*" for any)."""
    early: frozenset[str] = frozenset("*")
    """Those of them that may be set before the first fit."""
    hidden: tuple[tuple[str, Value], ...] = ()
    """What `**options` is known to give, where the names do not stand in a display of the document."""
    open: bool = False
    """Others may be given, of which nothing is known: what is in neither `arguments` nor `hidden` need not have its default."""


class Receiver(NamedTuple):
    """What stands left of a dot, as far as it is known at that place."""

    classes: tuple[ClassEntry, ...]
    state: State
    text: str
    """As the user wrote it: `clf`."""
    is_class: bool = False
    """The class itself (`SVC.fit`), not an instance of it."""
    partly: bool = False
    """Unfitted for the last of the estimators inside; those before it may be fitted."""
    blocked: bool = False
    """A step before its last certainly needs a fit: no data comes through."""
    frozen: ClassEntry | None = None
    """A fit of it asks for an estimator that was fitted before, and this class holds one that certainly is not."""
    complete: bool = True
    """Nothing but these classes can stand there."""
    exact: bool = True
    """None of a subclass either."""
    constructed: tuple[Span, ...] = ()
    fitted: tuple[Span, ...] = ()
    """Calls that fitted it, latest last."""
    copied: tuple[Span, ...] = ()
    """Calls that fitted a copy of it (`GridSearchCV(clf).fit`, `cross_val_score(clf, ...)`)."""
    assigned: frozenset[str] = frozenset()
    """Attributes set on it by hand."""
    open: bool = False
    """Hyperparameters that are not in `values` need not have their default."""
    late: frozenset[str] = frozenset()
    """Hyperparameters that were set when it may have been fitted: what was learned need not know their value."""
    exposed: bool = False
    """Code that is not known had hold of it, and may have set any hyperparameter."""
    values: tuple[tuple[str, Value], ...] = ()
    """Hyperparameters set so far, by name."""
    inner: tuple[tuple[str, tuple[ClassEntry, ...]], ...] = ()
    """For a composite: paths to the estimators inside, as code (`[-1]`, `.best_estimator_`), and their classes."""


class Access(NamedTuple):
    """One attribute of an estimator (or its class) named in the source."""

    span: Span
    """The name after the dot."""
    name: str
    context: AccessContext
    receiver: Receiver
    call_span: Span | None
    """For a call: the whole call."""
    positional: int | None
    """For a call: how many arguments were given by position; None where that is not known (`*args`)."""
    keywords: tuple[str, ...]
    guards: frozenset[str]
    trusted: bool
    first: bool = False
    """In a loop: in its first turn the receiver is certainly unfitted, whatever it is in later ones; in a function: in one of
    its calls."""
    withheld: tuple[ClassEntry, ...] = ()
    """For a method of a composite: the estimators inside that would have to have it as well, and certainly do not."""


class Given(NamedTuple):
    """Something given where an estimator is taken: a step, `GridSearchCV(...)`'s estimator, `cross_val_score(...)`'s."""

    span: Span
    taker: str
    """Name of the class or function that takes it: `Pipeline`."""
    parameter: str
    step: str | None
    value: Value
    settled: Settled
    guards: frozenset[str]
    trusted: bool


class Handed(NamedTuple):
    """An estimator given to something of scikit-learn's that was seen to refuse one that is not fitted."""

    span: Span
    taker: str
    """What takes it: `plot_tree`, `RocCurveDisplay.from_estimator`."""
    receiver: Receiver
    """What is known of the estimator there, as if it stood left of a dot."""
    guards: frozenset[str]
    trusted: bool


class Missing(NamedTuple):
    """Where a nested name leads to nothing."""

    path: tuple[str, ...]
    """The parts before, which lead to an estimator."""
    part: str
    """The part that is not there."""
    owners: tuple[ClassEntry, ...]
    """What it would have to belong to; empty where that is no estimator but `holds`."""
    steps: tuple[str, ...]
    """The names of the estimators inside the owner."""
    options: tuple[str, ...]
    """All parts that could stand there."""
    elsewhere: tuple[str, ...]
    """Every nested name of the whole estimator."""
    beneath: tuple[ClassEntry, ...] = ()
    """The class that each of these belongs to."""
    holds: str = ""
    """A constant that stands where an estimator is meant, as source (`None`)."""


class Key(NamedTuple):
    """One nested name: a key of a search space, a keyword of `set_params`, the `param_name` of a curve."""

    span: Span
    """The name, without quotes."""
    name: str
    taker: str
    """`GridSearchCV`, `set_params`, `validation_curve`."""
    owners: tuple[ClassEntry, ...]
    """The classes whose hyperparameter it names; empty where that is not known."""
    missing: Missing | None
    """Where it leads to nothing, for certain."""
    searched: bool
    """Its value is to be a list of candidates, or something to draw them from."""
    value: Value
    value_span: Span | None
    candidates: tuple[Candidate, ...] | None
    """The candidates, where they are known one by one."""
    alone: bool
    """Every candidate of the search has this key: there is but one space."""
    lists_only: bool
    """Nothing in its space is drawn from a distribution."""
    failures_scored: bool
    """The program says which score a fit that fails gets: it expects some."""
    settled: Settled
    guards: frozenset[str]
    trusted: bool


class Part(NamedTuple):
    """One estimator given to a composite."""

    name: str | None
    """Its step name; None where it is not known."""
    name_span: Span | None
    """The name as it stands in the source, quotes included; None where it does not."""
    value_span: Span | None
    value: Value


class Composite(NamedTuple):
    """What a composite of named estimators was given."""

    span: Span
    """The name of what made it (`Pipeline`, `make_pipeline`)."""
    entry: ClassEntry
    composition: Composition
    parts: tuple[Part, ...] | None
    """In order; None where they are not known, or not always the same."""
    settled: Settled
    guards: frozenset[str]
    trusted: bool


class StepAccess(NamedTuple):
    """A step asked for by a name that no step has: `pipe["scv"]`, `pipe.named_steps.scv`."""

    span: Span
    """The name, without quotes."""
    name: str
    owner: ClassEntry
    options: tuple[str, ...]
    exception: str
    """What it raises: `KeyError`, `AttributeError`."""
    guards: frozenset[str]
    trusted: bool


class StepName(NamedTuple):
    """A place that names a step: where it is given its name, in a nested name, where it is looked up."""

    span: Span
    """The name alone, without quotes and without what is nested in it."""
    name: str
    form: StepForm
    steps: tuple[Span, ...]
    """The steps that it may mean, each by the place that names it."""
    certain: bool
    """It means these, and nothing else."""


class FunctionCall(NamedTuple):
    """A call of a public function of scikit-learn."""

    span: Span
    name_span: Span
    """The function's name as written (`f1_score` in `metrics.f1_score(...)`)."""
    entry: FunctionEntry
    arguments: tuple[Argument, ...]
    """None of them is settled: a function sees what it is given."""
    exhaustive: bool
    """No `*args` or `**kwargs`: nothing but `arguments` is given."""
    open_end: int
    """Offset right before the closing parenthesis."""
    guards: frozenset[str]
    trusted: bool


class Reference(NamedTuple):
    """A module, class, function or constant named by its path in scikit-learn, whether it exists or not."""

    span: Span
    """The name: in `import a.b` the path, in `from a import b` the `b`, in `a.b` the `b`, elsewhere the name itself."""
    path: str
    """What is asked for, in full: `sklearn.cross_validation.KFold`."""
    form: ReferenceForm
    alias: str | None = None
    """import and from: the name after `as`."""
    statement: Span | None = None
    """import and from: the whole statement; attribute: the whole `a.b`."""
    module_span: Span | None = None
    """from: the module's path in the statement."""
    names: int = 1
    """import and from: how many names the statement brings."""
    lacking: str | None = None
    """The module that adds the name to the other when it is imported, where it surely was not imported before."""
    guards: frozenset[str] = frozenset()
    trusted: bool = True


class MethodCall(NamedTuple):
    """A call of a method of scikit-learn's on an estimator."""

    span: Span
    name_span: Span
    name: str
    owners: tuple[ClassEntry, ...]
    """The classes that it may be called on; empty where there are others."""
    arguments: tuple[Argument, ...]
    exhaustive: bool
    """No `*args` or `**kwargs`: nothing but `arguments` is given."""
    guards: frozenset[str]
    trusted: bool
    seen: Fit | None = None
    """What it was fitted on before; None where that is not known, or not always the same."""


class SplitTarget(NamedTuple):
    """One name that a result of a split is bound to."""

    name: str
    span: Span
    rows: Rows


class SplitResults(NamedTuple):
    """The results of a split, bound to names in the order in which they come."""

    split: Split
    targets: tuple[SplitTarget, ...]
    guards: frozenset[str]
    trusted: bool


class Choice(NamedTuple):
    """A loop of the module keeps the best of its scores and what belongs to it, and the program prints that score."""

    span: Span
    """The comparison that it is made by."""
    score: Span
    """The call that gives the score."""
    best: str
    """The name that the best score is bound to."""
    loop: Span
    guards: frozenset[str]
    trusted: bool


class Site(NamedTuple):
    """One place that carries a label."""

    span: Span
    role: Role
    estimators: tuple[str, ...]
    """Public paths, sorted; more than one where several are possible."""
    name: str
    state: State
    classes: tuple[ClassEntry, ...]
    parameter: Parameter | None = None
    """For a hyperparameter or grid key: the one named."""
    fact: Construction | Access | None = None
    """What was known there: for a hyperparameter or an estimator the construction, else the access."""


class Facts(NamedTuple):
    """All facts of one document, each list in source order.

    guards: names of exceptions that the program catches around a fact ("*" for any): an error that would raise one of them
    is meant to happen. trusted: False in code that was repaired to be read: it carries labels, never findings.
    """

    constructions: tuple[Construction, ...] = ()
    accesses: tuple[Access, ...] = ()
    given: tuple[Given, ...] = ()
    sites: tuple[Site, ...] = ()
    keys: tuple[Key, ...] = ()
    composites: tuple[Composite, ...] = ()
    steps: tuple[StepAccess, ...] = ()
    calls: tuple[FunctionCall, ...] = ()
    references: tuple[Reference, ...] = ()
    method_calls: tuple[MethodCall, ...] = ()
    splits: tuple[SplitResults, ...] = ()
    definitions: tuple[Definition, ...] = ()
    """The estimator classes of the document."""
    choices: tuple[Choice, ...] = ()
    step_names: tuple[StepName, ...] = ()
    handed: tuple[Handed, ...] = ()
    changed: frozenset[Rows] = frozenset()
    """Rows whose content may have been changed in place."""
    acts: bool = True
    """The document does something when it runs, besides importing and defining: it is a program, not only a part of one."""
    complete: bool = True
    """False where the budget ended the analysis early."""
    uses: Uses | None = None
    """The modules of the project that the facts rest on; None where the document imports none and looked for none."""
    seeded: bool = False
    """The program seeds random numbers that all share, at some place."""
    version: str = ""
    """The minor version of scikit-learn that the document is judged by: `1.9`."""
    declared: Callable[[], str | None] = lambda: None
    """Asks for the lowest version that the project says it works with, None where it says none: to know it, files are read."""
    observed: bool = True
    """The version that the program is judged by was watched, not only read."""

    def site_at(self, offset: int) -> Site | None:
        """The site under a cursor, or None."""
        index = bisect_right(self.sites, offset, key=lambda site: site.span.start) - 1
        for site in reversed(self.sites[max(0, index - 1) : index + 1]):
            if site.span.holds(offset):
                return site
        return None

    def sites_in(self, span: Span) -> Iterator[Site]:
        """Sites that touch the range, in order."""
        return (site for site in self.sites if site.span.start < span.end and span.start < site.span.end)
