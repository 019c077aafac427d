"""Real stanza models, trained in seconds on sentences of a small grammar: enough to tell a noun from a verb."""

import itertools
import json
import logging
from pathlib import Path

SUBJECTS = [("Die", "Ministerin"), ("Der", "Kanzler"), ("Die", "Partei"), ("Der", "Ausschuss"), ("Der", "Rat")]
PEOPLE = [("Anna", "Beispiel"), ("Paul", "Muster")]
VERBS = [("sprach", "sprechen"), ("tagte", "tagen"), ("wartete", "warten"), ("schwieg", "schweigen")]
CUES = [("sagte", "sagen"), ("erklärte", "erklären"), ("betonte", "betonen")]
PLACES = ["Bundestag", "Landtag", "Saal"]
TOWNS = ["Berlin", "Bonn", "Mainz"]
FINITE = "Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin"
REPORTED = "Mood=Sub|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin"

Row = tuple[str, str, str, str, str, int, str, str]
"""Form, lemma, upos, xpos, feats, head (from 1, 0 for the root), label, and the entity tag."""


def sentences() -> list[list[Row]]:
    """Return the sentences of the grammar; "im" is two words, marked by a form that starts with "+"."""
    out: list[list[Row]] = []
    nominative, dative = "Case=Nom|Number=Sing", "Case=Dat|Number=Sing"
    for (article, noun), (verb, lemma), place in itertools.product(SUBJECTS, VERBS, PLACES):
        out.append(
            [
                (article, "der", "DET", "ART", nominative, 2, "det", "O"),
                (noun, noun, "NOUN", "NN", nominative, 3, "nsubj", "O"),
                (verb, lemma, "VERB", "VVFIN", FINITE, 0, "root", "O"),
                ("in", "in", "ADP", "APPR", "_", 6, "case", "O"),
                ("+dem", "der", "DET", "ART", dative, 6, "det", "O"),
                (place, place, "NOUN", "NN", dative, 3, "obl", "O"),
                (".", ".", "PUNCT", "$.", "_", 3, "punct", "O"),
            ]
        )
    for (first, last), (cue, lemma), town in itertools.product(PEOPLE, CUES, TOWNS):
        out.append(
            [
                (first, first, "PROPN", "NE", nominative, 3, "nsubj", "B-PER"),
                (last, last, "PROPN", "NE", nominative, 1, "flat", "E-PER"),
                (cue, lemma, "VERB", "VVFIN", FINITE, 0, "root", "O"),
                (",", ",", "PUNCT", "$,", "_", 6, "punct", "O"),
                ("er", "er", "PRON", "PPER", nominative, 6, "nsubj", "O"),
                ("komme", "kommen", "VERB", "VVFIN", REPORTED, 3, "ccomp", "O"),
                ("aus", "aus", "ADP", "APPR", "_", 8, "case", "O"),
                (town, town, "PROPN", "NE", dative, 6, "obl", "S-LOC"),
                (".", ".", "PUNCT", "$.", "_", 3, "punct", "O"),
            ]
        )
    return out


def joined(rows: list[Row]) -> list[Row]:
    """Return a sentence with "im" as one word."""
    new: list[Row] = []
    moved = {0: 0}
    for number, row in enumerate(rows, 1):
        if row[0].startswith("+"):
            new[-1] = ("im", "in", "ADP", "APPRART", "Case=Dat|Number=Sing", *new[-1][5:])
        else:
            new.append(row)
        moved[number] = len(new)
    return [(*row[:5], moved[row[5]], *row[6:]) for row in new]


def conllu(rows: list[Row]) -> str:
    """Return a sentence as CoNLL-U, "in" + "dem" as a multi-word token."""
    lines = []
    for number, (form, lemma, upos, xpos, feats, head, label, _) in enumerate(rows, 1):
        if number < len(rows) and rows[number][0].startswith("+"):
            lines.append(f"{number}-{number + 1}\tim" + "\t_" * 8)
        cells = (number, form.lstrip("+"), lemma, upos, xpos, feats, head, label, "_", "_")
        lines.append("\t".join(map(str, cells)))
    return "\n".join(lines) + "\n\n"


def options(**values: object) -> list[str]:
    """Return options of the command line."""
    return [word for name, value in values.items() for word in (f"--{name}", str(value))]


def train(folder: Path, *, split: bool) -> None:
    """Train models into a folder: pos, lemma, depparse and ner, or with `split` pos, lemma, depparse and mwt.

    Args:
        folder: Where `pos.pt` and the others go.
        split: Train on "im" as "in" + "dem".
    """
    from stanza.models import lemmatizer, mwt_expander, ner_tagger, parser, tagger

    folder.mkdir(parents=True, exist_ok=True)
    rows = sentences() if split else [joined(s) for s in sentences()]
    data = folder / "train.conllu"
    data.write_text("".join(conllu(s) for s in rows), encoding="utf-8")
    level = logging.getLogger("stanza").level
    logging.getLogger("stanza").setLevel(logging.ERROR)
    files = {"mode": "train", "train_file": data, "eval_file": data, "shorthand": "de_tiny", "save_dir": folder}
    small = {"hidden_dim": 24, "char_emb_dim": 12, "word_emb_dim": 24, "char_hidden_dim": 16, "dropout": 0}
    net = {**files, **small, "lang": "de", "deep_biaff_hidden_dim": 24, "tag_emb_dim": 12, "transformed_dim": 16}
    net |= {"num_layers": 1, "word_dropout": 0.05, "max_steps": 60, "eval_interval": 60, "lr": 0.02}
    plain = ["--cpu", "--no_pretrain"]
    try:
        tagger.main([*options(**net, save_name="pos.pt", batch_size=26, composite_deep_biaff_hidden_dim=16), *plain])
        parser.main(
            [
                *options(**net, save_name="depparse.pt", batch_size=200, optim="adam", deep_biaff_output_dim=12),
                *plain,
                "--no_second_optim",
                "--no_checkpoint",
            ]
        )
        lemmatizer.main([*options(**files, save_name="lemma.pt"), "--cpu", "--dict_only"])
        if split:
            mwt_expander.main([*options(**files, save_name="mwt.pt", gold_file=data), "--cpu", "--dict_only"])
        else:
            names = folder / "ner.json"
            tagged = [[{"id": i, "text": row[0], "ner": row[7]} for i, row in enumerate(s, 1)] for s in rows]
            names.write_text(json.dumps(tagged), encoding="utf-8")
            files |= {"train_file": names, "eval_file": names, "save_name": "ner.pt"}
            steps = {"max_steps": 60, "eval_interval": 60, "batch_size": 26, "lr": 0.02, "optim": "adam"}
            ner_tagger.main([*options(**files, **small, **steps), *plain])
    finally:
        logging.getLogger("stanza").setLevel(level)
