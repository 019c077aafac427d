"""Pair the quotation marks of a text, whatever their convention, from its characters alone.

Serves the rules and the learned extractor. Nothing here says what a pair means: about half of all pairs are direct
speech, the rest titles, names and scare quotes.
"""

import re
from dataclasses import dataclass

_MARK = re.compile(r"''|``|´´|(?<![,\w]),,(?=\w)|[„“”‟\"«»〝〞‚‘’‛'`´‹›]")
# A blank line ends a paragraph, and so does a line break before an opening mark.
_PARAGRAPH = re.compile(r"\n[^\S\n]*\n\s*|\n(?=[„»“\"])|\u2029")
# What may stand before an opener or after a closer, beside white space and the ends of the text.
_BEFORE_OPEN = frozenset("([{<-–—/|:…=„‚»«›‹“\"'‘*_")
_AFTER_CLOSE = frozenset(".,;:!?)]}>-–—/|…“”\"'’‘«»‹›*_&")
_EXPECTED = {
    "„": "“”\"''‟",
    ",,": "''“”\"",
    "“": '”“"',
    "‟": "”“",
    "”": "”",
    "»": "«",
    "«": "»",
    '"': "\"''”“",
    "''": "''\"",
    "``": "''",
    "´´": "´´''",
    "〝": "〞",
    "‚": "‘’'‛",
    "‘": "’'",
    "’": "’",
    "‹": "›",
    "›": "‹",
    "'": "'’´",
    "`": "´'`",
    "´": "´`'",
}
_SINGLES = frozenset("‚‘’‛'`´‹›")
_APOSTROPHES = frozenset("’'`´‘")
_LOOK_BACK = 8  # how many open marks a closer may skip, so that the work stays linear
_APOSTROPHE_REACH = 240  # how far an ASCII single opener may lie before its closer, in characters
_PARAGRAPH_REACH = 6  # how many paragraphs an opener may stay open


