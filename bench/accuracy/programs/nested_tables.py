"""Column transformers within pipelines within searches, steps replaced."""

import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer, make_column_selector as selector, make_column_transformer
from sklearn.decomposition import PCA
from sklearn.ensemble import HistGradientBoostingRegressor, RandomForestRegressor
from sklearn.experimental import enable_iterative_imputer  # noqa: F401
from sklearn.feature_selection import SelectKBest, f_regression
from sklearn.impute import IterativeImputer, KNNImputer, MissingIndicator, SimpleImputer
from sklearn.linear_model import BayesianRidge, Ridge
from sklearn.model_selection import GridSearchCV, RandomizedSearchCV
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline
from sklearn.preprocessing import (
    KBinsDiscretizer,
    OneHotEncoder,
    OrdinalEncoder,
    SplineTransformer,
    StandardScaler,
    TargetEncoder,
)

rng = np.random.default_rng(1)
n = 90
houses = pd.DataFrame(
    {
        "area": rng.normal(100, 20, n),
        "rooms": rng.integers(1, 6, n).astype(float),
        "year": rng.integers(1950, 2020, n).astype(float),
        "city": rng.choice(["a", "b", "c"], n),
        "heating": rng.choice(["gas", "oil"], n),
    }
)
price = houses["area"] * 3 + houses["rooms"] * 10 + (houses["city"] == "a") * 50
houses.loc[::7, "area"] = np.nan
num_cols = houses.select_dtypes(include="number").columns
cat_cols = houses.select_dtypes(exclude="number").columns

num_pipe = Pipeline([("impute", SimpleImputer(strategy="median", add_indicator=True)), ("scale", StandardScaler())])
cat_pipe = make_pipeline(SimpleImputer(strategy="most_frequent"), OneHotEncoder(handle_unknown="ignore", drop=None))
preprocess = ColumnTransformer([("num", num_pipe, num_cols), ("cat", cat_pipe, cat_cols)], remainder="passthrough")
model = Pipeline([("prep", preprocess), ("select", SelectKBest(f_regression, k=4)), ("reg", Ridge())])
model.fit(houses, price)
prep = model["prep"]
print(prep.named_transformers_["num"]["impute"].statistics_, prep.named_transformers_["num"]["scale"].mean_)
print(prep.named_transformers_["cat"][-1].categories_, prep.output_indices_, prep.n_features_in_)
print(model["select"].scores_, model[-1].coef_, model.named_steps.reg.alpha)
print(prep.transformers_[0][1].named_steps["scale"].var_)

grid = {
    "prep__num__impute__strategy": ["mean", "median"],
    "prep__num__scale": [StandardScaler(), "passthrough"],
    "prep__cat__onehotencoder__min_frequency": [None, 2],
    "select__k": [3, 4],
    "reg__alpha": [0.1, 1.0],
}
search = RandomizedSearchCV(model, grid, n_iter=4, cv=2, random_state=0)
search.fit(houses, price)
best = search.best_estimator_
print(best.named_steps["prep"].named_transformers_["cat"].named_steps["onehotencoder"].categories_)
print(best["reg"].coef_, best["reg"].alpha)

encoders = make_column_transformer(
    (OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1), selector(dtype_exclude="number")),
    (KNNImputer(n_neighbors=3), selector(dtype_include="number")),
    verbose_feature_names_out=False,
)
trees = make_pipeline(encoders, HistGradientBoostingRegressor(max_iter=10, max_leaf_nodes=7))
trees.fit(houses, price)
print(trees[0].named_transformers_["ordinalencoder"].categories_, trees[0].named_transformers_.knnimputer.n_neighbors)
print(trees["histgradientboostingregressor"].n_iter_)
switch = GridSearchCV(
    trees,
    {"histgradientboostingregressor__max_leaf_nodes": [3, 7], "columntransformer__knnimputer__n_neighbors": [2]},
    cv=2,
)
print(switch.fit(houses, price).best_params_)

features = FeatureUnion([("pca", PCA(n_components=1)), ("spline", SplineTransformer(n_knots=3, degree=2))])
imputed = Pipeline([("impute", IterativeImputer(BayesianRidge(), max_iter=2, random_state=0)), ("features", features)])
imputed.fit(houses[num_cols])
print(imputed["impute"].n_iter_, imputed["impute"].initial_imputer_.statistics_)
print(imputed.named_steps["features"].transformer_list[0][1].components_, imputed[-1]["spline"].bsplines_[0].k)
te = TargetEncoder(target_type="continuous", cv=2, random_state=0)
print(te.fit_transform(houses[["city"]], price).shape, te.encodings_, te.target_mean_)
bins = KBinsDiscretizer(n_bins=3, encode="ordinal", strategy="uniform").fit(houses[["year"]])
print(bins.bin_edges_, bins.n_bins_, MissingIndicator(features="missing-only").fit(houses[num_cols]).features_)
forest = RandomForestRegressor(n_estimators=5, random_state=0).fit(te.transform(houses[["city"]]), price)
print(forest.estimators_[0].tree_.threshold[:2])
