"""Label chains: probabilities as by counting all paths, only allowed paths, runs without their holes."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polittext.quotation import chains

LAYERS, WIDTH = len(chains.LAYERS), chains.WIDTH


def tables(seed: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    transitions = np.where(chains.ALLOWED, rng.normal(size=(LAYERS, WIDTH, WIDTH)), chains.NEVER)
    first = np.where(chains.FIRST, rng.normal(size=(LAYERS, WIDTH)), chains.NEVER)
    return transitions.astype(np.float32), first.astype(np.float32)


@pytest.mark.parametrize("seed", range(4))
def test_posteriors_are_those_of_all_paths(seed: int) -> None:
    """One certain outside token stands on either side of a stretch, so the paths start and end in state 0."""
    n = 4
    transitions, first = tables(seed)
    scores = np.random.default_rng(seed + 99).normal(size=(n, LAYERS, WIDTH)).astype(np.float32)
    got = chains.posteriors(scores, transitions, first)
    for layer in range(LAYERS):
        total = np.zeros((n, WIDTH))
        for path in itertools.product(range(WIDTH), repeat=n):
            steps = list(itertools.pairwise((0, *path, 0)))
            if all(chains.ALLOWED[layer, a, b] for a, b in steps):
                energy = sum(transitions[layer, a, b] for a, b in steps)
                energy += sum(scores[t, layer, s] for t, s in enumerate(path))
                for t, s in enumerate(path):
                    total[t, s] += np.exp(energy)
        assert got[:, layer] == pytest.approx(total / total.sum(-1, keepdims=True), abs=1e-4)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 60))
def test_best_path_is_allowed(seed: int, n: int) -> None:
    probability = np.random.default_rng(seed).dirichlet([0.3] * WIDTH, size=(n, LAYERS)).astype(np.float32)
    path = chains.best_path(probability)
    for layer in range(LAYERS):
        states = [0, *path[:, layer].tolist(), 0]
        assert all(chains.ALLOWED[layer, a, b] for a, b in itertools.pairwise(states))


def test_certain_outside_is_left_alone() -> None:
    scores = np.zeros((5, LAYERS, WIDTH), np.float32)
    scores[:, :, 0] = 50
    transitions, first = tables(0)
    assert chains.posteriors(scores, transitions, first)[:, :, 0].tolist() == [[1.0] * LAYERS] * 5


def test_runs_leave_out_holes() -> None:
    path = np.zeros((8, LAYERS), np.int32)
    path[1:7, 1] = [1, 2, 3, 3, 2, 4]
    probability = np.full((8, LAYERS, WIDTH), 0.125, np.float32)
    assert [(r.kind, r.tokens) for r in chains.runs(path, probability)] == [(1, (1, 2, 5)), (4, (6,))]
