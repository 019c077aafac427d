"""Who speaks, by an analysis: the subject of an active cue, the agent of a passive one, and the whole noun phrase."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from polittext.document import Extent, Quote
from polittext.quotation.hints import tokens_of
from polittext.quotation.syntactic_base import NOMINAL, above, cue_verb, finite, meets
from polittext.quotation.word_groups import word_group
from polittext.syntax.tree import SyntaxView

if TYPE_CHECKING:
    from polittext.columns import TokenTable
    from polittext.document import Entity

NOMINALIZED = ("ADJ", "NUM", "X")  # "der 81-Jährige"
OBJECT = ("obj", "iobj", "obl")
CLOSING = frozenset(')]“”«"‘’‹')


def speaker_of(view: SyntaxView, tokens: "TokenTable", quote: Quote, people: "Sequence[Entity]") -> Extent | None:
    """Return the speaker of a quotation as the analysis has it, or as it was."""
    verb = cue_verb(view, tokens, quote.cue)
    old = quote.speaker
    quoted = _is_quoted(tokens, quote)
    if verb is not None and view.is_passive(verb) and not quoted:
        agent = view.agent(verb)
        if agent is not None:
            return _agent(view, tokens, agent, quote)
        if old is not None and not _is_source(view, tokens, old, verb, quote):
            return None
    found = None if verb is None else _subject(view, tokens, verb, quote)
    if old is None or verb is None:
        return found if old is None else _whole(view, tokens, old, quote)
    if quoted:
        return _whole(view, tokens, old, quote)
    if (
        found is not None
        and _is_no_subject(view, tokens, old, verb, found, quote)
        and _may_replace(view, tokens, old, found, people)
    ):
        return found
    return _agreeing(view, tokens, old, verb, quote) or _whole(view, tokens, old, quote)


def _whole(view: SyntaxView, tokens: "TokenTable", speaker: Extent, quote: Quote) -> Extent:
    """Return a speaker as a whole noun phrase and no more."""
    if len(speaker.spans) > 1:
        return speaker
    span = reach = tokens.range_of(speaker.start, speaker.end)
    before_cue = quote.cue is not None and 0 <= quote.cue.start - speaker.end <= 1
    if not before_cue or cue_verb(view, tokens, quote.cue) is not None:  # not before "zufolge"
        reach = trimmed(view, tokens, *span)
    reach = extended(view, tokens, *reach)
    if reach == span:
        return speaker
    found = view.extent(*reach)
    return speaker if meets(found, quote) else found


def _may_replace(
    view: SyntaxView, tokens: "TokenTable", old: Extent, found: Extent, people: "Sequence[Entity]"
) -> bool:
    """Tell whether a subject may take the place of a speaker: one with a name only gives way to another name."""
    if _has_name(view, tokens, old) and not _has_name(view, tokens, found):
        return False
    named = any(old.start <= e.start and e.end <= old.end for e in people)
    return not named or len(found.text.split()) == 1 or any(e.start < found.end and found.start < e.end for e in people)


def _has_name(view: SyntaxView, tokens: "TokenTable", part: Extent) -> bool:
    return any(view.upos(i) == "PROPN" for i in tokens_of(part, tokens))


def _is_quoted(tokens: "TokenTable", quote: Quote) -> bool:
    """Tell whether who speaks is the object of the cue, or its subject in the passive: "Die Zeitung zitiert sie"."""
    words = {tokens[i].text for part in (quote.frame, quote.cue) for i in tokens_of(part, tokens)}
    return not words.isdisjoint(word_group("citing"))


def _agent(view: SyntaxView, tokens: "TokenTable", agent: int, quote: Quote) -> Extent | None:
    """Return the agent of a passive cue: missing before, or as a whole ("von den Behörden | in beiden Staaten")."""
    old = quote.speaker
    first, last = speaker_phrase(view, tokens, agent)
    if old is not None:
        start, end = tokens.range_of(old.start, old.end)
        if not start <= agent < end or first < start:
            return old
    found = view.extent(first, last)
    return old if meets(found, quote) or not _is_somebody(view, tokens, agent) else found


def _is_source(view: SyntaxView, tokens: "TokenTable", speaker: Extent, verb: int, quote: Quote) -> bool:
    """Tell whether a speaker beside a passive without agent is its source: "Im Bericht wird gefordert", not its
    subject or object ("Der Regierung wird vorgeworfen") or somebody in another clause."""
    head = view.nominal_head(*tokens.range_of(speaker.start, speaker.end))
    heads = [] if head is None else above(view, head)
    if verb not in heads[1:]:
        return quote.frame is not None and quote.frame.start <= speaker.start < quote.frame.end
    top = heads[heads.index(verb) - 1]
    return any(tokens[k].text.lower() in word_group("source_case") for k in view.children(top, ("case",)))


def _agreeing(view: SyntaxView, tokens: "TokenTable", speaker: Extent, verb: int, quote: Quote) -> Extent | None:
    """Return the one noun phrase in the singular where the verb is in the singular and the speaker in the plural
    ("Die Äußerungen bezeichnete Muster als falsch")."""
    first, last = tokens.range_of(speaker.start, speaker.end)
    head = view.nominal_head(first, last)
    forms = finite(view, (verb, *view.children(verb, ("aux",))))
    if head is None or not forms or view.clause_head(head) != verb or view.children(head, ("conj",)):
        return None
    if view.feature(head, "Number") != "Plur" or view.feature(forms[0], "Number") != "Sing":
        return None
    others = [
        k
        for k in view.children(verb, ("nsubj", "obj", "iobj"))
        if not first <= k < last and view.feature(k, "Number") == "Sing" and view.upos(k) in NOMINAL
    ]
    if len(others) != 1:
        return None
    found = view.extent(*speaker_phrase(view, tokens, others[0]))
    return None if meets(found, quote) else found


def _subject(view: SyntaxView, tokens: "TokenTable", verb: int, quote: Quote) -> Extent | None:
    """Return the noun phrase of the subject of an active cue verb, if it lies outside of what is quoted."""
    subject = view.subject(verb)
    if subject is None or view.upos(verb) != "VERB" or view.is_passive(verb) or not _is_somebody(view, tokens, subject):
        return None
    upper = (view.head(verb),) if view.label(verb) == "xcomp" else ()
    if any(_lemma(tokens, k) in ("sein", "sollen") for k in (*upper, *view.children(verb, ("aux", "cop")))):
        return None  # "ist behauptet" is a passive too; whom "sollen" is said of doesn't speak
    first, last = speaker_phrase(view, tokens, subject)
    if view.upos(first) == "DET" and (
        tokens[first].text.lower() in word_group("oblique_determiner") or tokens[first].text.endswith("ren")
    ):
        return None
    found = view.extent(first, last)
    return None if meets(found, quote) else found


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


def _is_no_subject(
    view: SyntaxView, tokens: "TokenTable", speaker: Extent, verb: int, found: Extent, quote: Quote
) -> bool:
    """Tell whether a speaker is an object or adverbial beside the true subject of the cue verb, or the subject of
    another clause of the frame ("Als der Befehl verlesen war sagte er")."""
    first, last = tokens.range_of(speaker.start, speaker.end)
    head = view.nominal_head(first, last)
    if head is None or (speaker.start < found.end and found.start < speaker.end):
        return False
    if view.label(head) == "nsubj" and view.head(head) not in (-1, verb) and view.children(verb, ("nsubj",)):
        return quote.frame is not None and quote.frame.start <= speaker.start < quote.frame.end
    if view.label(head) in ("nsubj", "root", "flat", "appos", "conj") or view.clause_head(head) != verb:
        return False
    heads = above(view, head)
    below = heads[: heads.index(verb)] if verb in heads else heads
    return not any(
        tokens[k].text.lower() in word_group("source_case") for i in below for k in view.children(i, ("case",))
    )


def trimmed(view: SyntaxView, tokens: "TokenTable", first: int, last: int) -> tuple[int, int]:
    """Cut off the object or adverbial of a verb that follows the noun phrase ("der Rat | mehr Geld", "Muster | auf
    der Tagung", "er | am Montag").

    Behind a noun, what has a preposition stays whatever the analysis says, and everywhere what has the form of an
    attribute ("der Polizei", "von der IG").
    """
    head = view.nominal_head(first, last)
    if head is None or view.upos(head) not in NOMINAL:
        return first, last
    if view.upos(first) == "PRON" and first + 1 < last and view.upos(first + 1) == "ADP":
        return first, first + 1
    for k in range(head + 1, last):
        up = view.head(k)
        if view.label(k) not in OBJECT or first <= up < last or view.upos(up) != "VERB":
            continue
        start = max(view.block(k)[0], first)
        cases = view.children(k, ("case",))
        if start <= head:
            continue
        if cases:
            adverbial = view.label(k) == "obl" and tokens[cases[0]].text.lower() not in word_group(
                "attributive_preposition"
            )
            if adverbial and view.upos(head) != "NOUN":
                return first, start
        elif view.upos(k) == "NOUN" and not _may_belong(view, tokens, start, k):
            return first, start
    return first, last


def _may_belong(view: SyntaxView, tokens: "TokenTable", start: int, noun: int) -> bool:
    """Tell whether the noun phrase from `start` has the form of an attribute, an apposition or a part of a name."""
    if view.feature(noun, "Case") == "Gen" or tokens[start].text.lower() in word_group("genitive_determiner"):
        return True
    if any(view.upos(i) == "PUNCT" for i in range(start - 1, noun)):
        return True
    named = view.upos(start - 1) == "PROPN" and start == noun  # "die Bangkok Post"
    # "Bund Erneuerbare Energie", "der Fraktion Die Linke"
    return named or (view.upos(start) in ("ADJ", "DET") and tokens[start].text[0].isupper())


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
                named = view.upos(i) == "PROPN" and tokens[start].text.lower() in word_group("place_preposition")
                closed = sum((t == "(") - (t == ")") for t in (tokens[j].text for j in range(last, end))) == 0
                if start == last < end and closed and not named and _is_attribute(view, tokens, k, start):
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
