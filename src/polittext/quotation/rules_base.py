"""What the quotation rules share: candidates, and matching a cue verb in a clause."""

from dataclasses import dataclass, field

from polittext.document import Medium, QuoteType
from polittext.quotation.cues import CueVerb
from polittext.quotation.lexicon import lexicon
from polittext.quotation.units import Range, Unit
from polittext.quotation.word_classes import (
    AUX,
    CAP,
    CUE,
    DET,
    FIN,
    FINITE,
    HABEN,
    MODAL,
    NUM,
    PARTICIPLE,
    PREP,
    QUOTE,
    SEIN,
    WERDEN,
)
from polittext.quotation.word_groups import word_group

Chars = tuple[int, int]
"""Characters [start, end)."""

_CUE_REACH = 60  # how far the parts of a cue may stand apart, in items


@dataclass(slots=True)
class Found:
    """A quotation on its way: character ranges instead of spans, lists instead of tuples."""

    type: QuoteType
    medium: Medium
    content: list[Chars]
    rule: str
    unit: int
    speaker: list[Chars] = field(default_factory=list)
    cue: list[Chars] = field(default_factory=list)
    addressee: list[Chars] = field(default_factory=list)
    frame: list[Chars] = field(default_factory=list)

    @property
    def start(self) -> int:
        """Offset of the content's first character."""
        return self.content[0][0]

    @property
    def end(self) -> int:
        """Offset after the content's last character."""
        return self.content[-1][1]


@dataclass(frozen=True, slots=True)
class CueMatch:
    """A cue verb in a clause: the items of the cue, the finite verb, and whether the clause is a passive."""

    cue: CueVerb
    items: tuple[int, ...]
    finite: int
    passive: bool


def chars(unit: Unit, start: int, end: int) -> Chars:
    """Return the characters of the items [start, end)."""
    return unit.starts[start], unit.ends[end - 1]


def ranges(unit: Unit, items: tuple[int, ...] | list[int]) -> list[Chars]:
    """Return the characters of single items, neighbours joined."""
    found: list[list[int]] = []
    for i in sorted(set(items)):
        if found and found[-1][1] == i:
            found[-1][1] = i + 1
        else:
            found.append([i, i + 1])
    return [chars(unit, a, b) for a, b in found]


def span_of(unit: Unit, items: Range | None) -> list[Chars]:
    """Return the characters of a range of items as a list, empty for None."""
    return [chars(unit, *items)] if items and items[0] < items[1] else []


def match_cue(unit: Unit, start: int, end: int) -> CueMatch | None:
    """Find the cue verb of the clause [start, end).

    Returns:
        The match with the most telling parts; None where no cue verb is complete.
    """
    flags, low = unit.flags, unit.low
    end = min(end, start + _CUE_REACH * 2)
    verbs = lexicon().verbs
    helpers = [i for i in range(start, end) if flags[i] & (AUX | MODAL) and flags[i] & FIN]
    best: CueMatch | None = None
    best_score = 0.0
    for i in range(start, end):
        if not flags[i] & CUE or (flags[i] & CAP and not (i == start and i + 1 in helpers)):
            continue
        for form in verbs.get(low[i], ()):
            cue = form.cue
            if flags[i] & CAP and cue.strength < 2:  # "Kritisiert wird ..."
                continue
            found = _complete(unit, form.kind, cue, i, start, end, helpers)
            if found is None:
                continue
            score = (
                cue.strength + 2.0 * len(cue.needs) + (1.5 if cue.prefix else 0) + (0.5 if form.kind == "finite" else 0)
            )
            if score > best_score:
                best, best_score = found, score
    return best


