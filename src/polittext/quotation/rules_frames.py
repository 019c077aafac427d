"""Frames with a cue verb: before, inside and after what is rendered."""

from dataclasses import replace

from polittext.quotation.addressees import addressee
from polittext.quotation.clauses import is_relative, is_subordinate
from polittext.quotation.cues import CueVerb
from polittext.quotation.lexicon import lexicon, noun_of
from polittext.quotation.noun_phrases import phrase_end
from polittext.quotation.rules_base import Chars, CueMatch, Found, chars, match_cue, ranges, span_of
from polittext.quotation.rules_clauses import clause_start, direct_after, is_clausal, item_chars, wider_match
from polittext.quotation.rules_complement import DASS, complement, message_end
from polittext.quotation.rules_free import find_subject
from polittext.quotation.rules_roles import addressee_of, better_subject, first_verb, place
from polittext.quotation.subjects import subject_after, subject_before
from polittext.quotation.units import Range, Segment, Unit
from polittext.quotation.word_classes import (
    ADV,
    AUX,
    CAP,
    CLAUSAL,
    COORD,
    DET,
    FIN,
    KON,
    MODAL,
    NOUN,
    PREP,
    QUOTE,
    REL,
    SUB,
    WH,
)


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
        wider = wider_match(unit, number, segment, match)
        if wider is not None:
            number, segment, match = wider
            b = segment.end
        if match is None:
            return self._unlisted(number, segment, done) or self._noun(number, segment, done)
        if unit.flags[a] & CLAUSAL and unit.flags[a] & QUOTE and match.finite == a + 1 and not match.passive:
            # "„Wir gehen,“ sagte X": the comma stands inside the marks
            found = subject_after(unit, match.finite, b)
            if found is not None:
                self.used_pairs.add(unit.pairs[a])
                end = max(b, found[1])
                self._add(
                    "direct",
                    match.cue.medium,
                    [item_chars(unit, a)],
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
        if i < 0 or not unit.flags[i] & QUOTE or not unit.flags[i] & CLAUSAL or i != clause_start(unit, number, done):
            return 0
        speaker = subject_after(unit, a, b)
        if speaker is None:
            return 0
        items = (a, b - 1) if b - 1 > a and unit.low[b - 1] in lexicon().prefixes else (a,)
        return self._after(number, max(b, speaker[1]), items, speaker, None, "speech/writing", "unlisted", done)

    def _noun(self, number: int, segment: Segment, done: int) -> int:
        """ "der Vorwurf der Opposition, ...": a noun governs the clause behind its phrase."""
        unit = self.unit
        b = segment.end
        if segment.after != ",":
            return 0
        for i in range(b - 1, max(segment.start, b - 8) - 1, -1):
            if unit.flags[i] & NOUN:
                break
        else:
            return 0
        noun = noun_of(unit.words[i])
        if noun is None or not noun.use & set("dz") or (i + 1 < b and phrase_end(unit, i, b) != b):
            return 0
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
        speaker = None
        if i + 1 < b:
            j = (
                i + 2
                if unit.low[i + 1] in ("von", "vom", "des", "der") and unit.low[i + 1] in ("von", "vom")
                else i + 1
            )
            speaker = (j, b) if j < b and unit.flags[j] & (CAP | DET) else None
        elif i > segment.start and unit.flags[i - 1] & CAP and unit.words[i - 1].endswith("s"):
            speaker = (i - 1, i)
        else:
            finite = unit.finite(segment.start, b)
            speaker = find_subject(unit, number, finite[0])[0] if finite else None
            if speaker is not None and speaker[0] <= i < speaker[1]:
                speaker = None
        start = clause_start(unit, number, done)
        self._add(
            "indirect", noun.medium, [chars(unit, first, end)], "noun", speaker, (i,), None, [chars(unit, start, first)]
        )
        return end

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
        if subject is None and match.cue.prefix == "hervor":
            subject = place(unit, start, match.finite)
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
        start = clause_start(unit, number, done)
        if start >= a:
            return 0
        stop = unit.stop
        before_end = a - 1 if segment.before else a
        while before_end > start and unit.words[before_end - 1] in (",", "–", "—", "-"):
            before_end -= 1
        tail = end + 1 if end < stop and unit.words[end] in (",", "–", "—", "-", ":") else end
        quotes = [i for i in range(start, before_end) if unit.flags[i] & QUOTE]
        frame_start = before_end if segment.before == "," else a
        if quotes and quotes[-1] == before_end - 1 and (before_end - start == 1 or is_clausal(unit, quotes[-1], start)):
            content = [item_chars(unit, quotes[-1])]
            self.used_pairs.add(unit.pairs[quotes[-1]])
            frame_end = end
            if tail < stop and unit.flags[tail] & QUOTE:
                content.append(item_chars(unit, tail))
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
        start = clause_start(unit, number, done)
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
        governed = complement(unit, number, match)
        if governed and (leading or governed[2] != "main") and not quotes:
            return self._before(number, segment, match, start, None, done)
        next_finite = b + 1 < unit.stop and segment.after == "," and unit.flags[b + 1] & FIN
        if leading and not next_finite and unit.low[start] not in DASS and unit.low[start] != "ob":
            return self._before(number, segment, match, start, None, done)
        if match.cue.strength < 2 and not quotes:
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
        end = max(b, subject[1] if subject else b)
        address = addressee(unit, a, match.finite, b, match.cue.addressee, subject)
        return self._after(number, end, cue, subject, address, match.cue.medium, "verb_after", done)

    # -- frames before -----------------------------------------------------------------------------------------

    def _verb_second(self, number: int, segment: Segment, match: CueMatch, start: int, done: int) -> int:
        unit = self.unit
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
                verb = first_verb(unit, start, match)
                if verb > first:
                    speaker = subject_before(unit, first, verb)
                speaker = better_subject(unit, speaker, match, b, verb)
        if "es" in match.cue.needs:
            speaker = place(unit, start, b)
        elif match.passive and speaker is None:
            speaker = place(unit, start, b, only_documents=True)
        speaker_chars = span_of(unit, speaker)
        if not speaker_chars and unit.flags[a] & COORD and not match.passive:
            speaker_chars = list(self.speaker)
        address = addressee_of(unit, match, start, b, speaker)
        after = complement(unit, number, match)
        direct = direct_after(unit, number, match)
        if direct is not None:
            items, frame_end = direct
            content = [item_chars(unit, i) for i in items]
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
        end = message_end(unit, number, first, verb_final)
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

    # -- helpers ------------------------------------------------------------------------------------------------

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
    from polittext.quotation.noun_phrases import with_apposition

    segment = unit.segments[number]
    start = segment.start + 1
    return with_apposition(unit, start, segment.end, unit.stop)
