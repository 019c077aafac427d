"""Rendered statements with one word for cue and frame: "wonach er krank sei", "Demnach sei er krank"."""

from polittext.quotation.lexicon import lexicon
from polittext.quotation.noun_phrases import core_end, is_adjective, phrase_end
from polittext.quotation.rules_base import Found, chars, span_of
from polittext.quotation.units import Segment, Unit
from polittext.quotation.word_classes import AUX, CAP, DET, FIN, NOUN, PARTICIPLE, PREP

_VERB_CLUSTER = 3  # how many verbs may stand between a noun of saying and the comma before "wonach"
_PHRASE_REACH = 14  # how many items before "wonach" its noun phrase may begin


def adverb_clause(unit: Unit, segment: Segment, start: int, medium: str) -> Found | None:
    """ "wonach er krank sei", "Demnach sei er krank": one word is cue, speaker and frame."""
    word = chars(unit, start, start + 1)
    speaker = [word]
    if unit.low[start] == "wonach" or start == segment.start:
        if start != segment.start and not unit.flags[start - 1] & PREP:
            return None
        last = segment.end if unit.low[start] == "wonach" else unit.stop
        if unit.low[start] == "wonach" and last < unit.stop:
            rest = unit.stop
            nxt = last + 1
            last = rest if nxt < rest and not unit.flags[nxt] & FIN else last
        if start + 1 >= last:
            return None
        content = [chars(unit, start + 1, last)]
        if unit.low[start] == "wonach":
            speaker = span_of(unit, _antecedent(unit, start)) or speaker
    else:
        content = [chars(unit, segment.start, start)]
        if segment.start:
            content = [chars(unit, 0, start)]
        if start + 1 < unit.stop:
            content.append(chars(unit, start + 1, unit.stop))
    if not unit.finite(0, unit.stop):
        return None
    return Found(
        "indirect",
        medium,  # type: ignore[arg-type]
        content,
        "wonach" if unit.low[start] == "wonach" else "demnach",
        unit.index,
        speaker,
        [word],
        [],
        [word],
    )


def _antecedent(unit: Unit, at: int) -> tuple[int, int] | None:
    """Return the items of the noun phrase with a noun of saying that ends with the comma before item `at`."""
    end = at - 1
    if end < 1 or unit.words[end] != ",":
        return None
    for _ in range(_VERB_CLUSTER):  # "wies Berichte zurück, wonach ..."
        last = unit.flags[end - 1]
        if end > 1 and ((last & (PARTICIPLE | AUX) and not last & CAP) or unit.low[end - 1] in lexicon().prefixes):
            end -= 1
    first = next((s.start for s in unit.segments if s.start < end <= s.end), end)
    for start in range(max(first, end - _PHRASE_REACH), end):
        f = unit.flags[start]
        bare = f & NOUN and not (start > first and (unit.flags[start - 1] & DET or is_adjective(unit, start - 1)))
        if (f & DET or bare or is_adjective(unit, start)) and phrase_end(unit, start, end) == end:
            core = core_end(unit, start, end)
            if core > start and unit.flags[core - 1] & NOUN:
                return start, end
    return None
