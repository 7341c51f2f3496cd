"""The catalog's records: what is known of one version of scikit-learn, as facts and never as its sentences.

Records are NamedTuples: to define one takes a seventh of the time of a frozen dataclass, to make one a third, and a lint
run of one small file has about 70 ms in all.

A record is reached by its *public path*, the shortest path a user imports it from (`sklearn.svm.SVC`).
"""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from fitlens.record import NamedTuple

ConstraintKind = Literal[
    "options",  # one of `values`
    "interval",  # a number of type `number` between `low` and `high`
    "instance",  # an instance of the class at `type`
    "none",
    "nan",
    "boolean",
    "callable",
    "array-like",
    "sparse-matrix",
    "random-state",  # None, an integer >= 0 or a numpy RandomState
    "verbose",  # a boolean or an integer >= 0
    "missing-values",
    "pandas-na",
    "cv-object",
    "iterable-not-string",
    "methods",  # an object that has all of `methods`
    "opaque",  # scikit-learn checks it in a way that has no model here: never judged
]


class Constraint(NamedTuple):
    """One alternative of what scikit-learn's own validation accepts (`_parameter_constraints`)."""

    kind: ConstraintKind
    values: tuple[object, ...] = ()
    """options: the accepted constants."""
    deprecated: tuple[object, ...] = ()
    """options: those of `values` that are announced to go."""
    number: Literal["integral", "real", "real-not-int"] | None = None
    """interval: the numbers it ranges over; missing-values: "real" where a text or None is no marker."""
    low: float | None = None
    """interval: the lower end; None where it has none."""
    high: float | None = None
    closed: Literal["left", "right", "both", "neither"] = "both"
    type: str | None = None
    """instance: the class's path, builtins without a module (`dict`, `numbers.Integral`, `numpy.ndarray`).

    options: the class that a value must also belong to, None for text (`False` is accepted and `0` is not where it is `bool`).
    """
    methods: tuple[str, ...] = ()
    hidden: bool = False
    """Accepted, but scikit-learn keeps it out of its own messages."""


class Parameter(NamedTuple):
    """One argument of a constructor, method or function."""

    name: str
    default: str | None = None
    """The default as source text (`'rbf'`, `1.0`, `f_classif`); None where the argument must be given."""
    kind: Literal["positional-only", "positional", "keyword-only", "var-positional", "var-keyword"] = "positional"
    constraints: tuple[Constraint, ...] | None = None
    """Any of these accepts a value; None where scikit-learn does not validate it."""

    @property
    def required(self) -> bool:
        """Whether a call must give it."""
        return self.default is None and not self.kind.startswith("var-")


class Setting(NamedTuple):
    """What the value of one hyperparameter is, as far as it matters."""

    parameter: str
    values: tuple[object, ...]
    """Constants: text, numbers, booleans, None."""
    other: bool = False
    """The value is any but these, instead of one of these."""

    def holds(self, value: object) -> bool:
        """Whether a constant is such a value; `True` is not `1`."""
        return any(type(each) is type(value) and each == value for each in self.values) is not self.other


Conditions = tuple[tuple[Setting, ...], ...]
"""Any of these holds, all of its settings together; `()`: always."""

Rescaling = Literal["nothing", "column", "more"]
"""What multiplying one column of the data changes of what an estimator predicts or, where it predicts nothing, makes of the
data, with default hyperparameters: nothing; that column alone, by the same number; more."""


class Form(NamedTuple):
    """What a learned parameter was seen to be."""

    type: str
    """`ndarray`, `csr_matrix`, `list`, `float`, `DecisionTreeClassifier` ..."""
    dtype: str | None = None
    """Of the elements: `float64`; several with " or " between them; None where there are none."""
    shape: tuple[str, ...] = ()
    """Axes in the names of sizes: `n_samples`, `n_features`, `n_classes` (2 for binary data), `n_outputs`, hyperparameters
    (`n_clusters`, `len(estimators)`), numbers, expressions of these (`1 or n_classes`); `?` where the data decides."""
    data: tuple[str, ...] = ()
    """Kinds of data on which it was seen; empty where it was the same on all."""


class Ineffective(NamedTuple):
    """A hyperparameter that was seen to change nothing as long as others have certain values, though it does elsewhere."""

    parameter: str
    under: tuple[Setting, ...]
    """All of them together."""


