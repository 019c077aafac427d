"""Who speaks and who is addressed in the clause of a cue verb."""

from dataclasses import replace

from polittext.quotation.addressee_phrases import addressed_end, prepositional_addressee
from polittext.quotation.addressees import addressee, fronted_end, opens_subordinate
from polittext.quotation.clauses import SEPARATORS
from polittext.quotation.noun_phrases import core_end, phrase_end
from polittext.quotation.person_words import given_gender, role_of
from polittext.quotation.rules_base import CueMatch
from polittext.quotation.subjects import noble_name, subject_after
from polittext.quotation.units import Range, Unit
from polittext.quotation.word_classes import (
    AUX,
    CAP,
    COORD,
    DET,
    FIN,
    FOCUS,
    NOUN,
    OCCASION,
    PERSONAL,
    PREP,
    PUNCT,
    QUOTE,
    SEIN,
    TEMPORAL,
)
from polittext.quotation.word_groups import ends_with_word_of, word_group


def first_verb(unit: Unit, start: int, match: CueMatch) -> int:
    """Return the first finite verb of the clause where the cue is the second of two ("X dankte und ergänzte")."""
    for i in unit.finite(start, match.finite):
        if unit.flags[i] & FIN and any(unit.flags[k] & COORD for k in range(i + 1, match.finite + 1)):
            return i
    return match.finite


def better_subject(unit: Unit, subject: Range | None, match: CueMatch, end: int, verb: int) -> Range | None:
    """Prefer a subject after the verb where what stands before is no nominative or an anaphor ("Das sagte X")."""
    if subject is not None and verb + 1 < end:
        # "Der Politik schlug er vor", "Die Pläne nannte Müller": an object stands first
        word, f = unit.low[verb + 1], unit.flags[verb + 1]
        if word in word_group("nominative_pronoun") and unit.low[subject[0]] not in word_group("nominative_pronoun"):
            return (verb + 1, verb + 2)
        if (
            unit.low[subject[0]] in word_group("fronted_object")
            and match.cue.takes & set("na")
            and match.cue.addressee in ("-", "acc", "von")
            and (
                word in ("der", "ein")
                # "Die Polizei bat Zeugen": of two that may be either, the subject stands first
                or (
                    match.cue.addressee != "acc"
                    and f & CAP
                    and not f & (DET | PREP | TEMPORAL)
                    and not names_a_person(unit, subject)
                )
            )
        ):
            found = subject_after(unit, verb, end)
            if found is not None and found[0] == verb + 1:
                return found
    if subject is not None and match.cue.addressee == "dat" and opens_feminine_dative(unit, subject):
        subject = subject_after(unit, verb, end) or subject
    if subject is not None:
        i = subject[0]
        single = subject[1] - i == 1
        if not (single and unit.low[i] in word_group("anaphor")):
            return subject
    after = subject_after(unit, verb, end)
    if after is not None:
        return after
    return subject


def names_a_person(unit: Unit, phrase: Range) -> bool:
    """Say whether a noun phrase holds an office or a given name."""
    words = unit.words[phrase[0] : phrase[1]]
    return any(role_of(word) is not None or given_gender(word) is not None for word in words)


def settled_subject(
    unit: Unit, match: CueMatch, subject: Range | None, start: int, end: int, verb: int
) -> Range | None:
    """Weigh what stands before the verb of a clause [start, end) against what stands behind it."""
    found = nominative_first(unit, match, better_subject(unit, subject, match, end, verb))
    return found or noble_name(unit, start, verb)


def speaker_and_addressee(
    unit: Unit, match: CueMatch, start: int, end: int, speaker: Range | None
) -> tuple[Range | None, Range | None]:
    """Return the speaker, parted from a dative that looks like its genitive, and whom the speech act addresses."""
    address = addressee_of(unit, match, start, end, speaker)
    return (speaker, address) if address is not None else part_addressee(unit, match, speaker)


def quoted_speaks(match: CueMatch) -> CueMatch:
    """Read "X wird zitiert" as if X spoke: who is quoted speaks."""
    return replace(match, passive=False) if match.passive and match.cue.verb == "zitieren" else match


def quoted_person(unit: Unit, match: CueMatch, speaker: Range | None, end: int) -> Range | None:
    """ "zitiert die Zeitung Lynch", "Der Sender zitierte ihn mit den Worten": who is quoted, rather than who quotes."""
    if match.cue.verb != "zitieren" or match.passive or unit.flags[match.finite] & AUX:
        return speaker
    if speaker is not None and speaker[0] > match.finite:
        if "." in unit.words[speaker[0]] and speaker[1] - speaker[0] > 1:
            return (speaker[0] + 1, speaker[1])  # "ndr.de Polizeisprecher Ralf Meyer"
        start = speaker[1]
    else:
        start = match.finite + 1
    if start >= end or not unit.flags[start] & (CAP | DET | PERSONAL) or unit.flags[start] & (TEMPORAL | OCCASION):
        return speaker
    stop = phrase_end(unit, start, end)
    return (start, stop) if stop > start else speaker


def opens_feminine_dative(unit: Unit, phrase: Range) -> bool:
    """Say whether "der" with a feminine noun opens a phrase, which is then no nominative ("Der Zeitung sagte er")."""
    i = phrase[0]
    if unit.low[i] != "der":
        return False
    head = next((unit.low[k] for k in range(i + 1, phrase[1]) if unit.flags[k] & CAP), "")
    return ends_with_word_of(head, "feminine_noun")


