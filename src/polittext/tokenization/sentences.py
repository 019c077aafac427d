"""Where sentences begin: terminal marks, judged in their surroundings, and line breaks."""

from bisect import bisect_left
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from polittext.columns import KIND_CODES
from polittext.document import TokenKind
from polittext.tokenization import characters as ch
from polittext.tokenization import lines, marks
from polittext.tokenization.lexicon import Lexicon
from polittext.tokenization.rules import Rules
from polittext.tokenization.scan import Scan

_EMOJI = KIND_CODES[TokenKind.EMOJI]
_CLOSING_BRACKETS = ")]}"
_CONTINUING = ",;:)]}/%"
_SKIPPED = "(–—-[*…„“"
_DASHES = "–—-―"
_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÜ")
_BEFORE = 64


@dataclass(frozen=True, slots=True)
class Decision:
    """A place where a sentence begins (`split`) or could have begun."""

    offset: int
    split: bool
    rule: str


@dataclass(slots=True)
class _Tokens:
    """The columns of the tokens as lists, which are faster to index one by one."""

    starts: list[int]
    ends: list[int]
    kinds: list[int]


def begin(
    found: Scan,
    starts: npt.NDArray[np.int64],
    ends: npt.NDArray[np.int64],
    kinds: npt.NDArray[np.uint8],
    newline: str,
    lexicon: Lexicon,
    rules: Rules,
    trace: list[Decision] | None = None,
) -> list[int]:
    """Return the indices of the tokens that begin a sentence, ascending; the first is 0.

    Args:
        found: The scanned text.
        starts: Offsets of the tokens; there is at least one.
        ends: Offsets behind the tokens.
        kinds: Kind codes of the tokens.
        newline: How line breaks are read.
        lexicon: Abbreviations and word lists.
        rules: The rules.
        trace: Where given, takes every decision.
    """
    firsts: set[int] = {0}
    tokens = _Tokens(starts.tolist(), ends.tolist(), kinds.tolist())
    if newline != "ignore" and (found.flags & ch.BREAK).any():
        for offset, rule, split in lines.boundaries(found.text, newline, rules):
            index = bisect_left(tokens.starts, offset)
            if split and 0 < index < len(tokens.starts):
                firsts.add(index)
            if trace is not None:
                trace.append(Decision(offset, split, rule))
    _units(found, tokens, firsts, rules, trace)
    _terminals(found, tokens, ends, firsts, lexicon, rules, trace)
    return sorted(firsts)


def _units(
    found: Scan,
    tokens: _Tokens,
    firsts: set[int],
    rules: Rules,
    trace: list[Decision] | None,
) -> None:
    """Make units of speaker prefixes and datelines, which stand where a line or the text begins."""
    text = found.text
    for index in sorted(firsts):
        start = tokens.starts[index]
        for name in ("speaker", "dateline"):
            match = rules.units[name].match(text, start, min(len(text), start + 120))
            if match:
                after = bisect_left(tokens.starts, match.end())
                if after < len(tokens.starts):
                    firsts.add(after)
                    if trace is not None:
                        trace.append(Decision(tokens.starts[after], True, name))
                break


def _terminals(
    found: Scan,
    tokens: _Tokens,
    ends: npt.NDArray[np.int64],
    firsts: set[int],
    lexicon: Lexicon,
    rules: Rules,
    trace: list[Decision] | None,
) -> None:
    text, stops = found.text, found.stops
    s_list, e_list = tokens.starts, tokens.ends
    count = len(s_list)
    sentence = 0  # index of the first token of the current sentence
    units = sorted(firsts, reverse=True)
    for i in ((found.flags[ends - 1] & ch.STOP) != 0).nonzero()[0].tolist():
        if i + 1 >= count:
            break
        while units and units[-1] <= i:
            sentence = max(sentence, units.pop())
        end = e_list[i]
        char = text[end - 1]
        owner = stops.get(end - 1)
        if owner is not None:
            mark = owner[0]
        elif char in "!?‼⁇⁈⁉！？":
            mark = "strong"
        elif char == "…" or (end - s_list[i] > 1 and char == "."):
            mark = "ellipsis"
        else:
            mark = "stop"
        j = _after_closing(found, tokens, i + 1)
        if j >= count:
            break
        following = s_list[j]
        gap = following > e_list[j - 1]
        first = text[following]
        if gap and mark in ("stop", "strong") and (first in _PLAIN and text[following + 1 : following + 2] >= "a"):
            split, rule = True, "terminal"
            if mark == "strong" and e_list[j - 1] != end and text[end] in ")]" and text[s_list[i - 1]] in "([":
                split, rule = False, "mark_alone_in_brackets"
        else:
            split, rule = _decide(found, tokens, i, j, mark, gap, sentence, firsts, lexicon, rules)
        if split:
            firsts.add(j)
            sentence = j
            if first == "(":
                _interjection(found, tokens, j, firsts, rules, trace)
        if trace is not None:
            trace.append(Decision(following, split, rule))


