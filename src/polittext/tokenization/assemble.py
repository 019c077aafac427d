"""The steps in their order: scan, judge full stops, give kinds, begin sentences."""

import numpy as np
import numpy.typing as npt

from polittext.columns import KIND_CODES, SentenceTable, TokenTable
from polittext.document import TokenKind
from polittext.tokenization import characters as ch
from polittext.tokenization import marks, sentences, stops
from polittext.tokenization.lexicon import lexicon
from polittext.tokenization.rules import Rules, rules
from polittext.tokenization.scan import Scan, scan
from polittext.tokenization.sentences import Decision

_WORD = KIND_CODES[TokenKind.WORD]
_NUMBER = KIND_CODES[TokenKind.NUMBER]
_PUNCTUATION = KIND_CODES[TokenKind.PUNCTUATION]
_SYMBOL = KIND_CODES[TokenKind.SYMBOL]
_KEPT = frozenset(
    KIND_CODES[kind] for kind in (TokenKind.PUNCTUATION, TokenKind.QUOTE_OPEN, TokenKind.QUOTE_CLOSE, TokenKind.SYMBOL)
)


def segment(
    text: str, newline: str, abbreviations: frozenset[str], trace: list[Decision] | None = None
) -> tuple[TokenTable, SentenceTable, Scan | None]:
    """Return the tokens, the sentences and the scan behind them; no scan where nothing is visible."""
    if not text or text.isspace():
        return TokenTable(text, [], [], []), SentenceTable(text, [], [], [], []), None
    words, all_rules = lexicon(abbreviations), rules()
    found = scan(text, all_rules, words.lists["clitics"])
    stops.judge(found, words, all_rules)
    starts = found.starts.nonzero()[0]
    if not len(starts):
        return TokenTable(text, [], [], []), SentenceTable(text, [], [], [], []), None
    edges = np.concatenate(((found.starts | found.space).nonzero()[0], (len(text),)))
    ends = edges[edges.searchsorted(starts, side="right")]
    kinds = _kinds(found, starts, ends, all_rules)
    firsts = np.array(sentences.begin(found, starts, ends, kinds, newline, words, all_rules, trace), dtype=np.int64)
    lasts = np.concatenate((firsts[1:], (len(starts),)))
    return (
        TokenTable(text, starts, ends, kinds),
        SentenceTable(text, starts[firsts], ends[lasts - 1], firsts, lasts),
        found,
    )


def _kinds(
    found: Scan, starts: npt.NDArray[np.int64], ends: npt.NDArray[np.int64], all_rules: Rules
) -> npt.NDArray[np.uint8]:
    first = found.flags[starts]
    kinds = np.empty(len(starts), np.uint8)
    kinds.fill(_PUNCTUATION)
    kinds[(first & ch.SYMBOL) != 0] = _SYMBOL
    kinds[found.word[starts]] = _WORD
    numbers = (first & ch.DIGIT) != 0
    kinds[numbers] = _NUMBER
    _give(kinds, starts, found.kinds)
    _give(
        kinds,
        starts,
        {
            p: KIND_CODES[TokenKind.QUOTE_OPEN if direction == marks.OPENING else TokenKind.QUOTE_CLOSE]
            for p, direction in found.quotes.items()
            if found.starts[p]
        },
    )
    text = found.text
    mixed = (numbers & (ends - starts > 2)).nonzero()[0]
    for i, start, end in zip(mixed.tolist(), starts[mixed].tolist(), ends[mixed].tolist(), strict=True):
        token = text[start:end]
        if token.isdigit():
            continue
        for shape in all_rules.shapes:
            if shape.pattern.fullmatch(token) and (shape.after is None or shape.after.match(text, end)):
                kinds[i] = shape.kind
                break
    for sequence in all_rules.sequences:
        for anchor in sequence.anchors:
            position = text.find(anchor)
            while position >= 0:
                match = sequence.pattern.match(text, position)
                if match:
                    low = int(starts.searchsorted(match.start()))
                    high = int(starts.searchsorted(match.end()))
                    for i in range(low, high):
                        if int(kinds[i]) not in _KEPT or text[int(starts[i])] == "§":
                            kinds[i] = sequence.kind
                position = text.find(anchor, match.end() if match else position + 1)
    return kinds


def _give(kinds: npt.NDArray[np.uint8], starts: npt.NDArray[np.int64], given: dict[int, int]) -> None:
    if given:
        at = starts.searchsorted(np.fromiter(given.keys(), np.int64, len(given)))
        kinds[at] = np.fromiter(given.values(), np.uint8, len(given))