def nominative_first(unit: Unit, match: CueMatch, speaker: Range | None) -> Range | None:
    """Prefer "der X" right after a verb with an accusative to what follows: "forderte der Verband die Länder auf"."""
    first = match.finite + 1
    if speaker is None or match.passive or match.cue.addressee != "acc" or speaker[0] <= first:
        return speaker
    if unit.low[first] == "der" and phrase_end(unit, first, speaker[0]) == speaker[0]:
        return (first, speaker[0])
    return speaker


def addressee_of(unit: Unit, match: CueMatch, start: int, end: int, speaker: Range | None) -> Range | None:
    """Find whom the speech act of a cue verb addresses in the clause [start, end)."""
    kind = match.cue.addressee
    if match.passive and kind in ("acc", "dat"):
        return _addressee_of_passive(unit, match, start, end, speaker)
    found = addressee(unit, start, match.finite, end, kind, speaker)
    if found is None or kind != "dat" or match.cue.verb not in word_group("verb_with_dative"):
        return found
    name_and_marks = found[1] - found[0] == 2 and unit.flags[found[1] - 1] & QUOTE
    if name_and_marks and not unit.flags[found[0]] & (DET | NOUN):
        return (found[0], found[0] + 1)  # "warf Kern „Untätigkeit“ vor"
    return found


def addressee_behind(unit: Unit, match: CueMatch, start: int, end: int) -> Range | None:
    """ "sagte Müller, Trainer des Vereins, gegenüber dem Sender", "..., dem Sender": a phrase behind the commas."""
    if match.passive or start + 2 >= end or unit.words[start] != ",":
        return None
    first = start + 1
    stop = next((k for k in range(first, end) if unit.flags[k] & PUNCT and unit.words[k] in SEPARATORS), end)
    if unit.flags[first] & PREP:
        return prepositional_addressee(unit, first, stop, stop, match.cue.addressee, None)
    if match.cue.addressee == "dat" and unit.low[first] in word_group("addressed_article"):
        last = addressed_end(unit, first, stop)
        if last > first + 1 and ends_with_word_of(unit.low[last - 1], "medium"):
            return (first, last)
    return None


def part_addressee(unit: Unit, match: CueMatch, speaker: Range | None) -> tuple[Range | None, Range | None]:
    """Part the speaker from a dative that looks like its genitive: "warf die Partei | der Stadt vor".

    Only for verbs that can't do without a dative, where none has been found.

    Returns:
        The items of the speaker and of the addressee.
    """
    if speaker is None or match.passive or speaker[0] <= match.finite or match.cue.addressee != "dat":
        return speaker, None
    if match.cue.verb not in word_group("verb_with_dative"):
        return speaker, None
    start, end = speaker
    flags = unit.flags
    for k in range(end - 1, start + 1, -1):
        if unit.low[k] in word_group("feminine_dative") and flags[k] & DET and phrase_end(unit, k, end) == end:
            return (start, k), (k, end)
    if end - start == 3 and flags[start] & DET and flags[start + 1] & flags[start + 2] & CAP:
        return (start, end - 1), (end - 1, end)  # "warf die Staatsanwaltschaft Müller vor"
    return speaker, None


def _addressee_of_passive(unit: Unit, match: CueMatch, start: int, end: int, speaker: Range | None) -> Range | None:
    """ "Der Stadt wurde vorgeworfen", "X wurde aufgefordert": the dative, or what stands where a subject would."""
    i = start
    while i < match.finite and unit.flags[i] & (COORD | FOCUS) and not unit.flags[i] & DET:
        i += 1
    opens = i < match.finite and unit.flags[i] & (CAP | DET | PERSONAL) and not unit.flags[i] & PREP
    if match.cue.addressee == "dat":
        bare = match.cue.verb in word_group("clause_passive_verb")
        if (
            opens
            and not opens_subordinate(unit, i)
            and (unit.low[i] in word_group("dative_opener") or unit.low[i] in word_group("dative_article") or bare)
        ):
            stop = fronted_end(unit, i, match.finite)
            return (i, stop) if stop > i else None
        return addressee(unit, start, match.finite, end, "dat", speaker or ((end, end) if bare else None))
    if unit.flags[match.finite] & SEIN and not any(unit.low[k] == "worden" for k in match.items):
        return None
    if opens_subordinate(unit, i):
        return subject_after(unit, i, match.items[0])
    if opens:
        stop = fronted_end(unit, i, match.finite)
        return (i, stop) if stop > i else None
    cut = next((k for k in range(match.finite + 1, end) if unit.low[k] in word_group("agent_preposition")), end)
    return subject_after(unit, match.finite, cut)


def place(unit: Unit, start: int, end: int, *, only_documents: bool = False) -> Range | None:
    """ "In der Mitteilung heißt es", "hieß es aus dem Amt": the source instead of a speaker."""
    for i in range(start, end):
        if unit.low[i] in word_group("source_preposition") and i + 1 < end:
            limit = next(
                (k for k in range(i + 1, end) if unit.flags[k] & FIN and not unit.is_attribute(k, i, end)), end
            )
            stop = phrase_end(unit, i + 1, limit, loose=i == start)
            if stop > i + 1 and not unit.flags[i + 1] & COORD:
                if unit.flags[i + 1] & TEMPORAL:
                    continue
                core = core_end(unit, i + 1, stop)
                if only_documents and not (core and unit.flags[core - 1] & (NOUN | OCCASION)):
                    continue
                return (i + 1, stop)
    return None
