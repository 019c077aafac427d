"""From text to raw tokens: boundaries as arrays over the code points, before full stops and sentences are judged."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from polittext.tokenization import characters as ch
from polittext.tokenization import marks
from polittext.tokenization.rules import Rules

Mask = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

_DOT, _CAPITAL_I = ord("."), ord("I")


@dataclass(slots=True)
class Scan:
    """A text under work; `starts` and `space` are still changed by later steps.

    Args:
        text: The text.
        codes: Its code points.
        flags: What each of them is.
        word: Where the characters of words and numbers stand, joining marks included.
        space: Where nothing visible stands, blanks inside a token excepted.
        starts: Where a token starts.
        kinds: Kind codes that a rule gave, by the start of the token.
        names: The rule that gave them, by the start of the token.
        quotes: Direction of each quotation mark, by its offset.
        stops: Class of the abbreviation or number that a full stop belongs to, by the offset of the stop.
    """

    text: str
    codes: ch.Codes
    flags: ch.Flags
    word: Mask
    space: Mask
    starts: Mask
    kinds: dict[int, int]
    names: dict[int, str]
    quotes: dict[int, int]
    stops: dict[int, tuple[str, str]]

    def join(self, start: int, end: int) -> None:
        """Make one token of [start, end), blanks included."""
        self.starts[start:end] = False
        self.starts[start] = True
        self.space[start:end] = False
        if end < len(self.text) and not self.space[end]:
            self.starts[end] = True


def scan(text: str, rules: Rules, clitics: frozenset[str]) -> Scan:
    """Return the raw tokens of a text that isn't empty."""
    codes = ch.decode(text)
    flags = ch.flags_of(codes)
    seen = int(np.bitwise_or.reduce(flags))
    word = (flags & ch.WORD) != 0
    space = (flags & ch.SPACE) != 0
    if seen & ch.INVISIBLE:
        inside = _inside_words(flags, word)
        word |= inside
        space |= ((flags & ch.INVISIBLE) != 0) & ~inside
        space &= ~((codes == ch.JOINER) & ~inside & ~_before(space))
        space[0] |= not word[0] and bool(flags[0] & ch.INVISIBLE)
    if seen & ch.MARK:
        _marks_follow_their_base(flags, word, space)
    if seen & (ch.INNER | ch.SEPARATOR):
        word |= _glue(flags, word, space, seen)
    before = _before(word)
    starts = ~space
    starts &= ~(word & before)
    if seen & (ch.MARK | ch.INVISIBLE):
        starts &= ~(((flags & (ch.MARK | ch.INVISIBLE)) != 0) & ~word)
    if seen & ch.RUN:
        starts &= ~_runs(codes, flags, word)
    found = Scan(text, codes, flags, word, space, starts, {}, {}, {}, {})
    if seen & ch.QUOTE:
        _directions(found, clitics)
    _special(found, rules, seen)
    return found


def _glue(flags: ch.Flags, word: Mask, space: Mask, seen: int) -> Mask:
    """Where a mark joins the words or digits beside it, or belongs to one."""
    glue: Mask = (flags & ch.INNER != 0) & _before(word) & _after(word)
    digit = (flags & ch.DIGIT) != 0
    glue |= (flags & ch.SEPARATOR != 0) & _before(digit) & _after(digit)
    if seen & ch.HYPHEN:
        glue |= _omission_hyphens(flags, word, space)
        glue |= _edge_hyphens(flags, word, space)
    return glue


def _before(mask: Mask) -> Mask:
    """Return what holds of the character before each; false for the first."""
    before = np.empty(len(mask), np.bool_)
    before[0] = False
    before[1:] = mask[:-1]
    return before


def _after(mask: Mask) -> Mask:
    """Return what holds of the character after each; false for the last."""
    after = np.empty(len(mask), np.bool_)
    after[-1] = False
    after[:-1] = mask[1:]
    return after


def _inside_words(flags: ch.Flags, word: Mask) -> Mask:
    invisible = (flags & ch.INVISIBLE) != 0
    index = np.arange(len(flags))
    left = np.maximum.accumulate(np.where(invisible, 0, index))
    right = np.minimum.accumulate(np.where(invisible, len(flags) - 1, index)[::-1])[::-1]
    inside: Mask = invisible & word[left] & word[right]
    return inside


