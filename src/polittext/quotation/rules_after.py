"""Frames that stand after or inside what is rendered: "so X", "wie X mitteilte", "„...“, freute sich X"."""

from polittext.quotation.addressees import addressee
from polittext.quotation.appositions import with_apposition
from polittext.quotation.clauses import is_relative
from polittext.quotation.frame_state import FrameState
from polittext.quotation.lexicon import lexicon
from polittext.quotation.noun_phrases import phrase_end
from polittext.quotation.rules_base import CueMatch, chars, match_cue
from polittext.quotation.rules_clauses import clause_start, is_clausal, item_chars, without_separators
from polittext.quotation.rules_roles import addressee_of, place
from polittext.quotation.subjects import subject_after
from polittext.quotation.units import Range, Segment, Unit
from polittext.quotation.word_classes import (
    ADV,
    AUX,
    CAP,
    CLAUSAL,
    FIN,
    KON,
    MODAL,
    OWN_WORDS,
    PARTICIPLE,
    PLURAL,
    PREP,
    QUOTE,
    SUB,
    ZU,
)


def frame_of_unlisted_verb(state: FrameState, number: int, segment: Segment, done: int) -> int:
    """ "„...“, freute sich X": any verb right after a quotation that is a sentence."""
    unit = state.unit
    a, b = segment.start, segment.end
    if (
        not number
        or segment.before not in (",", "–", "—", "-")
        or not unit.flags[a] & FIN
        or unit.flags[a] & (AUX | MODAL)
    ):
        return 0
    i = a - 2
    if i < 0 or not unit.flags[i] & QUOTE or not unit.flags[i] & CLAUSAL or i != clause_start(unit, number, done):
        return 0
    speaker = subject_after(unit, a, b)
    if speaker is None:
        return 0
    items = (a, b - 1) if b - 1 > a and unit.low[b - 1] in lexicon().prefixes else (a,)
    return frame_after(state, number, max(b, speaker[1]), items, speaker, None, "speech/writing", "unlisted", done)


def frame_with_so(state: FrameState, number: int, segment: Segment, done: int) -> int:
    """ "so X", "so X weiter", "so berichtet X": after or inside what is said."""
    unit = state.unit
    a, b = segment.start, segment.end
    finite = unit.finite(a, b)
    address = None
    if finite:
        match = match_cue(unit, a, b)
        if match is None or match.finite != a + 1 or number == 0 or match.passive:
            return 0
        speaker = subject_after(unit, match.finite, b)
        cue = (a, *match.items)
        medium = match.cue.medium
        address = addressee_of(unit, match, a, b, speaker)
    else:
        if number == 0 and segment.after != ",":
            return 0
        end = phrase_end(unit, a + 1, b, loose=True)
        if end == a + 1 or number == 0 or unit.flags[a + 1] & (ADV | PREP) & ~CAP or not _has_name(unit, a + 1, end):
            return 0
        core = phrase_end(unit, a + 1, b)
        speaker = (a + 1, core)
        cue = (a,)
        medium = "speech/writing"
        extended = with_apposition(unit, a + 1, b, unit.stop)  # "so Ursula Castrup, die Leiterin der Fachstelle"
        if extended > b:
            b = extended
            speaker = (a + 1, b)
        address = addressee(unit, a + 1, a + 1, b, "-", None)  # "so X gegenüber der Zeitung"
        if address is not None and a + 1 < address[0] - 1 < speaker[1]:
            speaker = (a + 1, address[0] - 1)
    return frame_after(state, number, b, cue, speaker, address, medium, "so", done)


def frame_with_wie(state: FrameState, number: int, segment: Segment, match: CueMatch, start: int, done: int) -> int:
    """ "wie X mitteilte": before, inside or after."""
    unit = state.unit
    a, b = segment.start, segment.end
    if (match.finite < b - 2 and match.finite != start + 1) or (match.cue.strength < 2 and not match.cue.prefix):
        return 0
    subject = subject_after(unit, start, match.finite)
    if match.passive:
        subject = None
    if (
        subject is not None
        and subject[1] < match.finite
        and unit.words[subject[1]] == ","
        and with_apposition(unit, subject[0], subject[1], match.finite) == match.finite
    ):
        subject = (subject[0], match.finite)  # "wie X, Leiter des Amtes mitteilte": the verb closes the apposition
    if subject is None and match.finite == start + 1 and not match.passive:
        subject = subject_after(unit, match.finite, b)
    if subject is None and match.cue.prefix == "hervor":
        subject = place(unit, start, match.finite)
    address = addressee_of(unit, match, start, b, subject)
    cue = (start, *match.items)
    opening = clause_start(unit, number, done) == segment.start
    if not opening and (
        match.cue.strength < 3 or (subject and unit.low[subject[0]] in ("man", "sie") and match.passive)
    ):
        return 0
    if not opening and subject is not None and unit.low[subject[0]] == "man":
        return 0
    if opening:
        if segment.after != ",":
            return 0
        first = b + 1
        following = next((x for x in unit.segments if x.start == first), None)
        if following is not None and is_relative(unit, following.start, following.end):
            first = following.end + 1  # "Wie aus einem Papier hervorgeht, das uns vorliegt, ..."
        content = [chars(unit, first, unit.stop)] if first < unit.stop else []
        if not content:
            return 0
        state.add("indirect", match.cue.medium, content, "wie_before", subject, cue, address, [chars(unit, a, b + 1)])
        return unit.stop
    return frame_after(state, number, b, cue, subject, address, match.cue.medium, "wie", done)


