"""Fewer dimensions: components, explained variance, slices of a pipeline, embeddings."""

import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_digits
from sklearn.decomposition import NMF, PCA, FastICA, IncrementalPCA, KernelPCA, TruncatedSVD
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.linear_model import LogisticRegression
from sklearn.manifold import TSNE, Isomap
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

digits = load_digits(n_class=3)
X, y = digits["data"][:150], digits["target"][:150]

pca = PCA().fit(X)
cumulative = np.cumsum(pca.explained_variance_ratio_)
d = int(np.argmax(cumulative >= 0.9)) + 1
plt.plot(pca.explained_variance_, linewidth=2)

pca = PCA(n_components=d, whiten=True, svd_solver="randomized", random_state=0)
X_reduced = pca.fit_transform(X)
X_back = pca.inverse_transform(X_reduced)
print(pca.components_.shape, pca.mean_.shape, pca.noise_variance_, pca.n_components_, pca.singular_values_[:2])

pipe = Pipeline(
    [("std", StandardScaler()), ("pca", PCA(n_components=5)), ("logistic", LogisticRegression(max_iter=300))]
)
pipe.fit(X, y)
loadings = pipe[1].components_
projected = pipe[:-1].transform(X)
back = pipe[:2].inverse_transform(projected)
print(loadings.shape, pipe[:2][-1].explained_variance_ratio_.sum(), pipe.steps[2][1].coef_.shape)
print(pipe.named_steps.pca.n_components, pipe.n_features_in_, pipe.classes_)

ipca = IncrementalPCA(n_components=3, batch_size=50)
for start in range(0, 150, 50):
    ipca.partial_fit(X[start : start + 50])
print(ipca.explained_variance_ratio_, ipca.n_samples_seen_)

reducers = {
    "svd": TruncatedSVD(n_components=2, random_state=0),
    "ica": FastICA(n_components=2, whiten="unit-variance", random_state=0),
    "nmf": NMF(n_components=2, init="nndsvda", max_iter=50, random_state=0),
}
fig, axes = plt.subplots(1, len(reducers))
for ax, (label, reducer) in zip(axes, reducers.items()):
    embedded = reducer.fit_transform(X)
    ax.scatter(embedded[:, 0], embedded[:, 1], c=y)
    ax.set_title(f"{label}: {reducer.components_.shape}")

kpca = KernelPCA(n_components=2, kernel="rbf", gamma=0.001, fit_inverse_transform=True)
kpca.fit(X)
print(kpca.eigenvalues_, kpca.dual_coef_.shape)
lda = LinearDiscriminantAnalysis(solver="svd", n_components=2)
print(lda.fit(X, y).transform(X).shape, lda.scalings_.shape, lda.explained_variance_ratio_)
tsne = TSNE(n_components=2, perplexity=10, init="pca", max_iter=250, random_state=0)
emb = tsne.fit_transform(X[:60])
print(tsne.kl_divergence_, tsne.embedding_.shape)
iso = make_pipeline(StandardScaler(), Isomap(n_neighbors=10, n_components=2)).fit(X)
print(iso.named_steps["isomap"].embedding_.shape, iso["isomap"].dist_matrix_.max())
