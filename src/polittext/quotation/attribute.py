"""Noun phrases without a parser: where a speaker or an addressee begins and ends."""

from polittext.quotation.clauses import SEPARATORS, Unit
from polittext.quotation.cues import (
    ADV,
    AUX,
    CAP,
    COORD,
    CUE,
    DET,
    DET_GEN,
    DET_NOM,
    FIN,
    FINITE,
    FOCUS,
    MODAL,
    NOUN,
    NUM,
    OCCASION,
    PAREN,
    PARTICIPLE,
    PERSONAL,
    PREP,
    PRON_NOM,
    PRON_OBL,
    PUNCT,
    QUOTE,
    REL,
    SUB,
    TEMPORAL,
)
from polittext.quotation.names import role_of

Range = tuple[int, int]
"""Items [start, end) of a unit."""

# Prepositions whose phrase belongs to the noun before it, also after the verb ("ein Sprecher von Amnesty").
_ATTACHING = frozenset(("von", "vom"))
_LOOSELY_ATTACHING = frozenset(("für", "aus", "im"))
_ADJECTIVE_ENDS = ("e", "en", "er", "es", "em")
_DATIVE = frozenset(
    ("dem", "einem", "den", "ihrem", "seinem", "diesem", "allen", "keinem", "unserem", "meinem", "jedem")
)
_REFLEXIVE = frozenset(("sich", "es", "mich", "uns"))
_NAME_PARTICLES = frozenset(
    (
        "von",
        "zu",
        "van",
        "de",
        "der",
        "den",
        "al",
        "el",
        "bin",
        "ben",
        "di",
        "del",
        "della",
        "dos",
        "la",
        "le",
        "du",
        "ibn",
    )
)
_MAX_NOUN_PHRASE = 40


def is_adjective(unit: Unit, i: int) -> bool:
    """Say whether an item may be an attributive adjective or participle."""
    f = unit.flags[i]
    if f & (PUNCT | CAP | DET | PREP | SUB | COORD | QUOTE | PAREN | NUM | PERSONAL | AUX | MODAL):
        return False
    word = unit.low[i]
    if word == "lang" or word == "jährige":
        return True
    return word.endswith(_ADJECTIVE_ENDS) and not (f & ADV and not f & PARTICIPLE)


def core_end(unit: Unit, i: int, hi: int) -> int:
    """Return the end of the noun phrase core (determiner, adjectives, nouns) that starts at `i`; `i` if none does."""
    flags = unit.flags
    if _one_of(unit, i, hi):
        end = core_end(unit, i + 1, hi)
        return end if end > i + 1 else i
    j = i
    head = i
    if j < hi and flags[j] & DET:
        j += 1
    elif j < hi and flags[j] & (PRON_NOM | PRON_OBL | PERSONAL) and not flags[j] & CAP:
        return j + 1
    while j < hi and j - i < _MAX_NOUN_PHRASE:
        f = flags[j]
        if f & (CAP | QUOTE) and not f & PUNCT:
            if f & QUOTE and head == i and j > i + 1:
                break
            j += 1
            head = j
            continue
        if f & PAREN and head > i:
            j += 1
            head = j
            continue
        if f & NUM:
            j += 1
            if head > i or (j < hi and flags[j] & PUNCT):
                head = j
            continue
        if head > i:
            # after a noun only a part of a name may follow in lower case
            if unit.low[j] in (
                "von",
                "zu",
                "van",
                "de",
                "der",
                "al",
                "bin",
                "ben",
                "di",
                "da",
                "den",
            ) and _is_name_particle(unit, i, j, hi):
                j += 1
                continue
            break
        if is_adjective(unit, j) or (f & ADV and j + 1 < hi and j > i and is_adjective(unit, j + 1)):
            if not _noun_follows(unit, j, hi):
                break
            j += 1
            continue
        if f & DET and j == i + 1:  # "all diese", "die beiden", "ein anderer"
            j += 1
            continue
        if f & PREP and j == i + 1 and _participle_follows(unit, j, hi):
            # an extended attribute: "das von Kennedy formulierte Ziel"
            j = _participle_follows(unit, j, hi)
            continue
        break
    if head == i and i < hi and flags[i] & (PRON_NOM | PRON_OBL) and not flags[i] & CAP:
        return i + 1
    return head


def _noun_follows(unit: Unit, j: int, hi: int) -> bool:
    for k in range(j + 1, min(hi, j + 6)):
        f = unit.flags[k]
        if f & (CAP | QUOTE):
            return True
        if f & NUM or is_adjective(unit, k) or f & (COORD | ADV):
            continue
        return unit.words[k] == "," and k + 1 < hi and is_adjective(unit, k + 1)
    return False


