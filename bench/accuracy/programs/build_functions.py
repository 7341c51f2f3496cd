"""Functions that build, train and return models."""

from sklearn.datasets import make_classification, make_regression
from sklearn.ensemble import BaggingClassifier, RandomForestClassifier, RandomForestRegressor
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import MinMaxScaler, StandardScaler
from sklearn.tree import DecisionTreeClassifier


def load_data(kind="classification"):
    if kind == "classification":
        return make_classification(n_samples=100, n_features=6, random_state=3)
    return make_regression(n_samples=100, n_features=6, noise=1.0, random_state=3)


def build_pipeline(scale=True, C=1.0):
    steps = []
    if scale:
        steps.append(("scaler", StandardScaler()))
    steps.append(("clf", LogisticRegression(C=C, solver="liblinear")))
    return Pipeline(steps)


def get_model(name, **kwargs):
    if name == "forest":
        return RandomForestClassifier(n_estimators=10, **kwargs)
    elif name == "tree":
        return DecisionTreeClassifier(**kwargs)
    raise ValueError(f"unknown model {name}")


def train(model, X, y):
    model.fit(X, y)
    return model


def tune(model, grid, X, y, cv=3):
    search = GridSearchCV(model, grid, cv=cv)
    search.fit(X, y)
    print("best parameters", search.best_params_)
    return search.best_estimator_, search.best_score_


def report(model, X, y):
    print(type(model).__name__, model.score(X, y), model.classes_)


def scale_features(train_part, test_part):
    scaler = MinMaxScaler(feature_range=(0, 1))
    train_scaled = scaler.fit_transform(train_part)
    return train_scaled, scaler.transform(test_part), scaler


def main():
    X, y = load_data()
    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
    X_train_s, X_test_s, scaler = scale_features(X_train, X_test)
    print(scaler.data_min_, scaler.data_max_, scaler.feature_range)

    pipeline = build_pipeline(C=0.3)
    pipeline.fit(X_train, y_train)
    print(pipeline.named_steps["clf"].coef_, pipeline.score(X_test, y_test))

    forest = train(get_model("forest", max_depth=3, random_state=0), X_train, y_train)
    report(forest, X_test, y_test)
    print(forest.feature_importances_, forest.n_classes_)

    tree = get_model("tree", random_state=0)
    best_tree, score = tune(tree, {"max_depth": [2, 3], "criterion": ["gini", "entropy"]}, X_train, y_train)
    print(best_tree.tree_.max_depth, best_tree.max_depth, score)

    bagging = BaggingClassifier(estimator=best_tree, n_estimators=4, oob_score=False, random_state=0)
    report(train(bagging, X_train, y_train), X_test, y_test)
    print(bagging.estimators_[0].get_depth(), bagging.estimators_features_[0], bagging.estimator_)

    X, y = load_data("regression")
    regressors = [Ridge(alpha=2.0), RandomForestRegressor(n_estimators=5, random_state=0)]
    fitted = [train(each, X, y) for each in regressors]
    print(fitted[0].coef_, fitted[1].estimators_[0])


if __name__ == "__main__":
    main()
