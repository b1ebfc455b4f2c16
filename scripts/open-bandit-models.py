#!/usr/bin/env python3
"""Prints the direct and doubly robust values that OpenBanditModelTests expects, computed in numpy.

A one-step log leaves little of the closed form: nothing follows, so Q is a ridge regression of the click (or of
the price) and every weight of a state is 1. Written from the formulas, not from the Swift code:

    phi(s, a)  = hat functions of the time (s) x Legendre polynomials 0..3 of the item's number on [-1, 1]
    theta_k    = argmin over users outside fold k of  sum (y - theta phi)^2 + theta' R theta
    dm         = mean of  sum_a pi(a|s) Q(s, a),   Q of the fold that the user is in
    dr         = mean of  sum_a pi(a|s) Q(s, a) + pi(a|s)/b(a|s) (y - Q(s, a)),   its error std/sqrt(n)
                 times sqrt(1 + p / m): p functions of all strata, m = (sum rho)^2 / sum rho^2

within each stratum: the twelve most frequent combinations of place and two traits (at least 2% of the
users), and the others together. R is 0.02 for the constant in the item and 0.5 else. Knots of the hats: 12
evenly among the distinct times, and the last but one, because there are 769 rows to a stratum and a
knot should have 60. Users are dealt out to five folds in the order of a hash of their name.
"""
import csv
import pathlib

import numpy as np

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "Tests" / "data" / "open-bandit"
ITEMS = 34
FOLDS = 5
MASK = (1 << 64) - 1


def mixed(value):
    """splitmix64 (Steele, Lea and Flood, 2014)."""
    z = (value + 0x9E3779B97F4A7C15) & MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def fnv(text):
    value = 0xCBF29CE484222325
    for byte in text.encode():
        value = ((value ^ byte) * 0x100000001B3) & MASK
    return value


def folds(names, seed=1):
    start = mixed((seed + 0x5851F42D4C957F2D) & MASK)
    keys = [mixed(fnv(name) ^ start) for name in names]
    result = np.zeros(len(names), int)
    for place, user in enumerate(sorted(range(len(names)), key=lambda user: (keys[user], user))):
        result[user] = place % FOLDS
    return result


class Log:
    def __init__(self, name):
        rows = list(csv.DictReader(open(FOLDER / f"{name}.csv")))
        self.count = len(rows)
        self.names = [row["decision"] for row in rows]
        self.times = np.array([float(row["decision"]) for row in rows])
        self.items = np.array([int(row["item"]) for row in rows])
        self.given = np.array([np.float32(row["propensity"]) for row in rows]).astype(float)
        self.positions = np.array([int(row["position"]) for row in rows])
        self.traits = np.array([[ord(row[f"trait_{i}"]) - 97 for i in range(2)] for row in rows])
        self.clicks = np.array([float(row["click"]) for row in rows])
        self.prices = (self.items % 7 + 1) / 10

    def strata(self):
        keys = [(p, *t) for p, t in zip(self.positions.tolist(), self.traits.tolist())]
        sizes = {key: keys.count(key) for key in set(keys)}
        frequent = sorted((key for key in sizes if sizes[key] >= max(60, self.count // 50)),
                          key=lambda key: (-sizes[key], key))[:12]
        assert len({sizes[key] for key in frequent}) == len(frequent) or len(frequent) < 12
        return np.array([frequent.index(key) if key in frequent else len(frequent) for key in keys])

    def hats(self, strata):
        knots = min(40, max(3, self.count // (strata.max() + 1) // 60))
        last = self.count - 1
        places = sorted({k * last // (knots - 1) for k in range(knots)} | {last - 1})
        knots = np.sort(self.times)[places]
        return np.stack([np.interp(self.times, knots, row) for row in np.eye(len(knots))], axis=1)


def levels():
    x = 2 * np.arange(ITEMS) / (ITEMS - 1) - 1
    table = np.polynomial.legendre.legvander(x, 3)
    return table.astype(np.float32).astype(float)


def evaluate(log, policy):
    """policy: (n, items). Returns dm, dr and its standard error of clicks, then of the price."""
    strata, fold, functions = log.strata(), folds(log.names), levels()
    hats = log.hats(strata)
    ridge = np.diag(np.tile([0.02, 0.5, 0.5, 0.5], hats.shape[1]))
    phi = np.einsum("ni,nj->nij", hats, functions[log.items]).reshape(log.count, -1)
    ahead = np.einsum("ni,nj->nij", hats, policy @ functions).reshape(log.count, -1)
    ratio = policy[np.arange(log.count), log.items] / log.given
    functions_in_all = phi.shape[1] * (strata.max() + 1)
    allowance = np.sqrt(1 + functions_in_all * (ratio ** 2).sum() / ratio.sum() ** 2)
    result = []
    for values in (log.clicks, log.prices):
        own, value = np.zeros(log.count), np.zeros(log.count)
        for stratum in range(strata.max() + 1):
            for k in range(FOLDS):
                fitted = (strata == stratum) & (fold != k)
                asked = (strata == stratum) & (fold == k)
                theta = np.linalg.solve(phi[fitted].T @ phi[fitted] + ridge, phi[fitted].T @ values[fitted])
                own[asked], value[asked] = phi[asked] @ theta, ahead[asked] @ theta
        psi = value + ratio * (values - own)
        result += [value.mean(), psi.mean(), allowance * psi.std(ddof=1) / np.sqrt(log.count)]
    return result


def one(log, items):
    policy = np.zeros((log.count, ITEMS))
    policy[np.arange(log.count), items] = 1
    return policy


def shares(log, weights):
    table = np.array([weights(position) for position in range(4)], dtype=float)
    table = (table / table.sum(axis=1, keepdims=True)).astype(np.float32).astype(float)
    return table[log.positions]


POLICIES = {
    "item 0": lambda log: one(log, 0),
    "by context": lambda log: one(
        log, (11 * (log.positions - 1) + 3 * log.traits[:, 0] + log.traits[:, 1]) % ITEMS),
    "leaning": lambda log: shares(log, lambda p: [1 + (item + p) % 5 for item in range(ITEMS)]),
    "even": lambda log: shares(log, lambda p: [1] * ITEMS),
}

if __name__ == "__main__":
    for name in ("random-men", "bts-men"):
        log = Log(name)
        for policy, make in POLICIES.items():
            if (name, policy) != ("random-men", "even"):
                print(f"{name}, {policy}:", ", ".join(f"{x:.12g}" for x in evaluate(log, make(log))))
