"""The cases that every program runs, and the log that they run on.

A case names one training step by its shapes and settings. The log is synthetic and the same for every program of
this folder: speed depends on shapes alone, and `--check` needs only that all read the same numbers.
"""

import dataclasses
import math

import numpy

LOG_ROWS = 150_000
LAMBDAS = 21
EPISODE = 25


@dataclasses.dataclass(frozen=True)
class Case:
    """One step: of the value network and, beside it, whatever else the method trains in the same step."""

    name: str
    # "rbcq" bootstraps greedily over supported actions; "reme" from a policy's own action, two critics.
    method: str
    state_columns: int
    hidden: tuple
    heads: int
    levels: int
    # Legendre functions of the level; 0 for one free output for each level.
    functions: int = 0
    # Functions less their mean over the levels, without the constant one: beside a network of the state's level.
    centred: bool = False
    # Widths of the network of the state's own level; none without one.
    level_hidden: tuple = ()
    batch: int = 1_000
    loss: str = "huber"
    rate: float = 3e-4
    # The cosine's end; none keeps the rate.
    last_rate: float = 0.0
    warm_up: int = 0
    # Steps of a whole training, which the schedule and the averaging refer to.
    steps: int = 10_000
    polyak: float = 0.005
    shrinkage: float = 0.0
    averaging: float = 0.0
    # The imitation network, on the state columns alone, with a batch of its own.
    imitates: bool = False
    gamma: float = 0.99

    @property
    def conditions(self):
        """λ; a critic also reads twice the one-hot of the grid index and the policy's own action."""
        return 1 if self.method == "rbcq" else 1 + LAMBDAS + 1

    @property
    def inputs(self):
        return self.state_columns + self.conditions

    @property
    def critics(self):
        return 1 if self.method == "rbcq" else 2

    @property
    def basis(self):
        """(levels, outputs of a head)."""
        if self.functions == 0:
            return numpy.eye(self.levels)
        points = numpy.linspace(-1, 1, self.levels)
        matrix = numpy.polynomial.legendre.legvander(points, self.functions - 1)
        return (matrix - matrix.mean(axis=0))[:, 1:] if self.centred else matrix

    @property
    def outputs(self):
        return self.basis.shape[1]

    def rate_at(self, step):
        """The learning rate of a step, counted from 0."""
        if step < self.warm_up:
            return self.rate * (step + 1) / self.warm_up
        if self.last_rate == 0:
            return self.rate
        way = min(1, (step - self.warm_up) / max(1, self.steps - self.warm_up))
        return self.last_rate + (self.rate - self.last_rate) * 0.5 * (1 + math.cos(math.pi * way))

    def average_share(self, step):
        """How far the averaged weights move to the weights after a step; 1 before averaging begins."""
        first = min(self.steps - 1, int(self.steps * (1 - self.averaging)))
        return 1 / (step - first + 1) if step >= first else 1.0


def _paper(method, heads):
    return Case(
        f"{method}-paper-{heads}", method, state_columns=44, hidden=(256, 256), heads=heads, levels=21,
        imitates=method == "rbcq", gamma=0.99 if method == "rbcq" else 1.0)


CASES = {case.name: case for case in [
    Case(
        "rbcq-recipe", "rbcq", state_columns=45, hidden=(64, 64), heads=10, levels=21, functions=4, centred=True,
        level_hidden=(32, 32), loss="squared", rate=1e-3, last_rate=1e-5, warm_up=100, steps=4_000, polyak=0.03,
        shrinkage=1.0, averaging=0.7),
    Case(
        "reme-recipe", "reme", state_columns=45, hidden=(64, 64), heads=10, levels=21, functions=4, loss="squared",
        rate=1e-3, last_rate=1e-5, warm_up=100, steps=8_000, polyak=0.03, shrinkage=2.0, averaging=0.5, gamma=1.0),
    *(_paper("rbcq", heads) for heads in (1, 10, 200)),
    *(_paper("reme", heads) for heads in (1, 10, 200)),
    Case(
        "rbcq-production", "rbcq", state_columns=549, hidden=(1024, 512), heads=10, levels=10, batch=4_096,
        imitates=True),
]}


