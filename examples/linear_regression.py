"""What is set before fit, and what fit learns, on data whose answer is known: Y = 20 + 3X."""

import numpy as np
from sklearn.linear_model import Lasso, LinearRegression, Ridge
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor

X = np.arange(20.0).reshape(-1, 1)
y = 20 + 3 * X.ravel()

# Nothing has to be set; fit learns the intercept and one coefficient for each feature.
model = LinearRegression()
model.fit(X, y)
print("🦊 intercept:", model.intercept_, "slope:", model.coef_)

# alpha is a hyperparameter: how hard the coefficients are pulled towards zero. It is ours to choose, not fit's to learn.
ridge = Ridge(alpha=10.0).fit(X, y)
lasso = Lasso(alpha=10.0).fit(X, y)
print("slope with Ridge:", ridge.coef_, "with Lasso:", lasso.coef_)
print("rounds that Lasso took:", lasso.n_iter_)

# k-nearest neighbours: n_neighbors is 5 unless it is set.
regressor = KNeighborsRegressor().fit(X, y)
print("neighbours:", regressor.n_neighbors, "prediction at 10:", regressor.predict([[10.0]]))

classifier = KNeighborsClassifier(n_neighbors=3, weights="distance")
classifier.fit(X, y > 50)
print("classes:", classifier.classes_, "features:", classifier.n_features_in_)
