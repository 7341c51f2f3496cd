"""Trains the candidates and looks into the best."""

import numpy as np
import pandas as pd
from sklearn.model_selection import GridSearchCV, train_test_split

import churn
from churn import CANDIDATES, RatioFeatures, build_model
from churn.models import default_model
from churn.settings import SEED

rng = np.random.default_rng(SEED)
n = 100
frame = pd.DataFrame(
    {"spend": rng.gamma(2, 20, n), "visits": rng.poisson(4, n).astype(float), "plan": rng.choice(["x", "y"], n)}
)
left = (frame["spend"] < 30).astype(int)
X_train, X_test, y_train, y_test = train_test_split(frame, left, random_state=SEED, stratify=left)

for name in CANDIDATES:
    model = build_model(name, ["spend", "visits"], ["plan"])
    model.fit(X_train, y_train)
    print(name, model.score(X_test, y_test))

logistic = build_model("logistic", ["spend", "visits"], ["plan"])
logistic.fit(X_train, y_train)
print(logistic["model"].coef_, logistic["prep"].named_transformers_["cat"].categories_)
print(logistic["prep"].named_transformers_["num"][1].means_)

ratio = RatioFeatures(eps=0.5, keep=False)
ratio.fit(frame[["spend", "visits"]])
print(ratio.means_, ratio.n_inputs_, ratio.eps)

default_model.fit(frame[["spend", "visits"]], left)
print(default_model.coef_, default_model.C)
search = GridSearchCV(
    churn.build_model("logistic", ["spend"], ["plan"]),
    {"model__C": [0.1, 1.0], "prep__num__ratiofeatures__eps": [0.1, 1.0]},
    cv=2,
)
search.fit(X_train, y_train)
print(search.best_params_, search.best_estimator_.named_steps["model"].intercept_)
