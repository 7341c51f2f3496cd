"""The first program one writes: load, split, fit, look."""

import numpy as np
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, classification_report, confusion_matrix
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler

iris = load_iris()
X = iris.data
y = iris.target
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=42, stratify=y)

sc = StandardScaler()
X_train = sc.fit_transform(X_train)
X_test = sc.transform(X_test)
print("means", sc.mean_, "scales", sc.scale_)

knn = KNeighborsClassifier(n_neighbors=5, metric="minkowski", p=2)
knn.fit(X_train, y_train)
y_pred = knn.predict(X_test)
print(confusion_matrix(y_test, y_pred))
print("classes:", knn.classes_, "trained on", knn.n_samples_fit_)

logreg = LogisticRegression(C=0.5, max_iter=500, random_state=0)
logreg.fit(X_train, y_train)
y_pred = logreg.predict(X_test)
print("Accuracy:", accuracy_score(y_test, y_pred))
print(classification_report(y_test, y_pred, target_names=iris.target_names))
for name, weights in zip(iris.target_names, logreg.coef_):
    print(f"{name}: {np.round(weights, 2)}")
print(f"intercepts {logreg.intercept_}, after {logreg.n_iter_} iterations with C={logreg.C}")
