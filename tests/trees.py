"""Hand-made analyses in readable form: one token a line, "form lemma UPOS Feats head label"; head counts from 1."""

from polittext.columns import KIND_CODES, SentenceTable, TokenAnalysis, TokenTable
from polittext.document import TokenKind


def parse(*sentences: str) -> tuple[TokenTable, SentenceTable]:
    """Return tokens with their analysis; a sentence is lines of six columns, "_" where nothing is said."""
    rows = [[line.split() for line in s.strip().splitlines()] for s in sentences]
    text, starts, ends, heads, firsts, lasts = "", [], [], [], [], []
    columns: list[list[str | None]] = [[], [], [], []]
    for sentence in rows:
        firsts.append(len(starts))
        for form, lemma, upos, feats, head, label in sentence:
            text += " " if text and form not in ".,“" and not text.endswith("„") else ""
            starts.append(len(text))
            text += form
            ends.append(len(text))
            heads.append(firsts[-1] + int(head) - 1 if head != "0" else -1)
            for column, value in zip(columns, (lemma, upos, feats, label), strict=True):
                column.append(None if value == "_" else value)
        lasts.append(len(starts))
    lemma, upos, feats, deprel = map(tuple, columns)
    analysis = TokenAnalysis(lemma, upos, (None,) * len(starts), feats, tuple(heads), deprel)
    kinds = [KIND_CODES[TokenKind.WORD if text[s].isalnum() else TokenKind.PUNCTUATION] for s in starts]
    table = SentenceTable(text, [starts[i] for i in firsts], [ends[i - 1] for i in lasts], firsts, lasts)
    return TokenTable(text, starts, ends, kinds, analysis), table
