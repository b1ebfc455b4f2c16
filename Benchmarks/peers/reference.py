"""One step by the formula, in float64 and without a shortcut: every head of every level is computed, and gradients
are written out head by head. Slow, and only there to be compared with. Run it to compare its own gradient with
central differences.

    y    = r − λc + discount · (Σ_k α_k Q′_k(s′, a′) + V′(s′))   a′ = argmax over keep(s′) of mean_k Q_k(s′, ·)
    loss = mean ℓ(Σ_k α_k Q_k(s, a) + V(s) − y)                  ℓ squared, or Huber's with its bend at 1

for the learner; a critic's target is its own outcome, and a′ is the judged policy's action. Beside it the imitation
network: mean (−log softmax(z)_a + 0.01 · mean(z²)).
"""

import numpy

PENALTY = 0.01
BETA1, BETA2, EPSILON = 0.9, 0.999, 1e-8


def forward(network, x):
    """Every layer's input, and (K, rows, outputs) of the heads."""
    layers = [x]
    index = 0
    while f"weights{index}" in network:
        z = layers[-1] @ network[f"weights{index}"] + network[f"biases{index}"]
        layers.append(numpy.maximum(z, 0))
        index += 1
    outputs = numpy.stack([
        layers[-1] @ weights.T + biases
        for weights, biases in zip(network["heads"], network["head_biases"])])
    return layers, outputs


def backward(network, layers, slopes):
    """The gradient for the loss's slopes by the heads' outputs (K, rows, outputs)."""
    gradient = {
        "heads": numpy.stack([slope.T @ layers[-1] for slope in slopes]),
        "head_biases": slopes.sum(axis=1),
    }
    delta = sum(slope @ weights for slope, weights in zip(slopes, network["heads"]))
    for index in reversed(range(len(layers) - 1)):
        delta = delta * (layers[index + 1] > 0)
        gradient[f"weights{index}"] = layers[index].T @ delta
        gradient[f"biases{index}"] = delta.sum(axis=0)
        delta = delta @ network[f"weights{index}"].T
    return gradient


def inputs(case, log, states, grid):
    """State columns and what stands beside them."""
    columns = [log.states[states], log.lambdas[grid][:, None]]
    if case.method == "reme":
        columns += [2 * numpy.eye(len(log.lambdas))[grid], log.looks[log.table[grid, states]][:, None]]
    return numpy.concatenate(columns, axis=1).astype(numpy.float64)


def targets(case, log, networks, target_networks, batch, critic=0):
    """(rows) y."""
    rows, grid, following = batch["rows"], batch["grid"], log.next[batch["rows"]]
    every = numpy.arange(len(rows))
    x = inputs(case, log, following, grid)
    rewards = log.rewards[rows].astype(numpy.float64)
    if case.method == "rbcq":
        rewards = rewards - log.prices[grid].astype(numpy.float64) * log.costs[rows]
        mean = forward(networks["value"], x)[1].mean(axis=0) @ case.basis.T
        choices = numpy.where(log.keep[following], mean, -numpy.inf).argmax(axis=1)
    else:
        rewards = log.costs[rows].astype(numpy.float64) if critic else rewards
        choices = log.table[grid, following]
    heads = forward(target_networks["value"], x)[1] @ case.basis.T
    values = numpy.tensordot(batch["alpha"].astype(numpy.float64), heads, 1)[every, choices]
    if "level" in networks:
        values = values + forward(target_networks["level"], x)[1][0, :, 0]
    return rewards + log.discounts[rows] * values


def value_part(case, log, networks, y, batch):
    """Loss and gradient of the value network, and of the state's level where there is one."""
    rows, alpha = batch["rows"], batch["alpha"].astype(numpy.float64)
    x = inputs(case, log, rows, batch["grid"])
    layers, outputs = forward(networks["value"], x)
    chosen = case.basis[log.actions[rows]]
    residual = numpy.einsum("k,kbp,bp->b", alpha, outputs, chosen) - y
    if "level" in networks:
        level_layers, level = forward(networks["level"], x)
        residual = residual + level[0, :, 0]
    if case.loss == "squared":
        loss, slope = residual**2, 2 * residual
    else:
        size = numpy.abs(residual)
        loss = numpy.where(size <= 1, 0.5 * residual**2, size - 0.5)
        slope = numpy.clip(residual, -1, 1)
    slope = slope / len(rows)
    gradients = {"value": backward(
        networks["value"], layers, alpha[:, None, None] * slope[None, :, None] * chosen[None])}
    if "level" in networks:
        gradients["level"] = backward(networks["level"], level_layers, slope[None, :, None])
    return loss.mean(), gradients


