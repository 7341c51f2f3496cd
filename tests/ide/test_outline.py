"""The outline of a document: its estimators, and what is in them."""

from __future__ import annotations

from collections.abc import Iterable

from fitlens.ide.outline import Symbol, outline


def drawn(symbols: Iterable[Symbol], indent: str = "") -> list[str]:
    """One line for each symbol."""
    lines: list[str] = []
    for symbol in symbols:
        assert symbol.span.start <= symbol.selection.start <= symbol.selection.end <= symbol.span.end
        lines += [f"{indent}{symbol.name}: {symbol.detail}", *drawn(symbol.children, indent + "  ")]
    return lines


def test_composites_with_their_steps_and_searches_with_what_they_search(opened):
    program = opened("""
        from sklearn.compose import ColumnTransformer
        from sklearn.model_selection import GridSearchCV
        from sklearn.pipeline import Pipeline, make_pipeline
        from sklearn.preprocessing import StandardScaler
        from sklearn.svm import SVC

        scaler = StandardScaler()
        pipe: Pipeline = Pipeline([
            ("prep", ColumnTransformer([("num", scaler, [0]), ("rest", "drop", [1])])),
            ("svc", SVC()),
        ])
        self.search = GridSearchCV(make_pipeline(scaler, SVC()), {"svc__C": [1]}).fit(X, y)
        return SVC()
    """)
    assert drawn(outline(program.facts, program.document)) == [
        "scaler: StandardScaler",
        "pipe: Pipeline",
        "  prep: ColumnTransformer",
        "    num: StandardScaler",
        "    rest: drop",
        "  svc: SVC",
        "self.search: GridSearchCV",
        "  Pipeline: ",
        "    standardscaler: StandardScaler",
        "    svc: SVC",
        "SVC: ",
    ]
