"""Inline markup for quotations: "{S Der Minister} {C sagte}, {i er komme}."

Content: d direct, i indirect, I indirect_free_indirect, f free_indirect, r reported.
Roles: S speaker, C cue, A addressee.
Braces nest; contents of the same type that are adjacent parts of one quotation are written one after the other.
"""

from dataclasses import dataclass

TYPES = {"d": "direct", "i": "indirect", "I": "indirect_free_indirect", "f": "free_indirect", "r": "reported"}


@dataclass(frozen=True)
class Marked:
    """A text, with the marked stretches: (tag, start, end) in text order, outer before inner."""

    text: str
    marks: tuple[tuple[str, int, int], ...]

    def texts(self, tag: str) -> list[str]:
        """Return the texts marked with a tag."""
        return [self.text[a:b] for t, a, b in self.marks if t == tag]


def parse(markup: str) -> Marked:
    """Read the markup."""
    out: list[str] = []
    size = 0
    open_marks: list[tuple[str, int]] = []
    marks: list[tuple[str, int, int]] = []
    i = 0
    while i < len(markup):
        c = markup[i]
        if c == "{" and markup[i + 2 : i + 3] == " ":
            open_marks.append((markup[i + 1], size))
            i += 3
            continue
        if c == "}":
            tag, start = open_marks.pop()
            marks.append((tag, start, size))
            i += 1
            continue
        out.append(c)
        size += 1
        i += 1
    return Marked("".join(out), tuple(sorted(marks, key=lambda m: (m[1], -m[2]))))
