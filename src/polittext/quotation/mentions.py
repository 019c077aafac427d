"""One mention of a speaker is one span: quotations whose speakers overlap have the same speaker."""

from collections.abc import Sequence
from dataclasses import replace

from polittext.document import Extent, Quote


def share_speakers(quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    """Give quotations whose speakers overlap the speaker of the one whose frame holds the mention.

    In the annotation of Wikinews, a mention is marked in full wherever it is a speaker ("Angaben der Polizei", also for
    the sentences that follow), and never stands inside what it says, unless that is reported speech.

    Args:
        quotes: Quotations in order of their start.

    Returns:
        The same quotations in the same order, some with another speaker.
    """
    groups: list[tuple[int, int, list[int]]] = []
    for i in sorted((i for i, q in enumerate(quotes) if q.speaker is not None), key=lambda i: _bounds(quotes[i])):
        start, end = _bounds(quotes[i])
        if groups and start < groups[-1][1]:
            groups[-1] = (groups[-1][0], max(end, groups[-1][1]), [*groups[-1][2], i])
        else:
            groups.append((start, end, [i]))
    out = list(quotes)
    for _, _, members in groups:
        if len({_spans(quotes[i]) for i in members}) < 2:
            continue
        best = max(members, key=lambda i: (_rank(quotes[i]), -i))
        for i in members:
            if not _holds(quotes[i], quotes[best].speaker):
                out[i] = replace(quotes[i], speaker=quotes[best].speaker)
    return tuple(out)


def _bounds(quote: Quote) -> tuple[int, int]:
    spans = quote.speaker.spans if quote.speaker is not None else ()
    return (spans[0].start, spans[-1].end) if spans else (0, 0)


def _spans(quote: Quote) -> tuple[tuple[int, int], ...]:
    return tuple((s.start, s.end) for s in quote.speaker.spans) if quote.speaker is not None else ()


def _rank(quote: Quote) -> tuple[bool, bool, float]:
    """Rank a quotation's speaker: first the one that the own frame names, then what a rule found."""
    frame = quote.frame
    start, end = _bounds(quote)
    framed = frame is not None and any(s.start <= start and end <= s.end for s in frame.spans)
    return framed, quote.provenance.startswith("rules:"), quote.confidence


def _holds(quote: Quote, speaker: Extent | None) -> bool:
    """Say whether a quotation that is not reported speech would hold its own speaker."""
    if speaker is None or quote.type == "reported":
        return False
    return any(a.start < b.end and b.start < a.end for a in quote.spans for b in speaker.spans)
