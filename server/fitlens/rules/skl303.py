"""SKL303 unknown-step."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.facts import Facts
from fitlens.rules.model import Edit, Finding, Fix, Severity
from fitlens.rules.naming import class_names, nearest
from fitlens.rules.nested import replaces_step
from fitlens.rules.surfacing import surfaces
from fitlens.source.document import Document


class UnknownStep:
    """Step asked for, or replaced, under a name that no step has.

    ## What it does
    Checks the names in `pipe["svc"]`, `pipe.named_steps.svc`, `pipe.named_steps["svc"]` and `pipe.set_params(svc=SVC())`,
    and their like on other composites, against the steps that were given.

    ## Why is this bad?
    The line raises `KeyError`, `AttributeError` or, in `set_params`, `ValueError`.

    ## Example
    ```python
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler
    from sklearn.svm import SVC

    pipe = make_pipeline(StandardScaler(), SVC())
    pipe["scv"]
    ```

    ## Use instead
    ```python
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler
    from sklearn.svm import SVC

    pipe = make_pipeline(StandardScaler(), SVC())
    pipe["svc"]
    ```

    ## Fix safety
    The fix puts the nearest step's name. It is safe: the line raises as it stands.

    ## References
    - Rule SKL108 finds nested hyperparameters of steps that do not exist.
    """

    code = "SKL303"
    name = "unknown-step"
    severity: Severity = "error"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each name."""
        for step in facts.steps:
            if surfaces(step, step.exception):
                message = f"`{step.owner.name}` has no step `{step.name}`"
                meant = nearest(step.name, step.options)
                fix = None if meant is None else Fix(f"Rename to `{meant}`", (Edit(step.span, meant),))
                yield Finding(
                    self.code, self.name, self.severity, message, step.span, *_advice(meant, step.options), fix=fix
                )
        for key in facts.keys:
            missing = key.missing
            if missing is None or not replaces_step(key, missing) or not surfaces(key, "ValueError"):
                continue
            message = f"{class_names(missing.owners)} has no step `{missing.part}`"
            meant = nearest(missing.part, missing.steps)
            whole = None if meant is None else "__".join((*missing.path, meant))
            fix = None if whole is None else Fix(f"Rename to `{whole}`", (Edit(key.span, whole),))
            yield Finding(
                self.code, self.name, self.severity, message, key.span, *_advice(whole, missing.steps), fix=fix
            )


def _advice(meant: str | None, options: tuple[str, ...]) -> tuple[str, str]:
    """Label and help."""
    if meant is not None:
        return f"did you mean `{meant}`?", f"did you mean `{meant}`?"
    return "no such step", f"the steps are {', '.join(f'`{name}`' for name in options)}" if options else ""
