"""Addressees behind a preposition: "gegenüber X", "zur Zeitung", "vor Journalisten", "an X gewandt"."""

from polittext.quotation.lexicon import flags_of
from polittext.quotation.noun_phrases import core_end, phrase_end
from polittext.quotation.person_words import given_gender, is_person_role
from polittext.quotation.units import Range, Unit
from polittext.quotation.word_classes import (
    ADV,
    CAP,
    DET,
    NUM,
    OCCASION,
    PERSONAL,
    PLURAL,
    PREP,
    PRON_OBL,
    PUNCT,
    QUOTE,
    TEMPORAL,
)
from polittext.quotation.word_groups import ends_with_word_of, word_group

_NEAR = 4  # items of a phrase in which its head stands
_ABSTRACT = ("ung", "ungen", "heit", "keit", "ität", "ismus")


def addressed_end(unit: Unit, i: int, hi: int) -> int:
    """Return the end of a noun phrase that names whom one talks to, with an agency's name and a number of places."""
    flags, low = unit.flags, unit.low
    if i + 1 < hi and flags[i] & DET and not flags[i + 1] & CAP and low[i + 1] in word_group("medium"):
        return i + 2  # "der dpa"
    first = i + 1 if i + 1 < hi and flags[i] & ADV and not flags[i] & (CAP | DET) and flags[i + 1] & NUM else i
    end = phrase_end(unit, first, hi)
    if end == first:
        return i
    if end - i > 2 and flags[i] & DET and flags[end - 1] & flags[end - 2] & CAP:
        media = _is_medium(unit, end - 2) or _is_medium(unit, end - 1)
        if not media and (low[end - 1].endswith(_ABSTRACT) or flags_of(low[end - 1]) & PLURAL):
            return end - 1  # "der Regierung Aufklärung": a second object
    if end > i + 2 and flags[i + 1] & QUOTE and low[i + 2] in word_group("attaching_preposition"):
        return i + 2  # "gegenüber dem „Kurier“ von ...": the name of a medium has no complement
    if end + 1 < hi and _is_medium(unit, end - 1) and unit.words[end] in ("Der", "Die", "Das") and flags[end + 1] & CAP:
        return end + 2  # "dem Magazin Der Spiegel"
    if end < hi and _is_medium(unit, end - 1) and low[end] in word_group("medium"):
        return end + 1  # "der Nachrichtenagentur dpa"
    if end + 1 < hi and flags[end - 1] & CAP:
        if low[end] == "von" and flags[end + 1] & NUM:
            return max(end, core_end(unit, end + 1, hi))  # "Einwohner von 18 Präfekturen"
        if low[end] in word_group("coordinating") and low[end + 1] in ("dessen", "deren"):
            stop = core_end(unit, end + 1, hi)
            return stop if stop > end + 2 else end
    return end


def prepositional_addressee(
    unit: Unit, start: int, verb: int, hi: int, kind: str, speaker: Range | None
) -> Range | None:
    """Find whom a preposition names in the clause [start, hi), wherever the phrase stands.

    Args:
        unit: The unit.
        start: Index where the clause starts.
        verb: Index of the finite verb, which ends a phrase before it.
        hi: Index where the clause ends.
        kind: What the verb takes: dat, acc, an, von or -.
        speaker: The items of the speaker, which end a phrase before them.
    """
    flags, low = unit.flags, unit.low
    for j in range(start, hi):
        if not flags[j] & PREP:
            continue
        word = low[j]
        if word not in word_group("addressing_preposition"):
            continue
        limit = verb if j < verb else hi
        if speaker and j < speaker[0]:
            limit = min(limit, speaker[0])
        end = addressed_end(unit, j + 1, limit) if j + 1 < limit else j + 1
        if word == "gegenüber":
            if j > start and flags[j - 1] & PERSONAL and low[j - 1] in word_group("dative_pronoun"):
                return (j - 1, j)  # "ihm gegenüber"
            if end > j + 1 and not (j > start and ends_with_word_of(low[j - 1], "attitude_noun")):
                return (j + 1, end)
        elif end == j + 1:
            continue
        elif word == "mit":
            if j > start and low[j - 1] in word_group("conversation"):
                return (j + 1, end)
        elif word == "an":
            noun = j > start and ends_with_word_of(low[j - 1], "noun_with_an")
            if not flags[j + 1] & TEMPORAL and (noun or any(w in word_group("turning") for w in low[start:hi])):
                return (j + 1, end)
        elif word == "vor":
            if (
                kind != "acc"
                and not (j > start and ends_with_word_of(low[j - 1], "fear_noun"))
                and ends_with_word_of(_head(unit, j + 1, end), "audience")
            ):
                return (j + 1, end)
        elif kind == "dat" and _is_somebody(unit, j + 1, end, contracted=word != "zu"):
            return (j + 1, end)
    return None


def _head(unit: Unit, i: int, end: int) -> str:
    """Return the first noun of a phrase, in lower case."""
    return next((unit.low[k] for k in range(i, end) if unit.flags[k] & CAP), "")


def names_somebody(unit: Unit, i: int, end: int) -> bool:
    """Say whether the first noun of a phrase names a person, an audience or a medium."""
    if any(unit.flags[k] & TEMPORAL for k in range(i, min(end, i + _NEAR))):
        return False  # "am Rande der Grünen Woche"
    low = _head(unit, i, end)
    return (
        ends_with_word_of(low, "medium")
        or ends_with_word_of(low, "audience")
        or ends_with_word_of(low, "audience_person")
        or is_person_role(low)
    )


def _is_medium(unit: Unit, i: int) -> bool:
    return ends_with_word_of(unit.low[i], "medium")


def _is_somebody(unit: Unit, i: int, end: int, *, contracted: bool) -> bool:
    """Say whether the phrase behind "zu", "zum", "zur" names a person or a medium rather than a topic."""
    f = unit.flags[i]
    if f & (PERSONAL | PRON_OBL) and not f & DET:
        return unit.low[i] in word_group("dative_pronoun")
    if f & QUOTE:
        return contracted and end == i + 1 and unit.ends[i] - unit.starts[i] < 40
    nouns = [k for k in range(i, end) if unit.flags[k] & CAP]
    if not nouns or unit.flags[nouns[0]] & (TEMPORAL | OCCASION | PUNCT):
        return False
    head = nouns[0]
    word = unit.words[head]
    return (
        _is_medium(unit, head)
        or ends_with_word_of(unit.low[head], "audience_person")
        or is_person_role(word)
        or given_gender(word) is not None
        or (len(nouns) > 1 and _is_medium(unit, nouns[1]) and nouns[1] == head + 1)
    )
