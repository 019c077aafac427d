"""Speaker identity (stub)."""

from typing import TYPE_CHECKING

from polittext.document import Quote, Speaker

if TYPE_CHECKING:
    from polittext.columns import SentenceTable, TokenTable


def resolve_speakers(
    text: str, tokens: "TokenTable", sentences: "SentenceTable", quotes: tuple[Quote, ...]
) -> tuple[tuple[Quote, ...], tuple[Speaker, ...]]:
    return quotes, ()
