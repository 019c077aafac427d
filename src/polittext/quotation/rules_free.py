"""Rendered sentences without a frame of their own, and quotations that stand alone."""

from polittext.quotation.appositions import with_apposition
from polittext.quotation.clauses import is_relative, is_subordinate
from polittext.quotation.lexicon import flags_of
from polittext.quotation.noun_phrases import is_adjective, phrase_end
from polittext.quotation.person_words import given_gender, role_of
from polittext.quotation.rules_base import Chars, Found, chars, match_cue, ranges, span_of
from polittext.quotation.rules_roles import (
    addressee_of,
    names_a_person,
    opens_feminine_dative,
    settled_subject,
    speaker_and_addressee,
)
from polittext.quotation.subjects import noble_name, subject_after, subject_before
from polittext.quotation.units import Range, Segment, Unit
from polittext.quotation.word_classes import (
    AUX,
    CAP,
    CLAUSAL,
    COORD,
    CUE,
    DET,
    KON,
    MODAL,
    PAREN,
    PARTICIPLE,
    PLURAL,
    PREP,
    QUOTE,
    SUB,
)
from polittext.quotation.word_groups import ends_with_word_of, word_group

_TELLING = 2  # strength of a cue whose subject speaks
_APPOSED = 3  # segments that a subject with appositions may take, with its verb


def is_rendered(unit: Unit, *, alone: bool = False) -> bool:
    """Say whether a sentence's main verb is a Konjunktiv as in indirect speech; `alone` asks for a Konjunktiv I.

    Konjunktiv I always counts; Konjunktiv II ("wäre", "könnte") is a wish or a condition as often, so that it alone
    does not.
    """
    main = _main_verb(unit, before_colon=True)
    if main is None:
        return False
    segment, i = main
    if not unit.flags[i] & KON or (alone and not unit.flags[i] & (AUX | MODAL) and not _is_first(unit, segment, i)):
        return False
    if unit.low[i] in ("möchte", "möchten"):
        return False
    if unit.low[i] in word_group("conditional") and not any(
        word in word_group("first_subjunctive") for word in unit.low
    ):
        return False
    if i + 1 < segment.end and unit.flags[i + 1] & CAP and i > segment.start and unit.flags[i - 1] & DET:
        return False
    return "ich" not in unit.low[segment.start : segment.end]


def _is_first(unit: Unit, segment: Segment, i: int) -> bool:
    """Say whether a verb behind its subject is a Konjunktiv I, singular: "Es gehe nicht darum"."""
    if unit.low[i] == "bitte":
        return False
    following = i + 1 < segment.end and bool(unit.flags[i + 1] & CAP or is_adjective(unit, i + 1))
    others = any(not unit.flags[k] & KON for k in unit.finite(segment.start, segment.end))
    return i > segment.start and bool(flags_of(unit.low[i] + "n") & PLURAL) and not following and not others


def is_conditional(unit: Unit) -> bool:
    """Say whether a sentence's main verb is a Konjunktiv II that may continue indirect speech."""
    main = _main_verb(unit)
    return main is not None and unit.low[main[1]] in word_group("conditional")


def is_hearsay(unit: Unit) -> bool:
    """Say whether a sentence tells hearsay: "Er soll einen Brief geschrieben haben"."""
    main = _main_verb(unit)
    if main is None:
        return False
    segment, i = main
    last = segment.end - 1
    return (
        unit.low[i] in ("soll", "sollen")
        and last - 1 > i
        and unit.low[last] in ("haben", "sein")
        and bool(unit.flags[last - 1] & PARTICIPLE or unit.low[last - 1] in ("worden", "gewesen"))
    )


def is_intended(unit: Unit) -> bool:
    """Say whether a sentence's main verb is "soll": what somebody wants or has told ("Er soll im Mai kommen")."""
    main = _main_verb(unit)
    return main is not None and unit.low[main[1]] in ("soll", "sollen")


def _main_verb(unit: Unit, *, before_colon: bool = False) -> tuple[Segment, int] | None:
    """Return the first finite verb that stands in a main clause, with its segment; None where there is none."""
    for segment in unit.segments:
        if before_colon and segment.before == ":":
            return None
        if is_subordinate(unit, segment) or is_relative(unit, segment.start, segment.end):
            continue
        finite = unit.finite(segment.start, segment.end)
        if finite:
            return segment, finite[0]
    return None


