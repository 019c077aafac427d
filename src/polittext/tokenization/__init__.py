"""Tokens and sentences (stub until the tokenizer lands)."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from polittext.columns import SentenceTable, TokenTable

NewlinePolicy = Literal["paragraph", "line", "ignore", "auto"]
NEWLINE_POLICIES: tuple[NewlinePolicy, ...] = ("paragraph", "line", "ignore", "auto")


def segment(
    text: str, *, newline: NewlinePolicy = "paragraph", abbreviations: Collection[str] = ()
) -> "tuple[TokenTable, SentenceTable]":
    import re

    from polittext.columns import KIND_CODES, SentenceTable, TokenTable
    from polittext.document import TokenKind

    code = KIND_CODES
    spans = [(m.start(), m.end()) for m in re.finditer(r"\w+(?:-\w+)*|[^\w\s]", text)]
    kinds = [code[TokenKind.WORD if text[s].isalnum() else TokenKind.PUNCTUATION] for s, _ in spans]
    tokens = TokenTable(text, [s for s, _ in spans], [e for _, e in spans], kinds)
    firsts = [0] if spans else []
    lasts = []
    for i, (s, e) in enumerate(spans):
        if text[s] in ".!?" and i + 1 < len(spans) and text[e : e + 1].isspace():
            lasts.append(i + 1)
            firsts.append(i + 1)
    lasts += [len(spans)] if spans else []
    return tokens, SentenceTable(text, [spans[i][0] for i in firsts], [spans[j - 1][1] for j in lasts], firsts, lasts)
