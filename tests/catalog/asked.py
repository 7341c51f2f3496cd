"""Asks the scikit-learn of the interpreter that runs it, for `test_parity.py`, and prints what it says as JSON.

Nothing of FitLens is used here: what the catalog says is held against this.
"""

import importlib
import inspect
import json
import sys
import warnings

SAMPLE = [
    None, True, False, "auto", "linear", "balanced", "no such option", {}, (1, 2),
    -2, -1, 0, 1, 2, 3, 10**9, -1.5, -1.0, 0.0, 1e-9, 0.25, 0.5, 1.0, 1.5, 2.0, 1e9, float("inf"), float("-inf"),
]  # fmt: skip


def main():
    warnings.simplefilter("ignore")
    import sklearn
    from sklearn.utils import all_estimators

    for experiment in ("enable_halving_search_cv", "enable_iterative_imputer"):
        importlib.import_module(f"sklearn.experimental.{experiment}")
    asked = {f"{found.__module__}.{found.__name__}": estimator(found) for _, found in all_estimators()}
    print(json.dumps({"version": sklearn.__version__, "estimators": asked}))


def estimator(found):
    validation = importlib.import_module("sklearn.utils._param_validation")
    told = getattr(found, "_parameter_constraints", {})
    parameters = [
        {
            "name": each.name,
            "kind": each.kind.name,
            "default": None if each.default is each.empty else written(each.default),
            "verdicts": verdicts(validation, told.get(each.name, "no_validation")),
        }
        for each in inspect.signature(found).parameters.values()
    ]
    return {
        "line": inspect.getsourcelines(found)[1],
        "parameters": parameters,
        "methods": [name for name in dir(found) if not name.startswith("_") and callable(getattr(found, name, None))],
        "bases": [f"{each.__module__}.{each.__name__}" for each in found.__mro__],
    }


def written(value):
    """A default as [text, type]: a function or class has its name for text."""
    named = inspect.isclass(value) or inspect.isroutine(value)
    return [value.__name__ if named else repr(value), "callable" if named else type(value).__name__]


def verdicts(validation, constraints):
    """[value as source, accepted] for the sample and every option; None where nothing is validated."""
    if constraints is None or isinstance(constraints, str):
        return None
    made = [validation.make_constraint(each) for each in constraints]
    options = [value for each in made for value in getattr(each, "options", ())]
    values = [*SAMPLE, *sorted((value for value in options if not callable(value)), key=repr)]
    return [[repr(value), any(each.is_satisfied_by(value) for each in made)] for value in values]


if __name__ == "__main__":
    sys.exit(main())
