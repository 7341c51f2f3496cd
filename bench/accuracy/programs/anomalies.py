"""Finding what does not belong."""

import numpy as np
from sklearn.covariance import EllipticEnvelope, LedoitWolf, MinCovDet
from sklearn.ensemble import IsolationForest
from sklearn.kernel_approximation import Nystroem
from sklearn.linear_model import LinearRegression, RANSACRegressor, SGDOneClassSVM, TheilSenRegressor
from sklearn.neighbors import KernelDensity, LocalOutlierFactor, NearestNeighbors
from sklearn.pipeline import make_pipeline
from sklearn.svm import OneClassSVM

rng = np.random.RandomState(42)
X = 0.3 * rng.randn(60, 2)
X_train = np.r_[X + 2, X - 2]
X_outliers = rng.uniform(low=-4, high=4, size=(10, 2))

contamination = 0.1
detectors = {
    "isolation": IsolationForest(n_estimators=10, contamination=contamination, random_state=42),
    "envelope": EllipticEnvelope(contamination=contamination, random_state=0),
    "svm": OneClassSVM(nu=0.1, kernel="rbf", gamma=0.1),
}
for name, detector in detectors.items():
    y_pred = detector.fit(X_train).predict(X_outliers)
    print(name, (y_pred == -1).sum(), detector.offset_)
print(detectors["isolation"].estimators_samples_[0][:3], detectors["svm"].support_vectors_.shape)

lof = LocalOutlierFactor(n_neighbors=15, contamination=0.1)
flags = lof.fit_predict(X_train)
print(lof.negative_outlier_factor_.min(), lof.n_neighbors_, flags.sum())
novelty = LocalOutlierFactor(n_neighbors=10, novelty=True)
novelty.fit(X_train)
print(novelty.predict(X_outliers), novelty.offset_)

robust_cov = MinCovDet(random_state=0).fit(X_train)
print(robust_cov.location_, robust_cov.support_.sum(), robust_cov.mahalanobis(X_outliers)[:2])
print(LedoitWolf().fit(X_train).shrinkage_)

approx = make_pipeline(Nystroem(gamma=0.1, n_components=20, random_state=1), SGDOneClassSVM(nu=0.05, random_state=1))
approx.fit(X_train)
print(approx[-1].coef_.shape, approx["nystroem"].components_.shape)
nn = NearestNeighbors(n_neighbors=3, algorithm="ball_tree").fit(X_train)
distances, indices = nn.kneighbors(X_outliers)
print(distances.shape, nn.effective_metric_, nn.n_samples_fit_)
kde = KernelDensity(kernel="gaussian", bandwidth=0.4)
kde.fit(X_train)
print(kde.score_samples(X_outliers)[:2], kde.bandwidth_)

x = np.linspace(0, 10, 50).reshape(-1, 1)
t = 3 * x.ravel() + rng.normal(size=50)
t[::10] += 40
ransac = RANSACRegressor(LinearRegression(), min_samples=20, random_state=0)
ransac.fit(x, t)
inlier_mask = ransac.inlier_mask_
print(ransac.estimator_.coef_, ransac.n_trials_, np.logical_not(inlier_mask).sum())
print(TheilSenRegressor(random_state=0, max_subpopulation=200).fit(x, t).breakdown_)
