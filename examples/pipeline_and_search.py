"""A pipeline whose steps are tuned together: where hyperparameters and learned parameters of the inner estimators are."""

from sklearn.compose import make_column_transformer
from sklearn.datasets import load_iris
from sklearn.decomposition import PCA
from sklearn.ensemble import RandomForestClassifier, VotingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, cross_val_score, train_test_split
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import MinMaxScaler, StandardScaler
from sklearn.svm import SVC

X, y = load_iris(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=0)

pipe = Pipeline([("scale", StandardScaler()), ("reduce", PCA(n_components=2)), ("svc", SVC(kernel="linear"))])
pipe.fit(X_train, y_train)
print("means:", pipe.named_steps["scale"].mean_)
print("explained:", pipe["reduce"].explained_variance_ratio_)
print("support vectors:", pipe[-1].n_support_, "coefficients:", pipe["svc"].coef_.shape)

# The grid's keys are hyperparameters of the steps. The search fits copies; what it learned is in best_estimator_.
search = GridSearchCV(pipe, {"svc__C": [0.1, 1, 10], "reduce__n_components": [2, 3]}, cv=3)
search.fit(X_train, y_train)
print("best:", search.best_params_, search.best_score_)
best = search.best_estimator_
print("support vectors:", best["svc"].n_support_, "score:", search.score(X_test, y_test))

# cross_val_score fits copies too: forest learns nothing until it is fitted itself.
forest = RandomForestClassifier(n_estimators=20, oob_score=True, random_state=0)
print("cross-validated:", cross_val_score(forest, X_train, y_train, cv=3).mean())
forest.fit(X_train, y_train)
print("out of bag:", forest.oob_score_, "importances:", forest.feature_importances_)

vote = VotingClassifier([("forest", forest), ("line", make_pipeline(StandardScaler(), LogisticRegression(C=0.5)))])
vote.fit(X_train, y_train)
print("members:", len(vote.estimators_), "trees:", len(vote.named_estimators_["forest"].estimators_))

columns = make_column_transformer((StandardScaler(), [0, 1]), (MinMaxScaler(), [2, 3]))
print("transformed:", columns.fit_transform(X_train).shape, "by:", list(columns.named_transformers_))
