"""SKL506 swapped-split."""

from __future__ import annotations

from collections.abc import Iterator

from fitlens.analysis.facts import Facts, SplitResults, SplitTarget
from fitlens.rules.evaluations import is_called
from fitlens.rules.model import Finding, Related, Severity
from fitlens.source.document import Document


class SwappedSplit:
    """Results of a split unpacked in another order than they come.

    ## What it does
    Finds `train_test_split` whose results are bound to names that say otherwise: one that is called `test` gets a train
    part, and one that is called `train` a test part.

    ## Why is this bad?
    The train and the test part of each array come one after the other, array by array. In another order the model is
    fitted on what was to be set aside, or features go where the target is meant.

    ## Example
    ```python
    from sklearn.datasets import load_wine
    from sklearn.model_selection import train_test_split

    X, y = load_wine(return_X_y=True)
    X_train, y_train, X_test, y_test = train_test_split(X, y, random_state=0)
    ```

    ## Use instead
    ```python
    from sklearn.datasets import load_wine
    from sklearn.model_selection import train_test_split

    X, y = load_wine(return_X_y=True)
    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
    ```
    """

    code = "SKL506"
    name = "swapped-split"
    severity: Severity = "warning"

    def check(self, facts: Facts, document: Document) -> Iterator[Finding]:
        """One finding for each split."""
        for results in facts.splits:
            wrong = [each for each in results.targets if _is_misnamed(each)]
            if not results.trusted or "*" in results.guards or {each.rows.side for each in wrong} != {"train", "test"}:
                continue
            first = wrong[0]
            yield Finding(
                self.code,
                self.name,
                self.severity,
                f"`{first.name}` gets the {first.rows.side} part of {_array(results, first)}:"
                " the parts of a split come array by array",
                first.span,
                label=f"the {first.rows.side} part",
                help="unpack train and test of the first array, then of the second",
                related=tuple(
                    Related(each.span, f"the {each.rows.side} part of {_array(results, each)}") for each in wrong[1:]
                ),
            )


def _is_misnamed(target: SplitTarget) -> bool:
    return is_called(target.name, "test" if target.rows.side == "train" else "train")


def _array(results: SplitResults, target: SplitTarget) -> str:
    """Which of the arrays a target gets, in words."""
    number = results.targets.index(target) // 2
    count = len(results.targets) // 2
    return "the data" if count == 1 else ("the first array", "the second array")[number] if number < 2 else "its array"
