"""Pre-train the encoder: masked words, and the teacher's tags, dependencies, entities and clauses."""

import argparse
import json
import math
import pathlib
import time
from collections import Counter
from itertools import pairwise

import numpy as np
import torch
from torch import nn

from net import HIDDEN, WORD_DIM, Encoder
from polittext.quotation.features import COLUMNS, featurize

DIST = 21


def bucket(d: int) -> int:
    a = abs(d)
    b = a if a <= 4 else 5 if a <= 6 else 6 if a <= 9 else 7 if a <= 14 else 8 if a <= 22 else 9
    return 10 + b if d > 0 else 10 - b


def clause(row: dict) -> list[str]:
    """The nearest finite or infinite verb above each token: its relation, mood, and the clause's edges."""
    n = len(row["w"])
    head = row["head"]
    verb = [t.startswith("V") for t in row["tag"]]
    left, right = list(range(n)), list(range(n))
    own = [0] * n
    for i in range(n):
        j, steps = i, 0
        while not verb[j] and head[j] and steps < 40:
            j += head[j]
            steps += 1
        # climb from auxiliaries' participles to the finite verb
        while (
            not row["tag"][j].endswith("FIN")
            and head[j]
            and verb[j + head[j]]
            and row["dep"][j] in ("oc",)
            and steps < 60
        ):
            if row["tag"][j + head[j]].endswith("FIN") or row["dep"][j + head[j]] == "oc":
                j += head[j]
                steps += 1
            else:
                break
        own[i] = j
        left[j] = min(left[j], i)
        right[j] = max(right[j], i)
    out = []
    for i in range(n):
        j = own[i]
        mood = "s" if "Mood=Sub" in row["morph"][j] else "i" if "Mood=Ind" in row["morph"][j] else "-"
        edge = "L" if left[j] == i else "R" if right[j] == i else "-"
        out.append(f"{row['dep'][j]} {mood} {edge}")
    return out


def load(paths: list[pathlib.Path], repeat: list[int]) -> tuple[list[dict], list[int]]:
    rows, weights = [], []
    for p, r in zip(paths, repeat, strict=True):
        with open(p, encoding="utf-8") as f:
            for line in f:
                d = json.loads(line)
                n = len(d["w"])
                d["clause"] = clause(d)
                d["s"][0] = 1
                cuts = [0]
                for i in range(1, n):
                    if (d["s"][i] and i - cuts[-1] >= 96) or i - cuts[-1] >= 150:
                        cuts.append(i)
                cuts.append(n)
                for a, b in pairwise(cuts):
                    if b - a >= 6:
                        rows.append({k: v[a:b] for k, v in d.items()})
                        weights.append(r)
    return rows, weights


