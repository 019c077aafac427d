"""Train the tagger of quotations and the tagger of roles together, on top of the pre-trained encoder."""

import argparse
import copy
import importlib.util
import math
import pathlib
import time

import numpy as np
import torch
from torch import nn

from data import EVENT_ROLES, MEDIA, ROLES, TYPES, Doc, load, load_events
from net import Encoder, RoleTagger, Tagger
from polittext.quotation import chains, hints
from polittext.quotation.features import COLUMNS
from polittext.quotation.windows import window

KIND_TYPE = {(0, 1): 0, (1, 1): 1, (1, 4): 2, (1, 6): 3, (2, 1): 4, (3, 1): 1}


def vocabulary(out: pathlib.Path) -> tuple[dict[str, int], torch.Tensor]:
    z = np.load(out / "vectors.npz")
    vocab = {str(w): i + 1 for i, w in enumerate(z["words"])}
    return vocab, torch.zeros(len(vocab) + 1, z["vectors"].shape[1])


class Model(nn.Module):
    def __init__(self, table: torch.Tensor, dropout: float = 0.3) -> None:
        super().__init__()
        self.tagger = Tagger(Encoder(table, 0.2), dropout=dropout)
        self.roles = RoleTagger(dropout=dropout)


def batch_x(docs: list[Doc]) -> tuple[torch.Tensor, torch.Tensor]:
    lengths = torch.tensor([len(d.x) for d in docs])
    x = np.zeros((len(docs), int(lengths.max()), len(COLUMNS)), np.int64)
    for k, d in enumerate(docs):
        x[k, : len(d.x)] = d.x
    return torch.from_numpy(x), lengths


def batch_hints(findings: list[list[hints.Finding] | None], docs: list[Doc]) -> torch.Tensor:
    """None: the rules did not run."""
    out = np.zeros((len(docs), max(len(d.x) for d in docs), len(hints.COLUMNS)), np.int64)
    for k, (found, d) in enumerate(zip(findings, docs, strict=True)):
        if found is not None:
            out[k, : len(d.x)] = hints.columns(found, len(d.x))
    return torch.from_numpy(out)


def some(found: list[hints.Finding], rng: np.random.Generator) -> list[hints.Finding] | None:
    """Findings with gaps, sometimes none at all, so that the tagger doesn't lean on the rules alone."""
    r = rng.random()
    if r < 0.1:
        return None
    return [f for f in found if rng.random() < 0.92] if r < 0.7 else found


def windows(items: list[tuple[int, Doc, list[int], int, np.ndarray, hints.Finding | None]], m: int):
    """items: (place in batch, document, quote tokens, kind, taken, the rules' finding). Indices into (batch * m)."""
    cols = []
    for _, d, q, kind, taken, finding in items:
        c = window(q, kind, d.sentence, taken)
        cols.append((*c, hints.window_roles(finding, c[0])))
    w = max(len(c[0]) for c in cols)
    index = np.zeros((len(items), w), np.int64)
    marks = np.zeros((len(items), w, 4), np.int64)
    inside = np.zeros((len(items), w), np.float32)
    lengths = np.zeros(len(items), np.int64)
    for k, ((b, *_), c) in enumerate(zip(items, cols, strict=True)):
        n = len(c[0])
        lengths[k] = n
        index[k, :n] = b * m + c[0]
        marks[k, :n] = np.stack(c[1:], -1)
        inside[k, :n] = (c[1] >= 2) & (c[1] != 12)
    return cols, torch.from_numpy(index), torch.from_numpy(marks), torch.from_numpy(lengths), torch.from_numpy(inside)


def role_targets(items, cols, quotes: list[dict], w: int):
    y = np.zeros((len(items), w, 4), np.float32)
    point = np.full((len(items), 2), w, np.int64)  # w stands for "no speaker"
    medium = np.full(len(items), -1, np.int64)
    for k, (q, c) in enumerate(zip(quotes, cols, strict=True)):
        where = {int(t): i for i, t in enumerate(c[0])}
        for r, role in enumerate(ROLES):
            for t in q[role]:
                if t in where:
                    y[k, where[t], r] = 1
        s = q["speaker"]
        if s:
            point[k] = (where[s[0]], where[s[-1]]) if s[0] in where and s[-1] in where else (-1, -1)
        if q["medium"] in MEDIA:
            medium[k] = MEDIA.index(q["medium"])
    return torch.from_numpy(y), torch.from_numpy(point), torch.from_numpy(medium)


