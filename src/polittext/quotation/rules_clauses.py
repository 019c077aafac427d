"""Where a clause with a cue verb begins, and what of it lies behind an apposition or in quotation marks."""

from polittext.quotation.clauses import is_relative
from polittext.quotation.lexicon import lexicon
from polittext.quotation.rules_base import Chars, CueMatch, match_cue
from polittext.quotation.rules_complement import DASS
from polittext.quotation.units import Segment, Unit
from polittext.quotation.word_classes import CUE, QUOTE


def direct_after(unit: Unit, number: int, match: CueMatch) -> tuple[list[int], int] | None:
    """Return the items of a quotation that follows the frame's colon, comma or verb, and the frame's end."""
    segment = unit.segments[number]
    b = segment.end
    if segment.after in (":", ",", "–", "—", "-") and b + 1 < unit.stop and unit.flags[b + 1] & QUOTE:
        if segment.after != ":" and not is_clausal(unit, b + 1, b + 1):
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
        and is_clausal(unit, last, last)
    ):
        return [last], last
    return None


def is_clausal(unit: Unit, i: int, start: int) -> bool:
    """Say whether a quotation may be a sentence of its own: nothing but a colon or comma before it."""
    if unit.ends[i] - unit.starts[i] < 8:
        return i == start
    if i == start:
        return True
    return unit.words[i - 1] in (":", ",", "–", "—") and unit.ends[i] - unit.starts[i] > 20


def wider_match(
    unit: Unit, number: int, segment: Segment, match: CueMatch | None
) -> tuple[int, Segment, CueMatch] | None:
    """Look for the rest of a cue behind an apposition: "Jetzt gab der Leiter, X, bekannt, dass ..."."""
    opens_with_wie = "wie" in unit.low[segment.start : segment.start + 2]
    for k in range(number + 1, min(number + 4, len(unit.segments))):
        later = unit.segments[k]
        if later.before != "," or later.end - later.start > 16 or unit.flags[later.start] & QUOTE:
            return None
        if unit.low[later.start] in DASS or unit.low[later.start] == "ob":
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
            and (found.finite < segment.end or opens_with_wie)
            and found.items[-1] == last
            and (match is None or found.cue is not match.cue or found.items != match.items)
            and (match is None or match.finite >= found.finite)
        ):
            return k, Segment(segment.start, later.end, segment.before, later.after), found
    return None


def clause_start(unit: Unit, number: int, done: int) -> int:
    """Return the first item of the sentence that segment `number` belongs to."""
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


def without_separators(unit: Unit, start: int, end: int) -> int:
    """Return where the items [start, end) end without the commas and dashes that close them."""
    while end > start and unit.words[end - 1] in (",", "–", "—", "-"):
        end -= 1
    return end


def item_chars(unit: Unit, i: int) -> Chars:
    """Return the characters of one item."""
    return unit.starts[i], unit.ends[i]
