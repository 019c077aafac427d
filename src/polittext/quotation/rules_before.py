"""Frames with a cue verb that stand before what is rendered."""

from polittext.quotation.clauses import is_relative, is_subordinate
from polittext.quotation.frame_state import FrameState
from polittext.quotation.rules_base import CueMatch, Found, chars, ranges, span_of
from polittext.quotation.rules_clauses import clause_start, direct_after, item_chars
from polittext.quotation.rules_complement import complement, message_end
from polittext.quotation.rules_roles import (
    addressee_behind,
    first_verb,
    place,
    quoted_person,
    quoted_speaks,
    settled_subject,
    speaker_and_addressee,
)
from polittext.quotation.subjects import subject_after, subject_before
from polittext.quotation.units import Range, Segment, Unit
from polittext.quotation.word_classes import ADV, CAP, COORD, DET, PARTICIPLE, PREP, REL, SEIN, SUB, WH
from polittext.quotation.word_groups import word_group

_SHORTEST_CLAUSE = 3  # items of an infinitive clause that no comma parts from its cue


def frame_with_verb_second(
    state: FrameState, number: int, segment: Segment, match: CueMatch, start: int, done: int
) -> int:
    """A segment in which the subject or another phrase stands before the finite verb: "X sagte, ...".

    Returns:
        The index of the item up to which all is explained; 0 where the rule doesn't apply.
    """
    unit = state.unit
    begin = clause_start(unit, number, done)
    if (
        number
        and begin < segment.start
        and segment.before == ","
        and match.finite >= segment.start
        and start == segment.start
    ):
        # "Stephen Singer, ein Experte vom WWF sagte": an apposition without its second comma
        earlier = [s for s in unit.segments[:number] if s.start >= begin]
        if (
            not any(unit.finite(s.start, s.end) for s in earlier)
            and unit.flags[begin] & (CAP | DET)
            and not unit.flags[begin] & (PREP | ADV | SUB) & ~CAP
            and unit.flags[segment.start] & (CAP | DET)
            and match.finite > segment.start
            and not match.passive
        ):
            return frame_before(state, number, segment, match, begin, (begin, match.finite))
    return frame_before(state, number, segment, match, start if start > segment.start else segment.start, None)


