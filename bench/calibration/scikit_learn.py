"""Fits scikit-learn on the rows, features and folds that `logitscope calibrate --rows FILE` wrote, and prints the figures of both as JSON.

    python3 scikit_learn.py NAME=FILE ...

Features are standardised on the training folds; a missing one is its mean, with a column that says so. ECE: 15 bins of equal mass, ties never
split; floor: the mean ECE of the same predictions with labels drawn from them (100 draws).
"""
import json
import sys

import numpy as np
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, roc_auc_score


def bins_of(p, bins=15):
    order = np.argsort(p, kind="stable")
    n, ends = len(p), []
    for k in range(1, bins + 1):
        end = int(np.floor(k * n / bins + 0.5))
        while 0 < end < n and p[order[end]] == p[order[end - 1]]:
            end += 1
        if end > (ends[-1] if ends else 0):
            ends.append(end)
    return order, ends


def ece(p, y, order, ends):
    total, start = 0.0, 0
    for end in ends:
        rows = order[start:end]
        total += abs(p[rows].sum() - y[rows].sum())
        start = end
    return total / len(p)


def figures(p, y, random):
    order, ends = bins_of(p)
    floor = np.mean([ece(p, (random.random(len(p)) < p).astype(float), order, ends) for _ in range(100)])
    clipped = np.clip(p, 1e-6, 1 - 1e-6)
    return {"auroc": roc_auc_score(y, p), "ece": ece(p, y, order, ends), "floor": floor, "logLoss": log_loss(y, clipped)}


def design(rows, names, mean=None, scale=None):
    x = np.array([[row["features"].get(name, np.nan) for name in names] for row in rows])
    missing = np.isnan(x)
    if mean is None:
        mean = np.array([np.nanmean(c) if not np.isnan(c).all() else 0.0 for c in x.T])
        scale = np.array([np.nanstd(c) or 1.0 if not np.isnan(c).all() else 1.0 for c in x.T])
    standard = np.where(missing, 0.0, (x - mean) / scale)
    return np.hstack([standard, missing.astype(float)]), mean, scale


def main():
    random = np.random.default_rng(1)
    found = []
    for argument in sys.argv[1:]:
        name, path = argument.split("=", 1)
        with open(path, encoding="utf8") as file:
            rows = [json.loads(line) for line in file]
        if not rows:
            continue
        y = np.array([float(row["correct"]) for row in rows])
        folds = np.array([row["fold"] for row in rows])
        names = sorted({feature for row in rows for feature in row["features"]})
        logistic, isotonic = np.empty(len(rows)), np.empty(len(rows))
        single = np.array([row["features"]["avgLogprob"] for row in rows])
        for fold in np.unique(folds):
            inside, outside = np.flatnonzero(folds == fold), np.flatnonzero(folds != fold)
            x, mean, scale = design([rows[i] for i in outside], names)
            model = LogisticRegression(C=1.0, max_iter=5000).fit(x, y[outside])
            logistic[inside] = model.predict_proba(design([rows[i] for i in inside], names, mean, scale)[0])[:, 1]
            rising = IsotonicRegression(out_of_bounds="clip").fit(single[outside], y[outside])
            isotonic[inside] = rising.predict(single[inside])
        ours = np.array([0.5 if row["risk"] is None else 1 - row["risk"] for row in rows])
        found.append({
            "name": name,
            "ours": figures(ours, y, random),
            "logistic": figures(logistic, y, random),
            "isotonic": figures(isotonic, y, random),
        })
    print(json.dumps(found))


main()
