"""Names and classifiers in two lists, zipped; and a list of pairs that grows."""

from sklearn.datasets import make_moons
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis, QuadraticDiscriminantAnalysis
from sklearn.ensemble import AdaBoostClassifier, ExtraTreesClassifier
from sklearn.linear_model import SGDClassifier
from sklearn.model_selection import StratifiedKFold, cross_validate
from sklearn.neighbors import KNeighborsClassifier, NearestCentroid
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler, StandardScaler
from sklearn.svm import LinearSVC

names = ["Nearest Neighbors", "Linear SVM", "QDA", "AdaBoost"]
classifiers = [
    KNeighborsClassifier(3, weights="distance"),
    LinearSVC(C=0.025, random_state=0),
    QuadraticDiscriminantAnalysis(reg_param=0.1),
    AdaBoostClassifier(n_estimators=10, learning_rate=0.5, random_state=0),
]
X, y = make_moons(n_samples=80, noise=0.3, random_state=0)
X = StandardScaler().fit_transform(X)

for name, clf in zip(names, classifiers):
    clf.fit(X, y)
    score = clf.score(X, y)
    if hasattr(clf, "decision_function"):
        Z = clf.decision_function(X)
    else:
        Z = clf.predict_proba(X)[:, 1]
    print(name, score, Z.shape, clf.classes_)

pipelines = []
pipelines.append(("scaled lda", make_pipeline(MinMaxScaler(), LinearDiscriminantAnalysis(n_components=1))))
pipelines.append(("sgd", make_pipeline(StandardScaler(), SGDClassifier(loss="hinge", penalty="l2", random_state=0))))
pipelines += [("centroid", make_pipeline(StandardScaler(), NearestCentroid()))]
kfold = StratifiedKFold(n_splits=3, shuffle=True, random_state=7)
outcomes = []
for i, (name, pipe) in enumerate(pipelines):
    cv_results = cross_validate(pipe, X, y, cv=kfold, scoring="accuracy")
    outcomes.append(cv_results["test_score"].mean())
    print(i, name, outcomes[-1])

lda = pipelines[0][1].fit(X, y)
print(lda[-1].coef_, lda["lineardiscriminantanalysis"].priors_)
trees = [ExtraTreesClassifier(n_estimators=n, random_state=0).fit(X, y) for n in (2, 4, 8)]
print([len(forest.estimators_) for forest in trees], trees[-1].feature_importances_)
