"""Tokens and sentences of German text, with offsets into the unmodified input.

`segment` makes both in one go; `explain` tells which rule made, or suppressed, each sentence boundary, and each token
that plain letters and marks don't make. All knowledge of words lies in `resources/`: `abbreviations.tsv`,
`sentence_starters.tsv` and `tokenization.toml`.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from polittext.errors import InputTypeError, OptionError

if TYPE_CHECKING:
    from polittext.columns import SentenceTable, TokenTable

NewlinePolicy = Literal["paragraph", "line", "ignore", "auto"]
NEWLINE_POLICIES: tuple[NewlinePolicy, ...] = ("paragraph", "line", "ignore", "auto")

BoundaryKind = Literal["sentence", "joined", "token"]


@dataclass(frozen=True, slots=True)
class Boundary:
    """A decision of the splitter.

    Args:
        offset: Where the sentence or token begins, or would have begun; in code points.
        kind: "sentence" (one begins here), "joined" (none begins here, though a mark or line break stands before) or
            "token" (a rule made this token).
        rule: The name of the rule, as in `resources/tokenization.toml`; "lexicon" for abbreviations.
        text: The token for "token", otherwise the characters from the offset on, at most 20.
    """

    offset: int
    kind: BoundaryKind
    rule: str
    text: str


def segment(
    text: str, *, newline: NewlinePolicy = "paragraph", abbreviations: Collection[str] = ()
) -> "tuple[TokenTable, SentenceTable]":
    """Return the tokens and the sentences of a text, in time linear in its length.

    Tokens are ordered, don't overlap, and hold every character that isn't white space, a control character or a lone
    zero-width character. Blanks stand only inside abbreviations of several parts ("z. B."). Every token lies in exactly
    one sentence.

    Args:
        text: Any text.
        newline: "paragraph": a blank line separates, list items and speaker lines begin units, other line breaks are
            space. "line": every line break separates. "ignore": line breaks are space. "auto": hard-wrapped text is
            told from lines that are units by the text's own shape.
        abbreviations: Further abbreviations that end in a full stop, such as "Bschl." or "i. Zsh.".

    Returns:
        Both tables, empty for a text without visible characters.

    Raises:
        InputTypeError: `text` is no str.
        OptionError: `newline` is no policy.

    Example:
        >>> from polittext.tokenization import segment
        >>> tokens, sentences = segment("Am 3. Oktober kam er. Dann ging er.")
        >>> [s.text for s in sentences]
        ['Am 3. Oktober kam er.', 'Dann ging er.']
    """
    _check(text, newline)
    from polittext.tokenization.assemble import segment as run

    tokens, sentences, _ = run(text, newline, frozenset(abbreviations))
    return tokens, sentences


def explain(
    text: str, *, newline: NewlinePolicy = "paragraph", abbreviations: Collection[str] = ()
) -> tuple[Boundary, ...]:
    """Return every decision behind `segment`, in text order; see there for arguments and errors.

    Example:
        >>> from polittext.tokenization import explain
        >>> [(b.kind, b.rule, b.text) for b in explain("Am 3. Mai kam er. Dann ging er.")]
        [('token', 'ordinal_before_noun', '3.'), ('joined', 'abbreviation', 'Mai kam er. Dann gin'), \
('sentence', 'terminal', 'Dann ging er.')]
    """
    _check(text, newline)
    from polittext.tokenization.assemble import segment as run
    from polittext.tokenization.sentences import Decision

    trace: list[Decision] = []
    tokens, sentences, found = run(text, newline, frozenset(abbreviations), trace)
    if found is None:
        return ()
    begun = set(sentences.starts.tolist())
    first: dict[int, Decision] = {}
    for decision in trace:
        if decision.split == (decision.offset in begun):
            first.setdefault(decision.offset, decision)
    made = [
        Boundary(d.offset, "sentence" if d.split else "joined", d.rule, text[d.offset : d.offset + 20])
        for d in first.values()
    ]
    at = dict(tokens.spans())
    made += [Boundary(p, "token", rule, text[p : at[p]]) for p, rule in found.names.items() if p in at]
    ends = {end: start for start, end in at.items()}
    made += [
        Boundary(ends[stop + 1], "token", rule, text[ends[stop + 1] : stop + 1])
        for stop, (_, rule) in found.stops.items()
        if stop + 1 in ends
    ]
    return tuple(sorted(made, key=lambda b: (b.offset, b.kind, b.rule)))


def _check(text: object, newline: object) -> None:
    if not isinstance(text, str):
        raise InputTypeError.text(text)
    if newline not in NEWLINE_POLICIES:
        raise OptionError(f"newline must be one of {', '.join(NEWLINE_POLICIES)}, not {newline!r}")


__all__ = ["NEWLINE_POLICIES", "Boundary", "BoundaryKind", "NewlinePolicy", "explain", "segment"]
