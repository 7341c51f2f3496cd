"""Estimators one writes oneself, used like the others."""

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin, TransformerMixin, clone
from sklearn.datasets import load_iris, make_regression
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.metrics import euclidean_distances
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.multiclass import unique_labels
from sklearn.utils.validation import check_array, check_is_fitted, check_X_y


class TemplateClassifier(ClassifierMixin, BaseEstimator):
    """Nearest neighbour, by hand."""

    def __init__(self, demo_param="demo", metric_power=2):
        self.demo_param = demo_param
        self.metric_power = metric_power

    def fit(self, X, y):
        X, y = check_X_y(X, y)
        self.classes_ = unique_labels(y)
        self.n_features_in_ = X.shape[1]
        self.X_ = X
        self.y_ = y
        return self

    def predict(self, X):
        check_is_fitted(self, ["X_", "y_"])
        X = check_array(X)
        closest = np.argmin(euclidean_distances(X, self.X_) ** self.metric_power, axis=1)
        return self.y_[closest]


class OutlierClipper(TransformerMixin, BaseEstimator):
    def __init__(self, factor=1.5, columns=None):
        self.factor = factor
        self.columns = columns

    def fit(self, X, y=None):
        q1, q3 = np.percentile(X, [25, 75], axis=0)
        self.lower_ = q1 - self.factor * (q3 - q1)
        self.upper_ = q3 + self.factor * (q3 - q1)
        return self

    def transform(self, X):
        check_is_fitted(self)
        return np.clip(X, self.lower_, self.upper_)


class MeanRegressor(RegressorMixin, BaseEstimator):
    def __init__(self, quantile=None):
        self.quantile = quantile

    def fit(self, X, y):
        if self.quantile is None:
            self.constant_ = float(np.mean(y))
        else:
            self.constant_ = float(np.quantile(y, self.quantile))
        self.inner_ = LinearRegression().fit(X, y)
        return self

    def predict(self, X):
        return np.full(len(X), self.constant_) + 0 * self.inner_.predict(X)


class MetaClassifier(ClassifierMixin, BaseEstimator):
    def __init__(self, base=None, repeats=3):
        self.base = base
        self.repeats = repeats

    def fit(self, X, y):
        base = LogisticRegression(max_iter=200) if self.base is None else self.base
        self.models_ = [clone(base).fit(X[i::2], y[i::2]) for i in range(min(self.repeats, 2))]
        self.classes_ = self.models_[0].classes_
        return self

    def predict(self, X):
        votes = np.array([model.predict(X) for model in self.models_])
        return votes[0]


X, y = load_iris(return_X_y=True)
template = TemplateClassifier(metric_power=1)
template.fit(X, y)
print(template.X_.shape, template.classes_, template.demo_param, template.score(X, y))

pipe = Pipeline([("clip", OutlierClipper(factor=2.0)), ("std", StandardScaler()), ("clf", TemplateClassifier())])
search = GridSearchCV(pipe, {"clip__factor": [1.0, 1.5], "clf__metric_power": [1, 2]}, cv=2)
search.fit(X, y)
best = search.best_estimator_
print(best.named_steps["clip"].lower_, best["clip"].factor, best["clf"].y_[:3])
clipper = OutlierClipper().fit(X)
print(clipper.upper_, clipper.transform(X).max(), clipper.get_params())

Xr, yr = make_regression(n_samples=40, n_features=3, random_state=0)
mean = MeanRegressor(quantile=0.5)
print(cross_val_score(mean, Xr, yr, cv=2), mean.fit(Xr, yr).constant_, mean.inner_.coef_)
meta = make_pipeline(StandardScaler(), MetaClassifier(base=LogisticRegression(C=0.1), repeats=2)).fit(X, y)
print(meta[-1].models_[0].coef_.shape, meta.score(X, y))