def _complete(unit: Unit, kind: str, cue: CueVerb, i: int, start: int, end: int, helpers: list[int]) -> CueMatch | None:
    flags, low = unit.flags, unit.low
    items = [i]
    passive = False
    finite = i
    if kind == "finite":
        if helpers and i not in helpers and (flags[i] & PARTICIPLE or not flags[i] & FIN):
            return None
        if not flags[i] & FINITE or unit.is_attribute(i, start, end):
            return None
        if helpers and i not in helpers and helpers[0] < i and any(flags[h] & MODAL for h in helpers) and i == end - 1:
            return None
        if low[i - 1] == "zu" and i > start:
            return None
        if cue.prefix:
            where = next((k for k in range(end - 1, i, -1) if low[k] == cue.prefix), None)
            # "geht aus einer Mitteilung hervor": no "aus" of "ausgehen"
            if where is None or (
                flags[where] & PREP and where + 1 < end and flags[where + 1] & (CAP | DET | NUM | QUOTE)
            ):
                return None
            items.append(where)
    elif kind == "final":
        if unit.is_attribute(i, start, end):
            return None
    elif kind == "participle":
        others = [h for h in helpers if h != i and not (flags[h] & MODAL and not flags[h] & AUX)]
        modal = [h for h in helpers if flags[h] & MODAL and not flags[h] & AUX and h != i]
        if modal and i + 1 < end and low[i + 1] in ("haben", "sein", "werden"):
            finite = modal[0]
            items += [finite, i + 1]
            passive = low[i + 1] == "werden"
        elif others:
            finite = others[0] if others[0] < i else others[-1]
            helper = flags[finite]
            if helper & WERDEN:
                passive = True
                if low[finite] in ("werde", "würde", "würden") and not helper & WERDEN:
                    passive = False
            elif helper & SEIN:
                passive = cue.verb not in word_group("sein_verb")
            items.append(finite)
            if i + 1 < end and low[i + 1] == "worden":
                items.append(i + 1)
                passive = True
        else:
            return None
        if unit.is_attribute(i, start, end):
            return None
    elif kind == "infinitive":
        modal = [h for h in helpers if h != i and flags[h] & (MODAL | WERDEN)]
        if i > start and low[i - 1] == "zu":
            return _with_zu(unit, cue, i, start, end)
        if not modal or cue.strength < 2:
            return None
        finite = modal[0] if modal[0] < i else modal[-1]
        items.append(finite)
    else:
        return None
    if cue.needs:
        needed = _needs(unit, cue.needs, start, end)
        if needed is None:
            return None
        items += needed
    items += [k for k in range(start, end) if low[k] in cue.link and abs(k - i) < _CUE_REACH]
    if flags[finite] & HABEN and kind == "finite" and not cue.needs:
        return None
    items += _reflexive(unit, items, start, end)
    return CueMatch(cue, tuple(sorted(set(items))), finite, passive)


def _with_zu(unit: Unit, cue: CueVerb, i: int, start: int, end: int) -> CueMatch | None:
    """ "beeilte sich zu erklären": an infinitive at the clause's end that another verb governs."""
    if cue.strength < 3 or cue.needs or i != end - 1:
        return None
    finite = [k for k in unit.finite(start, i - 1) if unit.flags[k] & FIN]
    if not finite:
        return None
    items = [finite[0], i - 1, i]
    items += _reflexive(unit, items, start, end)
    return CueMatch(cue, tuple(sorted(items)), finite[0], False)


def _reflexive(unit: Unit, items: list[int], start: int, end: int) -> list[int]:
    """Return the item of the "sich" of a cue: "zeigte sich enttäuscht"; none where another verb may have it."""
    found = [k for k in range(start, end) if unit.low[k] == "sich"]
    return found if len(found) == 1 and all(k in items for k in unit.finite(start, end)) else []


def _needs(unit: Unit, words: tuple[str, ...], start: int, end: int) -> list[int] | None:
    n = len(words)
    for k in range(start, end - n + 1):
        if unit.low[k] == words[0] and tuple(unit.low[k : k + n]) == words:
            return list(range(k, k + n))
    return None
