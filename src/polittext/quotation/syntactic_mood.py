"""Reported speech by its mood: what stands behind a rendered statement and has all its finite verbs in `Mood=Sub`
renders too (Duden, Die Grammatik, on indirect speech).

The rules see this by the forms of verbs; an analysis also where a form serves both moods or is none that they know.
"""

from bisect import bisect_right
from typing import TYPE_CHECKING

from polittext.document import Quote
from polittext.quotation.hints import tokens_of
from polittext.quotation.syntactic_base import ending_with, finite
from polittext.quotation.word_groups import word_group
from polittext.syntax.tree import SyntaxView

if TYPE_CHECKING:
    from polittext.columns import SentenceTable, TokenTable

RENDERED = ("indirect", "indirect_free_indirect", "free_indirect")
SHORTEST = 3  # tokens of a clause that is added


def with_rest(view: SyntaxView, tokens: "TokenTable", sentences: "SentenceTable", quotes: list[Quote]) -> list[Quote]:
    """Add to each rendered statement the rest of its sentence that hangs on it and is in the subjunctive ("nach denen
    alle ein Gerät haben sollten | , mit dem sie alles hören könnten")."""
    taken = _taken(tokens, quotes)
    starts = sentences.token_starts.tolist()
    out = []
    for quote in quotes:
        content = tokens_of(quote, tokens) if quote.type in RENDERED else []
        if content:
            last = int(sentences.token_ends[bisect_right(starts, content[-1]) - 1])
            while last - 1 > content[-1] and tokens[last - 1].text in (".", "!", "?"):
                last -= 1
            rest = range(content[-1] + 1, last)
            tops = [i for i in rest if view.head(i) not in rest and view.upos(i) != "PUNCT"]
            held = set(content)
            hangs = all(view.head(i) in held for i in tops)
            if len(rest) >= SHORTEST and hangs and taken.isdisjoint(rest) and _is_reported(view, rest):
                quote = ending_with(tokens, quote, last)
        out.append(quote)
    return out


def with_continuations(
    view: SyntaxView, tokens: "TokenTable", sentences: "SentenceTable", quotes: list[Quote]
) -> list[Quote]:
    """Add the sentences that go on with what stands before them in the same paragraph: nothing in them is quoted or
    in the first or second person, all their finite verbs are in the subjunctive, and whoever spoke before is named."""
    owner = {i: k for k, q in enumerate(quotes) for part in (q.frame, q) for i in tokens_of(part, tokens)}
    out = list(quotes)
    before: int | None = None  # the last quotation, as an index of `out`, while nothing stands between
    for first, last in zip(sentences.token_starts.tolist(), sentences.token_ends.tolist(), strict=True):
        held = [i for i in range(first, last) if i in owner]
        if held:
            before = owner[held[-1]]
            continue
        if before is None or not _goes_on(view, tokens, out[before], range(first, last)):
            before = None
            continue
        said = out[before]
        if said.type == "indirect_free_indirect" and said.frame is None:
            out[before] = ending_with(tokens, said, last)
            continue
        before = len(out)
        out.append(
            Quote(
                type="indirect_free_indirect",
                medium=said.medium,
                spans=view.extent(first, last).spans,
                speaker=said.speaker,
                confidence=said.confidence,
                provenance="syntax:continued",
            )
        )
    return out


def _goes_on(view: SyntaxView, tokens: "TokenTable", before: Quote, sentence: range) -> bool:
    speaker = before.speaker
    if not sentence or speaker is None or speaker.text.lower() in word_group("unnamed"):
        return False
    if any(view.feature(i, "Person") in ("1", "2") for i in sentence) or any(
        tokens[i].text in word_group("polite_address") for i in sentence[1:]
    ):
        return False
    gap = tokens.text[before.end : int(tokens.starts[sentence.start])]
    return "\n\n" not in gap and _is_reported(view, sentence)


def _is_reported(view: SyntaxView, stretch: range) -> bool:
    """Tell whether a stretch has finite verbs and all are in the subjunctive."""
    verbs = finite(view, stretch)
    return bool(verbs) and all(view.feature(i, "Mood") == "Sub" for i in verbs)


def _taken(tokens: "TokenTable", quotes: list[Quote]) -> set[int]:
    parts = [part for q in quotes for part in (q, q.frame, q.cue, q.speaker, q.addressee)]
    return {i for part in parts for i in tokens_of(part, tokens)}
