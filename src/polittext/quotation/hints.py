"""What the rules found, as features of the learned extractor, which reads it beside the words and corrects it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from polittext.document import Extent, Quote
from polittext.quotation.decode import TYPES, SharedTokens

if TYPE_CHECKING:
    from polittext.columns import TokenTable

Ints = npt.NDArray[np.int32]

COLUMNS: tuple[str, ...] = ("content", "inner", "role", "rule")
# content and inner: 0 nobody asked the rules, 1 outside, then first and further tokens of each type; of quotations
# inside others, the innermost is "inner". role: sum of 1 speaker, 2 cue, 4 addressee, 8 frame. rule: its number, or 0.
ROLES = ("speaker", "cue", "addressee", "frame")
CONTENTS = 2 + 2 * len(TYPES)
ROLE_SETS = 16
RULES = 64
WINDOW_ROLES = ROLE_SETS + 1  # of one finding: its role sets, and its own words
SAME = 0.5  # overlap F1 of two quotations that are taken for the same


@dataclass(frozen=True, slots=True)
class Finding:
    """A quotation that the rules found: token indices, ascending, never empty; index into TYPES; number of its rule;
    the tokens of ROLES."""

    tokens: tuple[int, ...]
    kind: int
    rule: int
    roles: tuple[tuple[int, ...], ...]

    def shifted(self, by: int) -> "Finding":
        """Return the same with `by` added to every token."""
        roles = tuple(tuple(t + by for t in role) for role in self.roles)
        return Finding(tuple(t + by for t in self.tokens), self.kind, self.rule, roles)


def finding(quote: Quote, tokens: "TokenTable", numbers: Mapping[str, int]) -> Finding | None:
    """Write a quotation of the rules as the model reads it; None if it holds no token."""
    covered = tokens_of(quote, tokens)
    if not covered:
        return None
    return Finding(
        tokens=covered,
        kind=TYPES.index(quote.type),
        rule=numbers.get(quote.provenance.partition(":")[2], 0),
        roles=tuple(tokens_of(getattr(quote, role), tokens) for role in ROLES),
    )


def tokens_of(part: Quote | Extent | None, tokens: "TokenTable") -> tuple[int, ...]:
    """Return the indices of the tokens that a quotation or a role covers."""
    if part is None:
        return ()
    return tuple(i for span in part.spans for i in range(*tokens.range_of(span.start, span.end)))


def columns(findings: Sequence[Finding], n: int) -> Ints:
    """Write findings as feature columns for n tokens, shape (n, len(COLUMNS))."""
    out = np.zeros((n, len(COLUMNS)), np.int32)
    out[:, :2] = 1
    for f in sorted(findings, key=lambda f: -len(f.tokens)):
        tokens = list(f.tokens)
        place = int((out[tokens, 0] > 1).any())
        out[tokens, place] = 3 + 2 * f.kind
        out[tokens[0], place] = 2 + 2 * f.kind
        if not place:
            out[tokens, 3] = f.rule
        for bit, role in enumerate(f.roles):
            out[list(role), 2] |= 1 << bit
    return out


def window_roles(finding: Finding | None, index: Ints) -> Ints:
    """Mark what one finding makes of a window's tokens, in [0, WINDOW_ROLES); zeros for no finding."""
    out = np.zeros(len(index), np.int32)
    if finding is None:
        return out
    first, last = int(index[0]), int(index[-1])
    table = np.zeros(last - first + 1, np.int32)
    for bit, role in enumerate(finding.roles):
        table[[t - first for t in role if first <= t <= last]] |= 1 << bit
    table[[t - first for t in finding.tokens if first <= t <= last]] = ROLE_SETS
    return table[index - first]


class Matcher:
    """Finds the finding that a quotation is the same as."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = findings
        self._shared = SharedTokens(f.tokens for f in findings)

    def __call__(self, tokens: Sequence[int], kind: int) -> Finding | None:
        """Return the finding that shares most words, at least half by overlap F1; of equals one of that type."""
        best = max(
            ((2 * n / (len(tokens) + len(self.findings[i].tokens)), self.findings[i].kind == kind, -i)
             for i, n in self._shared.shared_with(tokens).items()),
            default=(0.0, False, 0),
        )  # fmt: skip
        return self.findings[-best[2]] if best[0] >= SAME else None
