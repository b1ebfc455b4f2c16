"""d3rlpy's DiscreteBCQ as a user runs it, at the shapes of a case: no λ, no mixture of heads, no support mask made
beforehand (its imitation network is asked in every step), epochs without evaluation, nothing written to disk.
"""

import sys

import program
from cases import CASES

# One critic: d3rlpy has no mixture.
OURS = {name: case for name, case in CASES.items() if name in ("rbcq-paper-1", "rbcq-production")}
options = program.arguments(__doc__, OURS)
case = OURS[options.case]
program.claim(options.threads)
if options.check:
    sys.exit("d3rlpy_fit: nothing to check, it is another algorithm")

import logging  # noqa: E402

import d3rlpy  # noqa: E402
import numpy  # noqa: E402
import structlog  # noqa: E402
import torch  # noqa: E402

from cases import make_log  # noqa: E402

structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
torch.set_num_threads(options.threads)
CHUNK = 4 if case.batch > 1_000 else 25


def algorithm():
    widths = list(case.hidden)
    return d3rlpy.algos.DiscreteBCQConfig(
        batch_size=case.batch, gamma=case.gamma, learning_rate=case.rate,
        encoder_factory=d3rlpy.models.VectorEncoderFactory(widths), n_critics=1, action_flexibility=0.3, beta=0.01,
        target_update_interval=200, share_encoder=False).create(device="cpu:0")


def dataset():
    log = make_log(case)
    # λ is one of the columns.
    random = numpy.random.default_rng(7)
    prices = log.lambdas[random.integers(0, len(log.lambdas), len(log.states))]
    observations = numpy.concatenate([log.states, prices[:, None]], axis=1)
    return d3rlpy.dataset.MDPDataset(
        observations=observations, actions=log.actions[:, None], rewards=log.rewards[:, None],
        terminals=(log.discounts == 0).astype(numpy.float32), action_size=case.levels,
        action_space=d3rlpy.constants.ActionSpace.DISCRETE)


epochs = algorithm().fitter(
    dataset(), n_steps=CHUNK * 1_000_000, n_steps_per_epoch=CHUNK, logging_steps=CHUNK * 1_000_000,
    logger_adapter=d3rlpy.logging.NoopAdapterFactory(), show_progress=False, save_interval=1_000_000)


def advance():
    _, metrics = next(epochs)
    return CHUNK, float(metrics["loss"])


program.report(
    name=case.name, program="d3rlpy", version=f"{d3rlpy.__version__} on torch {torch.__version__}",
    threads=options.threads, variant="fit", **program.measure(advance, options.seconds))
