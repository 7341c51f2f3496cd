"""Kernels and the models that learn with them."""

import numpy as np
from sklearn.datasets import load_iris
from sklearn.gaussian_process import GaussianProcessClassifier, GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF, ConstantKernel as C, Matern, RationalQuadratic, WhiteKernel
from sklearn.kernel_ridge import KernelRidge
from sklearn.model_selection import GridSearchCV

X = np.linspace(start=0, stop=10, num=30).reshape(-1, 1)
y = np.squeeze(X * np.sin(X))
rng = np.random.RandomState(1)
training_indices = rng.choice(np.arange(y.size), size=10, replace=False)
X_train, y_train = X[training_indices], y[training_indices]

kernel = 1 * RBF(length_scale=1.0, length_scale_bounds=(1e-2, 1e2))
gaussian_process = GaussianProcessRegressor(kernel=kernel, n_restarts_optimizer=1)
gaussian_process.fit(X_train, y_train)
print(gaussian_process.kernel_, gaussian_process.alpha_.shape)
mean_prediction, std_prediction = gaussian_process.predict(X, return_std=True)

kernels = [
    1.0 * Matern(length_scale=1.0, nu=1.5),
    C(0.1, (0.01, 10.0)) * RationalQuadratic(length_scale=1.0, alpha=0.1),
    1.0 * RBF(1.0) + WhiteKernel(noise_level=1e-2),
]
for kernel in kernels:
    gpr = GaussianProcessRegressor(kernel=kernel, alpha=0.1, optimizer=None, normalize_y=True)
    gpr.fit(X_train, y_train)
    print("Log-likelihood: %.3f" % gpr.log_marginal_likelihood(gpr.kernel_.theta), gpr.L_.shape)
    samples = gpr.sample_y(X, n_samples=2, random_state=0)
print(gpr.log_marginal_likelihood_value_, gpr.X_train_.shape)

iris = load_iris()
gpc = GaussianProcessClassifier(1.0 * RBF(1.0), optimizer=None, multi_class="one_vs_rest", random_state=0)
gpc.fit(iris.data[::3, :2], iris.target[::3])
print(gpc.classes_, gpc.kernel_, gpc.predict_proba(iris.data[:1, :2]))

krr = GridSearchCV(
    KernelRidge(kernel="rbf", gamma=0.1), param_grid={"alpha": [1e0, 0.1], "gamma": np.logspace(-2, 0, 2)}, cv=2
)
krr.fit(X_train, y_train)
print(krr.best_estimator_.dual_coef_, krr.best_estimator_.gamma, krr.scorer_)
