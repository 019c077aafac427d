"""What line breaks mean: blank lines, hard-wrapped text, lists, and lines that are units of their own."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import regex

from polittext.tokenization.rules import Rules

Shape = Literal["wrapped", "lines", "short lines"]

_BREAK = regex.compile(r"\r\n|[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]")
_FIRST_WORD = regex.compile(r"\S+")
_ENDS_PART = ".:;!?,…"


@dataclass(frozen=True, slots=True)
class Line:
    """A line that isn't blank: offsets without the white space around it, and whether a blank line follows."""

    start: int
    end: int
    blank_after: bool


def lines_of(text: str) -> list[Line]:
    """Return the lines of a text that aren't blank."""
    found: list[tuple[int, int]] = []
    blank: list[bool] = []
    position = 0
    ends = [match.span() for match in _BREAK.finditer(text)]
    ends.append((len(text), len(text)))
    for end, after in ends:
        raw = text[position:end]
        stripped = raw.strip()
        if stripped:
            start = position + raw.index(stripped[0])
            found.append((start, start + len(stripped)))
            blank.append(end < len(text) and text[end] in "\f\u2029")
        elif blank:
            blank[-1] = True
        position = after
    return [Line(start, end, after) for (start, end), after in zip(found, blank, strict=True)]


def boundaries(text: str, policy: str, rules: Rules) -> list[tuple[int, str, bool]]:
    """Judge the line breaks of a text.

    Args:
        text: The text; it has at least one line break.
        policy: "paragraph", "line" or "auto".
        rules: The rules; their table `line` tells what begins a list item.

    Returns:
        For each break between two lines that aren't blank: the offset of the second line, the rule, and whether a
        sentence begins there (True) or whether the break is mere space (False).
    """
    lines = lines_of(text)
    pairs = list(pairwise(lines))
    shape, least = _shape(text, pairs) if policy == "auto" else ("wrapped", 0)
    found: list[tuple[int, str, bool]] = []
    for line, following in pairs:
        if line.blank_after:
            found.append((following.start, "blank_line", True))
        elif policy == "line":
            found.append((following.start, "line", True))
        else:
            rule, split = _judge(text, line, following, shape, least, rules)
            found.append((following.start, rule, split))
    return found


def _fit(text: str, line: Line, following: Line) -> int:
    """Return how long the line had been with the first word of the next."""
    word = _FIRST_WORD.match(text, following.start, min(following.end, following.start + 60))
    return line.end - line.start + 1 + (word.end() - word.start() if word else 0)


def _shape(text: str, pairs: list[tuple[Line, Line]]) -> tuple[Shape, int]:
    """Tell hard-wrapped text, which breaks within sentences at a steady width, from lines that are units.

    Returns:
        The shape and, for wrapped text, the least length that a full line has with the first word of the next.
    """
    inner = [(line, following) for line, following in pairs if not line.blank_after]
    within = [_fit(text, *pair) for pair in inner if text[pair[1].start].islower()]
    if not within or len(within) < 0.12 * len(inner):
        return "lines", 0
    within.sort()
    least = within[len(within) // 20]
    longest = within[-1 - len(within) // 20]
    typical = within[len(within) // 8]
    if longest >= 30 and typical >= 0.55 * longest:
        return "wrapped", least
    return ("short lines" if len(within) >= 0.5 * len(inner) and len(inner) > 3 else "lines"), 0


def _judge(text: str, line: Line, following: Line, shape: Shape, least: int, rules: Rules) -> tuple[str, bool]:
    first, last = text[following.start], text[line.end - 1]
    ends_part = last in _ENDS_PART
    short = shape != "wrapped" or (least > 0 and _fit(text, line, following) < least)
    for rule in rules.lines.values():
        if rule.pattern.match(text, following.start, following.end) and (ends_part or short):
            return rule.name, True
    if shape == "short lines":
        return "line", True
    if first.islower() or (last == "," and shape != "wrapped"):
        return "sentence_goes_on", False
    if short and last not in ",-–":
        return ("short_line" if shape == "wrapped" else "line"), True
    return "line_break_is_space", False
