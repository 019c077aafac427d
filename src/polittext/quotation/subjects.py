"""Subjects without a parser: before and after the finite verb."""

from polittext.quotation.appositions import with_apposition
from polittext.quotation.lexicon import flags_of
from polittext.quotation.noun_phrases import core_end, is_adjective, is_one_of, is_time, phrase_end
from polittext.quotation.units import Range, Unit
from polittext.quotation.word_classes import (
    ADV,
    CAP,
    COORD,
    DET,
    DET_GEN,
    DET_NOM,
    FINITE,
    FOCUS,
    NOUN,
    NUM,
    OCCASION,
    PERSONAL,
    PLURAL,
    PREP,
    PRON_NOM,
    PRON_OBL,
    PUNCT,
    QUOTE,
    SUB,
    TEMPORAL,
)
from polittext.quotation.word_groups import word_group

_LONGEST_NOBLE = 4  # items of a name like "Von der Leyen"


def subject_after(unit: Unit, verb: int, hi: int, *, passive: bool = False) -> Range | None:
    """Find the subject between a finite verb and the end of its clause.

    Args:
        unit: The unit.
        verb: Index of the finite verb (or of the last item before the subject may start).
        hi: Index where the clause ends; an apposition may follow behind its comma.
        passive: Whether the agent ("von X", "durch X") is looked for instead.

    Returns:
        The items of the subject, with its apposition; None where there is none.
    """
    flags, low = unit.flags, unit.low
    j = verb + 1
    limit = min(hi, verb + 60)
    fallback: Range | None = None
    while j < limit:
        f = flags[j]
        word = low[j]
        if f & PUNCT:
            break
        if passive:
            if word in word_group("agent_preposition") and j + 1 < hi:
                end = phrase_end(unit, j + 1, hi)
                if end > j + 1 and not flags[j + 1] & (TEMPORAL | NUM):
                    return (j + 1, with_apposition(unit, j + 1, end, len(unit.words)))
            j += 1
            continue
        if (
            word in word_group("reflexive")
            or f & FOCUS
            or (f & ADV and not f & DET)
            or word in word_group("object_pronoun")
        ):
            j += 1
            continue
        if word in ("unter", "vor") and j + 1 < limit and low[j + 1] in ("anderem", "anderen", "allem"):
            j += 2  # "denen unter anderem X vorwirft"
            continue
        if f & PREP and not f & CAP:
            end = max(j + 1, phrase_end(unit, j + 1, hi))
            if word == "von" and j == verb + 1 and end > j + 1:
                fallback = (j, end)  # "sagte von der Leyen"
            j = end
            continue
        if f & (PRON_NOM | PERSONAL) and not f & DET:
            if word == "es":
                j += 1
                continue
            return (j, j + 1)
        if f & (DET | CAP | QUOTE) or is_adjective(unit, j) or f & (NUM | PRON_NOM) or word == "sowohl":
            end = phrase_end(unit, j, hi)
            if end == j:
                j += 1
                continue
            oblique = bool(f & DET) and not f & DET_NOM and not is_one_of(unit, j, hi)
            if end == j + 1 and word in ("das", "dies", "dieses"):
                j = end
                continue
            if flags[j] & (TEMPORAL) and end == j + 1:
                j = end
                continue
            found = (j, end)
            if oblique:
                j = end
                continue
            # "sagte der Zeitung der Minister": a second nominative right after it wins over a feminine dative
            if word == "der" and end < hi and flags[end] & (DET_NOM | PRON_NOM) and not flags[end] & DET_GEN:
                fallback = found
                j = end
                continue
            return (j, with_apposition(unit, j, end, len(unit.words)))
        if f & FINITE and not is_adjective(unit, j):
            break
        j += 1
    return fallback


def is_address(unit: Unit, i: int) -> bool:
    """Say whether somebody is addressed: "Liebe Kolleginnen und Kollegen", "Meine Damen und Herren"."""
    if unit.low[i] in word_group("address_opener"):
        return True
    return i + 1 < len(unit.low) and unit.low[i] == "meine" and unit.low[i + 1] in ("damen", "herren", "sehr")


def noble_name(unit: Unit, start: int, verb: int) -> Range | None:
    """ "Von der Leyen sagte": a surname with "von" where a clause has no other subject."""
    if not start < verb <= start + _LONGEST_NOBLE or unit.words[start] not in ("Von", "Van", "De"):
        return None
    last = unit.flags[verb - 1]
    if verb - start < 2 or not last & CAP or last & (NOUN | TEMPORAL | OCCASION):
        return None
    middle = unit.words[start + 1 : verb - 1]
    return (start, verb) if all(word in word_group("name_particle") for word in middle) else None


def subject_before(unit: Unit, start: int, verb: int) -> Range | None:
    """Find the subject before the finite verb of a main clause; `start` is where the clause starts.

    Returns:
        The items of the subject; None where an adverb, a preposition or an object in an oblique case comes first.
    """
    i = start
    flags = unit.flags
    while i < verb and (flags[i] & (COORD | FOCUS)) and not flags[i] & DET:
        i += 1
    if i >= verb:
        return None
    f = flags[i]
    if is_address(unit, i):
        return None
    if i + 1 < verb and unit.words[i + 1] == "Sie" and flags_of(unit.low[i]) & PLURAL:
        return None  # "Lassen Sie mich sagen"
    if f & PREP and not (f & CAP):
        return None
    if f & SUB and not f & (DET | CAP):
        return None
    if f & ADV and not f & (DET | CAP):
        return None
    if f & DET and not f & DET_NOM and not is_one_of(unit, i, verb):
        return None
    if f & PRON_OBL and not f & (PRON_NOM | DET):
        return None
    end = phrase_end(unit, i, verb, loose=True)
    if end == i:
        return None
    core = core_end(unit, i, verb)
    if (any(flags[k] & TEMPORAL for k in range(i, core)) and not flags[i] & DET_NOM) or is_time(unit, i, core):
        return None
    end = with_apposition(unit, i, end, verb)
    # adverbs may stand between the subject and the verb: "Merkel selbst sagte", "X dagegen meinte"
    return (i, end)
