"""Models chosen by configuration: classes in tables, made with settings out of dictionaries."""

from sklearn.datasets import load_breast_cancer
from sklearn.ensemble import GradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import MinMaxScaler, PowerTransformer, StandardScaler

SCALERS = {"standard": StandardScaler, "minmax": MinMaxScaler, "power": PowerTransformer}
MODELS = {
    "logreg": (LogisticRegression, {"max_iter": 500, "C": 0.5}),
    "forest": (RandomForestClassifier, {"n_estimators": 10, "max_depth": 4, "random_state": 0}),
    "knn": (KNeighborsClassifier, {"n_neighbors": 3, "weights": "uniform"}),
}
SEARCHES = {
    "logreg": {"model": LogisticRegression(max_iter=500, solver="liblinear"), "params": {"C": [0.1, 1.0]}},
    "boost": {
        "model": GradientBoostingClassifier(n_estimators=5, random_state=0),
        "params": {"learning_rate": [0.1, 0.5], "max_depth": [2, 3]},
    },
}

X, y = load_breast_cancer(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(X[:200], y[:200], random_state=4)


def create(name, **overrides):
    cls, defaults = MODELS[name]
    return cls(**{**defaults, **overrides})


def run(config):
    scaler = SCALERS[config["scaler"]]()
    model = create(config["model"], **config.get("options", {}))
    pipeline = Pipeline([("scaler", scaler), ("model", model)])
    pipeline.fit(X_train, y_train)
    return pipeline


configurations = [
    {"scaler": "standard", "model": "logreg"},
    {"scaler": "minmax", "model": "knn", "options": {"n_neighbors": 5}},
    {"scaler": "power", "model": "forest"},
]
for configuration in configurations:
    pipeline = run(configuration)
    print(configuration["model"], pipeline.score(X_test, y_test), pipeline.classes_)

scores = []
best_models = {}
for model_name, mp in SEARCHES.items():
    clf = GridSearchCV(mp["model"], mp["params"], cv=2, return_train_score=False)
    clf.fit(X_train, y_train)
    scores.append({"model": model_name, "best_score": clf.best_score_, "best_params": clf.best_params_})
    best_models[model_name] = clf.best_estimator_
print(scores)
print(best_models["logreg"].coef_.shape, best_models["boost"].n_estimators_)
logreg = create("logreg", C=2.0)
logreg.fit(MinMaxScaler().fit_transform(X_train), y_train)
print(logreg.coef_.shape, logreg.C)
Scaler = SCALERS["standard"]
print(Scaler(with_mean=False).fit(X).scale_[:2])
