"""What a cue verb governs: where the rendered clause begins, of which kind it is, and where it ends."""

from polittext.quotation.clauses import is_relative
from polittext.quotation.rules_base import CueMatch, match_cue
from polittext.quotation.units import Unit
from polittext.quotation.word_classes import (
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
    OWN_WORDS,
    PARTICIPLE,
    PERSONAL,
    PLURAL,
    PREP,
    PRON_NOM,
    QUOTE,
    REL,
    SUB,
    TEMPORAL,
    WH,
)
from polittext.quotation.word_groups import word_group

DASS = frozenset(("dass", "daß"))
_FRAME_GAP = 5  # how many segments without a verb (dates, appositions) may lie between a frame and its clause


def complement(unit: Unit, number: int, match: CueMatch) -> tuple[int, int, str] | None:
    """Return (first item, segment's end, kind) of the clause that a cue verb governs after its segment."""
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
            if unit.low[i] == "so":
                return None  # "meldete einen Schaden, so dass ..."
            i += 1
        word = unit.low[i]
        if unit.flags[i] & COORD and i + 1 < end and unit.low[i + 1] in ("dass", "daß", "ob"):
            word = unit.low[i + 1]
        if (
            word in DASS
            and i > 0
            and unit.low[segment.start - 2 if segment.start > 1 else 0] in ("so", "dadurch", "sodass")
        ):
            return None
        if word in DASS:
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
            and (word not in word_group("no_question") or _asks_how(unit, i, end))
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
                if offset == 1 and sub and _kon_later(unit, k):
                    return (i, end, "main")
            elif (
                "z" in takes
                and unit.low[i] not in word_group("infinitive_opener")
                and unit.is_zu(i, end)
                and (not finite or finite[0] > i + 3)
            ):
                return (_first_of(unit, number, k), end, "zu")
            elif (
                finite
                and match.cue.strength == 3
                and (not match.passive or unit.low[finite[0]] in word_group("demanding_modal"))
                and offset == 1
                and not unit.flags[i] & COORD
                and finite[0] - i <= 8
                and finite[0] > i
            ):
                return (i, end, "plain")
        if "k" in takes and offset == 1 and match.cue.strength == 3 and _ends_in_own_words(unit, i, end):
            return (i, end, "plain")
        if "z" in takes:
            if unit.is_zu(i, end):
                if not unit.flags[i] & (SUB | COORD) or unit.low[i] in ("um",):
                    if unit.low[i] in word_group("infinitive_opener"):
                        return None
                    return (_first_of(unit, number, k), end, "zu")
            elif not finite and offset == 1 and _zu_later(unit, k):
                return (i, end, "zu")
        if finite and not is_relative(unit, i, end):
            return None
    return None


def _asks_how(unit: Unit, i: int, end: int) -> bool:
    """Say whether "wie" asks for a degree: "betonte, wie wichtig das sei", but not "wie er sagte"."""
    return unit.low[i] == "wie" and i + 2 < end and not unit.flags[i + 1] & (DET | CAP | PERSONAL | PRON_NOM | PREP)


def _ends_in_own_words(unit: Unit, i: int, end: int) -> bool:
    """Say whether the clause's verb stands between marks: "der Ehemann „konnte sich nicht abfinden“"."""
    quoted = unit.flags[end - 1]
    return bool(
        end - i > 1
        and quoted & QUOTE
        and quoted & CLAUSAL
        and quoted & OWN_WORDS
        and unit.flags[i] & (DET | CAP | PRON_NOM)
        and not unit.finite(i, end)
    )


def _first_of(unit: Unit, number: int, k: int) -> int:
    """Return where an infinitive clause starts whose verb stands in segment `k`: dates stay with the frame."""
    for segment in unit.segments[number + 1 : k]:
        if not any(unit.flags[i] & TEMPORAL for i in range(segment.start, segment.end)):
            return segment.start
    return unit.segments[k].start


def _kon_later(unit: Unit, k: int) -> bool:
    return any(unit.flags[s.start] & KON for s in unit.segments[k + 1 : k + 4])


def _zu_later(unit: Unit, k: int) -> bool:
    for s in unit.segments[k + 1 : k + 3]:
        if unit.finite(s.start, s.end) and not is_relative(unit, s.start, s.end):
            return False
        if unit.is_zu(s.start, s.end):
            return True
    return False


def message_end(unit: Unit, number: int, first: int, verb_final: bool) -> int:
    """Return where the rendered clause ends: the unit's end, or before the clause that resumes."""
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
            and (any(unit.flags[k] & KON for k in range(first, i)) or _verb_second(unit, first, i + 1))
        ):
            limit = i - 1 if unit.words[i - 1] == "," else i
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
        plural = verb_final and f & PLURAL and i + 1 < segment.end and unit.flags[i + 1] & (PRON_NOM | PERSONAL)
        if (
            (f & FIN or plural)
            and not f & (KON | CAP | PARTICIPLE)
            and segment.before == ","
            and _resumes(unit, first, i, verb_final)
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


def _verb_second(unit: Unit, first: int, i: int) -> bool:
    """Say whether a verb behind a dass-clause and "und" opens a clause: "dass es regnet und warnte vor Glätte"."""
    closed = unit.low[first] in DASS and unit.flags[i - 2] & FINITE
    return bool(closed) and i + 2 < unit.stop and unit.words[i + 1] not in (",", "–", "—", "-", ";", ":", "und")


def _resumes(unit: Unit, first: int, i: int, verb_final: bool) -> bool:
    """Say whether an indicative verb after a comma belongs to the frame's subject again."""
    if verb_final:
        return True
    kon = any(unit.flags[k] & KON for k in range(first, i))
    return kon and not any(unit.flags[k] & (DET | CAP) and unit.low[k] == "wer" for k in range(first, i))
