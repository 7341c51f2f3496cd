"""Linear models and what regularisation does to their coefficients."""

import numpy as np
import pandas as pd
from sklearn import linear_model
from sklearn.datasets import load_diabetes
from sklearn.linear_model import ElasticNet, HuberRegressor, Lasso, LassoCV, LinearRegression, Ridge, RidgeCV
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import cross_val_score, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import PolynomialFeatures, StandardScaler

diabetes = load_diabetes(as_frame=True)
X, y = diabetes.data, diabetes.target
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)

regr = linear_model.LinearRegression()
regr.fit(X_train, y_train)
print("Coefficients: \n", regr.coef_)
print("Intercept:", regr.intercept_)
print("MSE: %.2f" % mean_squared_error(y_test, regr.predict(X_test)))
coeff_df = pd.DataFrame(regr.coef_, X.columns, columns=["Coefficient"])
print(coeff_df.loc["bmi", "Coefficient"], regr.rank_, regr.feature_names_in_[:2])

alphas = np.logspace(-3, 1, 5)
coefs = []
ridge = Ridge(fit_intercept=False)
for a in alphas:
    ridge.set_params(alpha=a)
    ridge.fit(X_train, y_train)
    coefs.append(ridge.coef_)
print(np.shape(coefs))

lasso = Lasso(alpha=0.5, max_iter=2000)
lasso.fit(X_train, y_train)
print("kept", X.columns[lasso.coef_ != 0].tolist(), "in", lasso.n_iter_)
print(f"sparse: {lasso.sparse_coef_.nnz}, alpha {lasso.alpha}")

reg = RidgeCV(alphas=alphas, cv=3).fit(X_train, y_train)
print("best alpha:", reg.alpha_, reg.best_score_)
lasso_cv = LassoCV(cv=3, random_state=0).fit(X_train, y_train)
print(lasso_cv.alpha_, lasso_cv.mse_path_.shape, lasso_cv.alphas_[:2])

degree = 2
poly_model = make_pipeline(PolynomialFeatures(degree, include_bias=False), LinearRegression())
poly_model.fit(X_train[["bmi"]], y_train)
print(poly_model.named_steps["linearregression"].coef_, poly_model.named_steps["polynomialfeatures"].powers_)
print(poly_model[0].n_output_features_)

enet = ElasticNet(alpha=0.1, l1_ratio=0.7)
y_pred_enet = enet.fit(X_train, y_train).predict(X_test)
print(enet.dual_gap_, enet.intercept_)
huber = HuberRegressor(epsilon=1.5, max_iter=300).fit(X_train, y_train)
print(huber.scale_, huber.outliers_.sum())
scores = cross_val_score(LinearRegression(), X, y, scoring="neg_mean_squared_error", cv=5)
print(np.sqrt(-scores).mean())
