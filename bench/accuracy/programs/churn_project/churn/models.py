"""What predicts."""

from sklearn.ensemble import GradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline

from . import features
from .settings import SEED, TREES

CANDIDATES = {
    "logistic": LogisticRegression(max_iter=500, C=0.4),
    "forest": RandomForestClassifier(n_estimators=TREES, random_state=SEED),
    "boosting": GradientBoostingClassifier(n_estimators=TREES, random_state=SEED),
}
default_model = LogisticRegression(C=2.0, max_iter=500)


def build_model(name, numeric, categorical):
    preprocess = features.make_preprocessor(numeric, categorical)
    return Pipeline([("prep", preprocess), ("model", CANDIDATES[name])])