def imitation_part(log, network, rows):
    """Loss and gradient of the imitation network."""
    layers, outputs = forward(network, log.states[rows].astype(numpy.float64))
    z = outputs[0]
    logs = z - z.max(axis=1, keepdims=True)
    logs = logs - numpy.log(numpy.exp(logs).sum(axis=1, keepdims=True))
    taken = numpy.eye(z.shape[1])[log.actions[rows]]
    loss = (-(taken * logs).sum(axis=1) + PENALTY * (z**2).mean(axis=1)).mean()
    slope = (numpy.exp(logs) - taken + 2 * PENALTY * z / z.shape[1]) / len(rows)
    return loss, backward(network, layers, slope[None])


def doubled(arrays):
    """Nested arrays in float64."""
    if isinstance(arrays, dict):
        return {key: doubled(value) for key, value in arrays.items()}
    if isinstance(arrays, list):
        return [doubled(value) for value in arrays]
    return numpy.asarray(arrays, numpy.float64)


def step(case, log, networks, target_networks, batch, critic=0):
    """Losses and gradients of one step by network's name; the level's loss is the value's."""
    networks, target_networks = doubled(networks), doubled(target_networks)
    y = targets(case, log, networks, target_networks, batch, critic)
    loss, gradients = value_part(case, log, networks, y, batch)
    losses = {"value": loss}
    if "imitation" in networks:
        losses["imitation"], gradients["imitation"] = imitation_part(
            log, networks["imitation"], batch["imitated"])
    return losses, gradients


def update(case, network, gradient, first, second, target, average, step, kind="value"):
    """Adam (Kingma and Ba, 2015), then the proximal group lasso on the first layer's state columns, the target's
    move and the average: a new network, target and average from arrays of one shape; `step` counts from 0."""
    network, gradient, first, second, target, average = doubled(
        [network, gradient, first, second, target, average])
    rate = case.rate_at(step) if kind != "imitation" else case.rate
    new, new_target, new_average = {}, {}, {}
    for key, weights in network.items():
        m = BETA1 * first[key] + (1 - BETA1) * gradient[key]
        v = BETA2 * second[key] + (1 - BETA2) * gradient[key] ** 2
        m_hat, v_hat = m / (1 - BETA1 ** (step + 1)), v / (1 - BETA2 ** (step + 1))
        new[key] = weights - rate * m_hat / (numpy.sqrt(v_hat) + EPSILON)
        if kind == "value" and key == "weights0" and case.shrinkage > 0:
            norms = numpy.sqrt((new[key] ** 2).sum(axis=1, keepdims=True))
            factor = numpy.maximum(0, 1 - case.shrinkage * rate / norms)
            factor[case.state_columns:] = 1
            new[key] = new[key] * factor
        new_target[key] = target[key] + case.polyak * (new[key] - target[key])
        new_average[key] = average[key] + case.average_share(step) * (new[key] - average[key])
    return new, new_target, new_average


def difference(found, wanted):
    """Largest difference in any array, relative to the array's largest entry."""
    return max(
        float(numpy.abs(numpy.asarray(found[key], numpy.float64) - wanted[key]).max()
              / max(numpy.abs(wanted[key]).max(), 1e-30))
        for key in wanted)


def check_gradient(case, log, networks, target_networks, batch, tries=40, size=1e-6):
    """Largest difference between the gradient and central differences at some coordinates of every array, relative
    to the array's largest entry. y is held, as in the method."""
    networks, target_networks = doubled(networks), doubled(target_networks)
    y = targets(case, log, networks, target_networks, batch)
    random = numpy.random.default_rng(5)

    def loss_of(name):
        if name == "imitation":
            return imitation_part(log, networks[name], batch["imitated"])[0]
        return value_part(case, log, networks, y, batch)[0]

    _, gradients = step(case, log, networks, target_networks, batch)
    worst = 0.0
    for name, network in networks.items():
        for key, array in network.items():
            flat = array.reshape(-1)
            for place in random.integers(0, flat.size, tries // 8):
                kept = flat[place]
                flat[place] = kept + size
                above = loss_of(name)
                flat[place] = kept - size
                slope = (above - loss_of(name)) / (2 * size)
                flat[place] = kept
                found = gradients[name][key].reshape(-1)[place]
                worst = max(worst, abs(found - slope) / numpy.abs(gradients[name][key]).max())
    return worst


if __name__ == "__main__":
    import dataclasses

    import cases

    for name in ("rbcq-recipe", "reme-recipe", "rbcq-paper-10"):
        case = dataclasses.replace(cases.CASES[name], batch=64)
        log, networks = cases.make_log(case), cases.make_networks(case)
        worst = check_gradient(case, log, networks, cases.make_networks(case, seed=4), cases.draw(case))
        print(f"{name}: gradient and central differences differ by {worst:.1e}")
        assert worst < 1e-5