def _participle_follows(unit: Unit, j: int, hi: int) -> int:
    """Return the index of an inflected participle after a prepositional phrase within an article's reach, else 0."""
    for k in range(j + 2, min(hi, j + 14)):
        f = unit.flags[k]
        if f & PUNCT and unit.words[k] in SEPARATORS:
            return 0
        if f & FINITE and f & (AUX | MODAL):
            return 0
        if is_adjective(unit, k) and k + 1 < hi and unit.flags[k + 1] & CAP and unit.flags[k - 1] & (CAP | ADV | NUM):
            return k
    return 0


def _is_name_particle(unit: Unit, i: int, j: int, hi: int) -> bool:
    """Say whether "de", "von", "der" belongs to a personal name ("Ursula von der Leyen")."""
    if j + 1 >= hi:
        return False
    word = unit.low[j]
    following = bool(unit.flags[j + 1] & CAP)
    if word not in ("von", "zu", "der", "den"):
        return following and bool(unit.flags[j - 1] & CAP)
    if unit.flags[i] & DET:
        return False
    if word == "von" and unit.low[j + 1] == "der" and j + 2 < hi:
        following = bool(unit.flags[j + 2] & CAP)
    return following and j - i <= 3 and (_named(unit, i, j) or unit.low[j - 1] == "von")


def _named(unit: Unit, i: int, j: int) -> bool:
    """Say whether the items look like a first name alone, so that "von X" continues the name."""
    return j - i == 1 and bool(unit.flags[i] & CAP) and not unit.words[i].endswith(("er", "in", "en", "ung"))


def phrase_end(unit: Unit, i: int, hi: int, *, loose: bool = False) -> int:
    """Return the end of the noun phrase that starts at `i`, with genitives, "von" phrases and coordination.

    Args:
        unit: The unit.
        i: Index of its first item.
        hi: Index where it must end.
        loose: Whether any prepositional phrase may belong to it, as before the verb of a main clause.

    Returns:
        The index after its last item; `i` where no noun phrase starts there.
    """
    end = core_end(unit, i, hi)
    if end == i:
        return i
    flags, low = unit.flags, unit.low
    pronoun = end == i + 1 and bool(flags[i] & PERSONAL)
    if pronoun and low[i] != "wir":
        return end
    bare_name = not flags[i] & DET and flags[i] & CAP and not flags[end - 1] & NOUN and not is_role(unit, i, end)
    while end < hi and end - i < _MAX_NOUN_PHRASE:
        word, f = low[end], flags[end]
        nxt = end
        if f & DET_GEN and not (bare_name and not loose) and not unit.words[end][0].isupper():
            nxt = core_end(unit, end, hi)
            if nxt == end + 1:
                nxt = end
        elif word in _ATTACHING or (f & PREP and (loose or (word in _LOOSELY_ATTACHING and not bare_name))):
            start = end + 1
            if loose or (start < hi and not flags[start] & (TEMPORAL | NUM)):
                nxt = core_end(unit, start, hi)
                if nxt == start or (not loose and _is_occasion(unit, start, nxt)):
                    nxt = end
        elif word in ("und", "oder", "sowie", "bzw.", "beziehungsweise") and end + 1 < hi:
            nxt = core_end(unit, end + 1, hi)
            if nxt == end + 1 or flags[end + 1] & (PERSONAL | PRON_OBL) & ~CAP:
                nxt = end
        elif f & PAREN:
            nxt = end + 1
        elif loose and f & (CAP | NUM | QUOTE):
            nxt = core_end(unit, end, hi)
        if nxt <= end:
            break
        end = nxt
    return end


def _is_occasion(unit: Unit, start: int, end: int) -> bool:
    return any(unit.flags[k] & (OCCASION | TEMPORAL) for k in range(start, end))


def is_role(unit: Unit, i: int, end: int) -> bool:
    """Say whether a bare noun phrase is a word for persons that takes a genitive ("Vertreter der Armee")."""
    return end - i == 1 and role_of(unit.words[i]) is not None