@dataclass(frozen=True, slots=True)
class MarkPair:
    """An opening mark with its closing one.

    Args:
        start: Offset of the opening mark.
        end: Offset after the closing mark, or after the paragraph's last visible character where it is missing.
        inner_start: Offset after the opening mark.
        inner_end: Offset of the closing mark, or `end` where it is missing.
        single: Whether the marks are single ones (‚‘ ›‹ '').
        closed: Whether there is a closing mark.
        follows: Index of the pair that this one continues: a speech over several paragraphs opens each of them anew
            and closes only the last.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    single: bool = False
    closed: bool = True
    follows: int | None = None


@dataclass(slots=True)
class _Open:
    start: int
    end: int
    mark: str
    paragraph: int
    begins: bool  # its paragraph begins with it
    follows: int | None  # index in the list of found pairs


def pair_marks(text: str) -> tuple[MarkPair, ...]:
    """Pair the quotation marks of a text.

    Args:
        text: Any text.

    Returns:
        The pairs in order of their start, outer before inner; they never cross. Openers whose closer is missing are
        among them only where their paragraph begins with them or a colon or a comma stands before them.

    Example:
        >>> [text[p.start:p.end] for text in ['Er sagte: „Das »Modell« steht"'] for p in pair_marks(text)]
        ['„Das »Modell« steht"', '»Modell«']
    """
    if _MARK.search(text) is None:
        return ()
    breaks = [(m.start(), m.end()) for m in _PARAGRAPH.finditer(text)]
    breaks.append((len(text.rstrip()), len(text) + 1))
    found: list[MarkPair] = []
    stack: list[_Open] = []
    lost: _Open | None = None  # the last opener that another of its kind pushed out
    paragraph = 0
    n = len(text)
    first = n - len(text.lstrip())
    for match in _MARK.finditer(text):
        start, end, mark = match.start(), match.end(), match.group()
        while breaks[paragraph][1] <= start:
            paragraph += 1
            lost = None
        at_start = start == (breaks[paragraph - 1][1] if paragraph else first)
        before = text[start - 1] if start else " "
        after = text[end] if end < n else " "
        opens_by_shape = (before.isspace() or before in _BEFORE_OPEN) and not after.isspace()
        closes_by_shape = not before.isspace() and (after.isspace() or after in _AFTER_CLOSE)
        stack, follows = _expire(stack, paragraph, mark, at_start, breaks, found)
        depth = _closer_of(stack, mark, start)
        if (
            depth is None
            and mark in "„‚"
            and closes_by_shape
            and not opens_by_shape
            and stack
            and stack[-1].mark == mark
        ):
            depth = len(stack) - 1  # some writers close with the low mark
            at_start = False
        if not _is_opener(mark, opens_by_shape, closes_by_shape, depth, stack, before):
            if depth is None and lost is not None and mark in _EXPECTED[lost.mark]:
                found.append(MarkPair(lost.start, end, lost.end, start, mark in _SINGLES))
                lost = None
            elif depth is not None:
                opener = stack[depth]
                found.append(MarkPair(opener.start, end, opener.end, start, mark in _SINGLES, follows=opener.follows))
                del stack[depth:]
            continue
        if mark == '"' and stack and stack[-1].mark == '"':
            lost = stack.pop()
        stack.append(_Open(start, end, mark, paragraph, at_start, follows))
    for item in stack:
        _unclosed(item, breaks, found)
    return _in_order(found)


def _is_opener(mark: str, opens: bool, closes: bool, depth: int | None, stack: list[_Open], before: str) -> bool:
    if mark in "„‚〝" or mark == ",,":
        return depth is None
    if mark in "〞‟" or mark == "´´":
        return mark == "‟" and depth is None
    if mark in _APOSTROPHES:
        return opens and not closes and not (before.isalnum())
    if depth is None:
        # with space on both sides only marks that French typography sets apart open
        return opens or (not closes and mark not in "“”")
    if opens == closes:
        return False
    return opens


def _closer_of(stack: list[_Open], mark: str, start: int) -> int | None:
    """Return the index of the open mark that `mark` may close."""
    single = mark in _SINGLES
    for index in range(len(stack) - 1, max(-1, len(stack) - 1 - _LOOK_BACK), -1):
        item = stack[index]
        if mark in _EXPECTED[item.mark] and not (item.mark in _APOSTROPHES and start - item.start > _APOSTROPHE_REACH):
            return index
        if single and item.mark not in _SINGLES:
            return None
    return None


def _expire(
    stack: list[_Open],
    paragraph: int,
    mark: str,
    at_start: bool,
    breaks: list[tuple[int, int]],
    found: list[MarkPair],
) -> tuple[list[_Open], int | None]:
    """Drop what can't be closed any more; return the rest, and what a paragraph opened anew continues."""
    if not stack or stack[0].paragraph == paragraph:
        return stack, None
    first = stack[0]
    if at_start and mark == first.mark:
        end = breaks[first.paragraph][0]
        found.append(MarkPair(first.start, end, first.end, end, first.mark in _SINGLES, False, first.follows))
        return [], len(found) - 1
    keep = [
        item
        for item in stack[:2]
        if item.paragraph == paragraph
        or (
            item.mark not in _SINGLES
            and mark != item.mark
            and paragraph - item.paragraph <= _PARAGRAPH_REACH
            and item.paragraph == first.paragraph
            and mark in _EXPECTED[item.mark]
        )
    ]
    for item in stack[:2]:
        if item not in keep:
            _unclosed(item, breaks, found)
    keep += [item for item in stack[2:] if item.paragraph == paragraph]
    return keep, None


def _unclosed(item: _Open, breaks: list[tuple[int, int]], found: list[MarkPair]) -> None:
    """Keep an opener without closer where it opens a paragraph or continues a speech; forget it elsewhere."""
    if item.mark in _SINGLES or not (item.begins or item.follows is not None):
        return
    end = max(item.end, breaks[item.paragraph][0])
    found.append(MarkPair(item.start, end, item.end, end, False, False, item.follows))


def _in_order(found: list[MarkPair]) -> tuple[MarkPair, ...]:
    """Sort by start, outer before inner; drop what crosses; renumber `follows`."""
    order = sorted(range(len(found)), key=lambda i: (found[i].start, -found[i].end))
    kept: list[int] = []
    open_ends: list[int] = []
    for index in order:
        pair = found[index]
        while open_ends and open_ends[-1] <= pair.start:
            open_ends.pop()
        if open_ends and open_ends[-1] < pair.end:
            continue
        open_ends.append(pair.end)
        kept.append(index)
    number = {old: new for new, old in enumerate(kept)}
    result = []
    for index in kept:
        p = found[index]
        follows = None if p.follows is None else number.get(p.follows)
        result.append(MarkPair(p.start, p.end, p.inner_start, p.inner_end, p.single, p.closed, follows))
    return tuple(result)
