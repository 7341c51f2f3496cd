"""A dictionary of models, each trained in a loop, the best of them kept."""

import warnings

from sklearn.datasets import load_wine
from sklearn.ensemble import GradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import cross_val_score, train_test_split
from sklearn.naive_bayes import GaussianNB
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier

warnings.filterwarnings("ignore")

X, y = load_wine(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)

models = {
    "Logistic Regression": LogisticRegression(max_iter=50),
    "Decision Tree": DecisionTreeClassifier(max_depth=4, criterion="entropy", random_state=0),
    "Random Forest": RandomForestClassifier(n_estimators=20, min_samples_leaf=2, random_state=0),
    "SVM": SVC(kernel="linear", C=0.8),
    "Naive Bayes": GaussianNB(),
}
models["Boosting"] = GradientBoostingClassifier(n_estimators=5, learning_rate=0.2, random_state=0)

results = {}
for name, model in models.items():
    scores = cross_val_score(model, X_train, y_train, cv=3)
    model.fit(X_train, y_train)
    predictions = model.predict(X_test)
    results[name] = f1_score(y_test, predictions, average="macro")
    print(f"{name:>20}: {scores.mean():.3f} +- {scores.std():.3f}, classes {model.classes_}")

print("depth", models["Decision Tree"].get_depth(), "importances", models["Decision Tree"].feature_importances_)
print("support", models["SVM"].n_support_, "in", len(models["SVM"].support_vectors_))
best = max(results, key=results.get)
best_model = models[best]
print(best, best_model.get_params())

forest = models["Random Forest"]
for tree in forest.estimators_[:3]:
    print(tree.tree_.node_count, tree.max_depth)
