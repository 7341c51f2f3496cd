"""Learning in batches, growing a fitted model, saving and loading one."""

import io
import os
import pickle

import joblib
import numpy as np
from sklearn.cluster import Birch, MiniBatchKMeans
from sklearn.datasets import make_classification
from sklearn.ensemble import GradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import PassiveAggressiveClassifier, SGDClassifier, SGDRegressor
from sklearn.naive_bayes import GaussianNB
from sklearn.preprocessing import StandardScaler

X, y = make_classification(n_samples=200, n_features=8, random_state=0)
classes = np.unique(y)


def batches(size):
    for start in range(0, len(X), size):
        yield X[start : start + size], y[start : start + size]


scaler = StandardScaler()
sgd = SGDClassifier(loss="log_loss", learning_rate="adaptive", eta0=0.1, random_state=0)
for X_batch, y_batch in batches(50):
    scaler.partial_fit(X_batch)
    sgd.partial_fit(scaler.transform(X_batch), y_batch, classes=classes)
    print(scaler.n_samples_seen_, sgd.coef_[0, :2], sgd.t_)

learners = {
    "pa": PassiveAggressiveClassifier(C=0.5, random_state=0),
    "nb": GaussianNB(),
    "sgd": SGDClassifier(alpha=1e-3, average=True, random_state=0),
}
for X_batch, y_batch in batches(100):
    for learner in learners.values():
        learner.partial_fit(X_batch, y_batch, classes=classes)
print(learners["nb"].theta_, learners["sgd"].intercept_)

forest = RandomForestClassifier(n_estimators=2, warm_start=True, random_state=0)
for n in (2, 4, 6):
    forest.set_params(n_estimators=n)
    forest.fit(X, y)
    print(len(forest.estimators_), forest.n_estimators)

grown = GradientBoostingClassifier(n_estimators=3, warm_start=True, random_state=0).fit(X, y)
grown.n_estimators += 2
grown.fit(X, y)
print(grown.n_estimators_, grown.train_score_)

saved = pickle.dumps(forest)
loaded = pickle.loads(saved)
print(loaded.predict(X[:2]), loaded.n_features_in_)
joblib.dump(sgd, "model.joblib")
if os.path.exists("model.joblib"):
    restored = joblib.load("model.joblib")
else:
    restored = SGDClassifier().fit(X, y)
print(restored.coef_.shape, restored.classes_)
buffer = io.BytesIO()
pickle.dump({"scaler": scaler, "model": sgd}, buffer)
bundle = pickle.loads(buffer.getvalue())
print(bundle["scaler"].mean_[:2], bundle["model"].loss)

try:
    with open("cache.pkl", "rb") as file:
        regressor = pickle.load(file)
except FileNotFoundError:
    regressor = SGDRegressor(max_iter=50, tol=1e-2, random_state=0)
    regressor.fit(X[:, :4], X[:, 4])
print(regressor.coef_, regressor.intercept_)

by_hand = StandardScaler()
by_hand.mean_, by_hand.scale_, by_hand.n_features_in_ = X.mean(axis=0), X.std(axis=0), X.shape[1]
by_hand.var_ = by_hand.scale_**2
print(by_hand.transform(X[:1]))
birch = Birch(n_clusters=None, threshold=2.0).fit(X)
print(birch.subcluster_centers_.shape, MiniBatchKMeans(n_clusters=2, n_init=1, random_state=0).fit(X).inertia_)
