"""Appositions in commas behind a noun phrase: "der Leiter des Amtes, Klaus Stöhr,"."""

from polittext.quotation.noun_phrases import phrase_end
from polittext.quotation.units import Unit
from polittext.quotation.word_classes import (
    ADV,
    AUX,
    CAP,
    DET,
    DET_NOM,
    FOCUS,
    NOUN,
    OCCASION,
    OWN_WORDS,
    PARTICIPLE,
    PERSONAL,
    PLURAL,
    PREP,
    PRON_NOM,
    SUB,
    TEMPORAL,
)
from polittext.quotation.word_groups import ends_with_word_of, word_group

_NO_NAME = PARTICIPLE | PLURAL | AUX | OWN_WORDS  # what no apposition holds behind its noun phrase


def with_apposition(unit: Unit, i: int, end: int, hi: int) -> int:
    """Extend a noun phrase over an apposition in commas: "der Leiter des Amtes, Klaus Stöhr,".

    Returns:
        The index after the apposition, without the comma that closes it; `end` where there is none.
    """
    if end < hi and unit.flags[end] & PREP and not unit.flags[end] & CAP:
        # "ein Anführer auf pakistanischer Seite, Baitullah Mehsud, erklärte"
        place = phrase_end(unit, end + 1, hi)
        if end + 1 < place < hi - 1 and unit.words[place] == "," and unit.flags[place + 1] & CAP:
            named = with_apposition(unit, i, place, hi)
            if place < named < hi and unit.words[named] == "," and _is_name(unit, place + 1, named):
                return named
    for _ in range(2):
        if end + 1 >= hi or unit.words[end] != ",":
            return end
        start = end + 1
        among = _after_among(unit, start, hi)
        if among:  # "die Planer, unter ihnen auch Autoren,"
            stop = phrase_end(unit, among, hi)
            if stop == among or (stop < hi and unit.words[stop] != ","):
                return end
            end = stop
            continue
        if unit.flags[start] & FOCUS or (unit.flags[start] & (PRON_NOM | PERSONAL) and not unit.flags[start] & DET):
            return end
        if unit.low[start] in word_group("no_apposition"):
            return end
        stop = phrase_end(unit, start, hi)
        if stop == start:
            return end
        if stop < hi and unit.words[stop] not in ",.;:–—-!?":
            # something follows inside the commas: no apposition if it holds a verb
            k = stop
            while k < hi and unit.words[k] not in ",.;:–—":
                k += 1
            if unit.finite(start, k) or k - stop > 12 or any(unit.flags[x] & _NO_NAME for x in range(stop, k)):
                return end
            stop = k
        if unit.finite(start, stop) or unit.is_zu(start, stop):
            return end
        named = any(unit.flags[x] & CAP for x in range(start, stop))
        if not named or unit.flags[start] & (PREP | SUB | ADV):
            return end
        if (
            unit.low[start] in word_group("dative_article")
            and unit.flags[i] & DET_NOM
            and unit.low[i] not in ("der", "die")
        ):
            return end
        if unit.low[start] in word_group("addressed_article") and ends_with_word_of(unit.low[stop - 1], "medium"):
            return end  # "sagte der Leiter, Klaus Stöhr, der Zeitung"
        if any(unit.flags[x] & TEMPORAL for x in range(start, min(stop, start + 4))):
            return end
        end = stop
    return end


def _is_name(unit: Unit, start: int, end: int) -> bool:
    """Say whether all items are words with a capital that name neither a time nor speech, as in a full name."""
    return 1 < end - start < 5 and all(
        unit.flags[k] & CAP and not unit.flags[k] & (TEMPORAL | OCCASION | NOUN) for k in range(start, end)
    )


def _after_among(unit: Unit, start: int, hi: int) -> int:
    """Return where the noun phrase behind "unter ihnen", "darunter" may begin, 0 where neither stands at `start`."""
    k = start + 2 if unit.low[start : start + 2] == ["unter", "ihnen"] else start
    k = start + 1 if unit.low[start] == "darunter" else k
    while start < k < hi and unit.flags[k] & (ADV | FOCUS) and not unit.flags[k] & DET:
        k += 1
    return k if start < k < hi else 0
