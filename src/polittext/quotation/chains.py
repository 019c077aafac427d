"""Decoding of the label layers: linear chains with transitions that cannot be, after Lafferty et al. (2001)."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]

LAYERS = ("direct", "indirect", "reported", "nested")
WIDTH = 8
NEVER = -1e4
RESCALE = 8  # steps between two rescalings: few enough that no probability underflows
MANY = 32  # steps whose origins are looked up at once: few enough to stay in the cache
CERTAIN = 8.0  # a margin of scores (natural logarithm) that no neighbour outweighs

# States of the layers "direct", "reported" and "nested" (indirect speech inside other speech): outside, first, inside.
# States of "indirect": outside; indirect first, inside, hole ("... , so der Minister, ..."); indirect free indirect
# first, inside; free indirect first, inside.
_SIMPLE = {0: (0, 1), 1: (0, 1, 2), 2: (0, 1, 2)}
_BEGINS = (0, 1, 4, 6)
_INDIRECT = {
    0: _BEGINS, 1: (*_BEGINS, 2, 3), 2: (*_BEGINS, 2, 3), 3: (2, 3), 4: (*_BEGINS, 5), 5: (*_BEGINS, 5),
    6: (*_BEGINS, 7), 7: (*_BEGINS, 7),
}  # fmt: skip


def _tables() -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    allowed = np.zeros((len(LAYERS), WIDTH, WIDTH), np.bool_)
    first = np.zeros((len(LAYERS), WIDTH), np.bool_)
    for layer, name in enumerate(LAYERS):
        for state, following in (_INDIRECT if name == "indirect" else _SIMPLE).items():
            allowed[layer, state, list(following)] = True
        first[layer, list(_BEGINS if name == "indirect" else (0, 1))] = True
    return allowed, first


ALLOWED, FIRST = _tables()


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch that one layer marks: tokens [start, end), without the holes."""

    layer: int
    kind: int  # first state of the label: 1; in "indirect" 1, 4 or 6
    tokens: tuple[int, ...]
    score: float  # mean posterior of its tokens' states, in [0, 1]


def posteriors(scores: Floats, transitions: Floats, first: Floats) -> Floats:
    """Return the states' posterior probabilities by the forward-backward algorithm.

    Args:
        scores: Emission scores, shape (time, layers, WIDTH).
        transitions: Transition scores, shape (layers, WIDTH, WIDTH); forbidden ones far below zero.
        first: Scores of the first state, shape (layers, WIDTH).

    Returns:
        Probabilities, shape (time, layers, WIDTH).
    """
    out = np.zeros(scores.shape, np.float32)
    out[:, :, 0] = 1
    stretches = _stretches(scores)
    if not stretches:
        return out
    emit = _stack(np.exp(scores - scores.max(-1, keepdims=True)) + np.float32(1e-12), stretches)
    step = np.exp(np.minimum(transitions, 30.0)).astype(np.float64)
    # one loop for both directions: the second runs from the end, with the transitions turned round
    steps = np.stack([step, step.transpose(0, 2, 1)])
    emits = np.stack([emit, emit[::-1]], 1)
    mass = np.empty_like(emits)
    mass[0] = emits[0]
    mass[0, 0] *= np.exp(np.minimum(first, 30.0)).astype(np.float64)[:, None]
    for t in range(1, len(emits)):
        np.matmul(mass[t - 1], steps, out=mass[t])
        mass[t] *= emits[t]
        if not t % RESCALE:
            mass[t] /= mass[t].sum(-1, keepdims=True)
    both = mass[:, 0] * mass[::-1, 1] / emit
    both /= both.sum(-1, keepdims=True)
    for k, (start, end) in enumerate(stretches):
        out[start:end] = both[1 : end - start + 1, :, k]
    return out


def _stretches(scores: Floats) -> list[tuple[int, int]]:
    """Cut out what lies between tokens that are outside every layer beyond doubt."""
    doubtful = (scores[:, :, 0] - scores[:, :, 1:].max(-1) < CERTAIN).any(-1)
    edges = np.flatnonzero(np.diff(np.concatenate(([False], doubtful, [False]))))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def _stack(rows: Floats, stretches: list[tuple[int, int]]) -> npt.NDArray[np.float64]:
    """Stack stretches of (time, layers, WIDTH) as (time, layers, stretches, WIDTH), in certain outsides."""
    longest = max(end - start for start, end in stretches)
    out = np.full((longest + 2, rows.shape[1], len(stretches), rows.shape[2]), 1e-12)
    out[..., 0] = 1
    for k, (start, end) in enumerate(stretches):
        out[1 : end - start + 1, :, k] = rows[start:end]
    return out


def best_path(probability: Floats, prior: Floats | None = None) -> Ints:
    """Return the allowed path with the highest product of posterior probabilities, shape (time, layers).

    Args:
        probability: State probabilities, shape (time, layers, WIDTH).
        prior: Added to the log probabilities, shape (layers, WIDTH): how readily each state is given.
    """
    path = np.zeros(probability.shape[:2], np.int32)
    doubtful = (probability[:, :, 0] < 1).any(-1)
    edges = np.flatnonzero(np.diff(np.concatenate(([False], doubtful, [False]))))
    stretches = list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))
    if not stretches:
        return path
    score = np.log(_stack(probability, stretches) + 1e-9)
    if prior is not None:
        score[1:-1] += prior[:, None]
    n = len(score)
    ban = np.where(ALLOWED, 0.0, NEVER)[:, None]
    best = np.empty_like(score)
    best[0] = np.where(FIRST, 0.0, NEVER)[:, None] + score[0]
    for t in range(1, n):
        np.max(best[t - 1][..., :, None] + ban, -2, out=best[t])
        best[t] += score[t]
    origin = np.zeros(score.shape, np.int8)
    for t in range(1, n, MANY):
        origin[t : t + MANY] = (best[t - 1 : min(t + MANY, n) - 1][..., :, None] + ban).argmax(-2)
    state = best[-1].argmax(-1)
    found = np.zeros(score.shape[:3], np.int32)
    layer, stretch = np.indices(state.shape, sparse=True)
    for t in range(n - 1, -1, -1):
        found[t] = state
        state = origin[t, layer, stretch, state]
    for k, (start, end) in enumerate(stretches):
        path[start:end] = found[1 : end - start + 1, :, k]
    return path


def runs(path: Ints, probability: Floats) -> list[Run]:
    """Read the marked stretches off a path, layer by layer in text order."""
    out: list[Run] = []
    n = len(path)
    for layer, name in enumerate(LAYERS):
        column = path[:, layer]
        begins = _BEGINS[1:] if name == "indirect" else (1,)
        for i in np.flatnonzero(np.isin(column, begins)).tolist():
            kind = int(column[i])
            j = i + 1
            tokens = [i]
            while j < n and column[j] != 0 and int(column[j]) not in begins:
                if column[j] == kind + 1:
                    tokens.append(j)
                j += 1
            p = probability[tokens, layer]
            mass = p[:, [kind, kind + 1]].sum(-1)
            out.append(Run(layer, kind, tuple(tokens), float(mass.mean())))
    return out
