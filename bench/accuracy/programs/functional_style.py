"""Comprehensions, lambdas, partials, generators, decorators, closures, context managers."""

import contextlib
import functools
import itertools
import time

import numpy as np
from sklearn.datasets import load_wine
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression, RidgeClassifier
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier, RadiusNeighborsClassifier
from sklearn.preprocessing import MinMaxScaler, StandardScaler
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier

X, y = load_wine(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(StandardScaler().fit_transform(X), y, random_state=0)


def timed(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        start = time.perf_counter()
        result = function(*args, **kwargs)
        print(f"{function.__name__} took {time.perf_counter() - start:.1f}s")
        return result

    return wrapper


@timed
def fit_forest_of(depth):
    tree = DecisionTreeClassifier(max_depth=depth, random_state=0)
    tree.fit(X_train, y_train)
    return tree


tree = fit_forest_of(3)
print(tree.tree_.max_depth, tree.n_leaves_ if hasattr(tree, "n_leaves_") else tree.get_n_leaves())

by_depth = {depth: DecisionTreeClassifier(max_depth=depth, random_state=0).fit(X_train, y_train) for depth in (1, 2, 3)}
print({depth: each.feature_importances_.max() for depth, each in by_depth.items()})
fitted = [clf.fit(X_train, y_train) for clf in (LogisticRegression(C=0.1), RidgeClassifier(alpha=2))]
print([clf.coef_.shape for clf in fitted], fitted[0].n_iter_)
neighbours = {k: KNeighborsClassifier(n_neighbors=k, p=1).fit(X_train, y_train) for k in range(1, 4)}
scores = {k: model.score(X_test, y_test) for k, model in neighbours.items()}
print(neighbours[max(scores, key=scores.get)].n_neighbors, neighbours[1].effective_metric_)

LinearSvc = functools.partial(SVC, kernel="linear")
svc = LinearSvc(C=2.0)
svc.fit(X_train, y_train)
print(svc.coef_.shape, svc.C)
make_pca = lambda n=2: PCA(n_components=n)  # noqa: E731
pca = make_pca(3).fit(X)
print(pca.explained_variance_ratio_)


def fitted_models(penalties):
    for C in penalties:
        model = LogisticRegression(C=C, max_iter=200)
        model.fit(X_train, y_train)
        yield C, model


for C, model in fitted_models([0.1, 1.0]):
    print(C, model.intercept_, model.C)
_, last = next(itertools.islice(fitted_models([5.0]), 1))
print(last.coef_.sum())


def make_scorer_for(data):
    scaler = MinMaxScaler().fit(data)

    def scale(values):
        return scaler.transform(values) * scaler.scale_

    return scale, scaler


scale, scaler = make_scorer_for(X_train)
print(scale(X_test).shape, scaler.data_range_[:2])


@contextlib.contextmanager
def fresh_model():
    model = RadiusNeighborsClassifier(radius=10.0)
    model.fit(X_train, y_train)
    yield model


with fresh_model() as radius:
    print(radius.radius, radius.classes_, radius.outlier_label_)

counter = 0
shared = SVC(gamma=0.1)


def train_shared():
    global counter
    shared.fit(X_train, y_train)
    counter += 1
    return shared.support_vectors_


print(train_shared().shape, shared.n_support_, counter)


def bootstrap(model_factory, n=2):
    coefs = []
    for seed in range(n):
        index = np.random.default_rng(seed).integers(0, len(X_train), len(X_train))
        coefs.append(model_factory().fit(X_train[index], y_train[index]).coef_)
    return np.std(coefs, axis=0)


print(bootstrap(lambda: RidgeClassifier(alpha=0.5)).shape, bootstrap(RidgeClassifier).max())
