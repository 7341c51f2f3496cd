"""Programs of any length to measure by: ordinary model code made of varied pieces, functions that call each other, nesting."""

from __future__ import annotations

IMPORTS = """\
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.datasets import load_iris
from sklearn.decomposition import PCA
from sklearn.ensemble import GradientBoostingRegressor, RandomForestClassifier, VotingClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import Lasso, LogisticRegression, Ridge
from sklearn.metrics import accuracy_score, confusion_matrix, mean_squared_error
from sklearn.model_selection import GridSearchCV, KFold, cross_val_score, train_test_split
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import MinMaxScaler, OneHotEncoder, StandardScaler
from sklearn.svm import SVC
from sklearn.cluster import KMeans


"""
PIECES = (
    """\
# A first look at the data of study {n}: what there is, and what is missing.
frame_{n} = pd.read_csv("data/measured_{n}.csv", sep=";")
frame_{n} = frame_{n}.dropna(subset=["target"]).reset_index(drop=True)
frame_{n}["ratio"] = frame_{n}["length"] / (frame_{n}["width"] + 1e-{d})
print(frame_{n}.describe())
features_{n} = ["length", "width", "ratio", "height"]
X_{n} = frame_{n}[features_{n}].to_numpy()
y_{n} = frame_{n}["target"].to_numpy()
X_train_{n}, X_test_{n}, y_train_{n}, y_test_{n} = train_test_split(
    X_{n}, y_{n}, test_size=0.{d}, random_state={n}
)

scaler_{n} = StandardScaler()
scaled_{n} = scaler_{n}.fit_transform(X_train_{n})
print("means:", scaler_{n}.mean_, "of", scaler_{n}.n_features_in_, "features")
model_{n} = LogisticRegression(C={d}.5, max_iter=500)
model_{n}.fit(scaled_{n}, y_train_{n})
print(f"weights: {{model_{n}.coef_}} and {{model_{n}.intercept_}}")
predicted_{n} = model_{n}.predict(scaler_{n}.transform(X_test_{n}))
print(accuracy_score(y_test_{n}, predicted_{n}), confusion_matrix(y_test_{n}, predicted_{n}))


""",
    '''\
def study_{n}(X, y, folds={d}):
    """Fit the support vectors of study {n} on every fold, and give the best."""
    best, best_score = None, -np.inf
    for train, test in KFold(n_splits=folds, shuffle=True, random_state={n}).split(X):
        model = make_pipeline(StandardScaler(), SVC(C={d}.0, kernel="linear"))
        model.fit(X[train], y[train])
        score = model.score(X[test], y[test])
        if score > best_score:
            best, best_score = model, score
    print("support vectors:", best[-1].n_support_)
    return best


fitted_{n} = study_{n}(*load_iris(return_X_y=True))
print(fitted_{n}[-1].coef_.shape)


''',
    """\
numeric_{n} = Pipeline([("fill", SimpleImputer(strategy="median")), ("scale", StandardScaler())])
columns_{n} = ColumnTransformer(
    [
        ("numbers", numeric_{n}, ["age", "fare_{n}"]),
        ("names", OneHotEncoder(handle_unknown="ignore", min_frequency={d}), ["port", "class"]),
    ],
    remainder="drop",
)
forest_{n} = Pipeline([("columns", columns_{n}), ("forest", RandomForestClassifier(n_estimators={d}0, random_state=0))])
grid_{n} = {{
    "forest__max_depth": [2, {d}, None],
    "forest__min_samples_leaf": [1, 5],
    "columns__numbers__fill__strategy": ["mean", "median"],
}}
search_{n} = GridSearchCV(forest_{n}, grid_{n}, cv=5, n_jobs=-1, scoring="accuracy")
data_{n} = pd.read_csv("passengers_{n}.csv")
search_{n}.fit(data_{n}.drop(columns="survived"), data_{n}["survived"])
print(search_{n}.best_params_, search_{n}.best_score_)
importances_{n} = search_{n}.best_estimator_.named_steps["forest"].feature_importances_
order_{n} = np.argsort(importances_{n})[::-1]
plt.figure(figsize=(8, {d}))
plt.bar(range(len(order_{n})), importances_{n}[order_{n}])
plt.title("Importance of each column in study {n}")
plt.savefig("importances_{n}.png")
plt.close()


""",
    '''\
class Trainer{n}:
    """Keeps a model of study {n} with the errors that it made."""

    def __init__(self, alpha={d}.0, degree=2):
        self.model = Ridge(alpha=alpha)
        self.scaler = MinMaxScaler()
        self.degree = degree
        self.errors = []

    def widen(self, X):
        return np.hstack([X**power for power in range(1, self.degree + 1)])

    def train(self, X, y):
        self.model.fit(self.scaler.fit_transform(self.widen(X)), y)
        return self

    def report(self, X, y):
        predicted = self.model.predict(self.scaler.transform(self.widen(X)))
        error = mean_squared_error(y, predicted)
        self.errors.append(error)
        if error > {d}:
            print("worse than expected:", error)
        return {{"error": error, "weights": self.model.coef_, "range": self.scaler.data_range_}}


trainer_{n} = Trainer{n}(alpha=0.{d})
rows_{n} = np.random.default_rng({n}).normal(size=(100, {d}))
trainer_{n}.train(rows_{n}, rows_{n}[:, 0])
print(trainer_{n}.report(rows_{n}, rows_{n}[:, 0])["weights"])


''',
    """\
models_{n} = {{
    "ridge": Ridge(alpha={d}),
    "lasso": Lasso(alpha=0.0{d}),
    "boosted": GradientBoostingRegressor(n_estimators={d}0, learning_rate=0.1, max_depth=3),
}}
results_{n} = []
for name, model in models_{n}.items():
    scores = cross_val_score(model, rows, target, cv={d}, scoring="r2")
    results_{n}.append((name, scores.mean(), scores.std()))
    print(f"{{name}}: {{scores.mean():.3f}} +- {{scores.std():.3f}}")
    model.fit(rows, target)
results_{n}.sort(key=lambda row: row[1], reverse=True)
print(models_{n}["lasso"].sparse_coef_, models_{n}["boosted"].feature_importances_)


""",
    """\
def elbow_{n}(points, most={d}):
    inertias = []
    for k in range(1, most):
        clusters = KMeans(n_clusters=k, n_init=10, random_state={n}).fit(points)
        inertias.append(clusters.inertia_)
    fig, ax = plt.subplots()
    ax.plot(range(1, most), inertias, marker="o")
    ax.set_xlabel("clusters")
    ax.set_ylabel("inertia")
    return inertias


def reduced_{n}(points, keep=0.9{d}):
    pca = PCA(n_components=keep, svd_solver="full")
    flat = pca.fit_transform(points)
    if pca.n_components_ < 2:
        raise ValueError("nothing left of study {n}")
    try:
        np.savetxt("reduced_{n}.txt", flat)
    except OSError as error:
        print("not written:", error)
    return flat, pca.explained_variance_ratio_


points_{n}, explained_{n} = reduced_{n}(rows)
inertias_{n} = elbow_{n}(points_{n})


""",
    """\
vote_{n} = VotingClassifier(
    [("forest", RandomForestClassifier(max_depth={d})), ("line", make_pipeline(StandardScaler(), LogisticRegression()))],
    voting="soft",
)
vote_{n}.fit(rows, labels)
probabilities_{n} = vote_{n}.predict_proba(rows)[:, 1]
sure_{n} = [row for row, p in zip(rows, probabilities_{n}) if p > 0.{d} or p < 0.1]
print(len(sure_{n}), vote_{n}.classes_, vote_{n}.named_estimators_["forest"].n_classes_)
if len(sure_{n}) > 10 and "{n}" in settings:
    threshold_{n} = float(settings["{n}"]) * 0.{d} + 1
else:
    threshold_{n} = None
accepted_{n} = probabilities_{n} >= (threshold_{n} or 0.5)
print("accepted:", int(accepted_{n}.sum()), "of", accepted_{n}.size)


""",
)


