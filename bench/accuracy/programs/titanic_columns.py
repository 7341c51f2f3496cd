"""A table with numbers and words: imputing and encoding in a ColumnTransformer, tuned as a whole."""

import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, cross_val_score, train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

rng = np.random.default_rng(0)
rows = 120
df = pd.DataFrame(
    {
        "age": np.where(rng.random(rows) < 0.2, np.nan, rng.integers(1, 80, rows)),
        "fare": rng.gamma(2, 15, rows),
        "sex": rng.choice(["male", "female"], rows),
        "embarked": rng.choice(["S", "C", "Q"], rows),
    }
)
df["survived"] = ((df["sex"] == "female") | (df["fare"] > 60)).astype(int)

numeric_features = ["age", "fare"]
categorical_features = ["embarked", "sex"]
numeric_transformer = Pipeline(
    steps=[
        ("imputer", SimpleImputer(strategy="median")),
        ("scaler", StandardScaler()),
    ]
)
categorical_transformer = OneHotEncoder(handle_unknown="ignore", sparse_output=False)
preprocessor = ColumnTransformer(
    transformers=[
        ("num", numeric_transformer, numeric_features),
        ("cat", categorical_transformer, categorical_features),
    ],
    remainder="drop",
)
clf = Pipeline(steps=[("preprocessor", preprocessor), ("classifier", LogisticRegression(max_iter=200))])

X, y = df.drop("survived", axis=1), df["survived"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
print("cross-validated:", cross_val_score(clf, X_train, y_train, cv=3).mean())

clf.fit(X_train, y_train)
print("model score: %.3f" % clf.score(X_test, y_test))
fitted = clf.named_steps["preprocessor"]
onehot = fitted.named_transformers_["cat"]
print(onehot.categories_)
print(fitted.named_transformers_["num"].named_steps["imputer"].statistics_)
names = fitted.get_feature_names_out()
print(pd.Series(clf.named_steps["classifier"].coef_[0], index=names))

param_grid = {
    "preprocessor__num__imputer__strategy": ["mean", "median"],
    "classifier__C": [0.1, 1.0, 10],
}
grid_search = GridSearchCV(clf, param_grid, cv=3)
grid_search.fit(X_train, y_train)
print("best:", grid_search.best_params_, grid_search.best_score_)
print(grid_search.best_estimator_.named_steps["classifier"].intercept_)

clf.set_params(classifier=RandomForestClassifier(n_estimators=10, random_state=0))
clf.fit(X_train, y_train)
print(clf.score(X_test, y_test))
