"""Train stanza's tagger, parser and lemmatizer for German on silver and gold trees; one core, no GPU.

    python training/syntax/train.py --gold FOLDER --silver silver.conllu --vectors vectors.npz --out models
        [--size full] [--tagger-minutes 12] [--parser-minutes 20]

FOLDER is what gold.py wrote, vectors.npz what ../vectors.py wrote. `models` then holds pos.pt, lemma.pt, depparse.pt
and pretrain.pt, which StanzaSyntax(dir="models") loads. What was made on the way is in models.work; a tagger or parser
that is there already is not trained again.
"""

import argparse
import logging
import random
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import torch
from fit import halve, parser, pretrain, retag, tagger

SIZES: dict[str, dict[str, dict[str, object]]] = {
    "full": {
        "tagger": {
            "hidden_dim": 192, "num_layers": 1, "char_hidden_dim": 64, "char_emb_dim": 32, "word_emb_dim": 48,
            "transformed_dim": 96, "deep_biaff_hidden_dim": 256, "word_cutoff": 4, "dropout": 0.33,
            "word_dropout": 0.2, "batch_size": 1000, "lr": 0.003,
        },
        "parser": {
            "hidden_dim": 200, "num_layers": 2, "word_emb_dim": 48, "transformed_dim": 96,
            "deep_biaff_hidden_dim": 128, "tag_emb_dim": 48, "word_cutoff": 4, "dropout": 0.33, "word_dropout": 0.2,
            "batch_size": 1000, "lr": 0.0025, "beta2": 0.95, "optim": "adam",
        },
        "vectors": {"words": 25_000},
    },
}  # fmt: skip


def lemmatizer(train: Path, develop: Path, out: Path) -> None:
    """Write out/lemma.pt: a dictionary of words with their tags; other words are their own lemma."""
    options = {"train_file": train, "eval_file": develop, "save_dir": out, "save_name": "lemma.pt"}
    words = [word for name, value in options.items() for word in (f"--{name}", str(value))]
    command = [sys.executable, "-m", "stanza.models.lemmatizer", "--cpu", "--dict_only", "--mode", "train"]
    subprocess.run([*command, "--shorthand", "de_silver", *words], check=True)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--gold", type=Path, required=True)
    arguments.add_argument("--silver", type=Path, required=True)
    arguments.add_argument("--vectors", type=Path, required=True)
    arguments.add_argument("--out", type=Path, required=True)
    arguments.add_argument("--size", choices=sorted(SIZES), default="full")
    arguments.add_argument("--tagger-minutes", type=float, default=12)
    arguments.add_argument("--parser-minutes", type=float, default=20)
    given = arguments.parse_args()
    logging.getLogger("stanza").setLevel(logging.WARNING)
    torch.manual_seed(1)
    random.seed(1)
    torch.set_num_threads(1)
    size = SIZES[given.size]
    work = given.out.with_name(given.out.name + ".work")
    for folder in (given.out, work):
        folder.mkdir(parents=True, exist_ok=True)
    vectors, gold, develop = given.out / "pretrain.pt", given.gold / "train.conllu", given.gold / "develop.conllu"
    pretrain(given.vectors, vectors, int(str(size["vectors"]["words"])))
    if not (work / "pos.pt").exists():
        tagger(given.silver, gold, vectors, size["tagger"], 60 * given.tagger_minutes, work)
    if not (work / "depparse.pt").exists():
        retag(gold, work / "gold.conllu", work / "pos_silver.pt", vectors)
        parser(given.silver, work / "gold.conllu", vectors, size["parser"], 60 * given.parser_minutes, work)
    both = work / "both.conllu"
    both.write_text(given.silver.read_text(encoding="utf-8") + gold.read_text(encoding="utf-8"), encoding="utf-8")
    lemmatizer(both, develop, given.out)
    for name in ("pos.pt", "depparse.pt"):
        halve(work / name, given.out / name)
    for path in sorted(given.out.glob("*.pt")):
        print(f"{path.name} {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
