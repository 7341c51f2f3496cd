"""The mistakes that are made in pipeline_and_search.py's place. scikit-learn refuses each: every function here raises."""

from sklearn.datasets import load_iris
from sklearn.decomposition import PCA
from sklearn.linear_model import RidgeClassifier
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

X, y = load_iris(return_X_y=True)


def class_instead_of_step():
    Pipeline([("scale", StandardScaler), ("svc", SVC())]).fit(X, y)


def learned_parameter_of_a_step():
    pipe = make_pipeline(StandardScaler(), SVC(kernel="linear"))
    pipe.fit(X, y)
    print("coefficients:", pipe.coef_)


def learned_parameter_of_the_best():
    search = GridSearchCV(RidgeClassifier(), {"alpha": [0.1, 1, 10]})
    search.fit(X, y)
    print("coefficients:", search.coef_)


def search_without_a_grid():
    GridSearchCV(RidgeClassifier()).fit(X, y)


def underscore_forgotten():
    search = GridSearchCV(RidgeClassifier(), {"alpha": [0.1, 1, 10]}).fit(X, y)
    print("best:", search.best_params)


def original_stays_unfitted():
    classifier = RidgeClassifier(alpha=0.5)
    print("scores:", cross_val_score(classifier, X, y))
    print("🦊 coefficients:", classifier.coef_)


def grid_is_not_fitted():
    search = GridSearchCV(SVC(), {"kernel": ["linear", "rbf"]})
    search.predict(X)


def refused_option_in_a_step():
    make_pipeline(PCA(svd_solver="fast"), SVC()).fit(X, y)


def refused_number():
    SVC(C=0).fit(X, y)
