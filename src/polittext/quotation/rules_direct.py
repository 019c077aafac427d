"""Quotation marks that no frame claims: direct fragments told apart from titles, names and scare quotes."""

from polittext.quotation.addressee_phrases import prepositional_addressee
from polittext.quotation.lexicon import flags_of
from polittext.quotation.marks import MarkPair
from polittext.quotation.rules_base import Chars, CueMatch, Found, match_cue, ranges, span_of
from polittext.quotation.rules_free import clause_subject, find_subject
from polittext.quotation.rules_roles import addressee_of, place
from polittext.quotation.subjects import subject_after
from polittext.quotation.units import Range, Segment, Unit
from polittext.quotation.word_classes import CAP, CLAUSAL, COORD, DET, FINITE, PREP
from polittext.quotation.word_groups import ends_with_word_of, word_group

_MIN_FRAGMENT = 3  # characters between the marks
_END_MARKS = frozenset(".!?…")


def inner_words(text: str, pair: MarkPair) -> list[str]:
    """Return the first words between the marks, at most 40."""
    return text[pair.inner_start : min(pair.inner_end, pair.inner_start + 400)].split()[:40]


def is_sentence(text: str, pair: MarkPair) -> bool:
    """Say whether a quotation holds at least one whole sentence: an end mark, or several words with a finite verb."""
    inner = text[pair.inner_start : pair.inner_end].rstrip()
    if len(inner) < 6:
        return False
    words = inner_words(text, pair)
    if inner[-1] in _END_MARKS and len(words) > 1:
        return True
    return len(words) > 3 and any(flags_of(w.strip(',.;:!?“”"„')) & FINITE for w in words[1:])


def is_name(text: str, pair: MarkPair, unit: Unit, item: int, *, judged: bool = False, longest: int = 5) -> bool:
    """Say whether marks hold a title, a name or a foreign word rather than somebody's own words.

    Args:
        text: The text.
        pair: The marks.
        unit: Their unit.
        item: Their item in it.
        longest: How many words, all of them nouns and function words, may still be a name.
        judged: Whether a verb of judging governs them ("nannte", "bezeichnete als"), so that a noun alone is enough.
    """
    words = [w.strip(",.;:!?()[]") for w in inner_words(text, pair)]
    words = [w for w in words if w]
    if not words or pair.inner_end - pair.inner_start < _MIN_FRAGMENT:
        return True
    if item and _is_named_by(unit, item - 1) and words[0][:1].isupper():
        return True  # "das Magazin „Öko-Test“"
    if len(words) == 1 and "." in words[0][1:-1]:
        return True  # "laut „tagesschau.de“"
    if judged and item and unit.low[item - 1] in word_group("judging") and len(words) <= 3:
        return unit.low[item - 1] in ("von", "vom") and item > 1 and bool(unit.flags[item - 2] & CAP)
    if words[0][:1].islower() and (len(words) > 2 or not flags_of(words[0]) & (PREP | DET)):
        return False
    lower = sum(
        w[:1].islower() and not flags_of(w) & (PREP | DET) and w not in word_group("foreign_word") for w in words
    )
    if lower:
        # "einseitige", "völlig unannehmbar": words that are not a name
        if words[0][:1].islower() or lower * 2 >= len(words):
            return False
        return len(words) < 3
    return len(words) <= longest


def _is_named_by(unit: Unit, i: int) -> bool:
    """Say whether an item is a noun for things that have titles or names."""
    return bool(unit.flags[i] & CAP) and ends_with_word_of(unit.low[i], "named_noun")


def own_words(unit: Unit, item: int, text: str, pairs: tuple[MarkPair, ...]) -> Found | None:
    """Marks in a clause without a cue: a long stretch that is no name is direct speech all the same."""
    pair = pairs[unit.pairs[item]]
    words = inner_words(text, pair)
    if len(words) < 6 or not (words[0][:1].islower() or unit.flags[item] & CLAUSAL):
        return None
    found = Found("direct", "speech/writing", [(pair.start, pair.end)], "own_words", unit.index)
    found.speaker = clause_subject(unit, item)
    found.addressee = addressed_in_clause(unit, item)
    return found