def anaphoric(unit: Unit, previous: Unit | None) -> Found | None:
    """ "Das sagte X gestern": the sentence before is what was said."""
    if previous is None or previous.paragraph != unit.paragraph or not unit.segments:
        return None
    if unit.low[0] not in ("das", "dies", "davon") or len(unit.words) < 4:
        return None
    match = match_cue(unit, 0, unit.stop)
    if match is None or match.finite != 1 or match.cue.strength < 3 or "k" not in match.cue.takes:
        return None
    if unit.low[0] == "davon" and "davon" not in match.cue.link:
        return None
    speaker = subject_after(unit, match.finite, unit.stop, passive=match.passive)
    if speaker is None and match.cue.prefix != "hervor":
        return None
    if match.cue.prefix == "hervor":
        for i in range(2, unit.stop):
            if unit.low[i] == "aus":
                speaker = (i + 1, phrase_end(unit, i + 1, unit.stop))
                break
    if len(unit.segments) > 1 and any(unit.low[s.start] in ("dass", "ob") for s in unit.segments):
        return None
    stop = previous.stop
    if not previous.finite(0, stop) and not previous.any & CLAUSAL:
        return None
    return Found(
        "indirect",
        match.cue.medium,
        [chars(previous, 0, stop)],
        "anaphoric",
        unit.index,
        span_of(unit, speaker),
        ranges(unit, match.items),
        span_of(unit, addressee_of(unit, match, 0, unit.stop, speaker)),
        [chars(unit, 0 if unit.low[0] == "davon" else 1, unit.stop)],
    )


def label(unit: Unit, stop: int | None = None) -> Found | None:
    """ "Kern (SPD):" before a quotation: a frame without a verb, which ends with the colon before item `stop`."""
    colon = (len(unit.words) if stop is None else stop) - 1
    if colon < 1 or unit.words[colon] != ":" or not unit.flags[0] & (CAP | DET):
        return None
    end = phrase_end(unit, 0, colon, loose=True)
    if colon - end > 1 or (end < colon and not unit.flags[end] & PAREN):
        return None
    if unit.flags[0] & DET and not any(role_of(word) is not None for word in unit.words[:colon]):
        return None  # "Das Ergebnis:"
    speaker = [chars(unit, 0, _before_place(unit, colon))]
    return Found("direct", "speech/writing", [], "colon", unit.index, speaker, [], [], [chars(unit, 0, colon + 1)])


def is_quotation_only(unit: Unit) -> bool:
    """Say whether a unit is nothing but quotations and punctuation."""
    stop = unit.stop
    return bool(stop) and all(unit.flags[i] & QUOTE for i in range(stop))


def reported(unit: Unit) -> Found | None:
    """ "X kritisierte das Vorgehen": a speech act with a noun phrase instead of a clause."""
    if not unit.segments:
        return None
    segment = _first_clause(unit)
    start = segment.start
    if unit.flags[start] & (COORD | SUB) and not unit.flags[start] & DET:
        return None
    match = match_cue(unit, start, segment.end)
    if match is None or "r" not in match.cue.takes or match.cue.strength < 2:
        return None
    if match.finite > 24 or not _has_topic(unit, segment.start, segment.end, match.cue.link):
        return None
    if match.cue.verb == "fordern" and any(ends_with_word_of(w, "toll") for w in unit.low[start : segment.end]):
        return None  # "Das Beben forderte 92 Menschenleben"
    if match.passive:
        speaker = subject_after(unit, match.finite, segment.end, passive=True)
    else:
        speaker = subject_before(unit, start, match.finite)
        if speaker is None or (match.cue.addressee == "dat" and opens_feminine_dative(unit, speaker)):
            speaker = subject_after(unit, match.finite, segment.end) or speaker
        speaker = settled_subject(unit, match, speaker, start, segment.end, match.finite)
    if speaker is None:
        return None
    if "davon" in match.cue.link and speaker[0] > match.finite:  # "Dort sprach X von der Möglichkeit"
        cut = next((k for k in range(speaker[0] + 1, speaker[1]) if unit.low[k] in ("von", "vom")), speaker[1])
        speaker = (speaker[0], cut)
    speaker, address = speaker_and_addressee(unit, match, start, segment.end, speaker)
    return Found(
        "reported",
        match.cue.medium,
        [(unit.start, unit.end)],
        "reported_" + match.cue.prefix + match.cue.verb,
        unit.index,
        span_of(unit, speaker),
        [],
        span_of(unit, address),
    )


def _first_clause(unit: Unit) -> Segment:
    """Return the first segment, with the appositions of its subject: "X, Leiter des Amtes, warnt vor Gewalt"."""
    first = unit.segments[0]
    for segment in unit.segments[:_APPOSED]:
        if unit.finite(segment.start, segment.end):
            relative = is_relative(unit, segment.start, segment.end) or is_subordinate(unit, segment)
            return first if relative else Segment(first.start, segment.end, first.before, segment.after)
        if segment.after != ",":
            break
    return first


