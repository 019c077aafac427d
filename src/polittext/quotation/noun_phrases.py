"""Noun phrases without a parser: where they begin and end."""

from polittext.quotation.clauses import SEPARATORS
from polittext.quotation.person_words import GENITIVE_ENDS, given_gender, is_long_noun, role_of
from polittext.quotation.units import Unit
from polittext.quotation.word_classes import (
    ADV,
    AUX,
    CAP,
    CLAUSAL,
    COORD,
    DET,
    DET_GEN,
    FINITE,
    MODAL,
    NOUN,
    NUM,
    OCCASION,
    OWN_WORDS,
    PAREN,
    PARTICIPLE,
    PERSONAL,
    PREP,
    PRON_NOM,
    PRON_OBL,
    PUNCT,
    QUOTE,
    SUB,
    TEMPORAL,
)
from polittext.quotation.word_groups import ends_with_word_of, word_group

_ADJECTIVE_ENDS = ("e", "en", "er", "es", "em")
_MAX_NOUN_PHRASE = 40
_SMALL_NAME = 5  # letters of a name in lower case


def is_adjective(unit: Unit, i: int) -> bool:
    """Say whether an item may be an attributive adjective or participle."""
    f = unit.flags[i]
    if f & (PUNCT | CAP | DET | PREP | SUB | COORD | QUOTE | PAREN | NUM | PERSONAL | AUX | MODAL):
        return False
    word = unit.low[i]
    if word == "lang" or word == "jährige" or word in word_group("number_word"):
        return True
    return word.endswith(_ADJECTIVE_ENDS) and not (f & ADV and not f & PARTICIPLE)


def core_end(unit: Unit, i: int, hi: int) -> int:
    """Return the end of the noun phrase core (determiner, adjectives, nouns) that starts at `i`; `i` if none does."""
    flags = unit.flags
    if is_one_of(unit, i, hi):
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
            if f & QUOTE and ((head == i and j > i + 1) or (head > i and f & (OWN_WORDS | CLAUSAL))):
                break
            if head > i and (_starts_anew(unit, i, j) or (f & CAP and flags[j - 1] & QUOTE)):
                break  # "laut „Reuters“ Warnschüsse"
            j += 1
            head = j
            continue
        if f & PAREN and head > i:
            j += 1
            head = j
            continue
        if f & NUM:
            if head > i and j + 1 < hi and (flags[j + 1] & (CAP | NUM) or is_adjective(unit, j + 1)):
                break  # "laut Polizei 40 Menschen"
            if head > i + 1 and any(given_gender(unit.words[k]) is not None for k in range(i, head - 1)):
                break  # "hat Jan Kern 1987 gesagt"
            j += 1
            if head > i or (j < hi and flags[j] & PUNCT) or _is_aged(unit, j - 1, hi):
                head = j
            continue
        if head > i:
            # after a noun only a part of a name may follow in lower case
            if unit.low[j] in word_group("lower_case_name") and flags[j - 1] & CAP:
                j += 1
                head = j  # "des Instituts Infratest dimap"
                continue
            if unit.low[j] in word_group("inner_name_particle") and _is_name_particle(unit, i, j, hi):
                j += 1
                continue
            if f & DET and unit.words[j][0].isupper() and j + 1 < hi and flags[j + 1] & CAP:
                j += 1
                continue  # "das Magazin Der Spiegel", "der Stadt Den Haag"
            if _leads_as_genitive(unit, i, j, hi) or _is_measured(unit, i, j, hi):
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
            if unit.low[j - 1] in word_group("counted_pronoun"):
                head = j  # "Die beiden erklärten"
            continue
        if j == i + 1 and _is_small_name(unit, j, hi):
            j += 1
            head = j
            break
        if f & PREP and j == i + 1 and _participle_follows(unit, j, hi):
            # an extended attribute: "das von Kennedy formulierte Ziel"
            j = _participle_follows(unit, j, hi)
            continue
        break
    if head == i and i < hi and flags[i] & (PRON_NOM | PRON_OBL) and not flags[i] & CAP:
        return i + 1
    return head


def _starts_anew(unit: Unit, i: int, j: int) -> bool:
    """Say whether a noun behind a plural is a phrase of its own: "nach ersten Meldungen Schäden"."""
    before, word = unit.words[j - 1], unit.words[j]
    if unit.flags[j] & NOUN or is_long_noun(word):
        # "hat Parteichef Jan Kern Nachbesserungen gefordert": a full name is over
        return j - i > 1 and any(given_gender(unit.words[k]) is not None for k in range(i, j - 1))
    if given_gender(word) is not None or word.endswith("s"):
        return False
    if unit.flags[j - 1] & NOUN and before.endswith("en"):
        return True
    if unit.flags[j] & QUOTE:
        return False
    plural = unit.low[i] == "den" and before.endswith("n") and i > 0 and bool(unit.flags[i - 1] & PREP)
    return plural and not (j + 1 < len(unit.words) and unit.low[j + 1] in word_group("coordinating"))


def _is_small_name(unit: Unit, j: int, hi: int) -> bool:
    """Say whether a short unknown word in lower case behind an article is a name: "die taz vermutet"."""
    if unit.flags[j] or not unit.low[j].isalpha() or len(unit.low[j]) > _SMALL_NAME or is_adjective(unit, j):
        return False
    return j + 1 >= hi or bool(unit.flags[j + 1] & (PUNCT | PREP | FINITE | ADV))


