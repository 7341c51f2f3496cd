"""Multilayer perceptrons and restricted Boltzmann machines."""

import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_diabetes, load_digits
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.neural_network import BernoulliRBM, MLPClassifier, MLPRegressor
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler, minmax_scale

X, y = load_digits(n_class=4, return_X_y=True)
X = minmax_scale(X)
X_train, X_test, y_train, y_test = train_test_split(X[:200], y[:200], test_size=0.3, random_state=0)

mlp = MLPClassifier(
    hidden_layer_sizes=(20, 10), max_iter=30, alpha=1e-4, solver="sgd", random_state=1, learning_rate_init=0.1
)
mlp.fit(X_train, y_train)
print(f"Training set score: {mlp.score(X_train, y_train):.3f}, loss {mlp.loss_:.3f} after {mlp.n_iter_}")
vmin, vmax = mlp.coefs_[0].min(), mlp.coefs_[0].max()
fig, axes = plt.subplots(2, 2)
for coef, ax in zip(mlp.coefs_[0].T, axes.ravel()):
    ax.matshow(coef.reshape(8, 8), vmin=0.5 * vmin, vmax=0.5 * vmax)
plt.plot(mlp.loss_curve_)

params = [
    {"solver": "sgd", "learning_rate": "constant", "momentum": 0},
    {"solver": "sgd", "learning_rate": "invscaling", "momentum": 0.9, "nesterovs_momentum": True},
    {"solver": "adam"},
]
labels = ["constant", "inv-scaling", "adam"]
mlps = []
for label, param in zip(labels, params):
    mlp = MLPClassifier(random_state=0, max_iter=5, **param)
    mlp.fit(X_train, y_train)
    mlps.append(mlp)
    print("%s: %f" % (label, mlp.loss_))
for mlp, label in zip(mlps, labels):
    plt.plot(mlp.loss_curve_, label=label)

early = MLPClassifier(early_stopping=True, validation_fraction=0.2, n_iter_no_change=2, max_iter=10, random_state=0)
early.fit(X_train, y_train)
print(early.best_validation_score_, early.validation_scores_, early.out_activation_, early.n_layers_)

rbm = BernoulliRBM(n_components=10, learning_rate=0.06, n_iter=2, random_state=0)
logistic = LogisticRegression(solver="newton-cg", tol=1)
rbm_features_classifier = Pipeline(steps=[("rbm", rbm), ("logistic", logistic)])
rbm_features_classifier.fit(X_train, y_train)
print(rbm.components_.shape, logistic.coef_.shape, rbm.intercept_visible_.shape)

Xd, yd = load_diabetes(return_X_y=True)
reg = make_pipeline(StandardScaler(), MLPRegressor(hidden_layer_sizes=(8,), max_iter=20, random_state=0))
search = GridSearchCV(reg, {"mlpregressor__activation": ["relu", "tanh"], "mlpregressor__alpha": [0.01]}, cv=2)
search.fit(Xd, yd)
print(search.best_estimator_[-1].intercepts_[0].shape, np.round(search.best_score_, 2))
