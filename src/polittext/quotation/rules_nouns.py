"""Frames with a cue noun: "der Vorwurf der Opposition, ..."."""

from polittext.quotation.addressee_phrases import prepositional_addressee
from polittext.quotation.cues import CueVerb
from polittext.quotation.frame_state import FrameState
from polittext.quotation.lexicon import lexicon, noun_of
from polittext.quotation.noun_phrases import phrase_end
from polittext.quotation.rules_base import CueMatch, chars
from polittext.quotation.rules_clauses import clause_start
from polittext.quotation.rules_complement import complement, message_end
from polittext.quotation.rules_free import find_subject
from polittext.quotation.subjects import subject_after
from polittext.quotation.units import Range, Segment, Unit
from polittext.quotation.word_classes import AUX, CAP, DET, FINITE, KON, NOUN, PARTICIPLE, PHRASE, WERDEN
from polittext.quotation.word_groups import word_group

_VERB_CLUSTER = 4  # how far a noun may stand from the comma where only verbs follow


def frame_of_noun(state: FrameState, number: int, segment: Segment, done: int) -> int:
    """ "der Vorwurf der Opposition, ...": a noun governs the clause behind its phrase.

    Returns:
        The index of the item up to which all is explained; 0 where the rule doesn't apply.
    """
    unit = state.unit
    b = segment.end
    if segment.after == ":":
        return _noun_with_colon(state, number, segment)
    if segment.after != ",":
        return 0
    for i in range(b - 1, max(segment.start, b - 8) - 1, -1):
        if unit.flags[i] & NOUN:
            break
    else:
        return 0
    noun = noun_of(unit.words[i])
    if noun is None or not noun.use & set("dz"):
        return 0
    apart = i + 1 < b and phrase_end(unit, i, b) != b
    stated = apart and b - i == 2 and unit.low[b - 1] in word_group("stating") and "d" in noun.use
    if apart and not stated and not _before_verbs(unit, segment.start, i, b):
        return 0
    if any(unit.flags[k] & PHRASE for k in range(max(segment.start, i - 2), i)):
        return 0  # "nach Angaben der Leiterin, ..."
    cue = CueVerb(
        "",
        "",
        (),
        noun.medium,
        noun.use | (frozenset("k") if "d" in noun.use else frozenset()),
        "-",
        frozenset(),
        2,
    )
    match = CueMatch(cue, (i,), i, False)
    after = complement(unit, number, match)
    if after is None or after[2] in ("plain", "colon"):
        return 0
    first = after[0]
    end = message_end(unit, number, first, True)
    if end <= first:
        return 0
    speaker = None
    if stated:  # "Seine Aussage ist, dass ..."
        speaker = (segment.start, b - 1) if phrase_end(unit, segment.start, b - 1) == b - 1 else None
    elif apart:
        finite = unit.finite(segment.start, b)
        if "worden" in unit.low[i:b] or (finite and unit.flags[finite[0]] & WERDEN):
            speaker = subject_after(unit, segment.start - 1, b, passive=True)
        else:
            speaker = find_subject(unit, number, finite[0])[0] if finite else None
    elif i + 1 < b:
        j = i + 2 if unit.low[i + 1] in ("von", "vom") else i + 1
        speaker = (j, b) if j < b and unit.flags[j] & (CAP | DET) else None
    elif i > segment.start and unit.flags[i - 1] & CAP and unit.words[i - 1].endswith("s"):
        speaker = (i - 1, i)
    else:
        finite = unit.finite(segment.start, b)
        speaker = find_subject(unit, number, finite[0])[0] if finite else None
        if speaker is not None and speaker[0] <= i < speaker[1]:
            speaker = None
    start = clause_start(unit, number, done)
    address = prepositional_addressee(unit, segment.start, b, b, "-", speaker)
    cue_items = (i - 1, i) if i > segment.start and unit.flags[i - 1] & DET else (i,)
    frame = [chars(unit, start, first)]
    state.add("indirect", noun.medium, [chars(unit, first, end)], "noun", speaker, cue_items, address, frame)
    return end


def _before_verbs(unit: Unit, start: int, i: int, b: int) -> bool:
    """Say whether "mit" governs the noun at `i`, and nothing but verbs follows: "mit dem Hinweis abgelehnt worden"."""
    if i - 2 < start or unit.low[i - 2] != "mit" or not unit.flags[i - 1] & DET or b - i > _VERB_CLUSTER:
        return False
    verbal = PARTICIPLE | FINITE | AUX
    prefixes = lexicon().prefixes
    return all(
        (unit.flags[k] & verbal and not unit.flags[k] & CAP) or unit.low[k] == "worden" or unit.low[k] in prefixes
        for k in range(i + 1, b)
    )


def _noun_with_colon(state: FrameState, number: int, segment: Segment) -> int:
    """ "Kritik kam von der Opposition: Das Gesetz gehe zu weit": a noun of saying, then a clause in the Konjunktiv."""
    unit = state.unit
    a, b = segment.start, segment.end
    following = unit.segments[number + 1 :]
    noun = next((n for i in range(a, b) if unit.flags[i] & NOUN and (n := noun_of(unit.words[i])) is not None), None)
    if noun is None or not following or not any(unit.flags[i] & KON for i in range(b + 1, following[0].end)):
        return 0
    agent = next((i + 1 for i in range(a, b - 1) if unit.low[i] in word_group("agent_preposition")), None)
    finite = unit.finite(a, b)
    speaker: Range | None = None
    if agent is not None:
        speaker = (agent, phrase_end(unit, agent, b))
    elif finite:
        speaker = find_subject(unit, number, finite[0])[0]
    cue = tuple(i for i in range(a, b) if unit.flags[i] & NOUN)[:1]
    end = message_end(unit, number, b + 1, False)
    if end <= b + 1:
        return 0
    state.add("indirect", noun.medium, [chars(unit, b + 1, end)], "noun", speaker, cue, None, [chars(unit, a, b + 1)])
    return end