def _has_topic(unit: Unit, start: int, end: int, link: frozenset[str]) -> bool:
    """Say whether a clause has the prepositional phrase that its verb asks for: "sprechen" with "davon" needs "von"."""
    if not link:
        return True
    stems = tuple(word.removeprefix("dar").removeprefix("da") for word in link)
    return any(unit.low[i].startswith(stems) and unit.flags[i] & PREP for i in range(start, end))


def find_subject(unit: Unit, number: int, verb: int) -> tuple[Range | None, int]:
    """Find the subject of a finite verb in segment `number`, before it (over appositions) or after it.

    Returns:
        The items of the subject, None where there is none, and the item where its clause starts.
    """
    segment = unit.segments[number]
    start = segment.start
    if unit.flags[start] & COORD and start + 1 < segment.end and not unit.flags[start] & DET:
        start += 1
    if verb - 1 > start and unit.flags[verb - 1] & COORD:
        others = unit.finite(start, verb - 1)  # "X äußerte Vorbehalte und wagte die Prognose"
        verb = others[0] if others else verb
    if is_relative(unit, segment.start, segment.end) and segment.before == ",":
        if unit.low[start] in word_group("relative_subject"):
            return (start, start + 1), start
        return subject_after(unit, start, verb), start
    begin = start
    k = number - 1
    while k >= 0 and unit.segments[k].after == ",":
        earlier = unit.segments[k]
        if unit.finite(earlier.start, earlier.end) and not is_relative(unit, earlier.start, earlier.end):
            break
        begin = earlier.start
        k -= 1
    if verb == start and verb + 1 < segment.end and unit.low[verb + 1] in word_group("nominative_pronoun"):
        return (verb + 1, verb + 2), begin  # "Die Pläne, die vorliegen, nannte er"
    if begin < start and verb <= start + 12:
        found = subject_before(unit, begin, start - 1 if verb == start else verb)
        if found is not None:
            return found, begin
    found = subject_before(unit, start, verb) if verb > start else None
    if found is not None and opens_object(unit, found, verb):
        found = None
    return found or subject_after(unit, verb, segment.end) or noble_name(unit, start, verb), start


def opens_object(unit: Unit, phrase: Range, verb: int) -> bool:
    """Say whether what stands before a verb is its object, since a person follows: "Den Schritt nannte Conze ..."."""
    after = verb + 1
    if after >= len(unit.words) or names_a_person(unit, phrase):
        return False
    if unit.low[after] in word_group("nominative_pronoun"):
        return unit.low[phrase[0]] not in word_group("nominative_pronoun")
    end = phrase_end(unit, after, unit.stop)
    named = end > after and unit.flags[after] & CAP and names_a_person(unit, (after, end))
    return unit.low[phrase[0]] in word_group("fronted_object") and bool(named)


def _before_place(unit: Unit, end: int) -> int:
    """Return where a name without a verb ends: "Merz in Washington: ...", "Kern zum Haushalt: ..."."""
    return next((k for k in range(1, end) if unit.low[k] in word_group("place_or_topic")), end)


def clause_subject(unit: Unit, before: int) -> list[Chars]:
    """Return who may speak in the clause that ends before item `before`, as characters."""
    found: Range | None = None
    seen = False
    for number, segment in enumerate(unit.segments):
        if segment.start >= before:
            break
        if is_subordinate(unit, segment) or is_relative(unit, segment.start, segment.end):
            continue
        finite = unit.finite(segment.start, min(segment.end, before))
        if finite:
            seen = True
            found, _ = find_subject(unit, number, finite[0])
    if not seen and unit.flags[0] & (CAP | DET) and not unit.flags[0] & PREP & ~CAP:
        end = phrase_end(unit, 0, before, loose=True)
        found = (0, _before_place(unit, with_apposition(unit, 0, end, before))) if end else None
    if found is None or unit.flags[found[0]] & QUOTE or unit.low[found[0]] in word_group("nobody"):
        return []
    return span_of(unit, found)


def person_in(unit: Unit) -> list[Chars]:
    """Return the subject of a sentence if it is somebody with a name or an office or who speaks, as characters."""
    found = clause_subject(unit, unit.stop)
    main = _main_verb(unit)
    if main is not None and found and unit.flags[main[1]] & CUE and not unit.flags[main[1]] & (AUX | MODAL):
        match = match_cue(unit, main[0].start, main[0].end)
        if match is not None and match.finite == main[1] and match.cue.strength >= _TELLING:
            return found
    inside = [
        word for word, start in zip(unit.words, unit.starts, strict=True) if any(a <= start < b for a, b in found)
    ]
    speaks = any(
        role_of(word) is not None
        or given_gender(word) is not None
        or (word[:1].isupper() and ends_with_word_of(word.lower(), "speaking_body"))
        for word in inside
    )
    return found if speaks else []
