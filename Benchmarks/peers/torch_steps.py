"""The cases in PyTorch: gradients written out by hand, products through oneDNN, one flat buffer for all parameters.

`--variant hand` runs the operations one by one, `compiled` sends the same function and the optimiser through
torch.compile (which needs a C++ compiler), and `mkl` is `hand` with PyTorch's ordinary products. `--layout processes`
gives every thread a process of its own: a critic each, or a part of the batch each with gradients summed in shared
memory; `threads` leaves it to PyTorch to split every operation.
"""

import ctypes
import functools
import math
import multiprocessing
import os
import shutil

import program
from cases import CASES

options = program.arguments(
    __doc__, CASES, variant=["auto", "hand", "compiled", "mkl"], layout=["auto", "threads", "processes"])
case = CASES[options.case]
program.claim(options.threads)

import numpy  # noqa: E402
import torch  # noqa: E402

import reference  # noqa: E402
from cases import LAMBDAS, LOG_ROWS, draw, make_log, make_networks  # noqa: E402

COMPILER = shutil.which(os.environ.get("CXX", "g++"))
VARIANT = options.variant if options.variant != "auto" else "compiled" if COMPILER else "hand"
APART = options.threads > 1 and (options.layout == "processes" or options.layout == "auto" and not options.check) and (
    options.threads == case.critics or case.critics == 1 and case.batch % options.threads == 0)
# Processes that share a step, and rows of each.
SHARDS = options.threads if APART and case.critics == 1 else 1
ROWS = case.batch // SHARDS
# Many heads are shared out as well: they are most of what Adam has to go through.
HEADS = case.heads // SHARDS if case.heads % SHARDS == 0 and case.heads >= 50 else case.heads
CHUNK = 4 if case.batch > 1_000 else 50
FREE = case.functions == 0


def keep_memory():
    """Large arrays are made and dropped in every step: without this the C library gives their pages back each time."""
    try:
        library = ctypes.CDLL(None)
        library.mallopt(-1, 1 << 30)
        library.mallopt(-3, 1 << 30)
    except (OSError, AttributeError):
        pass


@functools.cache
def prepare_compiler():
    """The compiler lets oneDNN have constant weights alone; told that the product is a stranger's, it asks nothing."""
    from torch._inductor import config, lowering, mkldnn_lowerings  # noqa: F401

    config.cpp.threads = 1 if APART else options.threads
    if not HAS_ONEDNN:
        return
    lowering.lowerings.pop(torch.ops.mkldnn._linear_pointwise.default, None)
    lowering.make_fallback(torch.ops.mkldnn._linear_pointwise.default)


class Layout:
    """Where every array is in the flat buffer: networks with a target first, the imitation network last."""

    def __init__(self, networks, folded=False):
        """`folded` leaves room for one head instead of all."""
        self.places, end = {}, 0
        for name, network in networks.items():
            self.places[name] = {}
            for key, array in network.items():
                shape = array.shape[1:] if folded and key.startswith("head") else array.shape
                size = int(numpy.prod(shape))
                self.places[name][key] = (end, end + size, shape)
                end += size
            if name != "imitation":
                self.following = end
        self.count = end

    def flat(self, networks):
        flat = torch.zeros(self.count)
        for name, network in networks.items():
            for key, (start, end, _) in self.places[name].items():
                flat[start:end] = torch.as_tensor(numpy.asarray(network[key])).reshape(-1)
        return flat

    def views(self, flat):
        """The networks of a flat buffer, which may end with those that have a target."""
        return {
            name: {key: flat[start:end].view(shape) for key, (start, end, shape) in network.items()}
            for name, network in self.places.items()
            if name != "imitation" or flat.numel() == self.count}

    def gather(self, gradients):
        return torch.cat([
            gradients[name][key].reshape(-1) for name, network in self.places.items() for key in network])


HAS_ONEDNN = torch.backends.mkldnn.is_available()
linear = torch.ops.mkldnn._linear_pointwise if HAS_ONEDNN else None


