"""Words into numbers into a decision: vectorizers, naive Bayes, topics."""

import numpy as np
from sklearn.decomposition import LatentDirichletAllocation, TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer, HashingVectorizer, TfidfTransformer, TfidfVectorizer
from sklearn.linear_model import SGDClassifier
from sklearn.metrics.pairwise import cosine_similarity
from sklearn.model_selection import GridSearchCV
from sklearn.naive_bayes import BernoulliNB, ComplementNB, MultinomialNB
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import LabelEncoder, Normalizer

spam = ["win money now", "free prize claim now", "cheap money offer", "claim your free offer", "win a free phone"]
ham = ["meeting at noon", "see you at lunch", "the report is done", "call me after the meeting", "lunch was good"]
texts = spam + ham
le = LabelEncoder()
target = le.fit_transform(["spam"] * 5 + ["ham"] * 5)
print(le.classes_, le.inverse_transform([0, 1]))

count_vect = CountVectorizer(ngram_range=(1, 2), min_df=1)
X_counts = count_vect.fit_transform(texts)
print(count_vect.vocabulary_["money"], len(count_vect.get_feature_names_out()))
tfidf_transformer = TfidfTransformer(use_idf=True).fit(X_counts)
X_tfidf = tfidf_transformer.transform(X_counts)
print(tfidf_transformer.idf_.max())

nb = MultinomialNB(alpha=0.1).fit(X_tfidf, target)
docs_new = ["free money", "lunch at noon"]
predicted = nb.predict(tfidf_transformer.transform(count_vect.transform(docs_new)))
for doc, category in zip(docs_new, predicted):
    print("%r => %s" % (doc, le.classes_[category]))
top = np.argsort(nb.feature_log_prob_[1])[-3:]
print(nb.class_log_prior_, nb.class_count_)

text_clf = Pipeline(
    [
        ("vect", CountVectorizer()),
        ("tfidf", TfidfTransformer()),
        ("clf", SGDClassifier(loss="log_loss", alpha=1e-3, random_state=42, max_iter=50, tol=None)),
    ]
)
parameters = {
    "vect__ngram_range": [(1, 1), (1, 2)],
    "tfidf__use_idf": (True, False),
    "clf__alpha": (1e-2, 1e-3),
}
gs_clf = GridSearchCV(text_clf, parameters, cv=2).fit(texts, target)
for param_name in sorted(parameters.keys()):
    print("%s: %r" % (param_name, gs_clf.best_params_[param_name]))
print(gs_clf.best_estimator_["clf"].coef_.shape, len(gs_clf.best_estimator_.named_steps["vect"].vocabulary_))

vectorizer = TfidfVectorizer(stop_words="english", sublinear_tf=True)
matrix = vectorizer.fit_transform(texts)
print(cosine_similarity(matrix[0], matrix).ravel(), vectorizer.idf_.shape, vectorizer.stop_words)
lda = LatentDirichletAllocation(n_components=2, max_iter=3, random_state=0).fit(X_counts)
for topic in lda.components_:
    print([count_vect.get_feature_names_out()[i] for i in topic.argsort()[:-3:-1]])
lsa = make_pipeline(HashingVectorizer(n_features=2**8, alternate_sign=False), TruncatedSVD(2), Normalizer(copy=False))
print(lsa.fit_transform(texts).shape, lsa[1].explained_variance_ratio_)
for Bayes in (BernoulliNB, ComplementNB):
    bayes = Bayes(alpha=0.5).fit(X_counts, target)
    print(Bayes.__name__, bayes.feature_log_prob_.shape)