def addressed_in_clause(unit: Unit, before: int) -> list[Chars]:
    """Return whom a preposition names in the clause with a cue verb that ends before item `before`, as characters."""
    for segment in reversed(unit.segments):
        if segment.start < before:
            match = match_cue(unit, segment.start, min(segment.end, before))
            end = min(segment.end, before)
            if match is not None:
                kind, verb = match.cue.addressee, match.finite
            elif any(word in word_group("turning") for word in unit.low[segment.start : end]):
                kind, verb = "an", segment.start
            else:
                continue
            return span_of(unit, prepositional_addressee(unit, segment.start, verb, end, kind, None))
    return []


def _governing(unit: Unit, segment: Segment, item: int) -> tuple[Segment, CueMatch | None]:
    """Find the cue that governs a quotation, perhaps before an apposition, and the segment where its clause begins."""
    if any(unit.flags[k] & COORD for k in range(item + 1, segment.end)):
        match = match_cue(unit, segment.start, item + 1)  # "nannte das „schlecht“ und glaubt, ..."
        if match is not None:
            return segment, match
    match = match_cue(unit, segment.start, segment.end)
    number = unit.segments.index(segment)
    opens_with_als = unit.low[segment.start] == "als"
    for k in range(number - 1, max(-1, number - 4), -1):
        if match is not None or (unit.finite(segment.start, segment.end) and not opens_with_als):
            break
        earlier = unit.segments[k]
        if earlier.after != ",":
            break
        match = match_cue(unit, earlier.start, earlier.end)
        if match is not None:
            return earlier, match
        if unit.finite(earlier.start, earlier.end) and not opens_with_als:
            break
    return segment, match


def _governing_preposition(unit: Unit, start: int, item: int) -> list[int]:
    """Return the item of "als", "von" right before a quotation, or before its article: "nannte es | von einem"."""
    for k in (item - 1, item - 2):
        if k < start or unit.flags[k] & CAP:
            break
        if unit.low[k] in word_group("cue_preposition"):
            return [k]
        if not unit.flags[k] & DET:
            break
    return []


def _place_before(unit: Unit, number: int, start: int) -> tuple[Range | None, int]:
    """Return the source that opens the sentence, and its start: "Im Papier, das uns vorliegt, | ist von ..."."""
    for segment in reversed(unit.segments[:number]):
        if segment.after != ",":
            break
        if unit.flags[segment.start] & PREP and not unit.finite(segment.start, segment.end):
            return place(unit, segment.start, segment.end), segment.start
    return None, start


def fragment(unit: Unit, item: int, text: str, pairs: tuple[MarkPair, ...]) -> Found | None:
    """A direct fragment in a clause with a cue verb: "nannte das Vorgehen „unannehmbar“"."""
    pair = pairs[unit.pairs[item]]
    segment = next((s for s in unit.segments if s.start <= item < s.end), None)
    if segment is None:
        return None
    segment, match = _governing(unit, segment, item)
    calls = match is not None and match.cue.takes == {"q"} and match.cue.strength == 3 and item > match.finite
    if not calls and is_name(text, pair, unit, item, judged=match is not None and bool(match.cue.takes & set("ar"))):
        return None
    if match is None or match.cue.strength < 1 or not match.cue.takes & set("qan"):
        return None
    if match.cue.strength == 1 and not match.cue.takes & set("a"):
        return None
    start = segment.start
    speaker: Range | None
    if match.passive:
        speaker = subject_after(unit, match.finite, segment.end, passive=True)
    else:
        speaker, start = find_subject(unit, unit.segments.index(segment), match.finite)
        if (speaker and any(speaker[0] <= k < speaker[1] for k in match.items)) or "rede" in match.cue.needs:
            speaker = place(unit, start, segment.end)  # "Im Brief ist von „...“ die Rede"
            if speaker is None or item < speaker[1]:
                speaker, start = _place_before(unit, unit.segments.index(segment), start)
        if speaker and speaker[0] <= item < speaker[1]:
            return None  # a part of the speaker's name: "Die „Aktion Deutschland hilft“ sagte"
    frame = []
    cue = [*match.items, *_governing_preposition(unit, start, item)]
    if item > start:
        frame.append((unit.starts[start], unit.ends[item - 1]))
    target = addressee_of(unit, match, start, segment.end, speaker)
    return Found(
        "direct",
        match.cue.medium,
        [(pair.start, pair.end)],
        "fragment",
        unit.index,
        span_of(unit, speaker),
        ranges(unit, cue),
        span_of(unit, target),
        frame,
    )