def suits_onednn(rows, inner, columns):
    """Whether oneDNN is worth its cost of 15 microseconds a call, by measuring; it makes twice the arithmetic of the
    default library on processors where that keeps to AVX2."""
    if VARIANT == "mkl" or not HAS_ONEDNN:
        return False
    if inner > max(rows, columns):
        return rows * columns > 4_500 or 1 < rows < 8
    return min(rows, inner, columns) > 1 and inner * min(rows, columns) > (2_000 if inner < 64 else 128)


def affine_relu(x, weights, biases):
    if suits_onednn(*x.shape, weights.shape[1]):
        return linear(x, weights.t(), biases, "relu", [], "")
    return torch.addmm(biases, x, weights).relu_()


def affine(x, weights, biases):
    """x · weightsᵀ + biases."""
    if suits_onednn(*x.shape, weights.shape[0]):
        return linear(x, weights, biases, "none", [], "")
    return torch.addmm(biases, x, weights.t())


def product(a, b):
    if suits_onednn(*a.shape, b.shape[1]):
        return linear(a, b.t(), None, "none", [], "")
    return torch.mm(a, b)


def forward(network, x):
    """Every layer's input."""
    layers = [x]
    for index in range(len(network) // 2 - 1):
        layers.append(affine_relu(layers[-1], network[f"weights{index}"], network[f"biases{index}"]))
    return layers


def backward(network, layers, slopes, head, head_biases=None):
    """The gradient for slopes (rows, outputs) of one head's outputs."""
    gradient = {"heads": product(slopes.t(), layers[-1]), "head_biases": slopes.sum(0)}
    delta = product(slopes, head)
    for index in reversed(range(len(layers) - 1)):
        delta = torch.ops.aten.threshold_backward(delta, layers[index + 1], 0)
        gradient[f"weights{index}"] = product(layers[index].t(), delta)
        gradient[f"biases{index}"] = delta.sum(0)
        if index > 0:
            delta = product(delta, network[f"weights{index}"].t())
    return gradient


class Learner:
    """One critic, or the learner: its log, its parameters, its step."""

    def __init__(self, critic=0, seed=2, rank=0):
        log = make_log(case)
        conditions = log.lambdas[:, None]
        if case.method == "reme":
            conditions = numpy.concatenate([conditions, 2 * numpy.eye(LAMBDAS)], axis=1)
        self.states = torch.as_tensor(log.states)
        self.next = torch.as_tensor(log.next).long()
        self.actions = torch.as_tensor(log.actions).long()
        self.rewards = torch.as_tensor(log.costs if critic else log.rewards)
        self.costs = torch.as_tensor(log.costs)
        self.discounts = torch.as_tensor(log.discounts)
        # A bit for every level that the log supports.
        self.kept = torch.as_tensor((log.keep << numpy.arange(case.levels)).sum(1).astype(numpy.int32))
        self.indices = torch.arange(case.levels, dtype=torch.int32)
        self.conditions = torch.as_tensor(conditions.astype(numpy.float32))
        self.prices = torch.as_tensor(log.prices)
        self.table = torch.as_tensor(log.table).long().reshape(-1)
        self.looks = torch.as_tensor(log.looks)
        self.basis = torch.as_tensor(case.basis.astype(numpy.float32))
        self.unit = torch.ones(1)
        self.mean = torch.full((HEADS,), 1 / case.heads)
        networks = make_networks(case, seed=seed)
        self.mine = slice(rank * HEADS % case.heads, rank * HEADS % case.heads + HEADS)
        for key in ("heads", "head_biases"):
            networks["value"][key] = networks["value"][key][self.mine]
        self.layout, self.folded = Layout(networks), Layout(networks, folded=True)
        self.weights = self.layout.flat(networks)
        self.target = self.weights[:self.layout.following].clone()
        self.average = self.target.clone()
        self.first, self.second = torch.zeros_like(self.weights), torch.zeros_like(self.weights)
        self.number = 0
        self.shrunk = torch.zeros(case.inputs, 1)
        self.shrunk[:case.state_columns] = 1
        torch.manual_seed(1)
        self.random = torch.Generator().manual_seed(seed)
        self.run = self.step
        if VARIANT == "compiled":
            prepare_compiler()
            self.run = torch.compile(self.step, dynamic=False, fullgraph=True)

    def gathered(self, rows, grid):
        columns = [self.states[rows], self.conditions[grid]]
        if case.method == "reme":
            columns.append(self.looks[self.table[grid * LOG_ROWS + rows]].unsqueeze(1))
        return torch.cat(columns, 1)

    def fold(self, weights, target, alpha):
        """One head in place of K, Σ_k α_k W_k: of the value network with its biases, then of its target; where it
        is needed, the mean head too. In rows."""
        rows = []
        for flat in (weights, target):
            network = self.layout.views(flat)["value"]
            for mix in (alpha, self.mean) if flat is weights and case.method == "rbcq" else (alpha,):
                rows += [
                    torch.mv(network["heads"].view(HEADS, -1).t(), mix), torch.mv(network["head_biases"].t(), mix)]
        return torch.cat(rows)

    def gradients(self, weights, target, folds, rows, grid, imitated):
        """The value's loss and the flat gradient."""
        networks, targets = self.layout.views(weights), self.layout.views(target)
        size = case.hidden[-1] * self.basis.shape[1]
        folds = [
            (row[:size].view(self.basis.shape[1], -1), row[size:])
            for row in folds.view(-1, size + self.basis.shape[1])]
        head, head_biases = folds[0]
        following = self.next[rows]
        x = self.gathered(torch.cat([rows, following]), torch.cat([grid, grid]))
        here, there = x[:ROWS], x[ROWS:]
        rewards = self.rewards[rows]
        if case.method == "rbcq":
            rewards = rewards - self.prices[grid] * self.costs[rows]
            both = forward(networks["value"], x)
            layers = [layer[:ROWS] for layer in both]
            choices = self.choose(both[-1][ROWS:], *folds[1], self.kept[following])
        else:
            layers = forward(networks["value"], here)
            choices = self.table[grid * LOG_ROWS + following]
        value = affine(forward(targets["value"], there)[-1], *folds[-1])
        value = self.pick(value, choices)
        if "level" in networks:
            last = forward(targets["level"], there)[-1]
            value = value + torch.mv(last, targets["level"]["heads"].view(-1)) + targets["level"]["head_biases"][0]
        y = rewards + self.discounts[rows] * value

        actions = self.actions[rows]
        residual = self.pick(affine(layers[-1], head, head_biases), actions) - y
        if "level" in networks:
            level_layers = forward(networks["level"], here)
            level = networks["level"]
            residual = residual + torch.mv(level_layers[-1], level["heads"].view(-1)) + level["head_biases"][0]
        if case.loss == "squared":
            loss = (residual * residual).sum() / case.batch
            slope = residual * (2 / case.batch)
        else:
            size = residual.abs()
            loss = torch.where(size <= 1, 0.5 * residual * residual, size - 0.5).sum() / case.batch
            slope = residual.clamp(-1, 1) * (1 / case.batch)
        slope = slope.unsqueeze(1)
        result = {"value": backward(networks["value"], layers, self.spread(slope, actions), head)}
        if "level" in networks:
            result["level"] = backward(networks["level"], level_layers, slope, networks["level"]["heads"][0])
        if case.imitates:
            result["imitation"] = self.imitation(networks["imitation"], imitated)
        return loss, self.layout.gather(result)

    def unfolded(self, flat, alpha):
        """Of all heads from the folded one's: ∂W_k = α_k ∂W."""
        gradients = self.folded.views(flat)
        value = gradients["value"]
        value["heads"] = alpha[:, None] * value["heads"].view(1, -1)
        value["head_biases"] = alpha[:, None] * value["head_biases"][None]
        return self.layout.gather(gradients)

    def choose(self, last, head, head_biases, kept):
        """The best level that is kept. Levels stand in rows, so that a loop runs along the batch."""
        values = product(head, last.t()) + head_biases[:, None]
        if not FREE:
            parts = [self.basis[:, p, None] * values[p] for p in range(len(values))]
            values = functools.reduce(torch.add, parts)
        levels = self.indices[:, None]
        values = torch.where((kept >> levels) & 1 != 0, values, -math.inf)
        return torch.where(values == values.amax(0), levels, case.levels).amin(0).long()

    def pick(self, outputs, levels):
        """The levels' values from (rows, outputs)."""
        if FREE:
            return outputs.gather(1, levels[:, None])[:, 0]
        return (outputs * self.basis[levels]).sum(1)

    def spread(self, slope, levels):
        """The transpose of `pick`."""
        if FREE:
            return torch.where(levels[:, None] == self.indices, slope, 0)
        return slope * self.basis[levels]

    def imitation(self, network, rows):
        layers = forward(network, self.states[rows])
        z = affine(layers[-1], network["heads"][0], network["head_biases"][0])
        slopes = torch.softmax(z, 1) + z * (2 * reference.PENALTY / case.levels)
        slopes = (slopes - torch.nn.functional.one_hot(self.actions[rows], case.levels)) * (1 / case.batch)
        return backward(network, layers, slopes, network["heads"][0])

    def imitation_loss(self, network, rows):
        z = affine(forward(network, self.states[rows])[-1], network["heads"][0], network["head_biases"][0])
        return torch.nn.functional.cross_entropy(z, self.actions[rows]) + reference.PENALTY * (z * z).mean()

    def update(self, gradient, scalars):
        """Adam, shrinkage, the target's move and the average; `scalars` as `numbers` gives them."""
        weights, first, second = self.weights, self.first, self.second
        beta1, beta2 = reference.BETA1, reference.BETA2
        if VARIANT == "compiled":
            rate, size, root, share = scalars.unbind()
            first.lerp_(gradient, 1 - beta1)
            second.mul_(beta2).addcmul_(gradient, gradient, value=1 - beta2)
            weights.sub_(size * first / (second.sqrt() * root + reference.EPSILON))
        else:
            rate, step, share = scalars
            torch._fused_adam_(
                [weights], [gradient], [first], [second], [], [step], lr=rate, beta1=beta1, beta2=beta2,
                weight_decay=0.0, eps=reference.EPSILON, amsgrad=False, maximize=False)
        if case.shrinkage > 0:
            layer = weights[:case.inputs * case.hidden[0]].view(case.inputs, -1)
            norms = layer.square().sum(1, keepdim=True).sqrt()
            layer.mul_(1 - self.shrunk * torch.clamp(case.shrinkage * rate / norms, max=1))
        following = weights[:self.layout.following]
        self.target.lerp_(following, case.polyak)
        if case.averaging > 0:
            self.average.lerp_(following, share)

    def numbers(self, step):
        """What depends on the step's number alone."""
        rate, share = case.rate_at(step), case.average_share(step)
        if VARIANT == "compiled":
            first = rate / (1 - reference.BETA1 ** (step + 1))
            root = 1 / (1 - reference.BETA2 ** (step + 1)) ** 0.5
            return torch.tensor([rate, first, root, share])
        return rate, torch.tensor(float(step + 1)), share

    def fold_own(self, alpha):
        return self.fold(self.weights, self.target, alpha)

    def differentiate(self, *folds_and_drawn):
        return self.gradients(self.weights, self.target, *folds_and_drawn)

    def differentiate_own(self, alpha, *drawn):
        return self.differentiate(self.fold_own(alpha), *drawn)

    def apply(self, gradient, alpha, scalars):
        self.update(self.unfolded(gradient, alpha), scalars)

    def step(self, alpha, rows, grid, imitated, scalars):
        loss, gradient = self.differentiate_own(alpha, rows, grid, imitated)
        self.apply(gradient, alpha, scalars)
        return loss

    def step_together(self, alpha, rows, grid, imitated, scalars):
        """The same of one shard."""
        if HEADS < case.heads:
            folds = self.folds_meeting.sum(self.fold_own(alpha))
            loss, gradient = self.differentiate(folds, rows, grid, imitated)
        else:
            loss, gradient = self.differentiate_own(alpha, rows, grid, imitated)
        self.apply(self.meeting.sum(gradient), alpha, scalars)
        return loss * SHARDS

    def meet(self, meetings, rank):
        """Makes this the learner of one shard."""
        self.meeting, self.folds_meeting = meetings
        self.meeting.rank = self.folds_meeting.rank = rank
        self.run = self.step_together
        self.random.manual_seed(100 + rank)
        if VARIANT == "compiled":
            prepare_compiler()
            self.fold_own, self.differentiate_own, self.differentiate, self.apply = (
                torch.compile(part, dynamic=False, fullgraph=True)
                for part in (self.fold_own, self.differentiate_own, self.differentiate, self.apply))

    def advance(self):
        """CHUNK steps."""
        rows = torch.randint(LOG_ROWS, (CHUNK, ROWS), generator=self.random)
        grid = torch.randint(LAMBDAS, (CHUNK, ROWS), generator=self.random)
        imitated = torch.randint(LOG_ROWS, (CHUNK, ROWS), generator=self.random) if case.imitates else rows
        # The same in every shard.
        alpha = torch.rand(CHUNK, case.heads)
        alpha /= alpha.sum(1, keepdim=True)
        loss = torch.zeros(())
        if VARIANT == "compiled" and self.number > 0:
            # Nothing changes any more that a compiled step would have to look at.
            torch.compiler.set_stance("default", skip_guard_eval_unsafe=True)
        for i in range(CHUNK):
            loss += self.run(alpha[i, self.mine], rows[i], grid[i], imitated[i], self.numbers(self.number))
            self.number += 1
        return CHUNK, float(loss) / CHUNK


class Left(Exception):
    """The first shard has finished."""


class Meeting:
    """Where shards, a process each, sum their gradients: in their order, so that all get the same bits. Two rooms in
    turn, so that nobody overwrites what another still reads."""

    def __init__(self, count):
        self.room = torch.zeros(2, SHARDS, count).share_memory_()
        # The step that a shard has brought its gradient for; the last one is set when the first shard leaves.
        self.seen = torch.zeros(SHARDS + 1, 16, dtype=torch.int64).share_memory_().numpy()[:, 0]
        self.rank, self.step = 0, 0

    def sum(self, gradient):
        self.step += 1
        room = self.room[self.step % 2]
        room[self.rank].copy_(gradient)
        self.seen[self.rank] = self.step
        for other in range(SHARDS):
            while self.seen[other] < self.step:
                if self.seen[SHARDS]:
                    raise Left
                os.sched_yield()
        total = room[0] + room[1]
        for other in range(2, SHARDS):
            total += room[other]
        return total

    def leave(self):
        self.seen[SHARDS] = 1


class Several:
    """The critics one after the other."""

    def __init__(self):
        self.learners = [Learner(critic, seed=2 + critic) for critic in range(case.critics)]

    def advance(self):
        done = [learner.advance() for learner in self.learners]
        return CHUNK, sum(loss for _, loss in done) / len(done)


def own_heads(networks, learner):
    """The networks with the heads that a learner has."""
    value = dict(networks["value"])
    for key in ("heads", "head_biases"):
        value[key] = value[key][learner.mine]
    return {**networks, "value": value}


def evaluate(learners, networks, others, batch):
    """The value's loss and the flat gradient of one step, summed over the shards."""
    drawn = {
        name: torch.as_tensor(value if name == "alpha" else value.astype(numpy.int64))
        for name, value in batch.items()}
    pairs = []
    for learner in learners:
        layout = learner.layout
        pairs.append((
            layout.flat(own_heads(networks, learner)), layout.flat(own_heads(others, learner))[:layout.following]))
    folds = [
        learner.fold(*pair, drawn["alpha"][learner.mine]) for learner, pair in zip(learners, pairs)]
    if HEADS < case.heads:
        folds = [sum(folds)] * SHARDS
    loss, gradient = 0, 0
    for rank, learner in enumerate(learners):
        run = learner.gradients
        if VARIANT == "compiled":
            run = torch.compile(run, dynamic=False, fullgraph=True)
        rows = [drawn[name][rank * ROWS:(rank + 1) * ROWS] for name in ("rows", "grid", "imitated")]
        part, flat = run(*pairs[rank], folds[rank], *rows)
        loss, gradient = loss + part, gradient + flat
    return float(loss), gradient, drawn


def check():
    """Differences from the reference: of a step's loss and gradient, and of what an update makes of a gradient."""
    log, worst = make_log(case), {}
    networks, others, batch = make_networks(case), make_networks(case, seed=4), draw(case)
    for critic in range(case.critics):
        learners = [Learner(critic, rank=rank) for rank in range(SHARDS)]
        loss, flat, drawn = evaluate(learners, networks, others, batch)
        wanted_losses, wanted = reference.step(case, log, networks, others, batch, critic)
        for rank, learner in enumerate(learners):
            mine = own_heads(wanted, learner)
            found = learner.layout.views(learner.unfolded(flat, drawn["alpha"][learner.mine]))
            for name in found:
                worst[f"{name}{critic + rank} gradient"] = reference.difference(found[name], mine[name])
        losses = {"value": loss}
        if case.imitates:
            weights = learner.layout.views(learner.weights)["imitation"]
            losses["imitation"] = learner.imitation_loss(weights, drawn["imitated"])
        for name, wanted_loss in wanted_losses.items():
            worst[f"{name}{critic} loss"] = abs(float(losses[name]) / wanted_loss - 1)
    layout, networks = learner.layout, own_heads(networks, learner)
    number = int(case.steps * 0.9)
    random = numpy.random.default_rng(6)
    gradient, first, second, target, average = (
        {name: {key: random.normal(0, 0.1, x.shape).astype(numpy.float32) for key, x in network.items()}
         for name, network in networks.items()} for _ in range(5))
    second = {name: {key: x * x for key, x in network.items()} for name, network in second.items()}
    learner.weights.copy_(layout.flat(networks))
    learner.first.copy_(layout.flat(first))
    learner.second.copy_(layout.flat(second))
    learner.target.copy_(layout.flat(target)[:layout.following])
    learner.average.copy_(layout.flat(average)[:layout.following])
    run = torch.compile(learner.update, dynamic=False, fullgraph=True) if VARIANT == "compiled" else learner.update
    run(layout.flat(gradient), learner.numbers(number))
    for name in networks:
        wanted = reference.update(
            case, networks[name], gradient[name], first[name], second[name], target[name], average[name], number, name)
        found = [learner.weights, learner.target] + ([learner.average] if case.averaging > 0 else [])
        for part, flat, value in zip(("weights", "target", "average"), found, wanted):
            views = layout.views(flat)
            if name in views:
                worst[f"{name} {part}"] = reference.difference(views[name], value)
    return worst


def measure_one(rank, meetings, barrier, results):
    """A critic, or a shard, in a process of its own."""
    keep_memory()
    torch.set_num_threads(1)
    torch.set_grad_enabled(False)
    if SHARDS == 1:
        learner = Learner(rank, seed=2 + rank)
        learner.advance()
        barrier.wait()
        results.put(program.measure(learner.advance, options.seconds))
        return
    learner = Learner(rank=rank)
    learner.meet(meetings, rank)
    if rank == 0:
        found = program.measure(learner.advance, options.seconds)
        for meeting in meetings:
            meeting.leave()
        found["cpu_s_per_step"] *= SHARDS
        results.put(found)
        return
    try:
        while True:
            learner.advance()
    except Left:
        pass


def measure_apart():
    """The slower critic's pace, or all shards'; processor time of all."""
    context = multiprocessing.get_context("fork")
    barrier, results = context.Barrier(options.threads), context.Queue()
    networks = make_networks(case)
    outputs, width = networks["value"]["heads"].shape[1:]
    sizes = Layout(networks, folded=True).count, 3 * outputs * (width + 1)
    meetings = [Meeting(size) for size in sizes] if SHARDS > 1 else []
    children = [
        context.Process(target=measure_one, args=(rank, meetings, barrier, results), daemon=True)
        for rank in range(options.threads)]
    for child in children:
        child.start()
    found = [results.get(timeout=600) for _ in range(case.critics)]
    for child in children:
        child.join()
    return dict(
        steps_per_s=min(one["steps_per_s"] for one in found),
        cpu_s_per_step=sum(one["cpu_s_per_step"] for one in found),
        loss=sum(one["loss"] for one in found) / len(found))


keep_memory()
torch.set_num_threads(options.threads)
torch.set_grad_enabled(False)
line = dict(name=case.name, program="torch", version=torch.__version__)
if options.check:
    differences = check()
    program.report(**line, variant=VARIANT, check=differences, passed=max(differences.values()) < 2e-5)
else:
    measured = measure_apart() if APART else program.measure(Several().advance, options.seconds)
    program.report(
        **line, threads=options.threads, variant=f"{VARIANT}, {'processes' if APART else 'threads'}", **measured)
