"""Dependency trees as rows, CoNLL-U in and out, and the merging of several words into one token."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Word:
    """One word of a sentence; `head` is its index in the sentence, -1 for the root."""

    form: str
    lemma: str
    upos: str
    xpos: str
    feats: str
    head: int
    deprel: str
    space_after: bool = True


Tree = list[Word]


def read(path: Path) -> Iterator[Tree]:
    """Yield the sentences of a CoNLL-U file with its multi-word tokens and hyphenated words as one word each."""
    with path.open(encoding="utf-8") as lines:
        words: Tree = []
        groups: list[tuple[int, int, str, bool]] = []
        for line in lines:
            line = line.rstrip("\n")
            if not line:
                if words:
                    yield merge(words, groups + hyphenated(words))
                words, groups = [], []
                continue
            if line.startswith("#"):
                continue
            cells = line.split("\t")
            if "." in cells[0]:
                continue
            spaced = "SpaceAfter=No" not in cells[9]
            if "-" in cells[0]:
                first, last = map(int, cells[0].split("-"))
                groups.append((first - 1, last, cells[1], spaced))
                continue
            head = int(cells[6]) - 1
            form = {"``": "„", "''": "“"}.get(cells[1], cells[1])
            words.append(Word(form, cells[2], cells[3], cells[4], cells[5], head, cells[7], spaced))


def hyphenated(words: Tree) -> list[tuple[int, int, str, bool]]:
    """Find the words that a treebank cut at hyphens ("US", "-", "Präsident"); our tokenizer leaves them whole."""
    groups = []
    i = 0
    while i < len(words):
        j = i
        while (
            j + 2 < len(words) and words[j + 1].form == "-" and not (words[j].space_after or words[j + 1].space_after)
        ):
            j += 2
        if j > i:
            groups.append((i, j + 1, "".join(w.form for w in words[i : j + 1]), words[j].space_after))
        i = j + 1
    return groups


def depth(words: Tree, i: int) -> int:
    """Return the number of arcs between a word and the root."""
    steps = 0
    while words[i].head >= 0:
        i = words[i].head
        steps += 1
    return steps


def merge(words: Tree, groups: list[tuple[int, int, str, bool]]) -> Tree:
    """Make one word of each group; the word nearest the root, the first of equals, gives the analysis.

    The same rule as `polittext.syntax.stanza` follows for multi-word tokens. A merged contraction is an APPRART.
    """
    start = {first: (last, form, spaced) for first, last, form, spaced in groups}
    new: Tree = []
    where: list[int] = [0] * len(words)
    kept: list[int] = []
    i = 0
    while i < len(words):
        last, form, spaced = start.get(i, (i + 1, words[i].form, words[i].space_after))
        best = min(range(i, last), key=lambda k: (depth(words, k), k))
        for k in range(i, last):
            where[k] = len(new)
        word = words[best]
        new.append(Word(form, word.lemma, word.upos, word.xpos, word.feats, word.head, word.deprel, spaced))
        if last - i == 2 and words[i].upos == "ADP" and words[i + 1].upos == "DET":
            article = dict(p.split("=") for p in words[i + 1].feats.split("|"))
            kept_feats = {k: article[k] for k in ("Case", "Gender", "Number") if k in article}
            new[-1].xpos, new[-1].feats = "APPRART", "|".join(f"{k}={v}" for k, v in kept_feats.items()) or "_"
        elif last - i > 2:
            new[-1].lemma = form
        kept.append(best)
        i = last
    for word in new:
        word.head = where[word.head] if word.head >= 0 else -1
    return new


def write(path: Path, trees: Iterable[Tree]) -> int:
    """Write sentences as CoNLL-U and return how many they were."""
    count = 0
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as out:
        for tree in trees:
            text = "".join(w.form + (" " if w.space_after else "") for w in tree).strip()
            out.write(f"# sent_id = {count + 1}\n# text = {text}\n")
            for i, w in enumerate(tree, 1):
                misc = "_" if w.space_after else "SpaceAfter=No"
                cells = (i, w.form, w.lemma, w.upos, w.xpos, w.feats, w.head + 1, w.deprel, "_", misc)
                out.write("\t".join(map(str, cells)) + "\n")
            out.write("\n")
            count += 1
    return count