def frame_before(
    state: FrameState, number: int, segment: Segment, match: CueMatch, start: int, subject: Range | None
) -> int:
    """A frame that precedes: "X sagte, dass ...", "X sagte: „...“", "X sagte, ... sei ...".

    Args:
        state: What has been found in the unit; what is found now is added.
        number: Number of the segment with the cue verb.
        segment: That segment, perhaps with an apposition.
        match: The cue verb.
        start: Index of the frame's first item.
        subject: Items in which the subject stands, where they are known.

    Returns:
        The index of the item up to which all is explained; 0 where the rule doesn't apply.
    """
    unit = state.unit
    a, b = segment.start, segment.end
    closes = match.finite >= b - 2
    verb_final = closes and is_subordinate(unit, segment)
    relative = closes and bool(number) and segment.before == "," and is_relative(unit, a, b)
    parted = _is_parted(unit, number, segment, match, start)
    match = quoted_speaks(match)
    if match.cue.strength == 1 and not _speaks(unit, segment, match):
        return 0
    speaker = None
    if subject and not match.passive:
        speaker = subject_before(unit, subject[0], subject[1])
        if match.finite + 1 < b and unit.low[match.finite + 1] in word_group("nominative_pronoun"):
            speaker = (match.finite + 1, match.finite + 2)  # "Die Anhänger, die kamen, warnte er"
    if match.passive:
        speaker = subject_after(unit, match.finite, b, passive=True) or subject_after(
            unit, start - 1, match.finite, passive=True
        )
    elif speaker is None:
        if verb_final:
            speaker = subject_after(unit, a, match.finite)
        elif relative:
            speaker = (a, a + 1) if unit.flags[a] & REL else subject_after(unit, a + 1, match.finite)
            if unit.low[a] in word_group("relative_oblique"):
                speaker = subject_after(unit, a, match.finite)
        elif parted:
            speaker = subject_after(unit, clause_start(unit, number, start), a)
        else:
            first = start
            verb = first_verb(unit, start, match)
            if verb > first:
                speaker = subject_before(unit, first, verb)
            speaker = settled_subject(unit, match, speaker, first, b, verb)
            speaker = quoted_person(unit, match, speaker, b)
    if "es" in match.cue.needs or (match.cue.verb == "sein" and match.cue.needs[:1] == ("zu",)):
        speaker = place(unit, start, b)
    elif match.passive and speaker is None:
        speaker = place(unit, start, b, only_documents=True)
    speaker, address = speaker_and_addressee(unit, match, start, b, speaker)
    speaker_chars = span_of(unit, speaker)
    if not speaker_chars and unit.flags[a] & COORD and not match.passive:
        speaker_chars = list(state.speaker)
    if speaker is not None and speaker[1] > b:
        number, segment = widened(unit, number, segment, speaker[1])
        b = segment.end
    after = complement(unit, number, match)
    direct = direct_after(unit, number, match)
    if direct is not None:
        items, frame_end = direct
        content = [item_chars(unit, i) for i in items]
        state.used_pairs.update(unit.pairs[i] for i in items)
        state.add_chars(
            "direct",
            match.cue.medium,
            content,
            "colon_direct" if unit.words[frame_end - 1] == ":" else "verb_direct",
            speaker_chars,
            match.items,
            address,
            [chars(unit, start, frame_end)],
        )
        return items[-1] + 1
    if after is None and _runs_on(unit, match, b):
        first = match.items[-1] + 1
        state.add_chars(
            "indirect",
            match.cue.medium,
            [chars(unit, first, b)],
            "before_zu",
            speaker_chars,
            match.items,
            address,
            [chars(unit, start, first)],
        )
        return b
    if after is None:
        if segment.after == ":" and b + 1 >= unit.stop and match.cue.strength >= 2:
            state.open_frame = Found(
                "direct",
                match.cue.medium,
                [],
                "colon_direct",
                unit.index,
                speaker_chars,
                ranges(unit, match.items),
                span_of(unit, address),
                [chars(unit, start, b + 1)],
            )
        if speaker_chars:
            state.speaker = speaker_chars
        return 0
    first, _, kind = after
    if address is None and speaker is not None:
        address = addressee_behind(unit, match, max(b, speaker[1]), first)
    if match.passive and not match.cue.takes & set("dzo" if match.cue.strength == 3 else "dz"):
        return 0
    # behind an embedded frame the main clause may go on: "Muster, der wusste, dass er irrt, trat zurück"
    embedded = match.finite >= b - 2 and (relative or parted or bool(unit.flags[a] & WH))
    embedded = embedded and kind in ("dass", "ob", "wh", "zu")
    end = message_end(unit, number, first, verb_final or embedded)
    if end <= first:
        return 0
    state.add_chars(
        "indirect",
        match.cue.medium,
        [chars(unit, first, end)],
        "before_" + kind,
        speaker_chars,
        match.items,
        address,
        [chars(unit, start, first)],
    )
    return end


def _is_parted(unit: Unit, number: int, segment: Segment, match: CueMatch, start: int) -> bool:
    """Say whether the cue alone ends a subordinate clause behind an apposition: "Als Lehmann, ein Student, erfuhr"."""
    if not number or segment.before != "," or match.items != tuple(range(segment.start, segment.end)):
        return False
    return bool(unit.flags[clause_start(unit, number, start)] & SUB)


def _speaks(unit: Unit, segment: Segment, match: CueMatch) -> bool:
    """Say whether a weak cue tells of speech here: "Als sie erfuhr, dass ..." and "Es ist verboten, ..." don't."""
    if unit.low[segment.start] in word_group("temporal_subjunction") and match.finite >= segment.end - 2:
        return False
    stative = (
        match.passive and unit.flags[match.finite] & SEIN and "worden" not in unit.low[segment.start : segment.end]
    )
    return not (stative and "z" in match.cue.takes)


def _runs_on(unit: Unit, match: CueMatch, end: int) -> bool:
    """Say whether an infinitive clause follows a participle without a comma: "hatte angekündigt erneut anzutreten"."""
    last = match.items[-1]
    return (
        "z" in match.cue.takes
        and match.cue.strength >= 2
        and bool(unit.flags[last] & PARTICIPLE)
        and last != match.finite
        and end - last > _SHORTEST_CLAUSE
        and unit.is_zu(max(last + 1, end - 2), end)
    )


def widened(unit: Unit, number: int, segment: Segment, end: int) -> tuple[int, Segment]:
    """Take the speaker's apposition into the segment, where both end together: "erklärt die Sprecherin, X: ..."."""
    for k in range(number + 1, len(unit.segments)):
        if unit.segments[k].end == end:
            return k, Segment(segment.start, end, segment.before, unit.segments[k].after)
        if unit.segments[k].end > end:
            break
    return number, segment