def _after_closing(found: Scan, tokens: _Tokens, j: int) -> int:
    """Return the index of the first token behind what closes a sentence: quotation marks, brackets, emoji, notes."""
    text, quotes = found.text, found.quotes
    s_list, e_list, k_list = tokens.starts, tokens.ends, tokens.kinds
    count = len(s_list)
    while j < count:
        start = s_list[j]
        char = text[start]
        touches = start == e_list[j - 1]
        closes = touches and (char in _CLOSING_BRACKETS or quotes.get(start) == marks.CLOSING)
        if closes or k_list[j] == _EMOJI:
            j += 1
        elif touches and char == "[" and j + 2 < count and text[s_list[j + 2]] == "]" and text[s_list[j + 1]].isdigit():
            j += 3
        elif char == "*" and j + 2 < count:
            close = _action(text, tokens, j)
            if not close:
                break
            j = close
        else:
            break
    return j


def _action(text: str, tokens: _Tokens, j: int) -> int:
    """Return the index behind an action between asterisks ("*gg*") that begins at token j, 0 where there is none."""
    s_list = tokens.starts
    for k in range(j + 1, min(j + 7, len(s_list))):
        if text[s_list[k]] == "*":
            return k + 1 if k > j + 1 and s_list[j + 1] == tokens.ends[j] else 0
        if "\n" in text[tokens.ends[k - 1] : s_list[k]]:
            return 0
    return 0


def _decide(
    found: Scan,
    tokens: _Tokens,
    i: int,
    j: int,
    mark: str,
    gap: bool,
    sentence: int,
    firsts: set[int],
    lexicon: Lexicon,
    rules: Rules,
) -> tuple[bool, str]:
    text = found.text
    s_list, e_list = tokens.starts, tokens.ends
    following = s_list[j]
    first = text[following]
    if first in _CONTINUING or found.quotes.get(following) == marks.CLOSING:
        return False, "mark_continues"
    if mark == "ellipsis" and _opens(found, tokens, i, sentence, firsts):
        return False, "ellipsis_opens"
    k = j
    last = min(len(s_list) - 1, j + 12)
    while k < last and (found.quotes.get(s_list[k]) == marks.OPENING or text[s_list[k]] in _SKIPPED):
        k += 1
    word = text[s_list[k] : e_list[k]]
    end = e_list[j - 1]
    before = None
    for rule in rules.boundaries.get(mark, ()):
        if rule.gap is not None and rule.gap != gap:
            continue
        if rule.next_in is not None and word not in lexicon.lists[rule.next_in]:
            continue
        if rule.after is not None and not rule.after.match(text, following):
            continue
        if rule.before is not None:
            if before is None:
                before = text[max(0, end - _BEFORE) : end]
            if not rule.before.search(before):
                continue
        return rule.split, rule.name
    if mark == "strong" and first in _DASHES and _inside_dashes(found, tokens, i, j, sentence):
        return False, "parenthetical_dash"
    return True, "terminal"


def _opens(found: Scan, tokens: _Tokens, i: int, sentence: int, firsts: set[int]) -> bool:
    """Whether only opening marks stand before token i in its sentence."""
    for k in range(i, max(sentence, i - 4) - 1, -1):
        if k in firsts or k == sentence:
            return True
        if found.quotes.get(tokens.starts[k - 1]) != marks.OPENING and found.text[tokens.starts[k - 1]] not in "([":
            return False
    return False


def _inside_dashes(found: Scan, tokens: _Tokens, i: int, j: int, sentence: int) -> bool:
    """Whether a dash that opened inside this sentence is closed by the dash at token j; never inside brackets."""
    text = found.text
    odd = False
    for k in range(max(sentence + 1, i - 12), j):
        start = tokens.starts[k]
        char = text[start]
        if char in "–—" and tokens.ends[k] - start == 1 and text[start - 1].isspace():
            odd = not odd
    if text[tokens.starts[sentence]] == "(":
        return False
    return odd


def _interjection(
    found: Scan, tokens: _Tokens, j: int, firsts: set[int], rules: Rules, trace: list[Decision] | None
) -> None:
    """Begin a sentence behind an interjection in brackets."""
    start = tokens.starts[j]
    match = rules.units["interjection"].match(found.text, start, min(len(found.text), start + 1500))
    if not match:
        return
    k = j
    while k < len(tokens.starts) and tokens.starts[k] < match.end():
        k += 1
    if k < len(tokens.starts) and (found.text[tokens.starts[k]].isupper() or found.text[tokens.starts[k]] in '(„–"'):
        firsts.add(k)
        if trace is not None:
            trace.append(Decision(tokens.starts[k], True, "interjection"))
