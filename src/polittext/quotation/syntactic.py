"""Quotations mended by a dependency analysis: who is the subject of the cue, how far a speaker's noun phrase reaches.

Any analysis with Universal Dependencies labels serves. The rules and the model have read the text before, without one,
and are mostly right; so every step here changes only what both the analysis and the form of the words speak for.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from polittext.document import Extent, Quote
from polittext.quotation.resolve import speakers_of
from polittext.quotation.word_groups import word_group
from polittext.syntax.tree import SyntaxView

if TYPE_CHECKING:
    from polittext.columns import SentenceTable, TokenTable
    from polittext.document import Entity, Speaker

NOMINAL = ("NOUN", "PROPN", "PRON")
NOMINALIZED = ("ADJ", "NUM", "X")  # "der 81-Jährige"
OBJECT = ("obj", "iobj", "obl")
CLOSING = frozenset(')]“”«"‘’‹')


def refine(
    text: str,
    tokens: "TokenTable",
    sentences: "SentenceTable",
    quotes: tuple[Quote, ...],
    entities: "Sequence[Entity]" = (),
) -> tuple[Quote, ...]:
    """Mend the speakers of quotations by the analysis of the tokens.

    Args:
        text: The text.
        tokens: Its tokens, with an analysis.
        sentences: Its sentences.
        quotes: Its quotations.
        entities: Its named entities.

    Returns:
        As many quotations, in the same order.

    Raises:
        ValueError: The tokens have no analysis.
    """
    view = SyntaxView(tokens)
    people = [e for e in entities if e.label == "PER"]
    moved: dict[tuple[int, int], Extent] = {}
    refined = []
    for quote in quotes:
        old = quote.speaker
        new = _speaker(view, tokens, quote, people)
        if old is not None and quote.cue is None:
            new = moved.get((old.start, old.end), new)  # words that go on belong to whom the ones before belong to
        elif old is not None and new is not None and new != old:
            moved[old.start, old.end] = new
        refined.append(quote if new == old else replace(quote, speaker=new))
    return tuple(refined)


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


def _speaker(view: SyntaxView, tokens: "TokenTable", quote: Quote, people: "Sequence[Entity]") -> Extent | None:
    """Return the speaker of a quotation as the analysis has it, or as it was."""
    verb = cue_verb(view, tokens, quote.cue)
    old = quote.speaker
    found = None if verb is None else _subject(view, tokens, verb, quote)
    if old is None:
        return found
    if found is not None and verb is not None and _is_no_subject(view, tokens, old, verb, found):
        named = [e for e in people if old.start <= e.start and e.end <= old.end]
        if (
            not named
            or len(found.text.split()) == 1
            or any(e.start < found.end and found.start < e.end for e in people)
        ):
            return found
    if len(old.spans) == 1:
        span = tokens.range_of(old.start, old.end)
        reach = span
        if quote.cue is None or not 0 <= quote.cue.start - old.end <= 1:  # not before "zufolge"
            reach = trimmed(view, tokens, *span)
        reach = extended(view, tokens, *reach)
        if reach != span:
            found = view.extent(*reach)
            return old if _meets(found, quote) else found
    return old


def cue_verb(view: SyntaxView, tokens: "TokenTable", cue: Extent | None) -> int | None:
    """Return the verb of a cue, the highest of several ("hat ... mitgeteilt" is headed by "mitgeteilt"), or None."""
    if cue is None:
        return None
    inside = [i for span in cue.spans for i in range(*tokens.range_of(span.start, span.end))]
    verbs = [i for i in inside if view.upos(i) in ("VERB", "AUX")]
    tops = [i for i in verbs if view.head(i) not in verbs]
    return tops[0] if tops else None


def _subject(view: SyntaxView, tokens: "TokenTable", verb: int, quote: Quote) -> Extent | None:
    """Return the noun phrase of the subject of an active cue verb, if it lies outside of what is quoted."""
    subject = view.subject(verb)
    if subject is None or view.upos(verb) != "VERB" or view.is_passive(verb) or not _is_somebody(view, tokens, subject):
        return None
    above = (view.head(verb),) if view.label(verb) == "xcomp" else ()
    if any(_lemma(tokens, k) in ("sein", "sollen") for k in (*above, *view.children(verb, ("aux",)))):
        return None  # "ist behauptet" is a passive too; whom "sollen" is said of doesn't speak
    first, last = speaker_phrase(view, tokens, subject)
    if view.upos(first) == "DET" and (
        tokens[first].text.lower() in word_group("oblique_determiner") or tokens[first].text.endswith("ren")
    ):
        return None
    found = view.extent(first, last)
    return None if _meets(found, quote) else found


def _lemma(tokens: "TokenTable", i: int) -> str | None:
    return tokens[i].lemma if i >= 0 else None


def _is_somebody(view: SyntaxView, tokens: "TokenTable", subject: int) -> bool:
    """Tell whether a subject may speak: a noun, a name, a pronoun but "es", an adjective with its article."""
    word = tokens[subject].text
    if word.lower() in word_group("subject_without_speech") or (view.upos(subject) == "NOUN" and not word[0].isupper()):
        return False  # German nouns are written with a capital: "u. a." is none
    return view.upos(subject) in NOMINAL or bool(view.upos(subject) in NOMINALIZED and view.children(subject, ("det",)))


def speaker_phrase(view: SyntaxView, tokens: "TokenTable", head: int) -> tuple[int, int]:
    """Return the noun phrase of a head without what only hangs on it: adverbs at its edges and relative clauses."""
    first, last = view.noun_phrase(head)
    while first < head and (view.label(first) in ("advmod", "cc") or view.upos(first) == "PUNCT"):
        first += 1
    for k in range(head + 1, last):
        if view.label(k) in ("acl", "advcl", "advmod") and head <= view.head(k) < k:
            start = view.block(k)[0]
            if start > head:
                last = min(last, start)
    while last - 1 > head and view.upos(last - 1) == "PUNCT" and tokens[last - 1].text not in CLOSING:
        last -= 1
    if last < len(tokens) and tokens[last].text == ")" and any(tokens[k].text == "(" for k in range(head, last)):
        last += 1
    return first, last


def _is_no_subject(view: SyntaxView, tokens: "TokenTable", speaker: Extent, verb: int, found: Extent) -> bool:
    """Tell whether a speaker is an object or adverbial beside the true subject of the cue verb."""
    first, last = tokens.range_of(speaker.start, speaker.end)
    head = view.nominal_head(first, last)
    if head is None or (speaker.start < found.end and found.start < speaker.end):
        return False
    if view.label(head) in ("nsubj", "root", "flat", "appos", "conj") or view.clause_head(head) != verb:
        return False
    seen = set()
    while head not in seen and head >= 0 and head != verb:
        seen.add(head)
        if any(tokens[k].text.lower() in word_group("source_case") for k in view.children(head, ("case",))):
            return False
        head = view.head(head)
    return True


def trimmed(view: SyntaxView, tokens: "TokenTable", first: int, last: int) -> tuple[int, int]:
    """Cut off the object or adverbial of a verb that follows the noun phrase ("der Rat | mehr Geld").

    What has a preposition or the form of an attribute stays, whatever the analysis says ("der Polizei", "von der IG").
    """
    head = view.nominal_head(first, last)
    if head is None or view.upos(head) not in NOMINAL:
        return first, last
    for k in range(head + 1, last):
        above = view.head(k)
        if view.label(k) not in OBJECT or first <= above < last or view.upos(above) != "VERB" or view.upos(k) != "NOUN":
            continue
        start = max(view.block(k)[0], first)
        if start > head and not view.children(k, ("case",)) and not _may_belong(view, tokens, start, k):
            return first, start
    return first, last


def _may_belong(view: SyntaxView, tokens: "TokenTable", start: int, noun: int) -> bool:
    """Tell whether the noun phrase from `start` has the form of an attribute, an apposition or a part of a name."""
    if view.feature(noun, "Case") == "Gen" or tokens[start].text.lower() in word_group("genitive_determiner"):
        return True
    if any(view.upos(i) == "PUNCT" for i in range(start - 1, noun)):
        return True
    named = view.upos(start - 1) == "PROPN" and start == noun  # "die Bangkok Post"
    return named or (view.upos(start) == "ADJ" and tokens[start].text[0].isupper())  # "Bund Erneuerbare Energie"


def extended(view: SyntaxView, tokens: "TokenTable", first: int, last: int) -> tuple[int, int]:
    """Add the attributes that follow a noun phrase at once ("Vertreter | der drei Vereine", "der Chef | in Bonn")."""
    head = view.nominal_head(first, last)
    if head is None or view.upos(head) not in ("NOUN", "PROPN"):
        return first, last
    grown = True
    while grown:
        grown = False
        for i in range(first, last):
            for k in view.children(i, ("nmod", "flat")):
                start, end = view.block(k, without=("acl", "advcl", "parataxis"))
                if start == last and end > last and _is_attribute(view, tokens, k, start):
                    last, grown = end, True
    return first, last


def _is_attribute(view: SyntaxView, tokens: "TokenTable", i: int, start: int) -> bool:
    word = tokens[start].text.lower()
    if view.children(i, ("case",)):
        return word in word_group("attributive_preposition") and not (
            word == "in" and view.feature(i, "Case") == "Acc"
        )  # "in eine Krise"
    return (
        (view.label(i) == "flat" and view.upos(i) == "PROPN")
        or word in word_group("genitive_determiner")
        or view.feature(i, "Case") == "Gen"
    )


def _meets(found: Extent, quote: Quote) -> bool:
    """Tell whether a speaker would reach into what is quoted or into another role."""
    parts = [quote.spans, *(e.spans for e in (quote.cue, quote.addressee) if e is not None)]
    return any(span.start < found.end and found.start < span.end for spans in parts for span in spans)
