"""Unions of features, selection by statistics, by models, by elimination."""

import numpy as np
from sklearn.datasets import load_iris, make_friedman1
from sklearn.decomposition import PCA
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.feature_selection import (
    RFE,
    RFECV,
    SelectFromModel,
    SelectKBest,
    SelectPercentile,
    SequentialFeatureSelector,
    VarianceThreshold,
    chi2,
    f_classif,
    mutual_info_classif,
)
from sklearn.linear_model import LassoCV, LogisticRegression
from sklearn.model_selection import GridSearchCV, KFold
from sklearn.pipeline import FeatureUnion, Pipeline, make_union
from sklearn.preprocessing import MinMaxScaler, PolynomialFeatures
from sklearn.svm import SVC, SVR

X, y = load_iris(return_X_y=True)

pca = PCA(n_components=2)
selection = SelectKBest(k=1)
combined_features = FeatureUnion([("pca", pca), ("univ_select", selection)])
X_features = combined_features.fit(X, y).transform(X)
print("Combined space has", X_features.shape[1], "features", pca.explained_variance_, selection.scores_)

svm = SVC(kernel="linear")
pipeline = Pipeline([("features", combined_features), ("svm", svm)])
param_grid = {"features__pca__n_components": [1, 2], "features__univ_select__k": [1, 2], "svm__C": [0.1, 1]}
grid_search = GridSearchCV(pipeline, param_grid=param_grid, cv=2)
grid_search.fit(X, y)
print(grid_search.best_estimator_.named_steps["svm"].coef_.shape)
print(dict(grid_search.best_estimator_["features"].transformer_list)["pca"].components_.shape)

test = SelectKBest(score_func=chi2, k=2).fit(X, y)
print(test.scores_, test.pvalues_, test.get_support(indices=True))
selectors = [
    VarianceThreshold(threshold=0.2),
    SelectPercentile(f_classif, percentile=50),
    SelectKBest(mutual_info_classif, k=2),
]
for selector in selectors:
    selector.fit(X, y)
    print(selector.__class__.__name__, selector.get_support())
print(selectors[0].variances_)

etc = ExtraTreesClassifier(n_estimators=10, random_state=0)
sfm = SelectFromModel(etc, threshold="mean")
sfm.fit(X, y)
print(sfm.estimator_.feature_importances_, sfm.threshold_, sfm.transform(X).shape)
etc.fit(X, y)
prefit = SelectFromModel(etc, prefit=True)
print(prefit.transform(X).shape)

Xf, yf = make_friedman1(n_samples=50, n_features=6, random_state=0)
rfe = RFE(estimator=SVR(kernel="linear"), n_features_to_select=3, step=1)
rfe = rfe.fit(Xf, yf)
print(rfe.support_, rfe.ranking_, rfe.estimator_.coef_.shape, rfe.n_features_)
rfecv = RFECV(SVR(kernel="linear"), step=1, cv=KFold(2), min_features_to_select=2).fit(Xf, yf)
print("Optimal:", rfecv.n_features_, rfecv.cv_results_["mean_test_score"], rfecv.estimator_.n_support_)
lasso = LassoCV(cv=3, random_state=0).fit(Xf, yf)
importance = np.abs(lasso.coef_)
sfs = SequentialFeatureSelector(LogisticRegression(max_iter=300), n_features_to_select=2, direction="forward", cv=2)
sfs.fit(X, y)
print(sfs.support_, sfs.n_features_to_select_, importance.max(), lasso.alpha_)
union = make_union(PolynomialFeatures(degree=2, interaction_only=True), MinMaxScaler())
union.fit(X)
print(union.transformer_list[1][1].data_max_, union.named_transformers["polynomialfeatures"].n_output_features_)
