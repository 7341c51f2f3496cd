# %% [markdown]
# # Penguins, cell by cell
# A script in the percent format, as VS Code, Spyder and Jupytext read it.

# %%
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.inspection import PartialDependenceDisplay, permutation_importance
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import ConfusionMatrixDisplay, RocCurveDisplay
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.preprocessing import LabelEncoder, StandardScaler
from sklearn.tree import DecisionTreeClassifier, export_text, plot_tree

# %%
rng = np.random.default_rng(7)
penguins = pd.DataFrame(rng.normal(size=(120, 3)), columns=["bill", "flipper", "mass"])
penguins["species"] = np.where(penguins["bill"] + penguins["mass"] > 0, "Adelie", "Gentoo")
encoder = LabelEncoder()
penguins["label"] = encoder.fit_transform(penguins["species"])
encoder.classes_

# %%
features = ["bill", "flipper", "mass"]
X_train, X_test, y_train, y_test = train_test_split(penguins[features], penguins["label"], random_state=0)
scaler = StandardScaler().set_output(transform="pandas")
X_train = scaler.fit_transform(X_train)
X_test = scaler.transform(X_test)
pd.DataFrame({"mean": scaler.mean_, "scale": scaler.scale_}, index=scaler.feature_names_in_)

# %%
model = LogisticRegression(C=0.5)
model.fit(X_train, y_train)
dict(zip(features, model.coef_[0]))

# %%
model = DecisionTreeClassifier(max_depth=2, random_state=0)
model.fit(X_train, y_train)
print(export_text(model, feature_names=features))
plot_tree(model, feature_names=features, class_names=list(encoder.classes_))
model.tree_.node_count

# %%
search = GridSearchCV(RandomForestClassifier(random_state=0), {"n_estimators": [5, 10], "max_depth": [2, None]}, cv=2)
search.fit(X_train, y_train)
model = search.best_estimator_
pd.DataFrame(search.cv_results_)[["params", "mean_test_score"]]

# %%
importance = pd.Series(model.feature_importances_, index=features)
result = permutation_importance(search, X_test, y_test, n_repeats=2, random_state=0)
importance, result.importances_mean, search.best_params_

# %%
ConfusionMatrixDisplay.from_estimator(model, X_test, y_test)
RocCurveDisplay.from_estimator(search, X_test, y_test)
PartialDependenceDisplay.from_estimator(model, X_train, features=["bill"])
