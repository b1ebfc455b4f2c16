"""The cases in JAX: one compiled scan over a chunk of steps, with donated buffers.

`--layout split` gives every thread a device of its own that runs single-threaded: half the batch each with summed
gradients, or a critic each. `--layout plain` is one device whose products are split by XLA. Threads are held by the
process's affinity, which XLA's pool follows, and by the number of devices.
"""

import os

import program
from cases import CASES

options = program.arguments(__doc__, CASES, layout=["auto", "plain", "split"])
case = CASES[options.case]
program.claim(options.threads)
split = options.threads > 1 and (options.layout == "split" or options.layout == "auto" and not options.check)
if case.critics > 1:
    split = split and options.threads == case.critics
else:
    split = split and case.batch % options.threads == 0
flags = f"--xla_force_host_platform_device_count={options.threads if split else 1}"
if split or options.threads == 1:
    flags += " --xla_cpu_multi_thread_eigen=false"
os.environ["XLA_FLAGS"] = f"{os.environ.get('XLA_FLAGS', '')} {flags}".strip()
os.environ["JAX_PLATFORMS"] = "cpu"

import functools  # noqa: E402

import jax  # noqa: E402
import jax.numpy as jnp  # noqa: E402
import numpy  # noqa: E402
from jax.sharding import Mesh, PartitionSpec  # noqa: E402

import reference  # noqa: E402
from cases import LAMBDAS, LOG_ROWS, make_log, make_networks, draw  # noqa: E402

# Cheap bits: a generator's quality is not what is measured.
jax.config.update("jax_default_prng_impl", "unsafe_rbg")

SHARDS = options.threads if split and case.critics == 1 else 1
# Many heads are shared out as well: they are most of what Adam has to go through.
HEADS_APART = SHARDS > 1 and case.heads >= 50 and case.heads % SHARDS == 0
BASIS = numpy.asarray(case.basis, numpy.float32)
FREE = case.functions == 0
# Steps of one call.
CHUNK = 4 if case.batch > 1_000 else 50


def at(array, index):
    return array.at[index].get(mode="promise_in_bounds")


def gathered(log, rows, grid):
    columns = [at(log["states"], rows), at(log["conditions"], grid)]
    if case.method == "reme":
        columns.append(at(log["looks"], at(log["table"], (grid, rows)))[:, None])
    return jnp.concatenate(columns, axis=1)


