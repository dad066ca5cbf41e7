"""Writes lightgbm-cases.json: small LightGBM models of many kinds, rows, and the scores LightGBM gives them.

Needs lightgbm (made with 4.7.0) and numpy. Run: python make-lightgbm-cases.py
"""

import json
import os

import lightgbm as lgb
import numpy as np

rng = np.random.default_rng(7)
n = 300
X = rng.normal(size=(n, 4))
X[rng.random((n, 4)) < 0.3] = 0
X[rng.random((n, 4)) < 0.1] = np.nan
X = np.round(X, 2)
y = (np.nan_to_num(X[:, 0]) + np.nan_to_num(X[:, 1]) ** 2 + rng.normal(size=n) * 0.3 > 0.5).astype(int)
p = dict(verbose=-1, num_leaves=5, min_data_in_leaf=5, learning_rate=0.3, seed=1, num_threads=1, deterministic=True)
out = []
DUMPED = {"zero as missing", "linear leaves", "bit sets over 32"}


def go(name, params, yy, rounds=3, cat=None, X=X):
    ds = lgb.Dataset(X, yy, categorical_feature=cat or "auto", params={**p, **params})
    b = lgb.train({**p, **params}, ds, rounds)
    T = X[:9].copy()
    T = np.vstack([T, [[0, 0, 0, 0]], [[np.nan] * 4], [[1e-36, -1e-36, 1e-34, 5]]])
    text = b.model_to_string().split("\nfeature_importances")[0] + "\n"
    dump = b.dump_model() if name in DUMPED else None
    if dump:
        dump.pop("feature_importances", None)
    out.append(
        dict(
            name=name,
            model=text,
            dump=dump,
            rows=[[None if np.isnan(v) else v for v in r] for r in T],
            scores=np.asarray(b.predict(T)).tolist(),
        )
    )


yr = np.nan_to_num(X[:, 0]) * 2 + rng.normal(size=n)
go("zero as missing", dict(objective="binary", zero_as_missing=True), y)
go("no missing", dict(objective="binary", use_missing=False), y)
go("sigmoid 0.7", dict(objective="binary", sigmoid=0.7), y)
go("regression sqrt", dict(objective="regression", reg_sqrt=True), yr)
go("cross_entropy", dict(objective="cross_entropy"), y)
go("cross_entropy_lambda", dict(objective="cross_entropy_lambda"), y)
go("gamma", dict(objective="gamma"), np.abs(yr) + 0.1)
go("tweedie", dict(objective="tweedie"), np.abs(yr))
go("quantile", dict(objective="quantile", alpha=0.9), yr)
y3 = rng.integers(0, 3, n)
y3 = np.where(np.nan_to_num(X[:, 0]) > 0.5, 2, y3)
go("multiclassova", dict(objective="multiclassova", num_class=3), y3)
go(
    "random forest of three classes",
    dict(objective="multiclass", num_class=3, boosting="rf", bagging_fraction=0.6, bagging_freq=1),
    y3,
)
go("linear leaves", dict(objective="regression", linear_tree=True, num_leaves=3), yr)
go("linear leaves of three classes", dict(objective="multiclass", num_class=3, linear_tree=True, num_leaves=3), y3, 2)
Xc = X.copy()
Xc[:, 3] = rng.integers(0, 50, n)
go(
    "bit sets over 32",
    dict(objective="binary", max_cat_threshold=20, min_data_per_group=2, cat_smooth=1, max_cat_to_onehot=2),
    (y + (Xc[:, 3] % 3 == 0) >= 1).astype(int),
    cat=[3],
    X=Xc,
)
here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "lightgbm-cases.json"), "w") as file:
    json.dump(out, file)