def _marks_follow_their_base(flags: ch.Flags, word: Mask, space: Mask) -> None:
    """A combining mark on a symbol is no letter; it stays with the symbol, through `space` and `word` being false."""
    for i in ((flags & ch.MARK) != 0).nonzero()[0].tolist():
        if i and not word[i - 1]:
            word[i] = bool(space[i - 1])


def _omission_hyphens(flags: ch.Flags, word: Mask, space: Mask) -> Mask:
    """Hyphens after a cut word: "Vor- und Nachteile"."""
    hyphen = (flags & ch.HYPHEN) != 0
    before = _before(word)
    free = np.ones(len(word), np.bool_)
    free[:-1] = ~word[1:] & ~hyphen[1:]
    cut: Mask = hyphen & before & free
    return cut


def _edge_hyphens(flags: ch.Flags, word: Mask, space: Mask) -> Mask:
    """Hyphens before a cut word: "Arbeitnehmer und -geber"."""
    hyphen = (flags & ch.HYPHEN) != 0
    letter = (flags & ch.LETTER) != 0
    free = np.ones(len(word), np.bool_)
    free[1:] = space[:-1] | ((flags[:-1] & ch.OPEN_BRACKET) != 0)
    cut: Mask = hyphen & free & _after(letter)
    return cut


def _runs(codes: ch.Codes, flags: ch.Flags, word: Mask) -> Mask:
    """Where a mark goes on that was there before: "...", "!!", "?!", "--"."""
    same = np.zeros(len(word), np.bool_)
    run = (flags & ch.RUN) != 0
    same[1:] = run[1:] & run[:-1] & (codes[1:] == codes[:-1])
    shout = (codes == 33) | (codes == 63)
    same[1:] |= shout[1:] & shout[:-1]
    return same & ~word


def _directions(found: Scan, clitics: frozenset[str]) -> None:
    positions = (((found.flags & ch.QUOTE) != 0) & ~found.word).nonzero()[0].tolist()
    text, n = found.text, len(found.text)
    for p, direction in zip(positions, marks.directions(text, positions, clitics), strict=True):
        if direction != marks.APOSTROPHE:
            found.quotes[p] = direction
        elif p and found.word[p - 1]:
            found.word[p] = True
            found.starts[p] = False
        elif p + 1 < n and found.word[p + 1]:
            found.word[p] = True
            found.starts[p + 1] = False


def _special(found: Scan, rules: Rules, seen: int) -> None:
    """Apply the token rules to every stretch between white space that holds one of their characters."""
    flags, word, space, n = found.flags, found.word, found.space, len(found.text)
    before = _before(word)
    wake = (flags & ch.TRIGGER) != 0
    if seen & ch.SOFT_TRIGGER:
        free = np.ones(n, np.bool_)
        free[:-1] = space[1:]
        wake |= (flags & ch.SOFT_TRIGGER != 0) & (~free | ~before)
    if seen & ch.OPEN_BRACKET:
        wake |= (flags & ch.OPEN_BRACKET != 0) & before & _after(word)
    if seen & ch.STOP:
        wake |= (found.codes == _DOT) & before & _after((flags & ch.LETTER) != 0)
    wake |= (found.codes == _CAPITAL_I) & _before((flags & ch.LOWER) != 0)
    at = wake.nonzero()[0]
    if not len(at):
        return
    blanks = space.nonzero()[0]
    if len(blanks):
        index = blanks.searchsorted(at)
        low = np.where(index > 0, blanks[np.maximum(index - 1, 0)] + 1, 0)
        high = np.where(index < len(blanks), blanks[np.minimum(index, len(blanks) - 1)], n)
    else:
        low, high = np.zeros(len(at), np.int64), np.full(len(at), n)
    pattern, kinds, text = rules.tokens, rules.token_kinds, found.text
    done = -1
    for a, b in zip(low.tolist(), high.tolist(), strict=True):
        if b <= done:
            continue
        done = b
        end_of_sight = min(b + 3, n) if b - a == 1 and text[a] in ":;" else b  # ": )" has a blank inside
        for match in pattern.finditer(text, a, end_of_sight):
            start, end = match.span()
            name = match.lastgroup or ""
            found.join(start, end)
            found.kinds[start] = kinds[name]
            found.names[start] = name
