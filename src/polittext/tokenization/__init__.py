"""Tokens and sentences of German text, with offsets into the unmodified input."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from polittext.columns import SentenceTable, TokenTable

NewlinePolicy = Literal["paragraph", "line", "ignore", "auto"]
NEWLINE_POLICIES: tuple[NewlinePolicy, ...] = ("paragraph", "line", "ignore", "auto")


def segment(
    text: str, *, newline: NewlinePolicy = "paragraph", abbreviations: Collection[str] = ()
) -> "tuple[TokenTable, SentenceTable]":
    """Return the tokens and the sentences of a text."""
    from polittext.tokenization import core

    return core.segment(text, newline, frozenset(abbreviations))
