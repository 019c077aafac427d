"""Read the texts of our own: inline markup -> documents with quotations."""

import pathlib
import re

import numpy as np

from data import ROLES, Doc, find_by_rule, harmonize, layers, prepare

LABEL = re.compile(r"\{((?:[A-Z]\d+(?:,\d+)*)(?:,[A-Z]\d+(?:,\d+)*)*):")
TYPE = {"D": "Direct", "I": "Indirect", "X": "IndirectFreeIndirect", "E": "FreeIndirect", "R": "Reported"}
ROLE = {"S": "speaker", "C": "cue", "A": "addressee", "F": "frame"}


def labels(code: str) -> list[tuple[str, int]]:
    out, letter = [], ""
    for part in code.split(","):
        if part[0].isalpha():
            letter, part = part[0], part[1:]
        out.append((letter, int(part)))
    return out


def parse(block: str) -> tuple[str, list[tuple[str, int, int, int]]]:
    text, spans, stack, i = "", [], [], 0
    while i < len(block):
        m = LABEL.match(block, i)
        if m:
            stack.append((labels(m[1]), len(text)))
            i = m.end()
            while block[i] == " ":
                i += 1
        elif block[i] == "}":
            names, start = stack.pop()
            spans += [(letter, n, start, len(text)) for letter, n in names]
            i += 1
        else:
            text += block[i]
            i += 1
    if stack:
        raise ValueError(f"unclosed brace in {block[:60]!r}")
    return text, spans


def load_own(path: pathlib.Path, vocab: dict[str, int], segment) -> list[Doc]:
    docs = []
    for number, block in enumerate(path.read_text(encoding="utf-8").split("\n\n")):
        lines = [line for line in block.split("\n") if not line.startswith("#")]
        if not "".join(lines).strip():
            continue
        # each line is a paragraph, set off as in the news files
        text, spans = parse("\n\n".join(lines).strip())
        table, sentences = segment(text)
        tokens = table.spans()
        quotes: dict[int, dict] = {}
        frames: dict[int, set[int]] = {}
        for letter, n, a, b in spans:
            q = quotes.setdefault(n, {"quote": [], "type": None, "medium": None, **{r: [] for r in ROLES}})
            inside = {i for i, (s, e) in enumerate(tokens) if s < b and e > a}
            if letter in TYPE:
                q["type"] = TYPE[letter]
                q["quote"] = sorted(set(q["quote"]) | inside)
            else:
                q[ROLE[letter]] = sorted(set(q[ROLE[letter]]) | inside)
                if letter == "F":
                    frames[n] = inside
        for n, q in quotes.items():
            # a frame inside its quotation makes a hole
            if q["type"] != "Reported":
                q["quote"] = [i for i in q["quote"] if i not in frames.get(n, set())]
        found = [q for q in quotes.values() if q["type"] and q["quote"]]
        starts = sentences.token_starts.tolist()
        harmonize(found, [text[a:b] for a, b in tokens])
        x, sentence, pairs, words = prepare(text, tokens, starts, vocab)
        roles = np.zeros((len(tokens), 4), np.float32)
        for q in found:
            for k, r in enumerate(ROLES):
                roles[q[r], k] = 1
        docs.append(
            Doc(f"own-{path.stem}-{number}", text, tokens, x, sentence, found, layers(found, len(tokens)), roles, pairs,
                words, find_by_rule(text, tokens))
        )  # fmt: skip
    return docs