def role_loss(out, whole, y, point, medium, lengths):
    w = out.shape[1]
    live = torch.arange(w)[None, :] < lengths[:, None]
    # addressees are rare: without weight, none is ever found
    weight = torch.tensor([1.0, 1.0, 2.5, 1.0])
    bce = nn.functional.binary_cross_entropy_with_logits(out[..., 2:], y, pos_weight=weight, reduction="none").sum(-1)
    loss = (bce * live).sum() / len(out) * 0.15
    for k in range(2):
        scores = out[..., k].masked_fill(~live, -1e4)
        scores = torch.cat([scores, whole[:, k : k + 1]], 1)
        loss = loss + nn.functional.cross_entropy(scores, point[:, k], ignore_index=-1) * 0.5
    if (medium >= 0).any():
        loss = loss + 0.2 * nn.functional.cross_entropy(whole[:, 2:], medium, ignore_index=-1)
    return loss


def speaker_span(start: np.ndarray, end: np.ndarray, none: float, longest: int = 25) -> tuple[int, int] | None:
    best, span = none, None
    tops = np.argsort(-start)[:6]
    for i in tops:
        j = int(end[i : i + longest].argmax()) + int(i)
        if start[i] + end[j] > best:
            best, span = start[i] + end[j], (int(i), j)
    return span


@torch.no_grad()
def emissions(model: Model, docs: list[Doc], batch: int = 16):
    model.eval()
    out = {}
    order = sorted(docs, key=lambda d: len(d.x))
    for i in range(0, len(order), batch):
        part = order[i : i + batch]
        x, lengths = batch_x(part)
        e, _, h = model.tagger(x, batch_hints([d.findings for d in part], part), lengths)
        r = torch.tanh(model.roles.reduce(h))
        for k, d in enumerate(part):
            out[d.id] = (e[k, : len(d.x)].numpy(), r[k, : len(d.x)].numpy())
    return out


@torch.no_grad()
def role_scores(model: Model, doc: Doc, r: np.ndarray, quotes: list[tuple[list[int], int]]):
    taken = np.zeros(len(doc.x), bool)
    for q, _ in quotes:
        taken[q] = True
    same = hints.Matcher(doc.findings)
    items = [(0, doc, q, kind, taken, same(q, kind)) for q, kind in quotes]
    cols, index, marks, lengths, inside = windows(items, len(doc.x))
    tokens, whole = model.roles.read(torch.from_numpy(r), index, marks, lengths, inside)
    return cols, tokens.numpy(), whole.numpy()


def decode_roles(c, tok, whole, th=(0.45, 0.4, 0.45)) -> dict:
    n = len(c[0])
    out = {}
    p = 1 / (1 + np.exp(-tok[:n, 2:]))
    ls = tok[:n, 0] - np.logaddexp(np.logaddexp.reduce(tok[:n, 0]), whole[0])
    le = tok[:n, 1] - np.logaddexp(np.logaddexp.reduce(tok[:n, 1]), whole[1])
    none = (
        whole[0]
        - np.logaddexp(np.logaddexp.reduce(tok[:n, 0]), whole[0])
        + whole[1]
        - np.logaddexp(np.logaddexp.reduce(tok[:n, 1]), whole[1])
    )
    s = speaker_span(ls, le, none)
    out["speaker"] = set() if s is None else set(c[0][s[0] : s[1] + 1].tolist())
    for r, k in (("cue", 1), ("addressee", 2), ("frame", 3)):
        out[r] = set(c[0][p[:, k] > th[k - 1]].tolist())
    out["medium"] = MEDIA[int(whole[2:].argmax())]
    return out


def decode(doc: Doc, e: np.ndarray, tables, thresholds: dict, prior=None) -> list[tuple[list[int], int, float]]:
    post = chains.posteriors(e, *tables)
    found = chains.runs(chains.best_path(post, prior), post)
    quotes = []
    for r in found:
        kind = KIND_TYPE[r.layer, r.kind]
        quotes.append((list(r.tokens), kind, r.score))
    keep = []
    for q in sorted(quotes, key=lambda q: -q[2]):
        if q[2] < thresholds.get(TYPES[q[1]], 0.5):
            continue
        # the same words twice: the more certain one stays
        if any(len(set(q[0]) & set(k[0])) / max(len(q[0]), len(k[0])) > 0.8 for k in keep):
            continue
        keep.append(q)
    return sorted(keep, key=lambda q: q[0][0])


def predict(model: Model, docs: list[Doc], thresholds: dict, em=None, prior=None) -> dict[str, list[dict]]:
    em = emissions(model, docs) if em is None else em
    tables = [t.detach().numpy() for t in model.tagger.crf.tables()]
    model.eval()
    out = {}
    for d in docs:
        e, r = em[d.id]
        found = decode(d, e, tables, thresholds, prior)
        rows = []
        if found:
            cols, tok, whole = role_scores(model, d, r, [(q, k) for q, k, _ in found])
            for i, (q, kind, score) in enumerate(found):
                rows.append(
                    {"type": TYPES[kind], "quote": set(q), "score": score, **decode_roles(cols[i], tok[i], whole[i])}
                )
        out[d.id] = rows
    return out


