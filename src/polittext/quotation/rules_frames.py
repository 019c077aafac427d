"""Which frame rule applies to a segment: by where its cue verb stands."""

from polittext.quotation.clauses import is_relative, is_subordinate
from polittext.quotation.frame_state import FrameState
from polittext.quotation.rules_after import frame_after, frame_of_unlisted_verb, frame_with_so, frame_with_wie
from polittext.quotation.rules_base import CueMatch, chars, match_cue
from polittext.quotation.rules_before import frame_before, frame_with_verb_second
from polittext.quotation.rules_clauses import clause_start, item_chars, wider_match
from polittext.quotation.rules_complement import DASS, complement
from polittext.quotation.rules_nouns import frame_of_noun
from polittext.quotation.rules_roles import addressee_behind, addressee_of, place, quoted_person, quoted_speaks
from polittext.quotation.subjects import subject_after
from polittext.quotation.units import Segment, Unit
from polittext.quotation.word_classes import CLAUSAL, COORD, DET, FIN, KON, MODAL, PREP, QUOTE, SUB, WERDEN, WH
from polittext.quotation.word_groups import word_group


def find_frames(state: FrameState) -> None:
    """Find the quotations of a unit that a cue verb or a cue noun introduces, and add them to `state`."""
    unit = state.unit
    done = 0
    number = 0
    while number < len(unit.segments):
        segment = unit.segments[number]
        if segment.start < done < segment.end and unit.flags[done] & COORD:
            # "... sei teuer und kündigte an, ...": the frame's subject goes on
            rest = Segment(done, segment.end, "", segment.after)
            unit.segments[number : number + 1] = [Segment(segment.start, done, segment.before, ""), rest]
        if unit.segments[number].start >= done:
            cut = list(unit.segments)
            end = _segment(state, number, done)
            if not end:
                unit.segments = cut
            done = max(done, end)
        number += 1


def _segment(state: FrameState, number: int, done: int) -> int:
    """Apply the rules to one segment; return the index of the item up to which all is explained.

    Segments that an apposition parts are joined in `unit.segments`.
    """
    unit = state.unit
    segment = unit.segments[number]
    a, b = segment.start, segment.end
    if unit.low[a] == "so":
        end = frame_with_so(state, number, segment, done)
        if end:
            return end
    match = match_cue(unit, a, b)
    wider = wider_match(unit, number, segment, match)
    if wider is not None:
        last, segment, match = wider
        unit.segments[number : last + 1] = [segment]
        b = segment.end
    if match is None:
        return frame_of_unlisted_verb(state, number, segment, done) or frame_of_noun(state, number, segment, done)
    if unit.flags[a] & CLAUSAL and unit.flags[a] & QUOTE and match.finite == a + 1 and not match.passive:
        # "„Wir gehen,“ sagte X": the comma stands inside the marks
        found = subject_after(unit, match.finite, b)
        if found is not None:
            state.used_pairs.add(unit.pairs[a])
            end = max(b, found[1])
            state.add(
                "direct",
                match.cue.medium,
                [item_chars(unit, a)],
                "verb_after_direct",
                found,
                match.items,
                addressee_of(unit, match, a + 1, b, found),
                [chars(unit, a + 1, end)],
            )
            return end
    if is_framed_later(unit, number, match):
        return 0
    start = a + 1 if unit.flags[a] & COORD and a + 1 < b and not unit.flags[a] & DET else a
    if unit.low[start] == "wie" and match.finite > start:
        return frame_with_wie(state, number, segment, match, start, done)
    if match.finite == start or (start + 1 == match.finite and unit.low[start] == "so"):
        return _verb_first(state, number, segment, match, done)
    end = frame_with_verb_second(state, number, segment, match, start, done)
    return end or frame_of_noun(state, number, segment, done)


def is_framed_later(unit: Unit, number: int, match: CueMatch) -> bool:
    """Say whether what a cue opens is rendered itself ("Er gehe davon aus, dass ..., sagte X", "Er wird entscheiden,
    sagte X"), or has a frame of its own behind a colon ("X lehnte das ab: Es sei teuer, sagte Y")."""
    flags = unit.flags[match.finite]
    to_come = flags & (WERDEN | MODAL) and match.items[-1] != match.finite and not match.passive
    if not (flags & KON or to_come or unit.segments[number].after == ":"):
        return False
    for later in unit.segments[number + 1 :]:
        i = later.start
        if later.before != "," or later.after == ":" or not unit.flags[i] & FIN or unit.flags[i] & KON:
            continue
        frame = match_cue(unit, i, later.end)
        if frame is not None and frame.finite == i and not frame.passive and frame.cue.strength >= 2:
            subject = subject_after(unit, i, later.end)
            return subject is not None and (subject[0] == i + 1 or bool(flags & KON))
    return False