@dataclasses.dataclass
class Log:
    """Decisions by row; the state at a row's next decision is the state of row `next`."""

    # (n, state columns)
    states: numpy.ndarray
    # (n) 0 where nothing follows, and the discount is 0 there.
    next: numpy.ndarray
    actions: numpy.ndarray
    rewards: numpy.ndarray
    costs: numpy.ndarray
    discounts: numpy.ndarray
    # (n, levels) whether the log supports the level.
    keep: numpy.ndarray
    # (L) standardised, and as they are.
    lambdas: numpy.ndarray
    prices: numpy.ndarray
    # (L, n) the policy that critics judge, and what a level looks like to them.
    table: numpy.ndarray
    looks: numpy.ndarray


def standardised(values):
    return ((values - values.mean()) / values.std()).astype(numpy.float32)


def make_log(case, rows=LOG_ROWS, seed=1):
    random = numpy.random.default_rng(seed)
    index = numpy.arange(rows)
    ends = (index + 1) % EPISODE == 0
    ends[-1] = True
    states = random.standard_normal((rows, case.state_columns), dtype=numpy.float32)
    actions = random.integers(0, case.levels, rows).astype(numpy.int32)
    keep = random.random((rows, case.levels)) < 0.7
    keep[index, actions] = True
    gaps = random.integers(1, 4, rows)
    prices = numpy.linspace(0, 2, LAMBDAS)
    chance = 1 / (1 + numpy.exp(-states[:, 0] - actions / case.levels))
    rewards = (random.random(rows) < chance).astype(numpy.float32)
    return Log(
        states=states,
        next=numpy.where(ends, 0, index + 1).astype(numpy.int32),
        actions=actions,
        rewards=rewards,
        costs=(rewards * actions / case.levels).astype(numpy.float32),
        discounts=numpy.where(ends, 0, case.gamma ** gaps).astype(numpy.float32),
        keep=keep,
        lambdas=standardised(prices),
        prices=prices.astype(numpy.float32),
        table=random.integers(0, case.levels, (LAMBDAS, rows)).astype(numpy.int32),
        looks=standardised(numpy.arange(case.levels, dtype=numpy.float64)))


def make_network(random, inputs, hidden, heads=1, outputs=1):
    """Weights and biases uniform in ±1/√fan-in; trunk weights are (inputs, outputs), heads (K, outputs, width)."""
    def uniform(shape, fan_in):
        bound = 1 / math.sqrt(fan_in)
        return random.uniform(-bound, bound, shape).astype(numpy.float32)

    network = {}
    for index, width in enumerate(hidden):
        network[f"weights{index}"] = uniform((inputs, width), inputs)
        network[f"biases{index}"] = uniform((width,), inputs)
        inputs = width
    network["heads"] = uniform((heads, outputs, inputs), inputs)
    network["head_biases"] = uniform((heads, outputs), inputs)
    return network


def make_networks(case, seed=2):
    """What one critic (or the learner) trains: "value", and "level" and "imitation" where the case has them."""
    random = numpy.random.default_rng(seed)
    networks = {"value": make_network(random, case.inputs, case.hidden, case.heads, case.outputs)}
    if case.level_hidden:
        networks["level"] = make_network(random, case.inputs, case.level_hidden)
    if case.imitates:
        networks["imitation"] = make_network(random, case.state_columns, case.hidden, 1, case.levels)
    return networks


def draw(case, seed=3):
    """One batch's random numbers: rows, grid indices, head weights, and the imitation network's own rows."""
    random = numpy.random.default_rng(seed)
    alpha = random.random(case.heads)
    return {
        "rows": random.integers(0, LOG_ROWS, case.batch).astype(numpy.int32),
        "grid": random.integers(0, LAMBDAS, case.batch).astype(numpy.int32),
        "alpha": (alpha / alpha.sum()).astype(numpy.float32),
        "imitated": random.integers(0, LOG_ROWS, case.batch).astype(numpy.int32),
    }
