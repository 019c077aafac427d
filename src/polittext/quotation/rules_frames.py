"""Frames with a cue verb: before, inside and after what is rendered."""

from dataclasses import replace

from polittext.quotation.attribute import (
    Range,
    addressee,
    core_end,
    is_relative,
    phrase_end,
    subject_after,
    subject_before,
)
from polittext.quotation.clauses import Segment, Unit
from polittext.quotation.cues import (
    ADV,
    AUX,
    CAP,
    CLAUSAL,
    COORD,
    CUE,
    DET,
    FIN,
    FINITE,
    FOCUS,
    KON,
    MODAL,
    NOUN,
    OCCASION,
    PARTICIPLE,
    PREP,
    QUOTE,
    REL,
    SUB,
    TEMPORAL,
    WH,
    lexicon,
)
from polittext.quotation.rules_base import (
    Chars,
    CueMatch,
    Found,
    chars,
    is_subordinate,
    match_cue,
    ranges,
    span_of,
)

_FRAME_GAP = 3  # how many segments without a verb (dates, appositions) may lie between a frame and its clause
_DASS = frozenset(("dass", "daß"))
_ACCUSATIVES = frozenset(
    ("die", "das", "diese", "dieses", "dies", "seine", "ihre", "deren", "dessen", "eine", "solche", "derartige", "als")
)
_NO_QUESTION = frozenset(("wie", "wo", "woher", "wohin", "welche", "welcher", "welches", "welchen", "welchem"))


