"""Quotations by rule (stub)."""

from typing import TYPE_CHECKING

from polittext.document import Quote

if TYPE_CHECKING:
    from polittext.columns import SentenceTable, TokenTable


def extract(text: str, tokens: "TokenTable", sentences: "SentenceTable") -> tuple[Quote, ...]:
    return ()
