"""Score a folder of stanza models on a treebank's test fold, as the library runs them (our engine, gold tokens).

python training/syntax/evaluate.py MODELS de_gsd-ud-dev.conllu
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from gold import folds

from polittext.columns import SentenceTable, TokenTable
from polittext.syntax import StanzaSyntax


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", type=Path)
    parser.add_argument("treebank", type=Path)
    parser.add_argument("--fold", default="test")
    arguments = parser.parse_args()
    gold = folds(arguments.treebank)[arguments.fold]
    documents = []
    for tree in gold:
        starts, ends, text = [], [], ""
        for word in tree:
            starts.append(len(text))
            text += word.form
            ends.append(len(text))
            text += " "
        tokens = TokenTable(text, starts, ends, [0] * len(tree))
        documents.append((tokens, SentenceTable(text, [0], [len(text)], [0], [len(tree)])))
    found = StanzaSyntax(arguments.models).analyze(documents)
    names = ("UPOS", "XPOS", "UFeats", "lemma", "UAS", "LAS", "LAS with subtypes")
    counts = dict.fromkeys((*names, "words", "words without punctuation", "LAS without"), 0)
    for tree, (analysis, _) in zip(gold, found, strict=True):
        for i, word in enumerate(tree):
            attached = analysis.head[i] == word.head
            labelled = attached and (analysis.deprel[i] or "").split(":")[0] == word.deprel.split(":")[0]
            counts["words"] += 1
            counts["UPOS"] += analysis.upos[i] == word.upos
            counts["XPOS"] += analysis.xpos[i] == word.xpos
            counts["UFeats"] += (analysis.feats[i] or "_") == word.feats
            counts["lemma"] += analysis.lemma[i] == word.lemma
            counts["UAS"] += attached
            counts["LAS"] += labelled
            counts["LAS with subtypes"] += attached and analysis.deprel[i] == word.deprel
            if word.upos != "PUNCT":
                counts["words without punctuation"] += 1
                counts["LAS without"] += labelled
    print(f"{len(gold)} sentences, {counts['words']} words; LAS compares labels without their subtypes")
    for name in names:
        print(f"{name} {100 * counts[name] / counts['words']:.2f}")
    print(f"LAS without punctuation {100 * counts['LAS without'] / counts['words without punctuation']:.2f}")


if __name__ == "__main__":
    main()
