"""What all steps that mend quotations by an analysis ask: the cue's verb, the tokens of a part, sources, overlaps."""

from typing import TYPE_CHECKING

from polittext.document import Extent, Quote
from polittext.quotation.word_groups import word_group
from polittext.syntax.tree import SyntaxView

if TYPE_CHECKING:
    from polittext.columns import TokenTable

NOMINAL = ("NOUN", "PROPN", "PRON")


def cue_verb(view: SyntaxView, tokens: "TokenTable", cue: Extent | None) -> int | None:
    """Return the verb of a cue, the highest of several ("hat ... mitgeteilt" is headed by "mitgeteilt"), or None."""
    verbs = [i for i in tokens_of(tokens, cue) if view.upos(i) in ("VERB", "AUX")]
    tops = [i for i in verbs if view.head(i) not in verbs]
    return tops[0] if tops else None


def tokens_of(tokens: "TokenTable", part: Quote | Extent | None) -> list[int]:
    """Return the indices of the tokens of a quotation's content or of a role, in text order."""
    if part is None:
        return []
    return [i for span in part.spans for i in range(*tokens.range_of(span.start, span.end))]


def start_of(tokens: "TokenTable", i: int) -> int:
    """Return where a token starts; `tokens.spans()` would make a list of all."""
    return int(tokens.starts[i])


def end_of(tokens: "TokenTable", i: int) -> int:
    """Return where a token ends."""
    return int(tokens.ends[i])


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
    frame = [i for i in tokens_of(tokens, quote.frame) if view.upos(i) != "PUNCT"]
    if not frame:
        return []
    opens = tokens[frame[0]].text.lower() in word_group("source_opening")
    closes = tokens[frame[-1]].text.lower() in word_group("source_closing")
    return frame if opens or closes else []


def finite(view: SyntaxView, first: int, last: int) -> list[int]:
    """Return the finite verbs of a stretch."""
    return [i for i in range(first, last) if view.feature(i, "VerbForm") == "Fin"]


def meets(found: Extent, quote: Quote) -> bool:
    """Tell whether a speaker would reach into what is quoted or into another role."""
    parts = [quote.spans, *(e.spans for e in (quote.cue, quote.addressee) if e is not None)]
    return any(span.start < found.end and found.start < span.end for spans in parts for span in spans)