def _is_aged(unit: Unit, j: int, hi: int) -> bool:
    """Say whether somebody is named by age alone: "sagte der 81-jährige"."""
    return unit.low[j].endswith(("jährige", "jähriger", "jährigen")) and not (j + 1 < hi and unit.flags[j + 1] & CAP)


def _is_measured(unit: Unit, i: int, j: int, hi: int) -> bool:
    """Say whether an adjective takes a measure before it: "dem 120 Seiten starken Papier"."""
    if j - i < 2 or not unit.flags[j - 2] & NUM or j + 1 >= hi or not unit.flags[j + 1] & CAP:
        return False
    return unit.low[j] in word_group("measured_adjective")


def _leads_as_genitive(unit: Unit, i: int, j: int, hi: int) -> bool:
    """Say whether a name alone is a genitive before its noun: "Berlins früherer Chef", "Merz’ alter Rivale"."""
    if j != i + 1 or not unit.words[i].endswith(GENITIVE_ENDS) or unit.flags[i] & (NOUN | QUOTE):
        return False
    return is_adjective(unit, j) and unit.low[j].endswith(("er", "e", "es")) and _noun_follows(unit, j, hi)


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
    if word in ("der", "den") and unit.low[j - 1] not in ("von", "van"):
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
    if unit.low[i : i + 1] == ["sowohl"] and i + 1 < hi:
        first = phrase_end(unit, i + 1, hi)
        if unit.low[first : first + 2] == ["als", "auch"] and first + 2 < hi:
            return phrase_end(unit, first + 2, hi)
        return first if first > i + 1 else i
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
            acronym = unit.words[end - 1].isupper() and len(unit.words[end - 1]) > 1  # "des BMI der Verbesserung"
            if nxt == end + 1 or acronym or _is_nominative(unit, end, nxt):
                nxt = end
        elif flags[end - 1] & NOUN and word.endswith("er") and is_adjective(unit, end) and _noun_follows(unit, end, hi):
            nxt = core_end(unit, end, hi)  # "Ansicht politischer Beobachter"
        elif word in ("in", "auf") and _edition_end(unit, end, hi):
            nxt = _edition_end(unit, end, hi)
        elif word == "in" and not bare_name and end + 1 < hi and _is_place(unit, end + 1, hi):
            nxt = end + 2  # "die Staatsanwaltschaft in Bonn"
        elif word in word_group("attaching_preposition") or (
            f & PREP and (loose or (word in word_group("loosely_attaching_preposition") and not bare_name))
        ):
            start = end + 1
            if loose or (start < hi and not flags[start] & (TEMPORAL | NUM)):
                nxt = core_end(unit, start, hi)
                if nxt == start and word == "von" and start < hi and not flags[start] and unit.low[start].isalpha():
                    nxt = start + 1 if not is_adjective(unit, start) else start  # "Ansicht von ai"
                if nxt == start or (not loose and _is_occasion(unit, start, nxt)):
                    nxt = end
        elif word in word_group("coordinating") and end + 1 < hi:
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


def _is_nominative(unit: Unit, start: int, end: int) -> bool:
    """Say whether "der" opens a nominative, since a masculine singular follows: "laut Verfassung der Präsident"."""
    if unit.low[start] != "der":
        return False
    head = next((k for k in range(start + 1, end) if unit.flags[k] & CAP), start)
    role = role_of(unit.words[head])
    ending = unit.low[head]
    return ending.endswith("mann") or (
        role is not None and role.gender == "m" and not ending.endswith(("er", "en")) and head > start
    )


def _edition_end(unit: Unit, at: int, hi: int) -> int:
    """Return the end of "in ihrer Onlineausgabe", "auf seiner Website" behind a medium, 0 where there is none."""
    for k in range(at + 1, min(hi, at + 4)):
        if unit.flags[k] & CAP:
            return k + 1 if ends_with_word_of(unit.low[k], "edition") else 0
    return 0


def _is_place(unit: Unit, at: int, hi: int) -> bool:
    """Say whether a single capitalised word that names no time stands at `at`, as a town behind "in" does."""
    f = unit.flags[at]
    if unit.low[at] in word_group("no_place"):
        return False
    return bool(f & CAP) and not f & (TEMPORAL | OCCASION | NOUN) and not (at + 1 < hi and unit.flags[at + 1] & CAP)


def _is_occasion(unit: Unit, start: int, end: int) -> bool:
    return any(unit.flags[k] & (OCCASION | TEMPORAL) for k in range(start, end))


def is_role(unit: Unit, i: int, end: int) -> bool:
    """Say whether a bare noun phrase is a word for persons that takes a genitive ("Vertreter der Armee")."""
    return end - i == 1 and role_of(unit.words[i]) is not None


def is_one_of(unit: Unit, i: int, hi: int) -> bool:
    """Say whether "einer der Männer" starts at `i`."""
    return i + 1 < hi and unit.low[i] in word_group("one_of") and bool(unit.flags[i + 1] & DET_GEN)


def is_time(unit: Unit, i: int, end: int) -> bool:
    """Say whether a noun phrase names a time ("Wenige Stunden", "Ein Jahr")."""
    return end - i <= 3 and end > i and bool(unit.flags[end - 1] & TEMPORAL)
