"""The mistakes that are made in linear_regression.py's place. scikit-learn refuses each: every function here raises.

`fitlens check examples/linear_regression_misused.py` finds them without running anything.
"""

import numpy as np
from sklearn.linear_model import Lasso, LinearRegression, Ridge
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor

X = np.arange(20.0).reshape(-1, 1)
y = 20 + 3 * X.ravel()


def misspelt_hyperparameter():
    Ridge(alhpa=10.0).fit(X, y)


def hyperparameter_of_another_estimator():
    # Nothing in LinearRegression regularises; Ridge and Lasso have alpha.
    LinearRegression(alpha=10.0).fit(X, y)


def learned_parameter_before_fit():
    model = LinearRegression()
    print("🦊 slope:", model.coef_)


def predict_before_fit():
    model = KNeighborsRegressor(n_neighbors=3)
    model.predict(X)


def learned_parameter_set_by_hand():
    LinearRegression(coef_=[3.0]).fit(X, y)


def underscore_too_many():
    ridge = Ridge(alpha=10.0).fit(X, y)
    print("🦊 regularised by:", ridge.alpha_)


def underscore_forgotten():
    model = LinearRegression()
    model.fit(X, y)
    print("slope:", model.coef)


def no_such_learned_parameter():
    lasso = Lasso(alpha=10.0)
    lasso.fit(X, y)
    print("intercept:", lasso.intercepts_)


def refused_number():
    Lasso(alpha=-1.0).fit(X, y)


def refused_option():
    classifier = KNeighborsClassifier(weights="distnace")
    classifier.fit(X, y > 50)


def keyword_forgotten():
    Ridge(10.0, False).fit(X, y)


def class_instead_of_instance():
    LinearRegression.fit(X, y)


def no_such_method():
    model = LinearRegression().fit(X, y)
    model.predic(X)
