"""Quotations mended by a dependency analysis: who speaks, how far what is quoted reaches, what goes on with it.

Any analysis with Universal Dependencies labels serves. The rules and the model have read the text before, without one,
and are mostly right; so every step here changes only what both the analysis and the form of the words speak for.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from polittext.document import Extent, Quote
from polittext.quotation.resolve import speakers_of
from polittext.quotation.syntactic_extents import with_true_extent
from polittext.quotation.syntactic_mood import with_continuations, with_rest
from polittext.quotation.syntactic_speakers import speaker_of
from polittext.syntax.tree import SyntaxView

if TYPE_CHECKING:
    from polittext.columns import SentenceTable, TokenTable
    from polittext.document import Entity, Speaker


def refine(
    text: str,
    tokens: "TokenTable",
    sentences: "SentenceTable",
    quotes: tuple[Quote, ...],
    entities: "Sequence[Entity]" = (),
) -> tuple[Quote, ...]:
    """Mend quotations by the analysis of the tokens: who speaks, how far what is quoted reaches, and what goes on.

    Args:
        text: The text.
        tokens: Its tokens, with an analysis.
        sentences: Its sentences.
        quotes: Its quotations.
        entities: Its named entities.

    Returns:
        The quotations in order of their start, outer before inner, and perhaps further ones that go on with one of
        them; `parent` counts within this tuple.

    Raises:
        ValueError: The tokens have no analysis.
    """
    view = SyntaxView(tokens)
    mended = [with_true_extent(view, tokens, q) for q in _with_speakers(view, tokens, quotes, entities)]
    mended = with_rest(view, tokens, sentences, mended)
    return _in_order(with_continuations(view, tokens, sentences, mended))


def _with_speakers(
    view: SyntaxView, tokens: "TokenTable", quotes: tuple[Quote, ...], entities: "Sequence[Entity]"
) -> list[Quote]:
    people = [e for e in entities if e.label == "PER"]
    settled: dict[tuple[int, int], Extent | None] = {}
    mended = []
    for quote in quotes:
        old = quote.speaker
        if old is not None and quote.cue is None and (old.start, old.end) in settled:
            new = settled[old.start, old.end]  # words that go on belong to whom the ones before belong to
        else:
            new = speaker_of(view, tokens, quote, people)
            if old is not None and quote.cue is not None:
                settled[old.start, old.end] = new
        mended.append(quote if new == old else replace(quote, speaker=new))
    return mended


def _in_order(quotes: list[Quote]) -> tuple[Quote, ...]:
    """Sort quotations whose extents have changed, and let a parent be one that still holds its child."""
    order = sorted(range(len(quotes)), key=lambda i: (quotes[i].start, -quotes[i].end))
    place = {old: new for new, old in enumerate(order)}
    out = []
    for i in order:
        parent = quotes[i].parent
        while parent is not None and not _holds(quotes[parent], quotes[i]):
            parent = quotes[parent].parent
        out.append(replace(quotes[i], parent=None if parent is None else place[parent]))
    return tuple(out)


def _holds(outer: Quote, inner: Quote) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def name_speakers(
    tokens: "TokenTable", quotes: tuple[Quote, ...], speakers: "tuple[Speaker, ...]", entities: "Sequence[Entity]"
) -> "tuple[tuple[Quote, ...], tuple[Speaker, ...]]":
    """Name speakers without a name by the person entity that heads their noun phrase ("der Fan Anna Muster").

    Args:
        tokens: The tokens, with an analysis.
        quotes: Quotations whose speakers are resolved.
        speakers: Whoever speaks under a name.
        entities: The named entities; those labelled PER count.

    Returns:
        The quotations and the speakers; the same ones where there is nothing to add.
    """
    people = [e for e in entities if e.label == "PER"]
    if not people or all(q.speaker is None or q.speaker_name is not None for q in quotes):
        return quotes, speakers
    view = SyntaxView(tokens)
    named = []
    for quote in quotes:
        if quote.speaker is not None and quote.speaker_name is None:
            quote = replace(quote, speaker_name=_name(view, tokens, quote.speaker, people))
        named.append(quote)
    return tuple(named), speakers_of(named)


def _name(view: SyntaxView, tokens: "TokenTable", speaker: Extent, people: "Sequence[Entity]") -> str | None:
    """Return the person who is the head of a speaker or its apposition, under the longest form of the name."""
    first, last = tokens.range_of(speaker.start, speaker.end)
    head = view.nominal_head(first, last)
    if head is None:
        return None
    inside = {head, *(k for k in view.children(head, ("appos", "flat", "compound")) if first <= k < last)}
    for e in people:
        words = [k for k in range(*tokens.range_of(e.start, e.end)) if view.upos(k) == "PROPN"]
        if not inside.isdisjoint(words):
            name = view.extent(words[0], words[-1] + 1).text  # without the "Fan" that an engine counts to the name
            forms = {p.text for p in people if p.text.endswith(" " + name) and view.upos(_start(tokens, p)) == "PROPN"}
            return max({name, *forms}, key=lambda form: (len(form), form))
    return None


def _start(tokens: "TokenTable", entity: "Entity") -> int:
    return tokens.range_of(entity.start, entity.end)[0]
