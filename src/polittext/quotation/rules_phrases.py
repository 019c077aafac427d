"""Rendered statements without a verb of saying: "laut X", "X zufolge", "nach Angaben von X", "wonach"."""

from polittext.quotation.addressee_phrases import prepositional_addressee
from polittext.quotation.appositions import with_apposition
from polittext.quotation.clauses import is_relative, is_subordinate
from polittext.quotation.lexicon import lexicon, noun_of
from polittext.quotation.noun_phrases import is_adjective, phrase_end
from polittext.quotation.rules_adverbs import adverb_clause
from polittext.quotation.rules_base import Chars, Found, chars, span_of
from polittext.quotation.rules_clauses import without_separators
from polittext.quotation.subjects import noble_name
from polittext.quotation.units import Segment, Unit
from polittext.quotation.word_classes import (
    ADV,
    CAP,
    COORD,
    CUE,
    DET,
    FIN,
    FINITE,
    KON,
    NOUN,
    NUM,
    OCCASION,
    PARTICIPLE,
    PHRASE,
    PREP,
    QUOTE,
    TEMPORAL,
)
from polittext.quotation.word_groups import word_group

_NOUN_REACH = 6  # how many items before "nach denen" its noun may stand
_POSTPOSITION_REACH = 14  # how many items before "zufolge" its noun phrase may begin


def find_phrases(unit: Unit, covered: list[Chars]) -> list[Found]:
    """Find the statements that a preposition or an adverb marks as rendered.

    Args:
        unit: The unit, with its segments.
        covered: What other rules have found to be rendered; phrases in there are left alone.
    """
    found: list[Found] = []
    for number, segment in enumerate(unit.segments):
        i = segment.start
        while i < segment.end:
            f = unit.flags[i]
            hit = None
            if f & PHRASE and not (f & CAP):
                hit = _phrase(unit, segment, i)
            elif unit.low[i] == "aus" and i + 1 < segment.end and unit.words[i + 1] == "Sicht":
                hit = _noun_phrase(unit, segment, i, "thought")
            if hit is None:
                i += 1
                continue
            start, end, speaker, medium, rule = hit
            i = max(i + 1, end)
            if (
                any(a <= unit.starts[start] < b for a, b in covered)
                or any(a <= unit.starts[start] < b for q in found for a, b in q.content)
                or any(a <= unit.starts[start] < b for q in found for a, b in q.frame)
            ):
                continue
            if rule == "clause":
                one = adverb_clause(unit, segment, start, medium)
            else:
                one = _statement(unit, number, start, end, speaker, medium, rule)
            if one is not None:
                found.append(one)
    return found


def _phrase(unit: Unit, segment: Segment, i: int) -> tuple[int, int, tuple[int, int], str, str] | None:
    """Return (first item, end, speaker's items, medium, rule) of the phrase at item `i`."""
    low, flags = unit.low, unit.flags
    kind, medium = lexicon().phrases[low[i]]
    if kind != "clause" and _opens_relative(unit, segment, i):
        return i, i + 2, (i + 1, i + 2), medium, "laut"  # "Gerüchte, nach denen ..."
    if (
        kind == "clause"
        and low[i] == "danach"
        and not (i == 0 and (unit.any & KON or "soll" in low or "sollen" in low))
    ):
        return None
    if kind == "clause":
        return i, i + 1, (i, i + 1), medium, "clause"
    if kind == "noun":
        if i + 1 < segment.end and not _is_postposed(unit, segment, i):
            return _noun_phrase(unit, segment, i, medium)
        return _postposed_noun(unit, segment, i)
    if kind in ("after", "both"):
        start = _phrase_start(unit, segment, i)
        if start is not None and not (kind == "both" and i + 1 < segment.end and flags[i + 1] & (DET | CAP | NUM)):
            return start, i + 1, (start, i), medium, "zufolge"
    if kind in ("before", "both") and i + 1 < segment.end:
        j = i + 1
        if flags[j] == 0 and low[j].isalpha() and not is_adjective(unit, j):
            return i, j + 1, (j, j + 1), medium, "laut"  # "laut taz"
        if not (flags[j] & (DET | CAP | QUOTE | NUM) or is_adjective(unit, j)):
            return None
        end = _end(unit, segment, i, j)
        if end == j:
            return None
        return i, end, (j, end), medium, "laut"
    return None


def _opens_relative(unit: Unit, segment: Segment, i: int) -> bool:
    """Say whether a preposition of saying and a relative pronoun open a clause behind a noun of saying."""
    if i != segment.start or segment.before != "," or i + 2 >= segment.end or i < 2:
        return False
    pronoun = unit.low[i + 1] in word_group("relative_oblique") or unit.low[i + 1] in ("der", "welchem", "welcher")
    told = any(unit.flags[k] & (NOUN | OCCASION) for k in range(max(0, i - _NOUN_REACH), i - 1))
    return pronoun and told and is_relative(unit, i, segment.end)


