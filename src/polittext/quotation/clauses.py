"""Clauses of a unit: where separators cut it, and which of them are relative or subordinate."""

from polittext.quotation.units import Segment, Unit
from polittext.quotation.word_classes import AUX, CAP, MODAL, PAREN, PREP, PUNCT, REL, SUB

SEPARATORS = frozenset(",;:–—-−")


def cut_segments(unit: Unit) -> list[Segment]:
    """Cut a unit at commas, semicolons, colons and dashes; its final punctuation belongs to no segment."""
    segments: list[Segment] = []
    start = 0
    before = ""
    stop = unit.stop
    for i in range(stop):
        if unit.flags[i] & PUNCT and unit.words[i] in SEPARATORS and not _is_joint(unit, i):
            if i > start:
                segments.append(Segment(start, i, before, unit.words[i]))
                before = unit.words[i]
            else:
                before = unit.words[i]
            start = i + 1
    if stop > start:
        segments.append(Segment(start, stop, before, ""))
    return segments


def _is_joint(unit: Unit, i: int) -> bool:
    """Say whether a dash joins its neighbours ("Berlin–Paris", "„Bild“-Zeitung") instead of parting clauses."""
    return (
        unit.words[i] in "-–—−"
        and 0 < i < len(unit.words) - 1
        and unit.ends[i - 1] == unit.starts[i]
        and unit.ends[i] == unit.starts[i + 1]
    )


def is_relative(unit: Unit, start: int, end: int) -> bool:
    """Say whether the items [start, end) look like a relative clause: relative pronoun first, finite verb last."""
    if start == 0 or start >= end:
        return False
    i = start + 1 if unit.flags[start] & PREP and start + 1 < end else start
    if not unit.flags[i] & REL:
        return False
    last = end - 1
    while last > i and unit.flags[last] & PAREN:
        last -= 1
    finite = unit.finite(i + 1, last + 1)
    if finite and finite[0] == i + 2 and finite[0] < last and unit.flags[i + 1] & CAP:
        return False  # "das Land ist bereit"
    if finite and finite[0] == start + 1 < last and unit.low[start] == "das" and unit.flags[start + 1] & (AUX | MODAL):
        return False  # "das wird nicht reichen"
    return bool(finite) and finite[0] >= last - 2


def is_subordinate(unit: Unit, segment: Segment) -> bool:
    """Say whether a segment starts like a subordinate clause (subjunction first)."""
    i = segment.start
    if not unit.flags[i] & SUB or unit.flags[i] & CAP:
        return False
    if unit.flags[i] & PREP:  # "Während der Operation habe keine Gefahr bestanden"
        finite = unit.finite(i, segment.end)
        if finite and unit.flags[finite[0]] & (AUX | MODAL) and finite[0] < segment.end - 3:
            return False
        return bool(finite) and finite[-1] >= segment.end - 2
    return True
