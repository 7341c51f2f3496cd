"""How many clusters: the elbow, silhouettes, and other ways to cluster."""

import matplotlib.pyplot as plt
import numpy as np
from sklearn.cluster import DBSCAN, AgglomerativeClustering, KMeans, MeanShift, MiniBatchKMeans, SpectralClustering
from sklearn.datasets import make_blobs
from sklearn.metrics import silhouette_score
from sklearn.mixture import GaussianMixture
from sklearn.preprocessing import StandardScaler

X, labels_true = make_blobs(n_samples=90, centers=[[1, 1], [-1, -1], [1, -1]], cluster_std=0.4, random_state=0)
X = StandardScaler().fit_transform(X)

wcss = []
for i in range(1, 6):
    kmeans = KMeans(n_clusters=i, init="k-means++", n_init=2, max_iter=100, random_state=0)
    kmeans.fit(X)
    wcss.append(kmeans.inertia_)
plt.plot(range(1, 6), wcss)
plt.title("Elbow")

sil = [silhouette_score(X, KMeans(n_clusters=k, n_init=1, random_state=0).fit(X).labels_) for k in range(2, 5)]
k = int(np.argmax(sil)) + 2
km = KMeans(n_clusters=k, n_init=5, random_state=0)
y_km = km.fit_predict(X)
plt.scatter(km.cluster_centers_[:, 0], km.cluster_centers_[:, 1], s=250, marker="*")
print(km.n_iter_, np.bincount(km.labels_), km.n_clusters)

db = DBSCAN(eps=0.3, min_samples=5).fit(X)
core_samples_mask = np.zeros_like(db.labels_, dtype=bool)
core_samples_mask[db.core_sample_indices_] = True
labels = db.labels_
n_clusters_ = len(set(labels)) - (1 if -1 in labels else 0)
print("Estimated number of clusters: %d" % n_clusters_)

for linkage in ("ward", "average", "complete"):
    agg = AgglomerativeClustering(linkage=linkage, n_clusters=3)
    agg.fit(X)
    print(linkage, agg.labels_[:5], agg.n_leaves_)

bics = []
for n_components in range(1, 4):
    for cov_type in ["full", "diag"]:
        gmm = GaussianMixture(n_components=n_components, covariance_type=cov_type, random_state=0)
        gmm.fit(X)
        bics.append(gmm.bic(X))
        if gmm.converged_:
            best_gmm = gmm
print(best_gmm.means_, best_gmm.weights_, best_gmm.covariances_.shape)
mbk = MiniBatchKMeans(n_clusters=3, batch_size=45, n_init=2, random_state=0)
for batch in np.array_split(X, 3):
    mbk.partial_fit(batch)
print(mbk.cluster_centers_, MeanShift(bandwidth=2).fit(X).cluster_centers_.shape)
spectral = SpectralClustering(n_clusters=2, affinity="nearest_neighbors", n_neighbors=8, random_state=0).fit(X)
print(spectral.affinity_matrix_.shape, spectral.labels_.sum())