def _end(unit: Unit, segment: Segment, i: int, j: int) -> int:
    """Return where the noun phrase from `j` ends: before the finite verb where the phrase opens the clause."""
    if i == segment.start:
        stop = j
        while stop < segment.end and not (
            unit.flags[stop] & FIN and not unit.is_attribute(stop, j, segment.end) and not unit.flags[stop] & CAP
        ):
            stop += 1
        end = phrase_end(unit, j, stop, loose=True)
    else:
        end = phrase_end(unit, j, segment.end)
    if end == segment.end and segment.after == ",":
        extended = with_apposition(unit, j, end, unit.stop)
        if extended > end and extended < unit.stop and unit.words[extended] == ",":
            return extended
    return end


def _noun_phrase(
    unit: Unit, segment: Segment, i: int, medium: str
) -> tuple[int, int, tuple[int, int], str, str] | None:
    """ "nach Angaben von X": the first noun after "nach" must tell of speech."""
    j = i + 1
    k = j
    while k < segment.end and not unit.flags[k] & CAP:
        if not (unit.flags[k] & (DET | NUM) or is_adjective(unit, k) or unit.flags[k] & ADV):
            return None
        k += 1
        if k - j > 5:
            return None
    if k >= segment.end:
        return None
    if (
        k + 1 < segment.end
        and unit.words[k].endswith("s")
        and unit.flags[k + 1] & NOUN
        and noun_of(unit.words[k]) is None
    ):
        k += 1  # "nach Schäubles Meinung"
    noun = noun_of(unit.words[k])
    if noun is None or "n" not in noun.use:
        return None
    if unit.low[i] == "nach" and noun.noun in word_group("no_source_after_nach"):
        return None
    if noun.noun == "Artikel" and i > segment.start and k + 1 < segment.end and unit.flags[k + 1] & NUM:
        return None  # "hat ihn nach Artikel 68 aufgelöst"
    if i > segment.start and (unit.flags[i - 1] & TEMPORAL or unit.low[i - 1] in word_group("shortly")):
        return None  # "Zwei Monate nach dem Urteil"
    if (
        noun.noun in word_group("datable_noun")
        and any(unit.low[x] in ("dem", "der") for x in range(j, k))
        and k + 1 < segment.end
        and not (unit.flags[k + 1] & (DET | PREP | QUOTE | CAP))
    ):
        return None
    first = j
    while first < k and unit.flags[first] & ADV and not unit.flags[first] & DET:
        first += 1  # "nach bisher unbestätigten Berichten"
    end = k + 1 if unit.low[k - 1] in word_group("own") else _end(unit, segment, i, first)
    if end == first:
        return None
    return i, end, (j, end), noun.medium, "nach"


def _is_postposed(unit: Unit, segment: Segment, i: int) -> bool:
    """Say whether "nach" follows its noun ("seiner Meinung nach")."""
    if i == segment.start:
        return False
    noun = noun_of(unit.words[i - 1]) if unit.flags[i - 1] & NOUN else None
    follows = noun_of(unit.words[i + 1]) if i + 1 < segment.end and unit.flags[i + 1] & NOUN else None
    if follows is not None and "n" in follows.use:
        return False  # "... ein Gesetz nach Meinung der Partei"
    return (
        noun is not None
        and "n" in noun.use
        and not (i + 1 < segment.end and unit.flags[i + 1] & (DET | CAP) and unit.flags[i - 1] & CUE)
    )


def _postposed_noun(unit: Unit, segment: Segment, i: int) -> tuple[int, int, tuple[int, int], str, str] | None:
    if not _is_postposed(unit, segment, i):
        return None
    start = i - 1
    if start > segment.start and (unit.flags[start - 1] & DET or is_adjective(unit, start - 1)):
        start -= 1
        if start > segment.start and unit.flags[start - 1] & DET:
            start -= 1
    elif start > segment.start and unit.flags[start - 1] & CAP and unit.words[start - 1].endswith("s"):
        start -= 1
        while start > segment.start and unit.flags[start - 1] & CAP:
            start -= 1
    if start == i - 1 or unit.low[start] in ("die", "das", "den", "ein", "eine", "einen"):
        return None  # "die Sicht nach oben"
    if unit.low[start].endswith("e") and is_adjective(unit, start):
        return None  # "freie Sicht nach draußen"
    noun = noun_of(unit.words[i - 1])
    return start, i + 1, (start, i), noun.medium if noun else "thought", "nach_after"