def frame_after(
    state: FrameState,
    number: int,
    end: int,
    cue: tuple[int, ...],
    speaker: Range | None,
    address: Range | None,
    medium: str,
    rule: str,
    done: int,
) -> int:
    """Add what stands before a frame (segment `number`, up to item `end`), and what goes on after it."""
    unit = state.unit
    segment = unit.segments[number]
    a = segment.start
    start = clause_start(unit, number, done)
    if start >= a:
        return 0
    stop = unit.stop
    before_end = without_separators(unit, start, a - 1 if segment.before else a)
    tail = end + 1 if end < stop and unit.words[end] in (",", "–", "—", "-", ":") else end
    quotes = [i for i in range(start, before_end) if unit.flags[i] & QUOTE]
    frame_start = before_end if segment.before == "," else a
    if quotes and quotes[-1] == before_end - 1 and (before_end - start == 1 or is_clausal(unit, quotes[-1], start)):
        content = [item_chars(unit, quotes[-1])]
        state.used_pairs.add(unit.pairs[quotes[-1]])
        frame_end = end
        if tail < stop and unit.flags[tail] & QUOTE:
            content.append(item_chars(unit, tail))
            state.used_pairs.add(unit.pairs[tail])
            tail += 1
        state.add(
            "direct",
            medium,
            content,
            rule + "_direct",
            speaker,
            cue,
            address,
            [chars(unit, frame_start, frame_end)],
        )
        return tail
    content = [chars(unit, start, before_end)]
    continued = False
    if tail < stop and tail > end:
        verb_next = unit.flags[tail] & FIN and not unit.flags[tail] & CAP
        kon_next = any(unit.flags[i] & KON for i in range(tail, stop))
        cut_off = bool(unit.flags[before_end - 1] & FIN)  # "Es gebe, räumte X ein, noch Bedarf"
        own = bool(unit.flags[tail] & QUOTE and unit.flags[tail] & OWN_WORDS)  # "Es gehe darum, so X, „... zu ...“"
        alone = unit.finite(start, before_end) and not unit.flags[start] & SUB
        if verb_next or kon_next or cut_off or own or not alone or _closes_bracket(unit, tail):
            content.append(chars(unit, tail, stop))
            continued = True
    if (
        not continued
        and not unit.finite(start, before_end)
        and not any(unit.flags[i] & CLAUSAL for i in range(start, before_end))
    ):
        if not quotes or quotes[-1] != before_end - 1 or unit.flags[start] & PREP:
            return 0
        # "Eine „Katastrophe“, sagte X"
        state.used_pairs.add(unit.pairs[quotes[-1]])
        frame = chars(unit, frame_start, end)
        state.add("direct", medium, [item_chars(unit, quotes[-1])], rule + "_direct", speaker, cue, address, [frame])
        return end
    frame = chars(unit, a if continued else frame_start, end)
    state.add("indirect", medium, content, rule, speaker, cue, address, [frame])
    return stop if continued else end


def _closes_bracket(unit: Unit, tail: int) -> bool:
    """Say whether what follows a frame only ends the clause before it: "Es sei, so X, kaum möglich gewesen"."""
    stop = without_separators(unit, tail, unit.stop)
    if stop <= tail or unit.finite(tail, stop) or any(unit.flags[i] & QUOTE for i in range(tail, stop)):
        return False
    verb = unit.flags[stop - 1] & (PARTICIPLE | PLURAL | ZU) and not unit.flags[stop - 1] & CAP
    opening = unit.flags[tail] & PARTICIPLE and stop > tail + 1  # "verbunden mit ..."
    return bool(verb and not opening)


def _has_name(unit: Unit, start: int, end: int) -> bool:
    return any(unit.flags[i] & (CAP | QUOTE) or unit.low[i] in ("er", "sie") for i in range(start, end))