def trunk(network, x):
    for index in range(len(network) // 2 - 1):
        x = jax.nn.relu(x @ network[f"weights{index}"] + network[f"biases{index}"])
    return x


def mix(network, alpha):
    """One head in place of K: Σ_k α_k W_k."""
    return {key: jnp.tensordot(alpha, network[key], 1) for key in ("heads", "head_biases")}


def folded(network, alpha):
    return {**network, **mix(network, alpha)}


def folds(networks, target_networks, alpha):
    """The value network's head for α and for the mean, and its target's."""
    mean = jnp.full(alpha.shape, 1 / case.heads)
    mixes = mix(networks["value"], alpha), mix(networks["value"], mean), mix(target_networks["value"], alpha)
    return summed(mixes) if HEADS_APART else mixes


def outputs(network, x):
    """Of one head."""
    return trunk(network, x) @ network["heads"].T + network["head_biases"]


def level(network, x):
    return outputs(network, x)[:, 0]


def choose(network, x, kept):
    """The best level that is kept. Levels stand in rows, so that a loop runs along the batch."""
    values = network["heads"] @ trunk(network, x).T + network["head_biases"][:, None]
    values = values if FREE else BASIS @ values
    levels = jnp.arange(case.levels, dtype=jnp.int32)[:, None]
    values = jnp.where((kept >> levels) & 1 != 0, values, -jnp.inf)
    return jnp.where(values == values.max(0), levels, case.levels).min(0)


def form_targets(networks, target_networks, mean, target_head, log, rows, grid):
    following = at(log["next"], rows)
    x = gathered(log, following, grid)
    rewards = at(log["rewards"], rows)
    if case.method == "rbcq":
        rewards = rewards - at(log["prices"], grid) * at(log["costs"], rows)
        choices = choose({**networks["value"], **mean}, x, at(log["kept"], following))
    else:
        choices = at(log["table"], (grid, following))
    value = outputs({**target_networks["value"], **target_head}, x)
    value = (value * at(jnp.asarray(BASIS), choices)).sum(1)
    if "level" in networks:
        value = value + level(folded(target_networks["level"], jnp.ones(1)), x)
    return rewards + at(log["discounts"], rows) * value


def value_loss(mixed, x, chosen, y):
    residual = (outputs(mixed["value"], x) * chosen).sum(1) - y
    if "level" in mixed:
        residual = residual + level(mixed["level"], x)
    if case.loss == "squared":
        return (residual**2).sum() / case.batch
    size = jnp.abs(residual)
    return jnp.where(size <= 1, 0.5 * residual**2, size - 0.5).sum() / case.batch


def imitation_loss(network, x, actions):
    z = outputs(network, x)
    logs = jax.nn.log_softmax(z)
    taken = (logs * at(jnp.eye(case.levels), actions)).sum(1)
    return (reference.PENALTY * (z**2).mean(1) - taken).sum() / case.batch


def gradients(networks, target_networks, log, drawn):
    """Losses, and gradients of folded networks."""
    rows, grid, alpha = drawn["rows"], drawn["grid"], drawn["alpha"]
    head, mean, target_head = folds(networks, target_networks, alpha)
    y = form_targets(networks, target_networks, mean, target_head, log, rows, grid)
    mixed = {"value": {**networks["value"], **head}}
    if "level" in networks:
        mixed["level"] = folded(networks["level"], jnp.ones(1))
    chosen = at(jnp.asarray(BASIS), at(log["actions"], rows))
    losses, result = {}, {}
    losses["value"], result = jax.value_and_grad(value_loss)(mixed, gathered(log, rows, grid), chosen, y)
    if "imitation" in networks:
        imitated = drawn["imitated"]
        losses["imitation"], result["imitation"] = jax.value_and_grad(imitation_loss)(
            folded(networks["imitation"], jnp.ones(1)), at(log["states"], imitated),
            at(log["actions"], imitated))
    return losses, result


def unfolded(gradient, alpha):
    """Of all heads from the folded one's: ∂W_k = α_k ∂W."""
    gradient = dict(gradient)
    gradient["heads"] = alpha[:, None, None] * gradient["heads"]
    gradient["head_biases"] = alpha[:, None] * gradient["head_biases"]
    return gradient


def update(name, state, gradient, scalars):
    rate = scalars["rate"] if name != "imitation" else case.rate
    beta1, beta2 = reference.BETA1, reference.BETA2
    new = {"first": {}, "second": {}, "weights": {}}
    for key, g in gradient.items():
        m = beta1 * state["first"][key] + (1 - beta1) * g
        v = beta2 * state["second"][key] + (1 - beta2) * g * g
        w = state["weights"][key] - rate * scalars["size"] * m / (
            jnp.sqrt(v) * scalars["root"] + reference.EPSILON)
        if name == "value" and key == "weights0" and case.shrinkage > 0:
            norms = jnp.sqrt((w * w).sum(1, keepdims=True))
            factor = jnp.maximum(0, 1 - case.shrinkage * rate / norms)
            w = w * jnp.where(jnp.arange(case.inputs)[:, None] < case.state_columns, factor, 1)
        new["first"][key], new["second"][key], new["weights"][key] = m, v, w
    if name != "imitation":
        new["target"] = {
            key: state["target"][key] + case.polyak * (w - state["target"][key])
            for key, w in new["weights"].items()}
        if case.averaging > 0:
            new["average"] = {
                key: state["average"][key] + scalars["share"] * (w - state["average"][key])
                for key, w in new["weights"].items()}
    return new


def begin(name, network):
    zeros = jax.tree.map(jnp.zeros_like, network)
    state = {"weights": network, "first": zeros, "second": jax.tree.map(jnp.copy, zeros)}
    if name != "imitation":
        state["target"] = jax.tree.map(jnp.copy, network)
        if case.averaging > 0:
            state["average"] = jax.tree.map(jnp.copy, network)
    return state


def weights(state):
    return {name: part["weights"] for name, part in state.items()}


def target_weights(state):
    return {name: part["target"] for name, part in state.items() if "target" in part}


def step(log, state, drawn_and_scalars):
    drawn, scalars = drawn_and_scalars
    losses, result = gradients(weights(state), target_weights(state), log, drawn)
    if SHARDS > 1:
        losses, result = summed((losses, result))
    alphas = {"value": drawn["alpha"]}
    state = {
        name: update(name, state[name], unfolded(gradient, alphas.get(name, jnp.ones(1))), scalars)
        for name, gradient in result.items()}
    return state, losses["value"]


def summed(tree):
    """Over the shards, in one message: each costs a meeting of the threads."""
    leaves, structure = jax.tree.flatten(tree)
    flat = jax.lax.psum(jnp.concatenate([leaf.reshape(-1) for leaf in leaves]), "shard")
    ends = numpy.cumsum([leaf.size for leaf in leaves])
    parts = [flat[end - leaf.size:end].reshape(leaf.shape) for leaf, end in zip(leaves, ends)]
    return jax.tree.unflatten(structure, parts)


def draws(key):
    """A chunk's random numbers; every shard draws its own rows, and all the same head weights."""
    rows = case.batch // SHARDS
    key, own = jax.random.split(key)
    if SHARDS > 1:
        own = jax.random.fold_in(own, jax.lax.axis_index("shard"))
    alpha = jax.random.uniform(key, (CHUNK, case.heads))
    alpha = alpha / alpha.sum(1, keepdims=True)
    if HEADS_APART:
        count = case.heads // SHARDS
        alpha = jax.lax.dynamic_slice_in_dim(alpha, jax.lax.axis_index("shard") * count, count, 1)
    keys = jax.random.split(own, 3)
    drawn = {
        "rows": jax.random.randint(keys[0], (CHUNK, rows), 0, LOG_ROWS),
        "grid": jax.random.randint(keys[1], (CHUNK, rows), 0, LAMBDAS),
        "alpha": alpha,
    }
    if case.imitates:
        drawn["imitated"] = jax.random.randint(keys[2], (CHUNK, rows), 0, LOG_ROWS)
    return drawn


def scalars(step):
    """What depends on the step's number alone."""
    result = {
        "rate": case.rate_at(step), "size": 1 / (1 - reference.BETA1 ** (step + 1)),
        "root": 1 / (1 - reference.BETA2 ** (step + 1)) ** 0.5, "share": case.average_share(step)}
    return {name: numpy.float32(value) for name, value in result.items()}


def chunk(log, state, key, scalars):
    """CHUNK steps of one critic or of the learner."""
    state, losses = jax.lax.scan(functools.partial(step, log), state, (draws(key), scalars))
    return state, losses.mean()


def log_arrays():
    log = make_log(case)
    conditions = log.lambdas[:, None]
    if case.method == "reme":
        conditions = numpy.concatenate([conditions, 2 * numpy.eye(LAMBDAS, dtype=numpy.float32)], axis=1)
    arrays = dict(
        states=log.states, next=log.next, actions=log.actions, rewards=log.rewards, discounts=log.discounts,
        conditions=conditions, prices=log.prices)
    if case.method == "reme":
        arrays.update(table=log.table, looks=log.looks)
        # A critic each.
        rewards = [{**arrays, "rewards": log.rewards}, {**arrays, "rewards": log.costs}]
        return log, [{key: jnp.asarray(value) for key, value in one.items()} for one in rewards]
    # A bit for every level that the log supports.
    arrays.update(costs=log.costs, kept=(log.keep << numpy.arange(case.levels)).sum(1).astype(numpy.int32))
    return log, [{key: jnp.asarray(value) for key, value in arrays.items()}]


SHARED, OWN = PartitionSpec(), PartitionSpec("shard")


def places(tree):
    """Of networks or of their states: what each shard has a part of."""
    return jax.tree_util.tree_map_with_path(
        lambda path, _: OWN if HEADS_APART and path[0].key == "value" and path[-1].key.startswith("head") else SHARED,
        tree)


def advancer():
    """A function that takes CHUNK steps."""
    _, logs = log_arrays()
    networks = [jax.tree.map(jnp.asarray, make_networks(case, seed=2 + i)) for i in range(case.critics)]
    states = [{name: begin(name, network) for name, network in one.items()} for one in networks]
    if not split:
        def several(logs, states, key, scalars):
            keys = jax.random.split(key, case.critics)
            # The critics' steps side by side in one loop.
            drawn = [draws(one) for one in keys]

            def steps(states, drawn_and_scalars):
                drawn, now = drawn_and_scalars
                done = [step(log, state, (one, now)) for log, state, one in zip(logs, states, drawn)]
                return [state for state, _ in done], sum(loss for _, loss in done) / len(done)
            states, losses = jax.lax.scan(steps, states, (drawn, scalars))
            return states, losses.mean()
    else:
        mesh = Mesh(numpy.array(jax.devices()), ("shard",))
        if case.critics > 1:
            logs = jax.tree.map(lambda *parts: jnp.stack(parts), *logs)
            states = jax.tree.map(lambda *parts: jnp.stack(parts), *states)

            def local(logs, states, key, scalars):
                mine = jax.tree.map(lambda x: x[0], (logs, states))
                key = jax.random.fold_in(key, jax.lax.axis_index("shard"))
                state, loss = chunk(*mine, key, scalars)
                return jax.tree.map(lambda x: x[None], (state, loss))
            specs = dict(in_specs=(OWN, OWN, SHARED, SHARED), out_specs=(OWN, OWN))
        else:
            logs, states = logs[0], states[0]
            local = chunk
            specs = dict(in_specs=(SHARED, places(states), SHARED, SHARED), out_specs=(places(states), SHARED))
        several = jax.shard_map(local, mesh=mesh, check_vma=False, **specs)
        wanted = jax.tree.map(
            functools.partial(jax.NamedSharding, mesh), specs["in_specs"],
            is_leaf=lambda spec: isinstance(spec, PartitionSpec))
        logs, states = jax.device_put(logs, wanted[0]), jax.device_put(states, wanted[1])
    run = jax.jit(several, donate_argnums=1)
    number = 0

    def advance():
        nonlocal states, number
        now = [scalars(number + i) for i in range(CHUNK)]
        now = jax.tree.map(lambda *values: numpy.stack(values), *now)
        states, loss = run(logs, states, jax.random.key(number), now)
        number += CHUNK
        return CHUNK, float(loss.mean())
    return advance


def check():
    """Differences from the reference: of a step's loss and gradient, and of what an update makes of a gradient."""
    log, logs = log_arrays()
    networks, others, batch = make_networks(case), make_networks(case, seed=4), draw(case)
    worst = {}
    evaluate = gradients
    if SHARDS > 1:
        drawn = {name: OWN if name != "alpha" or HEADS_APART else SHARED for name in batch}
        evaluate = jax.shard_map(
            lambda *inputs: summed(gradients(*inputs)), mesh=Mesh(numpy.array(jax.devices()), ("shard",)),
            in_specs=(places(networks), places(others), SHARED, drawn), out_specs=SHARED, check_vma=False)
    for critic, arrays in enumerate(logs):
        losses, found = jax.jit(evaluate)(networks, others, arrays, batch)
        wanted_losses, wanted = reference.step(case, log, networks, others, batch, critic)
        for name in wanted:
            alpha = batch["alpha"] if name == "value" else numpy.ones(1, numpy.float32)
            worst[f"{name}{critic} gradient"] = reference.difference(unfolded(found[name], alpha), wanted[name])
        for name, loss in wanted_losses.items():
            worst[f"{name}{critic} loss"] = abs(float(losses[name]) / loss - 1)
    number = int(case.steps * 0.9)
    for name, network in networks.items():
        random = numpy.random.default_rng(6)
        parts = [
            {key: random.normal(0, 0.1, x.shape).astype(numpy.float32) for key, x in network.items()}
            for _ in range(5)]
        gradient, first, second, target, average = parts
        second = {key: x * x for key, x in second.items()}
        state = dict(weights=network, first=first, second=second, target=target, average=average)
        new = jax.jit(functools.partial(update, name))(state, gradient, scalars(number))
        wanted = reference.update(case, network, gradient, first, second, target, average, number, name)
        for part, value in zip(("weights", "target", "average"), wanted):
            if part in new:
                worst[f"{name} {part}"] = reference.difference(new[part], value)
    return worst


if options.check:
    differences = check()
    program.report(
        name=case.name, program="jax", version=jax.__version__, check=differences,
        passed=max(differences.values()) < 2e-5)
else:
    program.report(
        name=case.name, program="jax", version=jax.__version__, threads=options.threads,
        variant="split" if split else "plain", **program.measure(advancer(), options.seconds))