def ordinary(lines: int) -> str:
    """A program of about that many lines of model code, as people write it."""
    written, found = IMPORTS.count("\n"), [IMPORTS, "rows = target = labels = settings = None\n\n\n"]
    n = 0
    while written < lines:
        piece = PIECES[n % len(PIECES)].format(n=n, d=2 + n % 7)
        found.append(piece)
        written += piece.count("\n")
        n += 1
    return "".join(found)


def web(functions: int) -> str:
    """A program whose functions all call each other."""
    define = "def f{n}(model):\n    model.fit(X, y)\n    f{a}(model)\n    return f{b}(model)\n\n\n"
    calls = (define.format(n=n, a=(7 * n + 1) % functions, b=(13 * n + 5) % functions) for n in range(functions))
    return f"{IMPORTS}X = y = None\n{''.join(calls)}f0(SVC()).support_\n"


def nested(blocks: int, depth: int = 15) -> str:
    """A program of blocks in blocks: loops, tests, `with` and `try`, a few levels short of what Python allows."""
    openings = ("for step in rows:", "if step > {n}:", "with open(name) as file:", "try:", "while model.C < {n}:")
    found = [IMPORTS, "rows = name = X = y = None\nmodel = SVC()\n"]
    for n in range(blocks):
        for level in range(depth):
            pad = "    " * level
            found.append(f"{pad}{openings[(n + level) % len(openings)].format(n=n)}\n")
            if level % 3 == 0:
                found.append(f"{pad}    model = SVC(C={n + level + 1}.0, kernel='linear').fit(X, y)\n")
        found.append("    " * depth + "print(model.coef_)\n")
        found.extend(
            f"{'    ' * level}except ValueError:\n{'    ' * level}    model = SVC()\n"
            for level in reversed(range(depth))
            if openings[(n + level) % len(openings)] == "try:"
        )
    return "".join(found)