def _phrase_start(unit: Unit, segment: Segment, i: int) -> int | None:
    """Return where the noun phrase begins that ends right before item `i`."""
    if i > segment.start and unit.low[i - 1] in word_group("dative_pronoun"):
        return i - 1  # "ihnen zufolge"
    if noble_name(unit, segment.start, i) is not None:
        return segment.start  # "Von der Leyen zufolge"
    if i - 1 > segment.start and _stands_alone(unit, i - 1):
        return i - 1
    low = max(segment.start, i - _POSTPOSITION_REACH)
    for start in range(low, i):
        f = unit.flags[start]
        attribute = is_adjective(unit, start) and not (f & FINITE and not f & PARTICIPLE)
        if f & (DET | CAP | QUOTE | NUM) or attribute:
            if start > segment.start and unit.flags[start - 1] & CAP and not unit.flags[start] & DET and start > low:
                continue
            if phrase_end(unit, start, i, loose=start == segment.start) == i:
                return start
    return None


def _stands_alone(unit: Unit, k: int) -> bool:
    """Say whether a plural of saying stands by itself: "die Bande nimmt Schätzungen zufolge ... ein"."""
    noun = noun_of(unit.words[k]) if unit.flags[k] & NOUN else None
    before = unit.flags[k - 1]
    name = before & CAP and unit.words[k - 1].endswith("s")  # "Müllers Angaben zufolge"
    return (
        noun is not None
        and k > 1
        and "n" in noun.use
        and unit.words[k].endswith("n")
        and not (before & (DET | NUM | QUOTE) or is_adjective(unit, k - 1) or name)
    )


def _statement(
    unit: Unit, number: int, start: int, end: int, speaker: tuple[int, int], medium: str, rule: str
) -> Found | None:
    """Build the quotation whose frame is the phrase [start, end)."""
    stop = unit.stop
    first, last = _clause_around(unit, number, start)
    address = None
    if rule == "nach":
        address = prepositional_addressee(unit, start, start, end, "-", None)
        if address is None and end + 1 < stop and unit.low[end] == "gegenüber":
            address = prepositional_addressee(unit, end, end, stop, "-", None)
            end = address[1] if address is not None else end
        elif address is not None and unit.low[address[0] - 1] == "gegenüber":
            speaker = (speaker[0], address[0] - 1)
    after = end + 1 if end < stop and unit.words[end] in (",", ":") else end
    if first >= start:
        content = [chars(unit, after, last)] if after < last else []
    else:
        before_end = without_separators(unit, first, start)
        content = [chars(unit, first, before_end)] if before_end > first else []
        if after < last:
            content.append(chars(unit, after, last))
    if not content:
        return None
    unlisted = first >= start and last - after > 2 and unit.flags[after] == 0 and unit.low[after].endswith(("t", "en"))
    if not unlisted and not unit.finite(first, last) and not any(unit.flags[x] & QUOTE for x in range(first, last)):
        return None
    return Found(
        "indirect",
        medium,  # type: ignore[arg-type]
        content,
        rule,
        unit.index,
        span_of(unit, speaker),
        [chars(unit, end - 1, end)] if rule in ("zufolge", "nach_after") else [chars(unit, start, start + 1)],
        span_of(unit, address),
        [chars(unit, start, after if end < stop and unit.words[end] == "," else end)],
    )


def _clause_around(unit: Unit, number: int, at: int) -> tuple[int, int]:
    """Return the items of the clause around item `at`: a subordinate clause alone, else the whole main clause."""
    segment = unit.segments[number]
    stop = unit.stop
    inside = segment.start
    if at == inside and number > 0 and is_relative(unit, inside, segment.end):
        return inside, segment.end  # "Gerüchte, nach denen er krank war, ..."
    sub = is_subordinate(unit, segment) or is_relative(unit, segment.start, segment.end)
    if sub and at > segment.start and number > 0 and unit.low[segment.start] not in ("da",):
        return inside, segment.end
    if sub and number == 0 and at > segment.start:
        return inside, segment.end if unit.finite(segment.start, segment.end) else stop
    first = 0
    for k in range(number, 0, -1):
        s = unit.segments[k]
        if s.before in (";", ":"):
            first = s.start
            break
        if (
            k == number
            and at == s.start
            and unit.finite(s.start, s.end)
            and any(
                unit.finite(p.start, p.end) and not is_subordinate(unit, p) and not is_relative(unit, p.start, p.end)
                for p in unit.segments[:k]
            )
        ):
            first = s.start
            break
        if (
            unit.flags[s.start] & COORD
            and unit.finite(s.start, s.end)
            and unit.low[s.start] in ("aber", "doch", "denn")
        ):
            first = s.start
            break
    if unit.flags[first] & COORD and first < at:
        first += 1
    last = stop
    for s in unit.segments[number + 1 :]:
        if s.before == ";":
            last = s.start - 1
            break
    return first, last
