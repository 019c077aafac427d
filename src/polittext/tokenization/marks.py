"""Which way a quotation mark faces, and which single marks are apostrophes.

German („ “ ‚ ‘), Swiss (« » ‹ ›), German book print (» « › ‹), English (“ ” ‘ ’) and typewriter marks (" ') share
characters, so the direction comes from what stands beside a mark and from what is open before it.
"""

OPENING, CLOSING, APOSTROPHE = 1, 2, 3

_LOW = "„‚‟〝"
_PAIRS = {"“": "„", "‘": "‚", "”": "“", "’": "‘", "«": "»", "»": "«", "‹": "›", "›": "‹", "‛": "‚"}
"""The mark that a closing mark answers; “ and ” may also close „, ‘ and ’ also ‚."""

_BEFORE_OPENING = frozenset("([{<–—―-/|*_~:+=…„“»«‚‘›‹\"'")
_AFTER_CLOSING = frozenset(".,;:!?)]}>–—―-/|*_…“”»«‘’›‹\"'%")
_REACH = 5000
"""After so many characters without its closing mark an opening mark no longer counts as open."""


def directions(text: str, positions: list[int], clitics: frozenset[str]) -> list[int]:
    """Return for each quotation mark whether it opens, closes or is an apostrophe.

    Args:
        text: The text.
        positions: The offsets of the marks, ascending; single marks between letters are left out by the caller.
        clitics: Words that stand behind an apostrophe ("'ne").

    Returns:
        OPENING, CLOSING or APOSTROPHE for each position.
    """
    n = len(text)
    found: list[int] = []
    stack: list[str] = []
    last_end = 0
    last_open = -1
    for p in positions:
        char = text[p]
        if stack and (p - last_end > _REACH or (p - last_end > 1 and "\n\n" in text[last_end:p])):
            stack.clear()
        last_end = p
        before = text[p - 1] if p else " "
        after = text[p + 1] if p + 1 < n else " "
        if char in _LOW:
            direction = OPENING
        elif char in "'’‘`´":
            direction = _single(text, p, char, before, after, stack, clitics)
        else:
            direction = _double(char, before, after, stack, last_open == p - 1)
        if direction == OPENING:
            stack.append(char)
            last_open = p
            if len(stack) > 8:
                del stack[0]
        elif direction == CLOSING and stack:
            _close(stack, char)
        found.append(direction)
    return found


def _close(stack: list[str], char: str) -> None:
    wanted = _openers(char)
    for depth in range(len(stack) - 1, -1, -1):
        if stack[depth] in wanted:
            del stack[depth:]
            return
    if char not in "'’‘":
        stack.pop()


def _openers(char: str) -> str:
    if char in "“”":
        return "„“‟”"
    if char in "‘’":
        return "‚‘"
    return _PAIRS.get(char, char) + char


def _double(char: str, before: str, after: str, stack: list[str], touches_opening: bool) -> int:
    left = before.isspace() or touches_opening or before in _BEFORE_OPENING
    right = after.isspace() or after in _AFTER_CLOSING
    if char == "“" and "„" in stack:
        return CLOSING
    if char == "”" and stack and stack[-1] in "„“”":
        return CLOSING
    if before.isspace() and not after.isspace() and not (char in stack and after in ".,;:!?)"):
        return OPENING
    if after.isspace() and not before.isspace() and not touches_opening:
        return CLOSING
    is_open = any(mark in stack for mark in _openers(char))
    if left != right:
        return OPENING if left else CLOSING
    return CLOSING if is_open else OPENING


def _single(text: str, p: int, char: str, before: str, after: str, stack: list[str], clitics: frozenset[str]) -> int:
    """Tell quotation marks from apostrophes: "Hans' Antrag", "'ne Idee", "‚so‘", "'so'"."""
    wanted = {"‘": "‚", "’": "‚‘"}.get(char, char)
    open_here = any(mark in wanted for mark in stack)
    if before.isalnum():
        if open_here:
            return CLOSING
        if char != "‘" and before in "sxzßSXZ" and (after.isspace() or after in ".,;:!?)"):
            return APOSTROPHE
        return CLOSING if stack or char != "’" else APOSTROPHE
    if after.isalnum():
        end = p + 1
        while end < len(text) and end < p + 16 and text[end].isalpha():
            end += 1
        if char != "‘" and text[p + 1 : end] in clitics and not open_here:
            return APOSTROPHE
        if after.isdigit() and char != "‘" and text[p + 1 : p + 3].isdigit() and not text[p + 3 : p + 4].isdigit():
            return APOSTROPHE
        return OPENING
    return CLOSING if open_here or not before.isspace() else OPENING