def _takes_up(unit: Unit, segment: Segment) -> bool:
    """Say whether a clause in the Konjunktiv is the main clause of the one before: "sei falsch", "der lüge"."""
    i = segment.start
    if unit.flags[i] & KON:
        return True
    return unit.low[i] in word_group("correlative") and i + 1 < segment.end and bool(unit.flags[i + 1] & KON)


def _verb_first(state: FrameState, number: int, segment: Segment, match: CueMatch, done: int) -> int:
    """A segment that starts with the finite verb: its content, or its subject, stands before."""
    unit = state.unit
    a, b = segment.start, segment.end
    match = quoted_speaks(match)
    start = clause_start(unit, number, done)
    coordinated = bool(unit.flags[a] & COORD) and unit.low[a] != "so"
    before = a - 1 if segment.before else a
    cue = match.items if unit.low[a] != "so" else (a, *match.items)
    if coordinated or (number and start == a):
        return frame_before(state, number, segment, match, segment.start, None)
    if number == 0 or before <= start:
        return frame_before(state, number, segment, match, a, None)
    quotes = [i for i in range(start, before) if unit.flags[i] & QUOTE]
    finite = [
        i
        for s in unit.segments[:number]
        if s.start >= start and not is_relative(unit, s.start, s.end) and unit.low[s.start] != "wonach"
        for i in unit.finite(s.start, s.end)
    ]
    subject = None if match.passive else subject_after(unit, match.finite, b)
    clausal = any(unit.flags[i] & CLAUSAL for i in quotes)
    inside = (
        b + 1 < unit.stop
        and segment.after == ","
        and bool(unit.flags[b + 1] & KON)
        and subject is not None
        and subject[0] == match.finite + 1
    )
    if inside and not finite and not quotes and match.cue.strength >= 2 and match.cue.takes & set("dko"):
        address = addressee_of(unit, match, a, b, subject)
        return frame_after(state, number, b, cue, subject, address, match.cue.medium, "verb_after", done)
    if not finite and not clausal and (not quotes or unit.flags[start] & PREP or quotes[-1] != before - 1):
        return frame_before(state, number, segment, match, start, (start, before))
    if quotes and not finite and subject is None and not (quotes[-1] == before - 1 and before - start == 1):
        return frame_before(state, number, segment, match, start, (start, before))
    rendered = any(unit.flags[i] & KON for i in range(start, before))
    # "Was sie plane, sei falsch, schimpfte X": the clause that leads is part of what is rendered
    led = any(_takes_up(unit, s) for s in unit.segments[:number] if s.start > start)
    # "Als sie kamen, töteten sie ..., teilten X mit": the clause that leads has its main clause
    led = led or any(unit.flags[s.start] & FIN for s in unit.segments[1:number] if s.before == ",")
    opener = unit.flags[start]
    if opener & PREP and not is_subordinate(unit, unit.segments[0]):
        opener = 0  # "Bis zu der Beerdigung seien sie ..."
    leading = opener & (SUB | WH) and not opener & DET and not led
    cut_off = before > start and bool(unit.flags[before - 1] & KON)  # "Es gebe, räumte X ein, noch viel zu tun"
    governed = None if cut_off else complement(unit, number, match)
    relative = governed is not None and governed[2] == "plain" and rendered  # "..., aus dem andere zitieren"
    if governed and (leading or governed[2] != "main") and not quotes and not relative:
        return frame_before(state, number, segment, match, start, None)
    next_finite = b + 1 < unit.stop and segment.after == "," and unit.flags[b + 1] & FIN
    if leading and not next_finite and unit.low[start] not in DASS and unit.low[start] != "ob":
        return frame_before(state, number, segment, match, start, None)
    plain = not quotes and not rendered and unit.low[start] not in DASS and unit.low[start] != "ob"
    if plain and (match.cue.strength < 3 or match.passive):
        return 0
    if match.passive and unit.flags[start] & (WH | SUB) and unit.low[start] not in DASS:
        return 0
    if not match.cue.takes & set("dkoq") or (not quotes and not match.cue.takes & set("dko")):
        return 0
    if subject is None and not match.passive and "es" not in match.cue.needs:
        return 0
    if match.passive:
        subject = subject_after(unit, match.finite, b, passive=True)
    if "es" in match.cue.needs:
        subject = place(unit, a, b)
    subject = quoted_person(unit, match, subject, b)
    end = max(b, subject[1] if subject else b)
    address = addressee_of(unit, match, a, b, subject)
    if address is None and subject is not None:
        address = addressee_behind(unit, match, end, unit.stop)
        if address is not None:
            end = address[1]
    return frame_after(state, number, end, cue, subject, address, match.cue.medium, "verb_after", done)