class FrameRules:
    """Applies the frame rules to one unit and remembers which items are spoken for.

    Args:
        unit: The unit, with its segments.
    """

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.found: list[Found] = []
        self.used_pairs: set[int] = set()
        self.speaker: list[Chars] = []
        self.open_frame: Found | None = None  # a frame that ends with the unit's colon

    def run(self) -> None:
        """Find the quotations that a cue verb introduces."""
        unit = self.unit
        done = 0
        for number, segment in enumerate(unit.segments):
            if segment.start < done:
                continue
            done = max(done, self._segment(number, segment, done))

    def _segment(self, number: int, segment: Segment, done: int) -> int:
        """Apply the rules to one segment; return the index of the item up to which all is explained."""
        unit = self.unit
        a, b = segment.start, segment.end
        first = unit.low[a]
        if first == "so" and number >= 0:
            end = self._so(number, segment, done)
            if end:
                return end
        match = match_cue(unit, a, b)
        wider = self._wider(number, segment, match)
        if wider is not None:
            number, segment, match = wider
            b = segment.end
        if match is None:
            return self._unlisted(number, segment, done)
        if unit.flags[a] & CLAUSAL and unit.flags[a] & QUOTE and match.finite == a + 1 and not match.passive:
            # "„Wir gehen,“ sagte X": the comma stands inside the marks
            found = subject_after(unit, match.finite, b)
            if found is not None:
                self.used_pairs.add(unit.pairs[a])
                end = max(b, found[1])
                self._add(
                    "direct",
                    match.cue.medium,
                    [self._item_chars(a)],
                    "verb_after_direct",
                    found,
                    match.items,
                    None,
                    [chars(unit, a + 1, end)],
                )
                return end
        start = a + 1 if unit.flags[a] & COORD and a + 1 < b and not unit.flags[a] & DET else a
        if unit.low[start] == "wie" and match.finite > start:
            return self._wie(number, segment, match, start, done)
        if match.finite == start or (start + 1 == match.finite and unit.low[start] == "so"):
            return self._verb_first(number, segment, match, done)
        return self._verb_second(number, segment, match, start, done)

    def _wider(self, number: int, segment: Segment, match: CueMatch | None) -> tuple[int, Segment, CueMatch] | None:
        """Look for the rest of a cue behind an apposition: "Jetzt gab der Leiter, X, bekannt, dass ..."."""
        unit = self.unit
        for k in range(number + 1, min(number + 4, len(unit.segments))):
            later = unit.segments[k]
            if later.before != "," or later.end - later.start > 16 or unit.flags[later.start] & QUOTE:
                return None
            if unit.low[later.start] in _DASS or unit.low[later.start] == "ob":
                return None
            last = later.end - 1
            finite = [i for i in unit.finite(later.start, later.end) if i != last]
            if finite and not is_relative(unit, later.start, later.end):
                return None
            if not unit.flags[last] & CUE and unit.low[last] not in lexicon().prefixes and unit.low[last] != "worden":
                continue
            found = match_cue(unit, segment.start, later.end)
            if (
                found is not None
                and found.finite < segment.end
                and found.items[-1] == last
                and (match is None or found.cue is not match.cue or found.items != match.items)
                and (match is None or match.finite >= found.finite)
            ):
                return k, Segment(segment.start, later.end, segment.before, later.after), found
        return None

    def _unlisted(self, number: int, segment: Segment, done: int) -> int:
        """ "„...“, freute sich X": any verb right after a quotation that is a sentence."""
        unit = self.unit
        a, b = segment.start, segment.end
        if (
            not number
            or segment.before not in (",", "–", "—", "-")
            or not unit.flags[a] & FIN
            or unit.flags[a] & (AUX | MODAL)
        ):
            return 0
        i = a - 2
        if i < 0 or not unit.flags[i] & QUOTE or not unit.flags[i] & CLAUSAL or i != self._clause_start(number, done):
            return 0
        speaker = subject_after(unit, a, b)
        if speaker is None:
            return 0
        items = (a, b - 1) if b - 1 > a and unit.low[b - 1] in lexicon().prefixes else (a,)
        return self._after(number, max(b, speaker[1]), items, speaker, None, "speech/writing", "unlisted", done)

    # -- frames after or inside --------------------------------------------------------------------------------

    def _so(self, number: int, segment: Segment, done: int) -> int:
        """ "so X", "so X weiter", "so berichtet X": after or inside what is said."""
        unit = self.unit
        a, b = segment.start, segment.end
        finite = unit.finite(a, b)
        if finite:
            match = match_cue(unit, a, b)
            if match is None or match.finite != a + 1 or number == 0 or match.passive:
                return 0
            speaker = subject_after(unit, match.finite, b)
            cue = (a, *match.items)
            medium = match.cue.medium
        else:
            if number == 0 and segment.after != ",":
                return 0
            end = phrase_end(unit, a + 1, b, loose=True)
            if (
                end == a + 1
                or number == 0
                or unit.flags[a + 1] & (ADV | PREP) & ~CAP
                or not _has_name(unit, a + 1, end)
            ):
                return 0
            core = phrase_end(unit, a + 1, b)
            speaker = (a + 1, core)
            cue = (a,)
            medium = "speech/writing"
            extended = _apposition_end(unit, number)
            if extended > b:
                b = extended
                speaker = (a + 1, b)
        return self._after(number, b, cue, speaker, None, medium, "so", done)

    def _wie(self, number: int, segment: Segment, match: CueMatch, start: int, done: int) -> int:
        """ "wie X mitteilte": before, inside or after."""
        unit = self.unit
        a, b = segment.start, segment.end
        if (match.finite < b - 2 and match.finite != start + 1) or (match.cue.strength < 2 and not match.cue.prefix):
            return 0
        subject = subject_after(unit, start, match.finite)
        if match.passive:
            subject = None
        if subject is None and match.finite == start + 1 and not match.passive:
            subject = subject_after(unit, match.finite, b)
        cue = (start, *match.items)
        opening = self._clause_start(number, done) == segment.start
        if not opening and (
            match.cue.strength < 3 or (subject and unit.low[subject[0]] in ("man", "sie") and match.passive)
        ):
            return 0
        if not opening and subject is not None and unit.low[subject[0]] == "man":
            return 0
        if opening:
            if segment.after != ",":
                return 0
            content = [chars(unit, b + 1, unit.stop)] if b + 1 < unit.stop else []
            if not content:
                return 0
            self._add("indirect", match.cue.medium, content, "wie_before", subject, cue, None, [chars(unit, a, b + 1)])
            return unit.stop
        return self._after(number, b, cue, subject, None, match.cue.medium, "wie", done)

    def _after(
        self,
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
        unit = self.unit
        segment = unit.segments[number]
        a = segment.start
        start = self._clause_start(number, done)
        if start >= a:
            return 0
        stop = unit.stop
        before_end = a - 1 if segment.before else a
        while before_end > start and unit.words[before_end - 1] in (",", "–", "—", "-"):
            before_end -= 1
        tail = end + 1 if end < stop and unit.words[end] in (",", "–", "—", "-", ":") else end
        quotes = [i for i in range(start, before_end) if unit.flags[i] & QUOTE]
        frame_start = before_end if segment.before == "," else a
        if (
            quotes
            and quotes[-1] == before_end - 1
            and (before_end - start == 1 or self._clausal_item(quotes[-1], start))
        ):
            content = [self._item_chars(quotes[-1])]
            self.used_pairs.add(unit.pairs[quotes[-1]])
            frame_end = end
            if tail < stop and unit.flags[tail] & QUOTE:
                content.append(self._item_chars(tail))
                self.used_pairs.add(unit.pairs[tail])
                tail += 1
            self._add(
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
            if verb_next or kon_next or not unit.finite(start, before_end) or unit.flags[start] & SUB:
                content.append(chars(unit, tail, stop))
                continued = True
        if (
            not continued
            and not unit.finite(start, before_end)
            and not any(unit.flags[i] & CLAUSAL for i in range(start, before_end))
        ):
            return 0
        frame = chars(unit, a if continued else frame_start, end)
        self._add("indirect", medium, content, rule, speaker, cue, address, [frame])
        return stop if continued else end

    def _verb_first(self, number: int, segment: Segment, match: CueMatch, done: int) -> int:
        """A segment that starts with the finite verb: its content, or its subject, stands before."""
        unit = self.unit
        a, b = segment.start, segment.end
        start = self._clause_start(number, done)
        coordinated = bool(unit.flags[a] & COORD) and unit.low[a] != "so"
        before = a - 1 if segment.before else a
        cue = match.items if unit.low[a] != "so" else (a, *match.items)
        if coordinated or (number and start == a):
            return self._continued(number, segment, match, done)
        if number == 0 or before <= start:
            return self._before(number, segment, match, a, None, done)
        quotes = [i for i in range(start, before) if unit.flags[i] & QUOTE]
        finite = [
            i
            for s in unit.segments[:number]
            if s.start >= start and not is_relative(unit, s.start, s.end)
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
            return self._after(number, b, cue, subject, None, match.cue.medium, "verb_after", done)
        if not finite and not clausal and (not quotes or unit.flags[start] & PREP or quotes[-1] != before - 1):
            return self._before(number, segment, match, start, (start, before), done)
        if quotes and not finite and subject is None and not (quotes[-1] == before - 1 and before - start == 1):
            return self._before(number, segment, match, start, (start, before), done)
        leading = unit.flags[start] & (SUB | WH) and not unit.flags[start] & DET
        complement = self._complement(number, match)
        if complement and (leading or complement[2] != "main") and not quotes:
            return self._before(number, segment, match, start, None, done)
        next_finite = b + 1 < unit.stop and segment.after == "," and unit.flags[b + 1] & FIN
        if leading and not next_finite and unit.low[start] not in _DASS and unit.low[start] != "ob":
            return self._before(number, segment, match, start, None, done)
        if match.cue.strength < 2 and not quotes:
            return 0
        if match.passive and unit.flags[start] & (WH | SUB) and unit.low[start] not in _DASS:
            return 0
        if not match.cue.takes & set("dkoq") or (not quotes and not match.cue.takes & set("dko")):
            return 0
        if subject is None and not match.passive and "es" not in match.cue.needs:
            return 0
        if match.passive:
            subject = subject_after(unit, match.finite, b, passive=True)
        if "es" in match.cue.needs:
            subject = self._place(a, b)
        end = max(b, subject[1] if subject else b)
        address = addressee(unit, match.finite, b, match.cue.addressee, subject)
        return self._after(number, end, cue, subject, address, match.cue.medium, "verb_after", done)

    # -- frames before -----------------------------------------------------------------------------------------

    def _verb_second(self, number: int, segment: Segment, match: CueMatch, start: int, done: int) -> int:
        unit = self.unit
        begin = self._clause_start(number, done)
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
                return self._before(number, segment, match, begin, (begin, match.finite), done)
        return self._before(number, segment, match, start if start > segment.start else segment.start, None, done)

    def _continued(self, number: int, segment: Segment, match: CueMatch, done: int) -> int:
        """ "und sagte, ...": the subject of the clause before speaks."""
        return self._before(number, segment, match, segment.start, None, done)

    def _before(
        self, number: int, segment: Segment, match: CueMatch, start: int, subject: Range | None, done: int
    ) -> int:
        """A frame that precedes: "X sagte, dass ...", "X sagte: „...“", "X sagte, ... sei ..."."""
        unit = self.unit
        a, b = segment.start, segment.end
        verb_final = match.finite >= b - 2 and is_subordinate(unit, segment)
        if match.passive and match.cue.verb == "zitieren":
            match = replace(match, passive=False)  # who is quoted speaks
        speaker = None
        if subject and not match.passive:
            speaker = subject_before(unit, subject[0], subject[1])
        if match.passive:
            speaker = subject_after(unit, match.finite, b, passive=True) or subject_after(
                unit, start - 1, match.finite, passive=True
            )
        elif speaker is None:
            if verb_final:
                speaker = subject_after(unit, a, match.finite)
            elif number and segment.before == "," and is_relative(unit, a, b) and match.finite >= b - 2:
                speaker = (a, a + 1) if unit.flags[a] & REL else subject_after(unit, a + 1, match.finite)
                if unit.low[a] in ("den", "dem", "dessen", "deren", "denen"):
                    speaker = subject_after(unit, a, match.finite)
            else:
                first = start
                verb = self._first_verb(start, match)
                if verb > first:
                    speaker = subject_before(unit, first, verb)
                speaker = self._better_subject(speaker, match, b, verb)
        if "es" in match.cue.needs:
            speaker = self._place(start, b)
        elif match.passive and speaker is None:
            speaker = self._place(start, b, only_documents=True)
        speaker_chars = span_of(unit, speaker)
        if not speaker_chars and unit.flags[a] & COORD and not match.passive:
            speaker_chars = list(self.speaker)
        address = self._addressee(match, start, b, speaker)
        after = self._complement(number, match)
        direct = self._direct_after(number, match)
        if direct is not None:
            items, frame_end = direct
            content = [self._item_chars(i) for i in items]
            self.used_pairs.update(unit.pairs[i] for i in items)
            self._add_chars(
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
        if after is None:
            if segment.after == ":" and b + 1 >= unit.stop and match.cue.strength >= 2:
                self.open_frame = Found(
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
                self.speaker = speaker_chars
            return 0
        first, _, kind = after
        if match.passive and not match.cue.takes & set("dz"):
            return 0
        end = self._message_end(number, first, verb_final)
        frame_end = first
        self._add_chars(
            "indirect",
            match.cue.medium,
            [chars(unit, first, end)],
            "before_" + kind,
            speaker_chars,
            match.items,
            address,
            [chars(unit, start, frame_end)],
        )
        return end

    def _first_verb(self, start: int, match: CueMatch) -> int:
        """Return the first finite verb of the clause where the cue is the second of two ("X dankte und ergänzte")."""
        unit = self.unit
        for i in unit.finite(start, match.finite):
            if unit.flags[i] & FIN and any(unit.flags[k] & COORD for k in range(i + 1, match.finite + 1)):
                return i
        return match.finite

    def _better_subject(self, subject: Range | None, match: CueMatch, end: int, verb: int) -> Range | None:
        """Prefer a subject after the verb where what stands before is no nominative or an anaphor ("Das sagte X")."""
        unit = self.unit
        if subject is not None and verb + 1 < end:
            # "Der Politik schlug er vor", "Die Pläne nannte Müller": an object stands first
            word, f = unit.low[verb + 1], unit.flags[verb + 1]
            if word in ("er", "wir", "man", "ich") and unit.low[subject[0]] not in ("er", "wir", "man", "ich"):
                return (verb + 1, verb + 2)
            if (
                unit.low[subject[0]] in _ACCUSATIVES
                and match.cue.takes & set("na")
                and match.cue.addressee in ("-", "acc", "von")
                and (word in ("der", "ein") or (f & CAP and not f & (DET | PREP | TEMPORAL)))
            ):
                found = subject_after(unit, verb, end)
                if found is not None and found[0] == verb + 1:
                    return found
        if subject is not None:
            i = subject[0]
            single = subject[1] - i == 1
            if not (single and unit.low[i] in ("das", "dies", "dieses", "es", "was", "alles")):
                return subject
        after = subject_after(unit, verb, end)
        if after is not None:
            return after
        return subject

    def _addressee(self, match: CueMatch, start: int, end: int, speaker: Range | None) -> Range | None:
        unit = self.unit
        kind = match.cue.addressee
        if match.passive and kind in ("acc", "dat"):
            # "X wurde vorgeworfen", "X wurde aufgefordert": the one addressed stands where a subject would
            i = start
            while i < match.finite and unit.flags[i] & (COORD | FOCUS) and not unit.flags[i] & DET:
                i += 1
            if i < match.finite and unit.flags[i] & (CAP | DET) and not unit.flags[i] & PREP:
                stop = phrase_end(unit, i, match.finite, loose=True)
                return (i, stop) if stop > i else None
            return subject_after(unit, match.finite, end)
        found = addressee(unit, match.finite, end, kind, speaker)
        if found is None and kind == "dat" and start < match.finite and unit.low[start] in ("dem", "ihm", "ihnen"):
            stop = phrase_end(unit, start, match.finite)
            found = (start, stop) if stop > start else None
        return found

    def _direct_after(self, number: int, match: CueMatch) -> tuple[list[int], int] | None:
        """Return the items of a quotation that follows the frame's colon, comma or verb, and the frame's end."""
        unit = self.unit
        segment = unit.segments[number]
        b = segment.end
        if segment.after in (":", ",", "–", "—", "-") and b + 1 < unit.stop and unit.flags[b + 1] & QUOTE:
            if segment.after != ":" and not self._clausal_item(b + 1, b + 1):
                return None
            if segment.after == "," and b + 2 < unit.stop and unit.words[b + 2] not in (",", "–", "-", ":"):
                return None
            items = [b + 1]
            while items[-1] + 1 < unit.stop and unit.flags[items[-1] + 1] & QUOTE:
                items.append(items[-1] + 1)
            return items, b + 1
        last = b - 1
        if (
            unit.flags[last] & QUOTE
            and b == unit.stop
            and last - 1 == match.items[-1]
            and "q" in match.cue.takes
            and match.cue.strength >= 2
            and self._clausal_item(last, last)
        ):
            return [last], last
        return None

    def _complement(self, number: int, match: CueMatch) -> tuple[int, int, str] | None:
        """Return (first item, segment's end, kind) of the clause that a cue verb governs after its segment."""
        unit = self.unit
        takes = match.cue.takes
        for offset in range(1, _FRAME_GAP + 1):
            k = number + offset
            if k >= len(unit.segments):
                return None
            segment = unit.segments[k]
            if segment.before not in (",", ":", "–", "—", "-"):
                return None
            i, end = segment.start, segment.end
            while i + 1 < end and (unit.flags[i] & (FOCUS | ADV)) and unit.low[i + 1] in ("dass", "daß", "ob"):
                i += 1
            word = unit.low[i]
            if unit.flags[i] & COORD and i + 1 < end and unit.low[i + 1] in ("dass", "daß", "ob"):
                word = unit.low[i + 1]
            if (
                word in _DASS
                and i > 0
                and unit.low[segment.start - 2 if segment.start > 1 else 0] in ("so", "dadurch", "sodass")
            ):
                return None
            if word in _DASS:
                return (i, end, "dass") if "d" in takes else None
            if word == "ob":
                return (i, end, "ob") if takes & set("od") else None
            if unit.flags[i] & (QUOTE) and end - i == 1:
                return None
            finite = unit.finite(i, end)
            if segment.before == ":":
                if "k" in takes and match.cue.strength >= 2 and finite and offset == 1:
                    return (i, end, "colon")
                return None
            if (
                unit.flags[i] & WH
                and word not in _NO_QUESTION
                and "o" in takes
                and finite
                and finite[-1] >= end - 2
                and offset == 1
            ):
                return (i, end, "wh")
            if "k" in takes:
                kon = [f for f in finite if unit.flags[f] & KON]
                sub = unit.flags[i] & SUB and not unit.flags[i] & (DET | CAP) and not (finite and finite[0] == i + 1)
                relative = is_relative(unit, i, end) and (kon or finite) and unit.flags[i] & REL
                if kon and not sub and not (unit.flags[i] & PREP and relative):
                    if unit.flags[i] & FIN and not unit.flags[i] & CAP:
                        if offset == 1:
                            return None
                        return (unit.segments[number + 1].start, end, "main")
                    return (i, end, "main")
                if sub or (relative and not kon):
                    # "fürchtet, sobald er komme, werde ..."
                    if offset == 1 and sub and self._kon_later(k):
                        return (i, end, "main")
                elif (
                    "z" in takes
                    and unit.low[i] not in ("um", "ohne", "anstatt", "statt")
                    and unit.is_zu(i, end)
                    and (not finite or finite[0] > i + 3)
                ):
                    return (self._first_of(number, k), end, "zu")
                elif (
                    finite
                    and match.cue.strength == 3
                    and not match.passive
                    and offset == 1
                    and not unit.flags[i] & COORD
                    and finite[0] - i <= 8
                    and finite[0] > i
                ):
                    return (i, end, "plain")
            if "z" in takes:
                if unit.is_zu(i, end):
                    if not unit.flags[i] & (SUB | COORD) or unit.low[i] in ("um",):
                        if unit.low[i] in ("um", "ohne", "anstatt", "statt"):
                            return None
                        return (self._first_of(number, k), end, "zu")
                elif not finite and offset == 1 and self._zu_later(k):
                    return (i, end, "zu")
            if finite and not is_relative(unit, i, end):
                return None
        return None

    def _first_of(self, number: int, k: int) -> int:
        """Return where an infinitive clause starts whose verb stands in segment `k`: dates stay with the frame."""
        unit = self.unit
        for segment in unit.segments[number + 1 : k]:
            if not any(unit.flags[i] & TEMPORAL for i in range(segment.start, segment.end)):
                return segment.start
        return unit.segments[k].start

    def _kon_later(self, k: int) -> bool:
        unit = self.unit
        return any(unit.flags[s.start] & KON for s in unit.segments[k + 1 : k + 4])

    def _zu_later(self, k: int) -> bool:
        unit = self.unit
        for s in unit.segments[k + 1 : k + 3]:
            if unit.finite(s.start, s.end) and not is_relative(unit, s.start, s.end):
                return False
            if unit.is_zu(s.start, s.end):
                return True
        return False

    def _message_end(self, number: int, first: int, verb_final: bool) -> int:
        """Return where the rendered clause ends: the unit's end, or before the clause that resumes."""
        unit = self.unit
        limit = unit.stop
        for i in range(first + 2, unit.stop - 1):
            # "... und weigerte sich": the frame's subject goes on acting
            nxt = unit.flags[i + 1]
            if (
                unit.low[i] in ("und", "aber")
                and nxt & FIN
                and not nxt & (KON | CAP | PARTICIPLE)
                and (unit.flags[i - 1] & FINITE or not nxt & AUX)
                and unit.finite(first, i)
                and any(unit.flags[k] & KON for k in range(first, i))
            ):
                limit = i
                break
        for segment in unit.segments[number + 1 :]:
            if segment.start <= first:
                continue
            if segment.start >= limit:
                break
            i = segment.start
            f = unit.flags[i]
            if segment.before == ":" and f & QUOTE:
                return i - 1
            if (
                f & FIN
                and not f & (KON | CAP | PARTICIPLE)
                and segment.before == ","
                and self._resumes(first, i, verb_final)
            ):
                return i - 1
            if f & COORD and i + 1 < segment.end:
                f = unit.flags[i + 1]
                i += 1
                if f & CUE and f & FIN and not f & KON and match_cue(unit, i, segment.end):
                    return segment.start - 1
            elif segment.before == ";":
                return i - 1
        return limit

    def _resumes(self, first: int, i: int, verb_final: bool) -> bool:
        """Say whether an indicative verb after a comma belongs to the frame's subject again."""
        unit = self.unit
        if verb_final:
            return True
        kon = any(unit.flags[k] & KON for k in range(first, i))
        return kon and not any(unit.flags[k] & (DET | CAP) and unit.low[k] == "wer" for k in range(first, i))

    # -- helpers ------------------------------------------------------------------------------------------------

    def _place(self, start: int, end: int, *, only_documents: bool = False) -> Range | None:
        """ "In der Mitteilung heißt es", "hieß es aus dem Amt": the source instead of a speaker."""
        unit = self.unit
        for i in range(start, end):
            if unit.low[i] in ("in", "im", "aus", "auf", "bei", "beim", "von", "vom", "seitens") and i + 1 < end:
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

    def _clause_start(self, number: int, done: int) -> int:
        """Return the first item of the sentence that segment `number` belongs to."""
        unit = self.unit
        start = done
        limit = unit.segments[number].start
        for segment in unit.segments[:number]:
            if segment.start < done or segment.start >= limit:
                continue
            if segment.before in (";", ":"):
                start = segment.start
        while start < unit.segments[number].start and unit.words[start] in (",", "–", "-", "—", ";", ":"):
            start += 1
        return start

    def _item_chars(self, i: int) -> Chars:
        return self.unit.starts[i], self.unit.ends[i]

    def _clausal_item(self, i: int, start: int) -> bool:
        """Say whether a quotation may be a sentence of its own: nothing but a colon or comma before it."""
        unit = self.unit
        if unit.ends[i] - unit.starts[i] < 8:
            return i == start
        if i == start:
            return True
        return unit.words[i - 1] in (":", ",", "–", "—") and unit.ends[i] - unit.starts[i] > 20

    def _add(
        self,
        type_: str,
        medium: str,
        content: list[Chars],
        rule: str,
        speaker: Range | None,
        cue: tuple[int, ...],
        address: Range | None,
        frame: list[Chars],
    ) -> None:
        self._add_chars(type_, medium, content, rule, span_of(self.unit, speaker), cue, address, frame)

    def _add_chars(
        self,
        type_: str,
        medium: str,
        content: list[Chars],
        rule: str,
        speaker: list[Chars],
        cue: tuple[int, ...],
        address: Range | None,
        frame: list[Chars],
    ) -> None:
        unit = self.unit
        self.found.append(
            Found(
                type_,  # type: ignore[arg-type]
                medium,  # type: ignore[arg-type]
                content,
                rule,
                unit.index,
                speaker,
                ranges(unit, cue),
                span_of(unit, address),
                frame,
            )
        )
        if speaker:
            self.speaker = speaker


def _has_name(unit: Unit, start: int, end: int) -> bool:
    return any(unit.flags[i] & (CAP | QUOTE) or unit.low[i] in ("er", "sie") for i in range(start, end))


def _apposition_end(unit: Unit, number: int) -> int:
    """Return the end of an apposition that follows "so X": "so Ursula Castrup, die Leiterin der Fachstelle"."""
    from polittext.quotation.attribute import with_apposition

    segment = unit.segments[number]
    start = segment.start + 1
    return with_apposition(unit, start, segment.end, unit.stop)
