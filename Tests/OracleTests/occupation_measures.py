"""The best that any policy can do within a budget, in the process of ShopProcess.swift.

A constrained decision process with a finite horizon is a linear program over occupation measures
(Altman 1999, Constrained Markov Decision Processes, chapter 3): x[t, s, a] is the probability to be
in state s on day t and to take action a there. What flows into a state flows out of it,

    sum_a x[0, s, a] = start[s]
    sum_a x[t + 1, s', a] = sum_{s, a} x[t, s, a] P(s' | s, a)

and both the reward and the cost are linear in x. So the best reward within a budget B is

    maximise sum x r  subject to  sum x c <= B.

Nothing here is shared with the Swift side but the numbers of the process. The printed rewards are
written into OracleTests.swift, which checks them a second way (dynamic programming on the dual).

    python3 Tests/OracleTests/occupation_measures.py        (needs numpy and scipy)
"""

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import lil_matrix

DAYS, TYPES, MOODS = 8, 3, 6
VALUES = [0.0, 1.0, 2.0, 4.0]  # what a coupon of each level costs, paid when it is given
# Regulars come anyway, bargain hunters for a coupon, lapsing customers for a large one only.
BASE = [0.25, 0.08, 0.02]
WARMTH = [0.40, 0.25, 0.20]  # what the best mood adds
LIFT = [[0, 0.04, 0.06, 0.08], [0, 0.12, 0.24, 0.38], [0, 0.05, 0.14, 0.34]]
FADE = 0.1  # each step of mood takes a tenth off a coupon's lift
WARMER, COLDER = 0.8, 0.5  # a purchase warms, a day without cools, each by one step at most
TYPE_SHARES = [0.5, 0.3, 0.2]
MOOD_SHARES = [0.1, 0.2, 0.2, 0.2, 0.2, 0.1]


def buys(kind, mood, level):
    return BASE[kind] + WARMTH[kind] * mood / 5 + LIFT[kind][level] * (1 - FADE * mood)


def following(kind, mood, level):
    """(next mood, probability)"""
    p = buys(kind, mood, level)
    up, down = min(mood + 1, MOODS - 1), max(mood - 1, 0)
    return [(up, p * WARMER), (down, (1 - p) * COLDER), (mood, p * (1 - WARMER) + (1 - p) * (1 - COLDER))]


STATES = [(k, m) for k in range(TYPES) for m in range(MOODS)]
LEVELS = range(len(VALUES))


def column(day, kind, mood, level):
    return ((day * TYPES + kind) * MOODS + mood) * len(VALUES) + level


def program():
    count = DAYS * len(STATES) * len(VALUES)
    reward, cost = np.zeros(count), np.zeros(count)
    balance = lil_matrix((DAYS * len(STATES), count))
    start = np.zeros(DAYS * len(STATES))
    for day in range(DAYS):
        for s, (kind, mood) in enumerate(STATES):
            for level in LEVELS:
                x = column(day, kind, mood, level)
                p = buys(kind, mood, level)
                reward[x], cost[x] = p, VALUES[level]
                balance[day * len(STATES) + s, x] += 1
                if day + 1 < DAYS:
                    for after, chance in following(kind, mood, level):
                        balance[(day + 1) * len(STATES) + kind * MOODS + after, x] -= chance
    for s, (kind, mood) in enumerate(STATES):
        start[s] = TYPE_SHARES[kind] * MOOD_SHARES[mood]
    return reward, cost, balance.tocsr(), start


def best(budget=None):
    reward, cost, balance, start = program()
    bound = {} if budget is None else {"A_ub": cost.reshape(1, -1), "b_ub": [budget]}
    result = linprog(-reward, A_eq=balance, b_eq=start, method="highs", **bound)
    assert result.status == 0
    return reward @ result.x, cost @ result.x, -result.ineqlin.marginals[0] if bound else 0.0


if __name__ == "__main__":
    most, dearest, _ = best()
    print(f"without a budget: reward {most:.10f}, cost {dearest:.10f}")
    print(f"spending nothing: reward {best(0)[0]:.10f}")
    for budget in [2.0, 5.0, 9.0, 14.0, 20.0, 26.0]:
        value, spent, price = best(budget)
        print(f"budget {budget}: reward {value:.10f}, cost {spent:.10f}, price of money {price:.6f}")
