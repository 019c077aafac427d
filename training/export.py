"""Write the trained members as one pair of int8 ONNX graphs with the vocabulary: what the package ships."""

import argparse
import hashlib
import json
import pathlib
import tempfile

import numpy as np
import onnx
import torch
from onnx import TensorProto as T
from onnx import helper as oh
from onnx import numpy_helper as nh
from onnxruntime.quantization import QuantType, quantize_dynamic

from data import STATES, rule_numbers
from finetune import Model, vocabulary
from net import HINTS
from polittext.quotation import chains, hints
from polittext.quotation.features import HASHES


class Graph:
    """A little builder: every method adds nodes and returns the name of the result."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []
        self.n = 0

    def name(self) -> str:
        self.n += 1
        return f"v{self.n}"

    def constant(self, value: np.ndarray) -> str:
        name = "c" + self.name()
        self.constants.append(nh.from_array(np.array(value, order="C"), name))
        return name

    def op(self, kind: str, *inputs: str, **attributes) -> str:
        out = self.name()
        self.nodes.append(oh.make_node(kind, list(inputs), [out], **attributes))
        return out

    def table(self, index: str, weight: np.ndarray) -> str:
        """Gather from an int8 table with one scale for each row (large tables) or one for all."""
        scale = np.maximum(np.abs(weight).max(1, keepdims=True), 1e-8) / 127
        q = np.clip(np.round(weight / scale), -127, 127).astype(np.int8)
        rows = self.op("Cast", self.op("Gather", self.constant(q), index), to=T.FLOAT)
        scales = self.op("Cast", self.op("Gather", self.constant(scale.astype(np.float16)), index), to=T.FLOAT)
        return self.op("Mul", rows, scales)

    def linear(self, x: str, layer: torch.nn.Linear) -> str:
        w = self.constant(layer.weight.detach().numpy().T)
        return self.op("Add", self.op("MatMul", x, w), self.constant(layer.bias.detach().numpy()))

    def lstm(self, x: str, layer, lengths: str) -> str:
        """x: (time, batch, size) -> (time, batch, 2 * hidden). Torch orders the gates i f g o, ONNX i o f c."""
        hidden = layer.ahead.hidden_size

        def gates(w: np.ndarray) -> np.ndarray:
            i, f, g, o = np.split(w, 4)
            return np.concatenate([i, o, f, g])

        both = [layer.ahead, layer.back]
        w = np.stack([gates(m.weight_ih_l0.detach().numpy()) for m in both])
        r = np.stack([gates(m.weight_hh_l0.detach().numpy()) for m in both])
        b = np.stack(
            [np.concatenate([gates(m.bias_ih_l0.detach().numpy()), gates(m.bias_hh_l0.detach().numpy())]) for m in both]
        )
        y = self.op("LSTM", x, self.constant(w), self.constant(r), self.constant(b), lengths,
                    hidden_size=hidden, direction="bidirectional")  # fmt: skip
        y = self.op("Transpose", y, perm=[0, 2, 1, 3])
        return self.op("Reshape", y, self.constant(np.array([0, 0, 2 * hidden], np.int64)))

    def mean(self, names: list[str]) -> str:
        if len(names) == 1:
            return self.op("Identity", names[0])
        return self.op("Mul", self.op("Sum", *names), self.constant(np.array(1 / len(names), np.float32)))

    def save(self, path: pathlib.Path, inputs: list, outputs: list[tuple[str, str, int]]) -> None:
        nodes = [*self.nodes, *(oh.make_node("Identity", [a], [b]) for a, b, _ in outputs)]
        g = oh.make_graph(
            nodes,
            "polittext",
            inputs,
            [oh.make_tensor_value_info(b, T.FLOAT, [f"{b}{i}" for i in range(rank)]) for _, b, rank in outputs],
            self.constants,
        )
        m = oh.make_model(g, opset_imports=[oh.make_opsetid("", 17)], producer_name="polittext")
        m.ir_version = 8
        onnx.save(m, path)


def tagger_graph(models: list[Model], path: pathlib.Path) -> None:
    """Features (batch, time, columns) -> emissions (batch, time, states) and reduced states (batch, time, size)."""
    g = Graph()
    e = models[0].tagger.encoder.embed
    tables = [e.words, *e.hashes, e.shape, e.mark, e.place]
    x = g.op("Transpose", "features", perm=[1, 0, 2])
    parts = [
        g.table(g.op("Gather", x, g.constant(np.array(i, np.int64)), axis=2), t.weight.detach().numpy())
        for i, t in enumerate(tables)
    ]
    embedded = g.op("Concat", *parts, axis=2)
    ruled = g.op("Transpose", "hints", perm=[1, 0, 2])
    columns = [g.op("Gather", ruled, g.constant(np.array(i, np.int64)), axis=2) for i in range(len(HINTS))]
    emissions, reduced = [], []
    for m in models:
        enc = m.tagger.encoder
        h = g.op("Tanh", g.linear(embedded, enc.project))
        layers = []
        for layer in enc.layers:
            h = g.lstm(h, layer, "lengths")
            layers.append(h)
        below = g.op("Concat", *layers, axis=2)
        read = [g.op("Gather", g.constant(t.weight.detach().numpy()), c)
                for t, c in zip(m.tagger.hints, columns, strict=True)]  # fmt: skip
        task = g.lstm(g.op("Concat", below, *read, axis=2), m.tagger.task, "lengths")
        emissions.append(g.linear(task, m.tagger.out))
        reduced.append(g.op("Tanh", g.linear(g.op("Concat", below, task, axis=2), m.roles.reduce)))
    out = g.op("Transpose", g.mean(emissions), perm=[1, 0, 2])
    r = reduced[0] if len(reduced) == 1 else g.op("Concat", *reduced, axis=2)
    r = g.op("Transpose", r, perm=[1, 0, 2])
    g.save(path, [oh.make_tensor_value_info("features", T.INT32, ["batch", "time", len(tables)]),
                  oh.make_tensor_value_info("hints", T.INT32, ["batch", "time", len(HINTS)]),
                  oh.make_tensor_value_info("lengths", T.INT32, ["batch"])],
           [(out, "emissions", 3), (r, "reduced", 3)])  # fmt: skip


def roles_graph(models: list[Model], path: pathlib.Path) -> None:
    g = Graph()
    index = g.op("Transpose", "index", perm=[1, 0])
    marks = g.op("Transpose", "marks", perm=[1, 0, 2])
    inside = g.op("Unsqueeze", g.op("Transpose", "inside", perm=[1, 0]), g.constant(np.array([2], np.int64)))
    size = g.op("ReduceSum", inside, g.constant(np.array([0], np.int64)), keepdims=0)
    states = g.op("Gather", "reduced", index, axis=0)
    columns = [g.op("Gather", marks, g.constant(np.array(i, np.int64)), axis=2) for i in range(4)]
    tokens, whole = [], []
    for k, m in enumerate(models):
        rt = m.roles
        part = states
        if len(models) > 1:
            bounds = [g.constant(np.array([x], np.int64)) for x in (160 * k, 160 * (k + 1), 2)]
            part = g.op("Slice", states, *bounds)
        tables = zip((rt.flag, rt.position, rt.distance, rt.hint), columns, strict=True)
        marked = [g.op("Gather", g.constant(t.weight.detach().numpy()), c) for t, c in tables]
        x = g.op("Concat", part, *marked, axis=2)
        y = g.lstm(x, rt.rnn, "lengths")
        tokens.append(g.linear(y, rt.tokens))
        total = g.op("ReduceSum", g.op("Mul", y, inside), g.constant(np.array([0], np.int64)), keepdims=0)
        whole.append(g.linear(g.op("Div", total, size), rt.whole))
    out = g.op("Transpose", g.mean(tokens), perm=[1, 0, 2])
    g.save(path, [oh.make_tensor_value_info("reduced", T.FLOAT, ["tokens", 160 * len(models)]),
                  oh.make_tensor_value_info("index", T.INT64, ["quotes", "window"]),
                  oh.make_tensor_value_info("marks", T.INT64, ["quotes", "window", 4]),
                  oh.make_tensor_value_info("inside", T.FLOAT, ["quotes", "window"]),
                  oh.make_tensor_value_info("lengths", T.INT32, ["quotes"])],
           [(out, "tokens", 3), (g.mean(whole), "whole", 2)])  # fmt: skip


def quantize(source: pathlib.Path, target: pathlib.Path) -> None:
    quantize_dynamic(
        source,
        target,
        weight_type=QuantType.QInt8,
        op_types_to_quantize=["LSTM", "MatMul"],
        per_channel=False,
        extra_options={"DefaultTensorType": T.FLOAT},
    )


def main() -> None:
    ap = argparse.ArgumentParser()
    ap.add_argument("--out", type=pathlib.Path, required=True)
    ap.add_argument("--members", nargs="+", required=True)
    ap.add_argument("--target", type=pathlib.Path, required=True)
    ap.add_argument("--words", type=int, default=40_000, help="keep only the most frequent words")
    ap.add_argument("--meta", type=pathlib.Path, help="JSON with thresholds and calibration")
    a = ap.parse_args()
    vocab, table = vocabulary(a.out)
    models = []
    for name in a.members:
        m = Model(table)
        m.load_state_dict(torch.load(a.out / f"{name}.pt")["model"])
        m.eval()
        e = m.tagger.encoder.embed.words
        e.weight.data = e.weight.data[: a.words + 1]
        models.append(m)
    a.target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as tmp:
        for build, name in ((tagger_graph, "quotes-tagger"), (roles_graph, "quotes-roles")):
            plain = pathlib.Path(tmp) / f"{name}.onnx"
            build(models, plain)
            quantize(plain, a.target / f"{name}.onnx")
    words = list(vocab)[: a.words]
    (a.target / "quotes-vocabulary.txt").write_text("\n".join(words), encoding="utf-8", newline="\n")
    tables = [[t.detach().numpy() for t in m.tagger.crf.tables()] for m in models]
    trans, first = (np.mean([t[k] for t in tables], 0) for k in range(2))
    meta = (
        json.loads(a.meta.read_text())
        if a.meta
        else {"name": "untuned", "thresholds": {}, "role_thresholds": {}, "calibration": {}}
    )
    line = [[0.0, 1.0], [0.0, 1.0]]
    meta.setdefault("combination", {"add_from": {}, "keep_from": {}, "model": line, "rules": line, "takes": {}})
    meta |= {
        "members": len(models),
        "states": [STATES[name] for name in chains.LAYERS],
        "hashes": [list(h) for h in HASHES],
        "hints": list(hints.COLUMNS),
        "rules": list(rule_numbers()),
        "transitions": np.round(trans, 4).tolist(),
        "first": np.round(first, 4).tolist(),
    }
    files = ("quotes-tagger.onnx", "quotes-roles.onnx", "quotes-vocabulary.txt")
    meta["sha256"] = {f: hashlib.sha256((a.target / f).read_bytes()).hexdigest() for f in files}
    (a.target / "quotes.json").write_text(json.dumps(meta, indent=1) + "\n", encoding="utf-8")
    print({f: (a.target / f).stat().st_size for f in (*files, "quotes.json")})


if __name__ == "__main__":
    main()
