"""One model per class, per output, per link of a chain."""

from sklearn.datasets import load_iris, make_multilabel_classification, make_regression
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LinearRegression, LogisticRegression, Ridge
from sklearn.model_selection import GridSearchCV
from sklearn.multiclass import OneVsOneClassifier, OneVsRestClassifier, OutputCodeClassifier
from sklearn.multioutput import ClassifierChain, MultiOutputClassifier, MultiOutputRegressor, RegressorChain
from sklearn.preprocessing import LabelBinarizer, MultiLabelBinarizer, label_binarize
from sklearn.svm import SVC, LinearSVR

X, y = load_iris(return_X_y=True)
ovr = OneVsRestClassifier(LogisticRegression(C=2.0, max_iter=300))
ovr.fit(X, y)
for binary in ovr.estimators_:
    print(binary.coef_, binary.intercept_)
print(ovr.classes_, ovr.n_classes_, ovr.label_binarizer_.classes_, ovr.estimator.C)

ovo = OneVsOneClassifier(SVC(kernel="linear")).fit(X, y)
print(len(ovo.estimators_), ovo.estimators_[0].coef_.shape, ovo.pairwise_indices_)
ecoc = OutputCodeClassifier(
    estimator=RandomForestClassifier(n_estimators=3, random_state=0), code_size=2, random_state=0
)
print(ecoc.fit(X, y).code_book_.shape, ecoc.estimators_[0].n_estimators)

search = GridSearchCV(ovr, {"estimator__C": [0.1, 1], "estimator__fit_intercept": [True, False]}, cv=2)
search.fit(X, y)
print(search.best_estimator_.estimators_[0].coef_, search.best_params_)

lb = LabelBinarizer(neg_label=0, pos_label=1)
Y = lb.fit_transform(y)
print(lb.classes_, lb.y_type_, label_binarize(y, classes=lb.classes_).shape)
mlb = MultiLabelBinarizer()
print(mlb.fit_transform([{"a", "b"}, {"c"}]), mlb.classes_)

Xm, Ym = make_multilabel_classification(n_samples=60, n_classes=3, n_labels=2, random_state=0)
multi = MultiOutputClassifier(LogisticRegression(max_iter=200), n_jobs=None).fit(Xm, Ym)
print([each.coef_.shape for each in multi.estimators_], multi.classes_[0])
chain = ClassifierChain(LogisticRegression(max_iter=200), order="random", random_state=0)
chain.fit(Xm, Ym)
print(chain.order_, chain.estimators_[1].coef_.shape, chain.classes_)

Xr, Yr = make_regression(n_samples=50, n_targets=2, random_state=1)
mor = MultiOutputRegressor(Ridge(random_state=123, alpha=0.5)).fit(Xr, Yr)
print(mor.estimators_[0].coef_[:2], mor.estimators_[-1].alpha, mor.n_features_in_)
wrapper = MultiOutputRegressor(LinearSVR(max_iter=200, random_state=0))
wrapper.fit(Xr, Yr)
print(wrapper.predict(Xr[[0]]))
rc = RegressorChain(LinearRegression(), order=[1, 0])
rc.fit(Xr, Yr)
print(rc.estimators_[0].rank_, rc.order_)
