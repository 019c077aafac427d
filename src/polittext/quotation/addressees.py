"""Whom a speech act addresses."""

from polittext.quotation.addressee_phrases import addressed_end, names_somebody, prepositional_addressee
from polittext.quotation.appositions import with_apposition
from polittext.quotation.noun_phrases import is_adjective, phrase_end
from polittext.quotation.person_words import role_of
from polittext.quotation.units import Range, Unit
from polittext.quotation.word_classes import (
    ADV,
    CAP,
    COORD,
    DET,
    FIN,
    NUM,
    PARTICIPLE,
    PERSONAL,
    PREP,
    PUNCT,
    QUOTE,
    REL,
    SUB,
    TEMPORAL,
)
from polittext.quotation.word_groups import ends_with_word_of, word_group

_PREPOSITIONS = {"an": ("an", "ans"), "von": ("von", "vom")}


def addressee(unit: Unit, start: int, verb: int, hi: int, kind: str, speaker: Range | None) -> Range | None:
    """Find whom a speech act addresses: a dative object, "gegenüber X", "an X", "von X" or an accusative.

    Args:
        unit: The unit.
        start: Index where the clause starts.
        verb: Index of the finite verb.
        hi: Index where the clause ends.
        kind: What the verb takes: dat, acc, an, von or -.
        speaker: The items of the speaker, which can't be the addressee.
    """
    start, hi = _own_clause(unit, start, verb, hi)
    found = prepositional_addressee(unit, start, verb, hi, kind, speaker)
    if found is not None or kind == "-":
        return found
    found = _fronted(unit, start, verb, kind, speaker)
    if found is None and verb >= hi - 2 and opens_subordinate(unit, start):
        # "weil die Partei der Regierung vorwirft": the objects stand before the verb
        found = _object(unit, start + 1, verb, kind, speaker, verb_final=True)
    return found or _object(unit, verb + 1, hi, kind, speaker)


def opens_subordinate(unit: Unit, start: int) -> bool:
    """Say whether a clause that starts here has its verb at the end ("weil ...", "der der Stadt ...", "in dem ...")."""
    f = unit.flags[start]
    if f & SUB:
        return True
    relative = start + 1 if f & PREP else start
    if relative >= len(unit.words) or not unit.flags[relative] & REL:
        return False
    return start > 0 and unit.words[start - 1] == ","


def _own_clause(unit: Unit, start: int, verb: int, hi: int) -> Range:
    """Return the verb's own part of a clause: "und" and the like part it from another finite verb."""
    flags = unit.flags
    for k in range(verb - 1, start, -1):
        if flags[k] & COORD and not flags[k] & DET and unit.finite(start, k):
            start = k + 1
            break
    for k in range(verb + 1, hi - 1):
        if flags[k] & COORD and not flags[k] & DET:
            if any(flags[v] & FIN and not flags[v] & PARTICIPLE for v in unit.finite(k + 1, hi)):
                hi = k
            break
    return start, hi


def _fronted(unit: Unit, start: int, verb: int, kind: str, speaker: Range | None) -> Range | None:
    """ "An die Regierung appelliert sie", "Den Bürgern riet er", "Die Bürger forderte er auf"."""
    if start >= verb:
        return None
    word, f = unit.low[start], unit.flags[start]
    if kind in _PREPOSITIONS:
        if word in _PREPOSITIONS[kind]:
            end = addressed_end(unit, start + 1, verb)
            return (start + 1, end) if end > start + 1 else None
        return None
    if speaker is None or speaker[0] <= verb:
        return None
    if kind == "dat":
        fits = word in word_group("dative_opener") or word in word_group("feminine_dative")
    else:
        fits = bool(f & (DET | CAP | NUM)) and not f & (PREP | ADV | SUB | TEMPORAL)
    if not fits:
        return None
    end = fronted_end(unit, start, verb)
    if kind == "acc" and ((end == start + 1 and f & DET) or any(unit.flags[k] & TEMPORAL for k in range(start, end))):
        return None
    if kind == "dat" and f & DET and end == start and unit.flags[verb - 1] & CAP:
        return (start, verb)  # "Den noch 16.000 in dem Land verbliebenen Bürgern riet er"
    closed = end == verb or unit.words[end] == ","
    return (start, end) if end > start and (closed or kind == "dat") else None