def gold_of(docs: list[Doc]) -> dict[str, list[dict]]:
    return {
        d.id: [
            {**{r: set(q[r]) for r in ("quote", *ROLES)}, "type": q["type"], "medium": q["medium"]} for q in d.quotes
        ]
        for d in docs
    }


def scorer(path: pathlib.Path):
    return scorer_module(path).score_news


def scorer_module(path: pathlib.Path):
    spec = importlib.util.spec_from_file_location("score_quotes", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def brief(s: dict) -> str:
    keys = ("message", "roles", "joint", "exact", "attributed", "speaker", "cue", "frame", "addressee")
    line = " ".join(f"{k} {100 * s[k]['f1']:.1f}" for k in keys if k in s)
    per = " ".join(
        f"{k[11:15]} {100 * v['f1']:.0f}({v['predicted']}/{v['gold']})"
        for k, v in s.items()
        if k.startswith("attributed ")
    )
    return f"{line} | P {100 * s['message']['p']:.1f} R {100 * s['message']['r']:.1f} | {per}"


def event_loss(model: Model, docs: list[Doc], rng: np.random.Generator) -> torch.Tensor:
    """How badly the tagger marks the parts of GePaDe's speech, thought and writing events."""
    x, lengths = batch_x(docs)
    _, d, _ = model.tagger(x, batch_hints([some(e.findings, rng) for e in docs], docs), lengths)
    y = np.zeros((len(docs), x.shape[1], len(EVENT_ROLES)), np.float32)
    for k, e in enumerate(docs):
        y[k, : len(e.x)] = e.roles
    live = torch.arange(x.shape[1])[None, :] < lengths[:, None]
    bce = nn.functional.binary_cross_entropy_with_logits(
        model.tagger.gepade(d), torch.from_numpy(y), reduction="none"
    ).sum(-1)
    return (bce * live).sum() / lengths.sum()


def train(
    model: Model, docs: list[Doc], epochs: int, seed: int, lr: float, check=None, events: list[Doc] | None = None
) -> Model:
    rng = np.random.default_rng(seed)
    torch.manual_seed(seed)
    model.tagger.encoder.embed.requires_grad_(False)  # one set of tables for all members
    encoder = [p for p in model.tagger.encoder.parameters() if p.requires_grad]
    known = {id(p) for p in encoder}
    fresh = [p for p in model.parameters() if p.requires_grad and id(p) not in known]
    opt = torch.optim.AdamW(
        [{"params": encoder, "k": 0.5}, {"params": fresh, "k": 1.0}],
        lr=lr,
        weight_decay=0.01,
        betas=(0.9, 0.98),
        fused=True,
    )
    ema = copy.deepcopy(model)
    size = 8
    total = epochs * math.ceil(len(docs) / size)
    step = 0
    place = COLUMNS.index("shape") + 1
    t0 = time.time()
    for epoch in range(epochs):
        perm = rng.permutation(len(docs))
        chunk = size * 8
        groups = []
        for s in range(0, len(perm), chunk):
            block = sorted(perm[s : s + chunk], key=lambda i: len(docs[i].x))
            groups += [block[i : i + size] for i in range(0, len(block), size)]
        model.train()
        sums = np.zeros(3)
        for gi in rng.permutation(len(groups)):
            part = [docs[i] for i in groups[gi]]
            x, lengths = batch_x(part)
            m = x.shape[1]
            r = torch.from_numpy(rng.random(x.shape[:2]))
            x[..., 0][r > 0.92] = 0
            x[..., COLUMNS.index("word")][r > 0.95] = 0
            x[..., :place][(r < 0.02)] = 0
            y = np.zeros((len(part), m, 4), np.int64)
            any_role = np.zeros((len(part), m, 4), np.float32)
            for k, d in enumerate(part):
                y[k, : len(d.x)] = d.y
                any_role[k, : len(d.x)] = d.roles
            found = [some(d.findings, rng) for d in part]
            e, d_, h = model.tagger(x, batch_hints(found, part), lengths)
            loss1 = model.tagger.crf.loss(e, torch.from_numpy(y), lengths)
            live = torch.arange(m)[None, :] < lengths[:, None]
            bce = nn.functional.binary_cross_entropy_with_logits(
                model.tagger.any_role(d_), torch.from_numpy(any_role), reduction="none"
            ).sum(-1)
            loss2 = (bce * live).sum() / lengths.sum()
            items, quotes = [], []
            for b, d in enumerate(part):
                taken = np.zeros(len(d.x), bool)
                same = hints.Matcher(found[b] or [])
                for q in d.quotes:
                    taken[q["quote"]] = True
                for q in d.quotes:
                    if not q["quote"] or rng.random() < 0.3 or (not q["speaker"] and d.id.startswith("own")):
                        continue
                    t, kind = q["quote"], TYPES.index(q["type"])
                    if rng.random() < 0.15:  # boundaries as the tagger may err
                        a = max(0, t[0] + int(rng.integers(-2, 3)))
                        z = min(len(d.x) - 1, t[-1] + int(rng.integers(-2, 3)))
                        t = [i for i in range(a, z + 1) if i in set(t) or i < t[0] or i > t[-1]] or t
                    if rng.random() < 0.08:
                        kind = int(rng.integers(0, 5))
                    items.append((b, d, t, kind, taken, same(t, kind)))
                    quotes.append(q)
            loss3 = torch.zeros(())
            if items:
                cols, index, marks, wl, inside = windows(items, m)
                out, whole = model.roles(h.flatten(0, 1), index, marks, wl, inside)
                loss3 = role_loss(out, whole, *role_targets(items, cols, quotes, index.shape[1]), wl)
            loss = loss1 * 4 + loss2 + loss3 * 0.6
            if events and step % 4 == 0:
                loss = loss + 0.5 * event_loss(model, [events[i] for i in rng.choice(len(events), size)], rng)
            frac = step / total
            rate = lr * min(1, (step + 1) / 60) * (0.5 * (1 + math.cos(math.pi * frac)) * 0.98 + 0.02)
            for group in opt.param_groups:
                group["lr"] = rate * group["k"]
            opt.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_([*encoder, *fresh], 2.0)
            opt.step()
            step += 1
            decay = min(0.98, step / (step + 10))
            with torch.no_grad():
                for pe, p in zip(ema.parameters(), model.parameters(), strict=True):
                    if p.requires_grad:
                        pe.lerp_(p, 1 - decay)
            sums += [float(loss1.detach()), float(loss2.detach()), float(loss3.detach())]
        print(f"epoch {epoch} {time.time() - t0:.0f}s", (sums / len(groups)).round(4), flush=True)
        if check and (epoch % 3 == 2 or epoch == epochs - 1):
            check(ema, epoch)
    return ema


def main() -> None:
    ap = argparse.ArgumentParser()
    ap.add_argument("--out", type=pathlib.Path, required=True)
    ap.add_argument("--data", type=pathlib.Path, required=True)
    ap.add_argument("--scorer", type=pathlib.Path, required=True)
    ap.add_argument("--fold", type=int, default=0, help="which fifth of the documents to hold out; -1: none")
    ap.add_argument("--epochs", type=int, default=12)
    ap.add_argument("--lr", type=float, default=2e-3)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--init", help="go on from this member")
    ap.add_argument("--dropout", type=float, default=0.3)
    ap.add_argument("--encoder", default="encoder.pt")
    ap.add_argument("--name", required=True)
    ap.add_argument("--train", default="news_open")
    ap.add_argument("--events", action="store_true", help="GePaDe's events as an auxiliary task")
    ap.add_argument("--own", type=pathlib.Path, help="folder of texts of our own")
    a = ap.parse_args()
    vocab, table = vocabulary(a.out)
    docs = load(a.data / f"quotes/{a.train}.jsonl", vocab)
    docs.sort(key=lambda d: d.id)
    gold = {d.id: d for d in load(a.data / "quotes/wikinews_train.jsonl", vocab)}
    held = [d for i, d in enumerate(docs) if i % 5 == a.fold]
    rest = [d for i, d in enumerate(docs) if i % 5 != a.fold]
    score = scorer(a.scorer)
    model = Model(table, a.dropout)
    model.tagger.encoder.dropout = a.dropout * 2 / 3
    state = torch.load(a.out / a.encoder)
    model.tagger.encoder.load_state_dict(state.get("encoder", state))

    if a.init:
        model.load_state_dict(torch.load(a.out / f"{a.init}.pt")["model"])

    def check(m: Model, epoch: int) -> None:
        if epoch < 5 and not a.init:
            return
        em = emissions(m, held)
        p = predict(m, held, {"Reported": 0.9}, em)
        print("  gold, few reported:", brief(score(gold_of([gold[d.id] for d in held]), p)), flush=True)
        p = predict(m, held, {}, em)
        print("  open            :", brief(score(gold_of(held), p)), flush=True)

    if a.own:
        from own import load_own
        from polittext.tokenization import segment

        for path in sorted(a.own.glob("*.txt")):
            rest += load_own(path, vocab, segment)
    events = load_events(a.data / "quotes/gepade_train.jsonl", vocab) if a.events else None
    best = train(model, rest, a.epochs, a.seed, a.lr, check if held else None, events)
    torch.save(
        {"model": best.state_dict(), "args": vars(a) | {"out": "", "data": "", "scorer": "", "own": ""}},
        a.out / f"{a.name}.pt",
    )


if __name__ == "__main__":
    main()
