"""A class that owns its model: made in one method, fitted in another, asked in a third."""

import numpy as np
from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.datasets import load_wine
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import KFold, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


class Trainer:
    """Scales, fits, evaluates."""

    def __init__(self, learning_rate=0.1, n_estimators=10):
        self.scaler = StandardScaler()
        self.model = GradientBoostingClassifier(learning_rate=learning_rate, n_estimators=n_estimators, random_state=0)
        self.history = []
        self.baseline = None

    def fit(self, X, y):
        X_scaled = self.scaler.fit_transform(X)
        self.model.fit(X_scaled, y)
        self.history.append(self.model.train_score_[-1])
        return self

    def predict(self, X):
        return self.model.predict(self.scaler.transform(X))

    def fit_baseline(self, X, y, **options):
        self.baseline = LogisticRegression(max_iter=500, **options)
        self.baseline.fit(self.scaler.transform(X), y)
        return self.baseline.coef_

    def summary(self):
        print("means", self.scaler.mean_[:2])
        print("importances", self.model.feature_importances_)
        print("stages", self.model.n_estimators_, "rate", self.model.learning_rate)
        if self.baseline is not None:
            print("baseline", self.baseline.intercept_)


class Experiment:
    def __init__(self, data, folds=2):
        self.X, self.y = data
        self.cv = KFold(n_splits=folds, shuffle=True, random_state=1)
        self._trainers = []

    def run(self):
        scores = []
        for train_index, test_index in self.cv.split(self.X):
            trainer = Trainer(n_estimators=5)
            trainer.fit(self.X[train_index], self.y[train_index])
            scores.append(accuracy_score(self.y[test_index], trainer.predict(self.X[test_index])))
            self._trainers.append(trainer)
        return np.mean(scores)

    @property
    def best(self):
        return self._trainers[-1]

    @staticmethod
    def make_model(n_iter):
        return make_pipeline(
            make_column_transformer((StandardScaler(), make_column_selector(dtype_include=float))),
            LogisticRegression(max_iter=n_iter),
        )


X, y = load_wine(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
trainer = Trainer(learning_rate=0.2)
trainer.fit(X_train, y_train).predict(X_test)
print(trainer.fit_baseline(X_train, y_train, C=0.5).shape)
trainer.summary()
print(trainer.model.estimators_.shape, trainer.scaler.var_[0], trainer.baseline.C)

experiment = Experiment((X, y))
print(experiment.run())
print(experiment.best.model.classes_)

frame, target = load_wine(return_X_y=True, as_frame=True)
piped = Experiment.make_model(n_iter=300)
piped.fit(frame, target)
print(piped[-1].coef_.shape, piped[0].transformers_[0][0])