def with_apposition(unit: Unit, i: int, end: int, hi: int) -> int:
    """Extend a noun phrase over an apposition in commas: "der Leiter des Amtes, Klaus Stöhr,".

    Returns:
        The index after the apposition, without the comma that closes it; `end` where there is none.
    """
    for _ in range(2):
        if end + 1 >= hi or unit.words[end] != ",":
            return end
        start = end + 1
        if unit.flags[start] & FOCUS or (unit.flags[start] & (PRON_NOM | PERSONAL) and not unit.flags[start] & DET):
            return end
        stop = phrase_end(unit, start, hi)
        if stop == start:
            return end
        if stop < hi and unit.words[stop] not in ",.;:–—-!?":
            # something follows inside the commas: no apposition if it holds a verb
            k = stop
            while k < hi and unit.words[k] not in ",.;:–—":
                k += 1
            if unit.finite(start, k) or k - stop > 12:
                return end
            stop = k
        if unit.finite(start, stop):
            return end
        named = any(unit.flags[x] & CAP for x in range(start, stop))
        if not named or unit.flags[start] & (PREP | SUB | ADV):
            return end
        if unit.low[start] in _DATIVE and unit.flags[i] & DET_NOM and unit.low[i] not in ("der", "die"):
            return end
        if any(unit.flags[x] & TEMPORAL for x in range(start, min(stop, start + 4))):
            return end
        end = stop
    return end


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
            if word in ("von", "vom", "durch", "seitens") and j + 1 < hi:
                end = phrase_end(unit, j + 1, hi)
                if end > j + 1 and not flags[j + 1] & (TEMPORAL | NUM):
                    return (j + 1, with_apposition(unit, j + 1, end, len(unit.words)))
            j += 1
            continue
        if (
            word in _REFLEXIVE
            or f & FOCUS
            or (f & ADV and not f & DET)
            or word in ("ihm", "ihnen", "mir", "ihn", "dir")
        ):
            j += 1
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
        if f & (DET | CAP | QUOTE) or is_adjective(unit, j) or f & (NUM | PRON_NOM):
            end = phrase_end(unit, j, hi)
            if end == j:
                j += 1
                continue
            oblique = bool(f & DET) and not f & DET_NOM and not _one_of(unit, j, hi)
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
    if f & PREP and not (f & CAP):
        return None
    if f & SUB and not f & (DET | CAP):
        return None
    if f & ADV and not f & (DET | CAP):
        return None
    if f & DET and not f & DET_NOM and not _one_of(unit, i, verb):
        return None
    if f & PRON_OBL and not f & (PRON_NOM | DET):
        return None
    end = phrase_end(unit, i, verb, loose=True)
    if end == i:
        return None
    core = core_end(unit, i, verb)
    if (any(flags[k] & TEMPORAL for k in range(i, core)) and not flags[i] & DET_NOM) or low_is_time(unit, i, core):
        return None
    end = with_apposition(unit, i, end, verb)
    # adverbs may stand between the subject and the verb: "Merkel selbst sagte", "X dagegen meinte"
    return (i, end)


def _one_of(unit: Unit, i: int, hi: int) -> bool:
    """Say whether "einer der Männer" starts at `i`."""
    return (
        i + 1 < hi
        and unit.low[i] in ("einer", "eines", "keiner", "keines", "jeder")
        and bool(unit.flags[i + 1] & DET_GEN)
    )


def low_is_time(unit: Unit, i: int, end: int) -> bool:
    """Say whether a noun phrase names a time ("Wenige Stunden", "Ein Jahr")."""
    return end - i <= 3 and end > i and bool(unit.flags[end - 1] & TEMPORAL)


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
            if word in ("ihm", "ihnen", "mir", "uns", "ihr"):
                return (j, j + 1)
            if f & DET and (word in _DATIVE or (word in ("der", "einer", "ihrer", "seiner") and speaker is not None)):
                end = phrase_end(unit, j, hi)
                if end > j + 1:
                    return (j, end)
            elif f & CAP and speaker is not None and not f & TEMPORAL and flags[j - 1] & (CUE | AUX | FIN):
                return (j, phrase_end(unit, j, hi))
        elif kind == "acc" and speaker is not None:
            if word in ("ihn", "sie", "uns", "mich"):
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


def is_relative(unit: Unit, start: int, end: int) -> bool:
    """Say whether the items [start, end) look like a relative clause: relative pronoun first, finite verb last."""
    if start == 0 or start >= end:
        return False
    i = start + 1 if unit.flags[start] & PREP and start + 1 < end else start
    if not unit.flags[i] & REL:
        return False
    last = end - 1
    while last > i and unit.flags[last] & PAREN:
        last -= 1
    finite = unit.finite(i + 1, last + 1)
    if finite and finite[0] == i + 2 and finite[0] < last and unit.flags[i + 1] & CAP:
        return False  # "das Land ist bereit"
    return bool(finite) and finite[0] >= last - 2
