"""Compare torch with the exported graphs: without quantization (should agree to rounding) and with int8."""

import argparse
import pathlib
import tempfile

import numpy as np
import onnxruntime
import torch

from data import load
from export import quantize, tagger_graph
from finetune import Model, batch_hints, batch_x, vocabulary


def main() -> None:
    ap = argparse.ArgumentParser()
    ap.add_argument("--out", type=pathlib.Path, required=True)
    ap.add_argument("--data", type=pathlib.Path, required=True)
    ap.add_argument("--member", required=True)
    a = ap.parse_args()
    vocab, table = vocabulary(a.out)
    m = Model(table)
    m.load_state_dict(torch.load(a.out / f"{a.member}.pt")["model"])
    m.eval()
    docs = load(a.data / "quotes/news_open.jsonl", vocab)[:24]
    x, lengths = batch_x(docs)
    hints = batch_hints([d.findings for d in docs], docs)
    with torch.no_grad():
        e, _, _ = m.tagger(x, hints, lengths)
    want = e.flatten(2)[..., m.tagger.place].numpy()
    feed = {
        "features": x.numpy().astype(np.int32),
        "hints": hints.numpy().astype(np.int32),
        "lengths": lengths.numpy().astype(np.int32),
    }
    real = np.arange(x.shape[1])[None, :] < lengths.numpy()[:, None]
    with tempfile.TemporaryDirectory() as tmp:
        plain, small = pathlib.Path(tmp) / "plain.onnx", pathlib.Path(tmp) / "int8.onnx"
        tagger_graph([m], plain)
        quantize(plain, small)
        for path in (plain, small):
            got = onnxruntime.InferenceSession(str(path)).run(["emissions"], feed)[0]
            gap = np.abs(got - want)[real]
            spread = want[real].std()
            print(path.stem, f"mean gap {gap.mean():.5f}, largest {gap.max():.4f}, scores' spread {spread:.3f}")


if __name__ == "__main__":
    main()
