"""Count what goes wrong, by class: python errors.py GOLD.jsonl PRED.jsonl SCORER (prints Markdown tables)."""

import pathlib
import sys
from collections import Counter

from finetune import scorer_module


def main() -> None:
    gold_path, pred_path, tool = sys.argv[1:4]
    m = scorer_module(pathlib.Path(tool))
    gold, pred = m.read(gold_path), m.read(pred_path)
    found, speakers, invented = Counter(), Counter(), Counter()
    roles = ("quote", *m.NEWS_ROLES)
    for i, d in gold.items():
        starts, ends = (m.np.array([t[k] for t in d["tokens"]]) for k in (0, 1))
        g = [{**{r: set(q.get(r, ())) for r in roles}, "type": q["type"], "medium": q["medium"]} for q in d["quotes"]]
        p = [
            {**{r: m.to_tokens(q.get(r), starts, ends) for r in roles}, "type": q["type"], "medium": q["medium"]}
            for q in pred.get(i, {}).get("quotes", [])
        ]
        partner, used = {}, set()
        for a, b in m.pairs(g, p):
            if g[a]["quote"] & p[b]["quote"]:
                partner[a] = b
                used.add(b)
        for a, q in enumerate(g):
            found[q["type"], "all"] += 1
            if a not in partner:
                found[q["type"], "missed"] += 1
                continue
            r = p[partner[a]]
            overlap = m.overlap_f1(q["quote"], r["quote"])
            name = "exact" if overlap == 1 else "nearly" if overlap >= 0.8 else "in part"
            found[q["type"], name] += 1
            found[q["type"], "other type"] += r["type"] != q["type"]
            s, t = q["speaker"], r["speaker"]
            both = m.overlap_f1(s, t)
            kind = (
                "right" if s == t else "none, as in the gold" if not (s or t) else "none" if not t
                else "one too many" if not s else "in part" if both else "another"
            )  # fmt: skip
            speakers[q["type"], kind] += 1
        for b, q in enumerate(p):
            invented[q["type"]] += b not in used
    types = sorted({t for t, _ in found}, key=lambda t: -found[t, "all"])
    columns = ("all", "exact", "nearly", "in part", "missed", "other type")
    print("| gold type | " + " | ".join(columns) + " | predicted without partner |\n|" + "---|" * (len(columns) + 2))
    for t in types:
        print(f"| {t} | " + " | ".join(str(found[t, c]) for c in columns) + f" | {invented[t]} |")
    kinds = ("right", "in part", "another", "none", "one too many", "none, as in the gold")
    print("\n| speaker of | " + " | ".join(kinds) + " |\n|" + "---|" * (len(kinds) + 1))
    for t in types:
        print(f"| {t} | " + " | ".join(str(speakers[t, k]) for k in kinds) + " |")


if __name__ == "__main__":
    main()