def main() -> None:
    ap = argparse.ArgumentParser()
    ap.add_argument("--out", type=pathlib.Path, required=True)
    ap.add_argument("--tokens", type=float, default=12, help="to see, in millions")
    ap.add_argument("--batch", type=int, default=40)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--resume", default="", help="go on from this checkpoint")
    ap.add_argument("--lr", type=float, default=2e-3)
    ap.add_argument("--name", default="encoder.pt")
    a = ap.parse_args()
    torch.manual_seed(a.seed)
    rng = np.random.default_rng(a.seed)
    z = np.load(a.out / "vectors.npz")
    vectors = z["vectors"] / np.linalg.norm(z["vectors"], axis=1).mean() * math.sqrt(WORD_DIM) * 0.25
    vocab = {str(w): i + 1 for i, w in enumerate(z["words"])}
    table = torch.tensor(np.vstack([np.zeros((1, WORD_DIM), np.float32), vectors.astype(np.float32)]))
    rows, repeat = load([a.out / "teacher_news.jsonl", a.out / "teacher_bundestag.jsonl"], [6, 1])
    print(len(rows), "rows", sum(len(r["w"]) for r in rows), "tokens", flush=True)
    tasks = {}
    for t, keep in (("tag", 60), ("morph", 250), ("dep", 60), ("ent", 12), ("clause", 150)):
        c = Counter(x for r in rows for x in r[t])
        tasks[t] = {v: i for i, (v, _) in enumerate(c.most_common(keep))}
    sizes = {**{t: len(v) for t, v in tasks.items()}, "head": DIST}
    data = []
    for r in rows:
        n = len(r["w"])
        starts = [i for i in range(n) if r["s"][i]]
        x, _, _ = featurize(r["w"], [True] * n, starts, [False] * n, vocab)
        y = np.zeros((n, 6), np.int16)
        for k, t in enumerate(("tag", "morph", "dep", "ent", "clause")):
            y[:, k] = [tasks[t].get(v, -1) for v in r[t]]
        y[:, 5] = [bucket(h) for h in r["head"]]
        data.append((x, y))
    del rows
    enc = Encoder(table, 0.15)
    names = ("tag", "morph", "dep", "ent", "clause", "head")
    low = {"tag", "morph", "ent"}
    neck = nn.ModuleDict({"low": nn.Linear(2 * HIDDEN, 160), "high": nn.Linear(4 * HIDDEN, 160)})
    heads = nn.ModuleDict({t: nn.Linear(160, sizes[t]) for t in names})
    lm = nn.Linear(2 * HIDDEN, WORD_DIM)
    params = [*enc.parameters(), *neck.parameters(), *heads.parameters(), *lm.parameters()]
    opt = torch.optim.Adam(params, lr=2e-3, betas=(0.9, 0.98), fused=True)
    if a.resume:
        old = torch.load(a.out / a.resume)
        enc.load_state_dict(old.get("encoder", old))
        for key, part in (("heads", heads), ("lm", lm), ("neck", neck)):
            if key in old:
                part.load_state_dict(old[key])
    order = np.repeat(np.arange(len(data)), repeat)
    place = COLUMNS.index("shape") + 1
    t0, step, seen = time.process_time(), 0, 0
    limit = a.tokens * 1e6
    stats: Counter = Counter()
    done = False
    while not done:
        perm = rng.permutation(order)
        # batches of like length
        big = a.batch * 32
        for s in range(0, len(perm), big):
            block = sorted(perm[s : s + big], key=lambda i: len(data[i][0]))
            groups = [block[i : i + a.batch] for i in range(0, len(block), a.batch)]
            for gi in rng.permutation(len(groups)):
                frac = seen / limit
                if frac >= 1:
                    done = True
                    break
                lr = a.lr * min(1, (step + 1) / 100) * (0.5 * (1 + math.cos(math.pi * frac)) * 0.97 + 0.03)
                for group in opt.param_groups:
                    group["lr"] = lr
                g = groups[gi]
                lengths = torch.tensor([len(data[i][0]) for i in g])
                m = int(lengths.max())
                x = np.zeros((len(g), m, len(COLUMNS)), np.int64)
                y = np.full((len(g), m, 6), -1, np.int64)
                for k, i in enumerate(g):
                    x[k, : len(data[i][0])] = data[i][0]
                    y[k, : len(data[i][0])] = data[i][1]
                target = x[..., 0].copy()
                r = rng.random(x.shape[:2])
                masked = (r < 0.1) & (y[..., 0] >= 0)
                x[masked, :place] = 0
                unk = r > 0.92
                x[unk, 0] = 0  # vocabulary unknown, affixes known
                x[r > 0.96, COLUMNS.index("word")] = 0
                outs = enc(torch.from_numpy(x), lengths)
                both = torch.cat(outs, -1)
                yt = torch.from_numpy(y)
                loss = torch.zeros(())
                real = yt[..., 0] >= 0
                flat_low, flat_high = torch.tanh(neck["low"](outs[0][real])), torch.tanh(neck["high"](both[real]))
                for k, t in enumerate(names):
                    logits = heads[t](flat_low if t in low else flat_high)
                    ce = nn.functional.cross_entropy(logits, yt[..., k][real], ignore_index=-1)
                    loss = loss + ce * (1.0 if t in ("tag", "dep", "head", "clause") else 0.6)
                    stats[t] += float((logits.detach().argmax(-1) == yt[..., k][real]).float().mean())
                mk = torch.from_numpy(masked & (target > 0))
                if mk.any():
                    goal = torch.from_numpy(target)[mk]
                    uniq = torch.unique(torch.from_numpy(target)[real])
                    where = torch.searchsorted(uniq, goal)
                    scores = lm(outs[1][mk]) @ enc.embed.words.weight.detach()[uniq].T
                    ce = nn.functional.cross_entropy(scores, where)
                    loss = loss + 0.35 * ce
                    stats["lm"] += float(ce.detach())
                opt.zero_grad(set_to_none=True)
                loss.backward()
                nn.utils.clip_grad_norm_(params, 2.0)
                opt.step()
                step += 1
                seen += int(lengths.sum())
                stats["n"] += 1
                if step % 50 == 0:
                    n = stats["n"]
                    print(
                        step,
                        f"{seen / 1e6:.2f}M",
                        f"{time.process_time() - t0:.0f}s",
                        f"lr {lr:.4f}",
                        " ".join(f"{t} {stats[t] / n:.3f}" for t in (*names, "lm")),
                        flush=True,
                    )
                    stats.clear()
                    torch.save(enc.state_dict(), a.out / ("tmp." + a.name))
            if done:
                break
    torch.save(
        {
            "encoder": enc.state_dict(),
            "heads": heads.state_dict(),
            "lm": lm.state_dict(),
            "neck": neck.state_dict(),
            "tasks": tasks,
        },
        a.out / a.name,
    )
    print("done", step, seen)


if __name__ == "__main__":
    main()