def may_be_dative(unit: Unit, i: int, end: int) -> bool:
    """Say whether the head of a phrase with "den" or "der" allows a dative: "den" with a plural, "der" with no man."""
    word = unit.low[i]
    if word not in ("den", "der") and word not in word_group("dative_plural_possessive"):
        return True
    head = next((unit.words[k] for k in range(i + 1, end) if unit.flags[k] & CAP), None)
    if head is None:
        return True
    if word != "der":
        return head.endswith(("n", "s", "a", "A", "S"))
    role = role_of(head)
    return role is None or role.gender != "m" or head.endswith("en")


def fronted_end(unit: Unit, start: int, verb: int) -> int:
    """Return the end of a noun phrase that opens a clause, with its apposition; `start` where there is none."""
    end = phrase_end(unit, start, verb, loose=True)
    while start < end < verb and unit.flags[end] & QUOTE:
        end += 1  # "der so genannten „Tricolore“"
    return with_apposition(unit, start, end, verb) if end > start else start


def _object(
    unit: Unit, first: int, hi: int, kind: str, speaker: Range | None, *, verb_final: bool = False
) -> Range | None:
    """Find an object among the items [first, hi) of the clause."""
    flags, low = unit.flags, unit.low
    taken = range(*speaker) if speaker else range(0)
    behind_noun = False
    j = first
    while j < hi:
        f, word = flags[j], low[j]
        if j in taken:
            j = speaker[1] if speaker else j + 1
            continue
        limit = speaker[0] if speaker and j < speaker[0] < hi else hi
        if kind in _PREPOSITIONS and word in _PREPOSITIONS[kind] and j + 1 < hi:
            end = addressed_end(unit, j + 1, limit)
            if end > j + 1 and not flags[j + 1] & TEMPORAL:
                return (j + 1, end)
        if f & PREP and not f & CAP:
            j = _after_preposition(unit, j, hi)
            behind_noun = True
            continue
        if kind == "dat":
            if word in word_group("dative_pronoun"):
                return (j, j + 1)
            end = addressed_end(unit, j, limit)
            if f & DET:
                clear = word in word_group("dative_article")
                if not clear and word in word_group("dative_plural_possessive"):
                    clear = end > j + 1 and not behind_noun
                if not clear and word in word_group("feminine_dative") and speaker is not None:
                    clear = not behind_noun or names_somebody(unit, j, end)
                if clear and end > j + 1 and may_be_dative(unit, j, end):
                    return (j, end)
            elif (
                f & CAP
                and speaker is not None
                and _is_bare_dative(unit, j, end, hi, adjacent=j == speaker[1] or (j == first and not verb_final))
            ):
                return (j, end)
        elif kind == "acc" and speaker is not None:
            if word in word_group("accusative_pronoun"):
                return (j, j + 1)
            fits = f & (DET | CAP | NUM) and not f & TEMPORAL and word not in word_group("never_accusative")
            if fits and not _is_amount(unit, j):
                end = addressed_end(unit, j, limit)
                if (
                    end > j
                    and not (f & DET and end == j + 1)
                    and not any(flags[k] & TEMPORAL for k in range(j, min(end, j + 3)))
                ):
                    return (j, end)
        if f & (DET | CAP | QUOTE):
            j = max(j + 1, phrase_end(unit, j, hi))
            behind_noun = True
            continue
        behind_noun = False
        j += 1
    return None


def _is_bare_dative(unit: Unit, i: int, end: int, hi: int, *, adjacent: bool) -> bool:
    """Say whether a noun without an article is an addressee: "sagte er Reportern", "warf Müller vor"."""
    if unit.flags[i] & TEMPORAL or (end < hi and unit.low[end] in word_group("dative_article")):
        return False
    if ends_with_word_of(unit.low[i], "audience"):
        return adjacent or not is_adjective(unit, i - 1)
    return adjacent and (not unit.low[i].endswith("n") or role_of(unit.words[i]) is not None or end > i + 1)


def _is_amount(unit: Unit, i: int) -> bool:
    """Say whether "20.000 Euro" starts here."""
    return any(low in word_group("measure") for low in unit.low[i : i + 3]) and bool(unit.flags[i] & (NUM | CAP))


def _after_preposition(unit: Unit, j: int, hi: int) -> int:
    """Return where a prepositional phrase ends; a time ("am Montag") doesn't take in the noun behind it."""
    end = max(j + 1, phrase_end(unit, j + 1, hi))
    if end == j + 1:  # "von rund 25 verletzten Personen"
        while end < hi and not unit.flags[end] & (CAP | DET | PUNCT):
            end += 1
        return max(j + 1, phrase_end(unit, end, hi)) if end < hi else end
    for k in range(j + 1, end - 1):
        if unit.flags[k] & TEMPORAL and not unit.flags[k + 1] & (TEMPORAL | NUM | PERSONAL):
            return k + 1
    return end