class Conflict(NamedTuple):
    """Two values, each accepted alone, that were refused together on all data."""

    first: Setting
    second: Setting
    exception: str
    """Name of the exception's type."""
    when: Literal["construct", "fit"]
    unless: tuple[Setting, ...] = ()
    """Values of further hyperparameters, any of which was seen to reconcile them."""


class Method(NamedTuple):
    """One public method of a class."""

    name: str
    parameters: tuple[Parameter, ...] = ()
    """Without `self`."""
    conditional: bool = False
    """Behind `available_if`: some hyperparameter values switch it off."""
    raises_unfitted: bool = False
    """Called on an unfitted instance it was seen to raise NotFittedError, on every data shape tried."""
    escapes: tuple[str, ...] = ()
    """Hyperparameters that were seen to let it run unfitted after all: `vocabulary`, once it is given; `steps`, where
    the estimators in it were fitted before or need no fit."""
    conditions: Conditions = ()
    """Values under which it was seen to be there, where there are others under which it is not."""
    kind: Literal["instance", "class", "static"] = "instance"
    needs_fitted: tuple[str, ...] = ()
    """Arguments that take an estimator, for which one that is not fitted was seen to raise NotFittedError."""
    line: int | None = None
    """1-based line of its `def`; None where it stands in another file than its class."""


class LearnedParameter(NamedTuple):
    """An attribute ending in one underscore that fit sets."""

    name: str
    documented: bool = True
    """Named in the class documentation's Attributes section; else only seen set in the source."""
    absent_unfitted: bool = False
    """Read from an unfitted instance it was seen to raise AttributeError (NotFittedError is one)."""
    escapes: tuple[str, ...] = ()
    """Hyperparameters that were seen to let it be read unfitted after all, as in `Method.escapes`."""
    forms: tuple[Form, ...] = ()
    """What it was seen to be, by kind of data; empty where no fit was seen to set it."""
    conditions: Conditions = ()
    """Values under which fit was seen to set it, where there are others under which it does not."""


class Holder(NamedTuple):
    """An attribute or item access of a meta-estimator through which its sub-estimators are reached."""

    name: str
    form: Literal["one", "list", "mapping", "pairs"]
    """A single estimator; a list of them; a mapping by step name (Bunch or dict); a list of (name, estimator, ...)."""
    copy: bool
    """The estimators there are fitted clones, not the objects that were given."""
    learned: bool
    """Exists only after fit."""


class Composition(NamedTuple):
    """How a meta-estimator takes estimators and what it does with them, observed with a recording estimator."""

    parameter: str
    """The hyperparameter that takes them (`estimator`, `steps`, `transformers` ...)."""
    form: Literal["one", "pairs", "triples"]
    """One estimator; (name, estimator) pairs; (name, estimator, columns) triples."""
    fits: Literal["given", "copy", "unknown"]
    """Whether fit fits the very objects that were given, or clones of them."""
    holders: tuple[Holder, ...] = ()
    by_name: bool = False
    """`composite["name"]` gives the step."""
    by_position: bool = False
    """`composite[0]` gives the step and `composite[:-1]` a composite of the same class."""
    prefit: Conditions = ()
    """Values under which fit was seen to refuse estimators that are not fitted yet, and to take those that are."""


class _Names(NamedTuple):
    """What a class answers, by name."""

    parameters: dict[str, Parameter]
    methods: dict[str, Method]
    learned: dict[str, LearnedParameter]
    others: frozenset[str]


