"""Quotations by rule: `Pipeline(quotes="rules")`.

Works on units (sentences that no quotation crosses) with a lexicon of cue verbs and word classes; see
docs/quotations.md for the types and the conventions of their spans.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from polittext.document import Quote
from polittext.quotation.clauses import cut_segments
from polittext.quotation.frame_state import FrameState
from polittext.quotation.lexicon import noun_of
from polittext.quotation.marks import MarkPair, pair_marks
from polittext.quotation.person_words import given_gender
from polittext.quotation.rules_base import Chars, Found, chars
from polittext.quotation.rules_direct import addressed_in_clause, fragment, is_name, is_sentence, own_words
from polittext.quotation.rules_frames import find_frames
from polittext.quotation.rules_free import (
    anaphoric,
    clause_subject,
    is_conditional,
    is_hearsay,
    is_intended,
    is_quotation_only,
    is_rendered,
    label,
    person_in,
    reported,
)
from polittext.quotation.rules_output import to_quotes
from polittext.quotation.rules_phrases import find_phrases
from polittext.quotation.unit_builder import build_units
from polittext.quotation.units import Unit
from polittext.quotation.word_classes import CLAUSAL, CUE, KON, MODAL, NOUN, PHRASE, QUOTE, SO
from polittext.quotation.word_groups import word_group

if TYPE_CHECKING:
    from polittext.columns import SentenceTable, TokenTable

_WORTH_A_LOOK = CUE | NOUN | QUOTE | KON | PHRASE | SO | MODAL
_OWN_FRAME = frozenset(("laut", "nach", "nach_after", "zufolge", "so", "so_direct", "wie"))  # whose frame holds on
_MEMORY = 3  # how many units ago a speaker may have spoken for a sentence without frame to be theirs


def extract(text: str, tokens: "TokenTable", sentences: "SentenceTable") -> tuple[Quote, ...]:
    """Find the quotations of a text by rule.

    Args:
        text: The text.
        tokens: Its tokens.
        sentences: Its sentences.

    Returns:
        The quotations in order of their start, outer before inner; empty where there are none. `speaker_name` is None:
        see `resolve.resolve_speakers`.

    Example:
        >>> from polittext import Pipeline
        >>> doc = Pipeline(quotes="rules")("Laut Polizei wurde niemand verletzt.")
        >>> [(q.type, q.speaker.text, q.cue.text, q.provenance) for q in doc.quotes]
        [('indirect', 'Polizei', 'Laut', 'rules:laut')]
    """
    pairs = pair_marks(text)
    units = build_units(text, tokens, sentences, pairs)
    found = _Extractor(text, units, pairs).run()
    return to_quotes(text, found)


class _Extractor:
    """One pass over the units of one text."""

    def __init__(self, text: str, units: list[Unit], pairs: tuple[MarkPair, ...]) -> None:
        self.text = text
        self.units = units
        self.pairs = pairs
        self.found: list[Found] = []
        self.last: Found | None = None  # the last quotation that names a speaker
        self.open_frame: Found | None = None
        self.running: Found | None = None  # a rendered sentence that the next one may continue

    def run(self) -> list[Found]:
        previous: Unit | None = None
        for unit in self.units:
            if unit.turn:  # somebody else speaks
                self.last = self.running = self.open_frame = None
            if unit.any & _WORTH_A_LOOK:
                unit.segments = cut_segments(unit)
                self._unit(unit, previous)
            else:
                self.running = None
                self.open_frame = label(unit)
            previous = unit
        return self.found

    def _unit(self, unit: Unit, previous: Unit | None) -> None:
        open_frame, self.open_frame = self.open_frame, None
        running, self.running = self.running, None
        if is_quotation_only(unit) and self._alone(unit, previous, open_frame):
            return
        frames = FrameState(unit)
        if unit.any & (CUE | SO | CLAUSAL | NOUN):
            find_frames(frames)
        found = frames.found
        used = frames.used_pairs
        if not found and unit.any & CUE:
            one = anaphoric(unit, previous)
            before = self.found[-1] if self.found else None
            if one is not None and before is not None and before.rule == "alone" and before.unit == unit.index - 1:
                before.speaker, before.cue, before.frame, before.medium = one.speaker, one.cue, one.frame, one.medium
                before.rule = "anaphoric_direct"
                self.last = before
                return
            if one is not None and before is not None and before.unit == unit.index - 1 and before.type == "indirect":
                one.content = list(before.content)  # "X sagte, er gehe. Dies bestätigte Y": what X said
                found.append(one)
            elif one is not None and not any(q.content[0][0] <= one.start < q.content[-1][1] for q in self.found[-3:]):
                found.append(one)
            elif one is not None and one.speaker:
                self.last = one  # it only tells who spoke
        if unit.any & PHRASE or "Sicht" in unit.words:
            told = [c for q in found for c in q.content + (q.frame if q.type == "direct" else [])]
            found += find_phrases(unit, told)
        self.open_frame = frames.open_frame
        if (
            found
            and unit.any & KON
            and all(q.rule.startswith("before_") or q.rule == "anaphoric" for q in found)
            and is_rendered(unit)
            and self.last is not None
            and unit.index - self.last.unit <= _MEMORY
            and found[0].frame
            and found[0].frame[0][0] == unit.start
        ):
            found.clear()  # "Die Behörde gehe davon aus, dass ...": rendered as a whole
            used.clear()
        if unit.any & QUOTE and (found or not (unit.any & KON and self._continues(unit))):
            found += self._marks(unit, found, used)
        if not found and unit.any & MODAL and self._free(unit, previous, running):
            return
        if not found and unit.any & KON and self._continues(unit):
            if running is not None and running.type != "free_indirect" and self.last is not None:
                running.content[-1] = (running.content[-1][0], unit.end)
                running.unit = unit.index
                self.running = running
                self._inner(unit, [running], used)
                return
            if self.last is not None:
                one = Found(
                    "indirect_free_indirect",
                    self.last.medium,
                    [(unit.start, unit.end)],
                    "continued",
                    unit.index,
                    self._speaker_before(unit, previous),
                )
                self.found.append(one)
                self.last = one
                self.running = one
                self._inner(unit, [one], used)
                return
        if not found and unit.any & KON and is_rendered(unit, alone=True):
            one = Found("indirect_free_indirect", "speech/writing", [(unit.start, unit.end)], "rendered", unit.index)
            one.speaker = self._person_before(unit)
            if one.speaker:
                self.last = one
            self.found.append(one)
            self.running = one
            self._inner(unit, [one], used)
            return
        if not found and unit.any & CUE:
            one = reported(unit)
            if one is not None:
                found.append(one)
                self.found.append(one)
                if one.speaker:
                    self.last = one
                return
        found.sort(key=lambda q: (q.start, -q.end))
        self.found += found
        for q in reversed(found):
            if q.speaker and q.rule not in ("wonach", "demnach"):
                self.last = q
                if q.rule.startswith("nach") and any(w in word_group("own") for w in self._words(q.speaker)):
                    # "Er war nach eigenem Bekunden krank": the subject goes on speaking
                    self.last = replace(q, speaker=clause_subject(unit, unit.stop) or q.speaker)
                break

    def _words(self, ranges: list[Chars]) -> list[str]:
        return [word for a, b in ranges for word in self.text[a:b].lower().split()]

    def _free(self, unit: Unit, previous: Unit | None, running: Found | None) -> bool:
        """ "Er soll ... haben", "Der Bericht soll im Mai erscheinen": rendered with "soll" instead of a Konjunktiv."""
        rule = "hearsay" if is_hearsay(unit) else "intended" if is_intended(unit) else ""
        near = self.last is not None and unit.index - self.last.unit <= _MEMORY
        after = near and self.last is not None and unit.index - self.last.unit == 1
        if rule and running is not None and running.type == "free_indirect":
            running.content[-1] = (running.content[-1][0], unit.end)
            self.running = running
            return True
        if rule == "hearsay" or (rule == "intended" and after):
            one = Found("free_indirect", "speech/writing", [(unit.start, unit.end)], rule, unit.index)
            if near:
                one.speaker = self._speaker_before(unit, previous)
            self.found.append(one)
            self.running = one
            return True
        return False

    def _speaker_before(self, unit: Unit, previous: Unit | None) -> list[Chars]:
        """Return who goes on speaking: who spoke last, unless the sentence in between is about somebody else."""
        if self.last is None:
            return []
        between = previous is not None and self.last.unit < previous.index and previous.paragraph == unit.paragraph
        if not between or previous is None:
            return list(self.last.speaker)
        return person_in(previous) or self._mention(previous) or list(self.last.speaker)

    def _person_before(self, unit: Unit) -> list[Chars]:
        """Return the nearest subject in the sentences before, of the same paragraph, that may have spoken."""
        for earlier in reversed(self.units[max(0, unit.index - _MEMORY) : unit.index]):
            if earlier.paragraph != unit.paragraph:
                break
            if not earlier.segments:
                earlier.segments = cut_segments(earlier)
            found = person_in(earlier)
            if found:
                return found
        return []

    def _mention(self, unit: Unit) -> list[Chars]:
        """Return where a sentence names by surname who spoke last."""
        if self.last is None or not self.last.speaker:
            return []
        words = self.text[self.last.speaker[0][0] : self.last.speaker[0][1]].split()
        if len(words) < 2 or noun_of(words[-1]) is not None or given_gender(words[-2]) is None:
            return []
        return next(([chars(unit, i, i + 1)] for i in range(1, unit.stop) if unit.words[i] == words[-1]), [])

    def _continues(self, unit: Unit) -> bool:
        last = self.last
        if last is None or unit.index - last.unit > _MEMORY:
            return False
        if is_rendered(unit):
            return True
        return (
            unit.index - last.unit == 1 and last.rule != "reported" and is_conditional(unit) and last.type != "reported"
        )

    def _alone(self, unit: Unit, previous: Unit | None, frame: Found | None) -> bool:
        """A unit of quotations only: direct speech, whose speaker was named before."""
        items = [i for i in range(unit.stop) if unit.flags[i] & QUOTE]
        content = [(unit.starts[i], unit.ends[i]) for i in items]
        pair = self.pairs[unit.pairs[items[0]]]
        if frame is not None:
            frame.content = content
            self.found.append(frame)
            if frame.speaker:
                self.last = frame
            return True
        if not is_sentence(self.text, pair):
            return False
        if pair.follows is not None and self.found and self.found[-1].type == "direct":
            self.found[-1].content += content
            self.found[-1].unit = unit.index
            return True
        one = Found("direct", "speech/writing", content, "alone", unit.index)
        if self.last is not None and unit.index - self.last.unit <= _MEMORY:
            one.speaker = self._speaker_before(unit, previous)
            one.medium = self.last.medium
        self.found.append(one)
        if one.speaker:
            self.last = one
        return True

    def _marks(self, unit: Unit, found: list[Found], used: set[int]) -> list[Found]:
        """Direct fragments inside what is rendered, in clauses with a cue, and after a colon."""
        more = self._nested(unit, found, used)
        for i in range(unit.stop):
            if not unit.flags[i] & QUOTE or unit.pairs[i] in used:
                continue
            pair = self.pairs[unit.pairs[i]]
            if any(a <= pair.start and pair.end <= b for q in found + more for a, b in q.content):
                continue
            if i and unit.words[i - 1] == ":" and is_sentence(self.text, pair):
                outer = next((q for q in found if q.speaker and q.start < pair.start), None)
                speaker = list(outer.speaker) if outer is not None else clause_subject(unit, i - 1)
                if not speaker and (named := label(unit, i)) is not None:
                    speaker = named.speaker
                if not speaker and self.last is not None and unit.index - self.last.unit <= 1:
                    speaker = list(self.last.speaker)
                one = Found("direct", "speech/writing", [(pair.start, pair.end)], "colon", unit.index, speaker)
                one.addressee = addressed_in_clause(unit, i - 1)
                if outer is not None and outer.frame:  # "Er glaubt, dass das reiche: „...“"
                    one.cue, one.frame = list(outer.cue), list(outer.frame)
                else:
                    first = next((k for k in range(i - 2, 0, -1) if unit.words[k] in (":", ";")), -1) + 1
                    one.frame = [(unit.starts[first], unit.ends[i - 1])]
                more.append(one)
                used.add(unit.pairs[i])
                continue
            part = fragment(unit, i, self.text, self.pairs) or own_words(unit, i, self.text, self.pairs)
            if part is not None:
                framed = next((q for q in found if q.rule in _OWN_FRAME and q.speaker), None)
                if part.rule == "own_words" and framed is not None:  # "Das sei, so X, „...“"
                    part.speaker, part.cue, part.frame = list(framed.speaker), list(framed.cue), list(framed.frame)
                if (
                    part.rule == "own_words"
                    and not part.speaker
                    and self.last is not None
                    and unit.index - self.last.unit <= 1
                ):
                    part.speaker = list(self.last.speaker)
                more.append(part)
                used.add(unit.pairs[i])
        return more

    def _nested(self, unit: Unit, found: list[Found], used: set[int]) -> list[Found]:
        more: list[Found] = []
        for i in range(unit.stop):
            number = unit.pairs[i]
            if number < 0 or number in used:
                continue
            pair = self.pairs[number]
            for q in found:
                if q.type == "direct" or not any(a <= pair.start and pair.end <= b for a, b in q.content):
                    continue
                if is_name(self.text, pair, unit, i, judged=True, longest=3):
                    break
                used.add(number)
                more.append(
                    Found(
                        "direct",
                        q.medium,
                        [(pair.start, pair.end)],
                        "nested",
                        unit.index,
                        list(q.speaker),
                        list(q.cue),
                        list(q.addressee),
                        list(q.frame),
                    )
                )
                break
        return more

    def _inner(self, unit: Unit, found: list[Found], used: set[int]) -> None:
        if unit.any & QUOTE:
            self.found += self._nested(unit, found, used)
