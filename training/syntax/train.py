"""Train stanza's tagger, lemmatizer and parser for German on gold and silver trees; one core, no word vectors.

    python training/syntax/train.py --gold FOLDER --silver silver.conllu --out models [--size tiny]

FOLDER is what gold.py wrote. The gold sentences are repeated three times, so that the silver ones don't drown them.
"""

import argparse
import subprocess
import sys
from pathlib import Path

SIZES: dict[str, dict[str, dict[str, object]]] = {
    # under 11 minutes of CPU time in all; what README.md reports
    "tiny": {
        "tagger": {
            "hidden_dim": 120, "char_hidden_dim": 60, "char_emb_dim": 30, "word_emb_dim": 60,
            "deep_biaff_hidden_dim": 120, "composite_deep_biaff_hidden_dim": 40, "tag_emb_dim": 30,
            "transformed_dim": 60, "num_layers": 1, "batch_size": 80, "max_steps": 600, "eval_interval": 100,
        },
        "parser": {
            "hidden_dim": 120, "char_hidden_dim": 40, "char_emb_dim": 24, "word_emb_dim": 60,
            "deep_biaff_hidden_dim": 100, "deep_biaff_output_dim": 50, "tag_emb_dim": 30, "transformed_dim": 50,
            "num_layers": 2, "batch_size": 2000, "optim": "adam", "lr": 0.003, "max_steps": 200, "eval_interval": 50,
        },
    },
    # for a few hours; not run yet
    "full": {
        "tagger": {
            "hidden_dim": 200, "char_hidden_dim": 150, "char_emb_dim": 60, "word_emb_dim": 75,
            "deep_biaff_hidden_dim": 200, "composite_deep_biaff_hidden_dim": 60, "num_layers": 2, "batch_size": 100,
            "max_steps": 12000, "eval_interval": 300,
        },
        "parser": {
            "hidden_dim": 250, "char_hidden_dim": 100, "char_emb_dim": 50, "word_emb_dim": 75,
            "deep_biaff_hidden_dim": 250, "deep_biaff_output_dim": 100, "num_layers": 3, "batch_size": 3000,
            "optim": "adam", "lr": 0.002, "max_steps": 8000, "eval_interval": 200,
        },
    },
}  # fmt: skip
FLAGS = {
    "tagger": ["--lang", "de", "--no_pretrain", "--fix_eval_interval"],
    "parser": ["--lang", "de", "--no_pretrain", "--no_second_optim", "--no_checkpoint", "--no_plateau"],
    "lemmatizer": ["--dict_only"],
}
NAMES = {"tagger": "pos.pt", "lemmatizer": "lemma.pt", "parser": "depparse.pt"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--silver", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--size", choices=sorted(SIZES), default="tiny")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    data = arguments.out / "train.conllu"
    silver = arguments.silver.read_text(encoding="utf-8") if arguments.silver else ""
    data.write_text(silver + 3 * (arguments.gold / "train.conllu").read_text(encoding="utf-8"), encoding="utf-8")
    for module, name in NAMES.items():
        options = {"train_file": data, "eval_file": arguments.gold / "develop.conllu", "shorthand": "de_silver"}
        options |= {"save_dir": arguments.out, "save_name": name, "mode": "train"}
        options |= SIZES[arguments.size].get(module, {})
        words = [word for key, value in options.items() for word in (f"--{key}", str(value))]
        subprocess.run([sys.executable, "-m", f"stanza.models.{module}", "--cpu", *FLAGS[module], *words], check=True)


if __name__ == "__main__":
    main()