class _ClassFields(NamedTuple):
    """The fields of a `ClassEntry`."""

    path: str
    """Public path: `sklearn.svm.SVC`."""
    kind: Literal["estimator", "splitter", "kernel", "display", "mixin", "other"]
    defined: str
    """Module that defines it: `sklearn.svm._classes`."""
    file: str
    """Path of the source file relative to the directory that holds the package: `sklearn/svm/_classes.py`."""
    line: int
    """1-based line of the `class` statement."""
    bases: tuple[str, ...] = ()
    """The other classes of its MRO, by public path where they have one."""
    parameters: tuple[Parameter, ...] = ()
    """The constructor's arguments, without `self`: the hyperparameters where kind is "estimator"."""
    methods: tuple[Method, ...] = ()
    learned: tuple[LearnedParameter, ...] = ()
    attributes: tuple[str, ...] = ()
    """Every other name an instance can have (class attributes, properties, whatever its source assigns on self)."""
    dynamic: bool = False
    """The class answers names that cannot be listed (`__getattr__`): no attribute of it is ever unknown."""
    tags: tuple[str, ...] = ()
    """classifier, regressor, transformer, clusterer, outlier-detector, meta-estimator, stateless ..."""
    compositions: tuple[Composition, ...] = ()
    rewritten: tuple[str, ...] = ()
    """Arguments for which the constructor may keep another value than it is given: what fit validates is not what is written."""
    data: tuple[str, ...] = ()
    """Kinds of data on which it was seen to be fitted as plain as it can be made."""
    runtime: tuple[str, ...] = ()
    """Hyperparameters that were never seen to change what is learned or predicted."""
    influence: tuple[str, ...] = ()
    """Hyperparameters that alone were seen to change what is predicted on plain data, the strongest first."""
    ineffective: tuple[Ineffective, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    draws: Conditions | None = None
    """Values under which another seed was seen to make another result, `()` for all values; None where none did."""
    rescaling: Rescaling | None = None
    """What multiplying one column of its data was seen to change; None where that was not to be told."""
    evidence: str = ""
    """The form of its record among the evidence; empty where there is none."""
    defines: tuple[str, ...] = ()
    """Of another package's: what the bodies of the classes it is made of bind, scikit-learn's left out. Not in catalogs."""


class ClassEntry(_ClassFields):
    """One public class, with look-ups by name that are made when first asked for: most classes never are."""

    def __hash__(self) -> int:
        return hash(self.path)

    @property
    def name(self) -> str:
        """The class's own name: `SVC`."""
        return self.path.rpartition(".")[2]

    @property
    def is_foreign(self) -> bool:
        """Whether it is another package's: read from its source, and never observed."""
        return bool(self.defined) and not self.path.startswith("sklearn.")

    def parameter_named(self, name: str) -> Parameter | None:
        """The constructor's argument of that name."""
        return self._names.parameters.get(name)

    def method_named(self, name: str) -> Method | None:
        """The public method of that name."""
        return self._names.methods.get(name)

    def learned_named(self, name: str) -> LearnedParameter | None:
        """The learned parameter of that name."""
        return self._names.learned.get(name)

    def known_attribute(self, name: str) -> bool:
        """Whether an instance can have an attribute of that name: false only where reading it is sure to fail.

        A splitter or kernel need not keep its arguments under their names, but is taken to.
        """
        names = self._names
        return (
            self.dynamic
            or name in names.parameters
            or name in names.methods
            or name in names.learned
            or name in names.others
            or (name.startswith("__") and name.endswith("__"))
        )

    @cached_property
    def positional(self) -> tuple[str, ...]:
        """The constructor's arguments that may be given by position, in order."""
        return tuple(each.name for each in self.parameters if each.kind in ("positional", "positional-only"))

    @cached_property
    def takes_any(self) -> bool:
        """Whether the constructor takes keywords of any name."""
        return any(each.kind == "var-keyword" for each in self.parameters)

    @cached_property
    def _names(self) -> _Names:
        return _Names(
            {each.name: each for each in self.parameters},
            {each.name: each for each in self.methods},
            {each.name: each for each in self.learned},
            frozenset(self.attributes),
        )


class FunctionEntry(NamedTuple):
    """One public function."""

    path: str
    defined: str
    file: str
    line: int
    parameters: tuple[Parameter, ...] = ()
    clones: tuple[str, ...] = ()
    """Arguments that take an estimator which the function was seen to fit only as a clone (`estimator`)."""
    fits: tuple[str, ...] = ()
    """Arguments that take an estimator which the function was seen to fit itself."""
    needs_fitted: tuple[str, ...] = ()
    """Arguments that take an estimator, for which one that is not fitted was seen to raise NotFittedError."""
    returns_clone: str | None = None
    """The argument of which it returns an unfitted clone (`clone`)."""
    builds: str | None = None
    """The composite class it was seen to make of estimators given by position (`make_pipeline`), with names of its own.

    The names are the classes' in lower case, with `-1`, `-2` ... behind where a class comes twice. Where the composite is
    made of (name, estimator, columns) triples, the arguments are (estimator, columns) pairs.
    """

    def __hash__(self) -> int:
        return hash(self.path)

    @property
    def name(self) -> str:
        """The function's own name: `cross_val_score`."""
        return self.path.rpartition(".")[2]

    def parameter_named(self, name: str) -> Parameter | None:
        """The argument of that name."""
        for each in self.parameters:
            if each.name == name:
                return each
        return None


Entry = ClassEntry | FunctionEntry
