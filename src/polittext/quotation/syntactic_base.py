"""What all steps that mend quotations by an analysis ask: the cue's verb, heads, sources, overlaps."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from polittext.document import Extent, Quote, Span
from polittext.quotation.hints import tokens_of
from polittext.quotation.word_groups import word_group
from polittext.syntax.tree import SyntaxView

if TYPE_CHECKING:
    from polittext.columns import TokenTable

NOMINAL = ("NOUN", "PROPN", "PRON")


def cue_verb(view: SyntaxView, tokens: "TokenTable", cue: Extent | None) -> int | None:
    """Return the verb of a cue, the highest of several ("hat ... mitgeteilt" is headed by "mitgeteilt"), or None."""
    verbs = [i for i in tokens_of(cue, tokens) if view.upos(i) in ("VERB", "AUX")]
    tops = [i for i in verbs if view.head(i) not in verbs]
    return tops[0] if tops else None


def above(view: SyntaxView, i: int) -> list[int]:
    """Return a token and the heads above it, from below."""
    found: list[int] = []
    while i >= 0 and i not in found:
        found.append(i)
        i = view.head(i)
    return found


def source_frame(view: SyntaxView, tokens: "TokenTable", quote: Quote) -> list[int]:
    """Return the tokens of a frame without a verb that names a source ("laut X", "nach Angaben von X", "so X"); else
    none."""
    if quote.frame is None or len(quote.frame.spans) > 1 or cue_verb(view, tokens, quote.cue) is not None:
        return []
    frame = [i for i in tokens_of(quote.frame, tokens) if view.upos(i) != "PUNCT"]
    if not frame:
        return []
    opens = tokens[frame[0]].text.lower() in word_group("source_opening")
    closes = tokens[frame[-1]].text.lower() in word_group("source_closing")
    return frame if opens or closes else []


def finite(view: SyntaxView, among: Iterable[int]) -> list[int]:
    """Return the finite verbs among some tokens."""
    return [i for i in among if view.feature(i, "VerbForm") == "Fin"]


def ending_with(tokens: "TokenTable", quote: Quote, last: int) -> Quote:
    """Return a quotation whose last span ends with token `last` - 1."""
    start, end = quote.spans[-1].start, int(tokens.ends[last - 1])
    return replace(quote, spans=(*quote.spans[:-1], Span(start, end, tokens.text[start:end])))


def meets(found: Extent, quote: Quote) -> bool:
    """Tell whether a speaker would reach into what is quoted or into another role."""
    parts = [quote.spans, *(e.spans for e in (quote.cue, quote.addressee) if e is not None)]
    return any(span.start < found.end and found.start < span.end for spans in parts for span in spans)
