"""Whom a speech act addresses."""

from polittext.quotation.noun_phrases import phrase_end
from polittext.quotation.units import Range, Unit
from polittext.quotation.word_classes import AUX, CAP, CUE, DET, FIN, PREP, TEMPORAL
from polittext.quotation.word_groups import word_group


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
    flags, low = unit.flags, unit.low
    taken = range(*speaker) if speaker else range(0)
    for j in range(start, hi - 1):
        if low[j] == "gegenüber" or (low[j] == "mit" and j > start and low[j - 1] in ("interview", "gespräch")):
            end = phrase_end(unit, j + 1, verb if j < verb else hi)
            if end > j + 1:
                return (j + 1, end)
    if start < verb and low[start] == kind == "an":
        end = phrase_end(unit, start + 1, verb)
        if end > start + 1:
            return (start + 1, end)
    j = verb + 1
    while j < hi:
        f, word = flags[j], low[j]
        if j in taken:
            j = speaker[1] if speaker else j + 1
            continue
        if word == kind and kind in ("an", "von") and j + 1 < hi:
            end = phrase_end(unit, j + 1, hi)
            if end > j + 1 and not flags[j + 1] & TEMPORAL:
                return (j + 1, end)
        if f & PREP and not f & CAP:
            j = max(j + 1, phrase_end(unit, j + 1, hi))
            continue
        if kind == "dat":
            if word in word_group("dative_pronoun"):
                return (j, j + 1)
            if f & DET and (
                word in word_group("dative_article") or (word in word_group("feminine_dative") and speaker is not None)
            ):
                end = phrase_end(unit, j, hi)
                if end > j + 1:
                    return (j, end)
            elif f & CAP and speaker is not None and not f & TEMPORAL and flags[j - 1] & (CUE | AUX | FIN):
                return (j, phrase_end(unit, j, hi))
        elif kind == "acc" and speaker is not None:
            if word in word_group("accusative_pronoun"):
                return (j, j + 1)
            if f & (DET | CAP) and not f & TEMPORAL:
                end = phrase_end(unit, j, hi)
                if end > j and not (f & DET and end == j + 1):
                    return (j, end)
        if f & (DET | CAP):
            end = phrase_end(unit, j, hi)
            j = max(j + 1, end)
            continue
        j += 1
    return None
