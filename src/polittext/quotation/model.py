"""The weights of the learned extractor: checked, loaded once, and run by onnxruntime on one thread."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import numpy as np
import numpy.typing as npt

from polittext.errors import ResourceError
from polittext.quotation import hints
from polittext.quotation.chains import LAYERS, NEVER, WIDTH
from polittext.quotation.features import HASHES, remembering

Floats = npt.NDArray[np.float32]
Curve = tuple[list[float], list[float]]
"""Points of a rising curve: ascending scores, and the shares of true findings that belong to them."""

LINE: Curve = ([0.0, 1.0], [0.0, 1.0])

REMEMBERED = 20_000  # words, each a few hundred bytes
CARD = "quotes.json"
TAGGER, ROLES, VOCABULARY = "quotes-tagger.onnx", "quotes-roles.onnx", "quotes-vocabulary.txt"


@dataclass(frozen=True, slots=True, eq=False)
class QuoteModel:
    """The weights, ready to run; safe to share between threads.

    Args:
        name: What `Quote.provenance` says.
        vocabulary: Row of each word in the table of word vectors.
        look: The features of a word, remembered for the most recent ones.
        transitions: Scores of the label chains, shape (layers, WIDTH, WIDTH).
        first: Scores of the first states, shape (layers, WIDTH).
        prior: Added to the log probabilities of the label states, shape (layers, WIDTH).
        thresholds: The least score that a quotation of each type needs.
        calibration: Scores and the shares of true quotations that belong to them, for each type; both ascending.
        role_thresholds: The least probability of a token in a cue, addressee or frame.
        add_from: The least score from which a quotation of each type is added to those that the rules find.
        keep_from: The least mean probability of its words from which one that the rules find is kept, by type.
        model_calibration: Confidence by score of what only the model finds.
        rules_calibration: Confidence by mean probability of what the rules find.
        rule_numbers: Number of each rule among the features.
        takes: What of a quotation that both find is the model's, by type: "content" and roles; the rest is the rules'.
    """

    name: str
    vocabulary: dict[str, int]
    look: Callable[[str], tuple[int, ...]]
    transitions: Floats
    first: Floats
    prior: Floats
    thresholds: dict[str, float]
    calibration: dict[str, Curve]
    role_thresholds: dict[str, float]
    add_from: dict[str, float]
    keep_from: dict[str, float]
    model_calibration: Curve
    rules_calibration: Curve
    rule_numbers: dict[str, int]
    takes: dict[str, frozenset[str]]
    tagger: Any
    roles: Any
    columns: npt.NDArray[np.int64]

    def emissions(
        self, features: npt.NDArray[np.int32], hints: npt.NDArray[np.int32], lengths: npt.NDArray[np.int32]
    ) -> tuple[Floats, Floats]:
        """Return label scores, shape (batch, time, layers, WIDTH), and token states for the roles."""
        small, reduced = self.tagger.run(None, {"features": features, "hints": hints, "lengths": lengths})
        # states that a layer doesn't have must not raise doubts, which cost time
        scores = np.full((*small.shape[:2], len(LAYERS) * WIDTH), NEVER, np.float32)
        scores[:, :, self.columns] = small
        return scores.reshape(*small.shape[:2], len(LAYERS), WIDTH), reduced

    def role_scores(
        self,
        reduced: Floats,
        index: npt.NDArray[np.int64],
        marks: npt.NDArray[np.int64],
        inside: Floats,
        lengths: npt.NDArray[np.int32],
    ) -> tuple[Floats, Floats]:
        """Return scores for the windows' tokens, shape (windows, size, 6), and for windows, shape (windows, 8)."""
        tokens, whole = self.roles.run(
            None, {"reduced": reduced, "index": index, "marks": marks, "inside": inside, "lengths": lengths}
        )
        return tokens, whole


def load(folder: Traversable) -> QuoteModel:
    """Load and check the weights in a folder.

    Raises:
        ResourceError: A file is missing, was altered, or belongs to another version of the package.
    """
    import onnxruntime

    card = json.loads(_read(folder, CARD))
    data: dict[str, bytes] = {}
    for name, expected in card["sha256"].items():
        data[name] = _read(folder, name)
        if hashlib.sha256(data[name]).hexdigest() != expected:
            raise ResourceError(f"model file {name!r} is not the one that {CARD} describes; reinstall polittext")
    if card["hashes"] != [list(h) for h in HASHES] or card.get("hints") != list(hints.COLUMNS):
        raise ResourceError(f"the model in {CARD} was made for other features; reinstall polittext")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    sessions = [
        onnxruntime.InferenceSession(data[name], options, providers=["CPUExecutionProvider"])
        for name in (TAGGER, ROLES)
    ]
    words = data[VOCABULARY].decode("utf-8").split("\n")
    columns = [layer * WIDTH + state for layer, n in enumerate(card["states"]) for state in range(n)]
    joint = card["combination"]
    vocabulary = {w: i for i, w in enumerate(words, 1)}
    return QuoteModel(
        name=card["name"],
        vocabulary=vocabulary,
        look=remembering(vocabulary, REMEMBERED),
        transitions=np.array(card["transitions"], np.float32),
        first=np.array(card["first"], np.float32),
        prior=prior_table(card.get("prior", {})),
        thresholds=dict(card["thresholds"]),
        calibration={k: (list(v[0]), list(v[1])) for k, v in card["calibration"].items()},
        role_thresholds=dict(card["role_thresholds"]),
        add_from=dict(joint["add_from"]),
        keep_from=dict(joint["keep_from"]),
        model_calibration=(list(joint["model"][0]), list(joint["model"][1])),
        rules_calibration=(list(joint["rules"][0]), list(joint["rules"][1])),
        rule_numbers={name: i for i, name in enumerate(card["rules"], 1)},
        takes={kind: frozenset(parts) for kind, parts in joint["takes"].items()},
        tagger=sessions[0],
        roles=sessions[1],
        columns=np.array(columns, np.int64),
    )


def prior_table(layers: dict[str, float]) -> Floats:
    """Write how readily the states of each label layer are given as a table, shape (layers, WIDTH)."""
    prior = np.zeros((len(LAYERS), WIDTH), np.float32)
    for layer, value in layers.items():
        prior[LAYERS.index(layer), 1:] = value
    return prior


def _read(folder: Traversable, name: str) -> bytes:
    try:
        return folder.joinpath(name).read_bytes()
    except FileNotFoundError:
        raise ResourceError(f"polittext is incomplete: model file {name!r} is missing; reinstall the package") from None


@cache
def default_model() -> QuoteModel:
    """Return the weights that the package ships, loaded once.

    Raises:
        ResourceError: See `load`.
    """
    return load(files("polittext.models"))


def calibrated(model: QuoteModel, kind: str, score: float) -> float:
    """Return the share of quotations with such a score that held-out annotation confirmed, in [0, 1]."""
    return interpolate(model.calibration.get(kind, LINE), score)


def interpolate(curve: Curve, score: float) -> float:
    """Return the value of a curve at a score."""
    return float(np.interp(score, curve[0], curve[1]))


def pad(arrays: Sequence[npt.NDArray[Any]], dtype: npt.DTypeLike) -> npt.NDArray[Any]:
    """Stack arrays of unequal length, filled up with zeros."""
    out = np.zeros((len(arrays), max(len(a) for a in arrays), *arrays[0].shape[1:]), dtype)
    for i, a in enumerate(arrays):
        out[i, : len(a)] = a
    return out
