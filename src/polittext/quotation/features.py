"""What the learned extractor sees of a token: word, hashed affixes, shape, quotation marks, place in the sentence."""

import functools
import zlib
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int32]

# (name, buckets): hashed pieces of the lower-cased word. The order is that of the columns; the weights depend on it.
HASHES: tuple[tuple[str, int], ...] = (
    ("prefix3", 4096),
    ("suffix2", 2048),
    ("suffix3", 8192),
    ("suffix4", 16384),
    ("suffix6", 16384),
    ("word", 16384),
)
COLUMNS: tuple[str, ...] = ("vocabulary", *(name for name, _ in HASHES), "shape", "mark", "place")
SHAPES = 24
MARKS = 8
PLACES = 16
UNKNOWN = 0
LONGEST_KEPT = 48

_SINGLE = {
    ".": 10, "!": 10, "?": 10, ",": 11, ":": 12, ";": 13, "–": 14, "—": 14, "-": 14, "(": 15, "[": 15, "{": 15,
    ")": 16, "]": 16, "}": 16, "'": 19, "’": 19, "…": 20, "...": 20,
}  # fmt: skip
_DOUBLE_MARKS = {'"', "„", "“", "”", "‟", "»", "«", "〝", "〞", "＂", "''", "``"}
_SINGLE_MARKS = {"‚", "‘", "‛", "‹", "›", "'", "’", "`"}
QUOTATION_MARKS = frozenset(_DOUBLE_MARKS | _SINGLE_MARKS)


def shape(word: str) -> int:
    """Return the class of a word's form, in [0, SHAPES)."""
    if word in _SINGLE:
        return _SINGLE[word]
    if word in _DOUBLE_MARKS:
        return 17
    if word in _SINGLE_MARKS:
        return 22
    if word.isdigit():
        return 5
    if not any(c.isalnum() for c in word):
        return 21
    if word[0].isdigit():
        return 7 if any(c.isalpha() for c in word) else 6
    if "-" in word:
        return 8 if word[0].isupper() else 9
    if word.islower():
        return 0
    if word.isupper():
        return 2 if len(word) > 1 else 3
    return 1 if word[0].isupper() and word[1:].islower() else 4


def normalize(word: str) -> str:
    """Return the form that the vocabulary lists: every digit is a zero."""
    return word if word.isalpha() else "".join("0" if c.isdigit() else c for c in word)


def lexical(word: str, vocabulary: dict[str, int]) -> tuple[int, ...]:
    """Return the columns from `vocabulary` to `shape` for one word."""
    form = normalize(word)
    index = vocabulary.get(form)
    if index is None:
        index = vocabulary.get(form.lower())
    if index is None:
        index = vocabulary.get(form.capitalize(), UNKNOWN)
    low = form.lower()
    # surrogatepass: a lone surrogate is a character like any other here
    return (
        index,
        *(
            zlib.crc32((name[0] + piece).encode("utf-8", "surrogatepass")) % size
            for (name, size), piece in zip(HASHES, (low[:3], low[-2:], low[-3:], low[-4:], low[-6:], low), strict=True)
        ),
        shape(word),
    )


def remembering(vocabulary: dict[str, int], words: int) -> Callable[[str], tuple[int, ...]]:
    """Return `lexical` for a vocabulary, with a memory for so many words; endless ones are not kept."""
    keep = functools.lru_cache(words)(functools.partial(lexical, vocabulary=vocabulary))

    def look(word: str) -> tuple[int, ...]:
        return keep(word) if len(word) <= LONGEST_KEPT else lexical(word, vocabulary)

    return look


def pair_marks(
    words: Sequence[str], space_before: Sequence[bool], paragraph_start: Sequence[bool]
) -> tuple[list[int], list[tuple[int, int]]]:
    """Pair the quotation marks among the tokens, whatever their convention.

    Args:
        words: The tokens.
        space_before: Whether white space (or the text's start) precedes each token.
        paragraph_start: Whether a paragraph starts with each token.

    Returns:
        For every token 0 (no mark), 1 (opens) or 2 (closes), and the pairs as (index of opener, index of closer) in
        the order of the closers. An opener without a closer stands in no pair.
    """
    n = len(words)
    role = [0] * n
    pairs: list[tuple[int, int]] = []
    stack: list[tuple[int, bool]] = []  # (index, is a double mark)
    waiting = [0, 0]  # single and double openers in the stack: without the count, a text of openers took ages
    for i, word in enumerate(words):
        if paragraph_start[i] and stack:
            # A speech over several paragraphs opens each of them anew and closes the last: the openers before stay
            # unpaired.
            stack.clear()
            waiting = [0, 0]
        if word not in QUOTATION_MARKS:
            continue
        double = word in _DOUBLE_MARKS
        before = bool(space_before[i]) or (i > 0 and (role[i - 1] == 1 or words[i - 1] in "([{-–—/:"))
        after = i + 1 >= n or bool(space_before[i + 1])
        is_open = waiting[double] > 0
        if word in "„‚〝":
            opens = True
        elif word in "”〞''":
            opens = not is_open and before and not after and word == "”"
        elif word in "’'`":
            # mostly apostrophes: an opener needs space before it and none after, a closer an opener
            if not (before and not after) and not is_open:
                continue
            opens = before and not after and not is_open
        elif word == "‘" or word == "“":
            opens = not is_open if before == after else before and not after
            if is_open and words[stack[-1][0]] in "„‚»›":
                opens = False
        else:
            opens = before and not after if before != after else not is_open
        if opens:
            role[i] = 1
            stack.append((i, double))
            waiting[double] += 1
            continue
        role[i] = 2
        if is_open:
            while stack[-1][1] != double:
                stack.pop()
                waiting[not double] -= 1
            pairs.append((stack.pop()[0], i))
            waiting[double] -= 1
        elif not double:
            role[i] = 0
    return role, pairs


def depths(n: int, role: Sequence[int], pairs: Sequence[tuple[int, int]], paragraph_start: Sequence[bool]) -> Ints:
    """Return how many pairs of marks each token stands in; an unclosed opener reaches to its paragraph's end."""
    step = np.zeros(n + 1, np.int32)
    paired = set()
    for a, b in pairs:
        step[a + 1] += 1
        step[b] -= 1
        paired.add(a)
    unclosed = [i for i in range(n) if role[i] == 1 and i not in paired]
    if unclosed:
        ends = [i for i in range(n) if paragraph_start[i]]
        ends.append(n)
        k = 0
        for a in unclosed:
            while ends[k] <= a:
                k += 1
            step[a + 1] += 1
            step[ends[k]] -= 1
    return np.cumsum(step[:n], dtype=np.int32)


def featurize(
    words: Sequence[str],
    space_before: Sequence[bool],
    sentence_starts: Sequence[int],
    paragraph_start: Sequence[bool],
    vocabulary: dict[str, int],
    look: Callable[[str], tuple[int, ...]] | None = None,
) -> tuple[Ints, list[int], list[tuple[int, int]]]:
    """Compute the feature columns of a document's tokens.

    Args:
        words: The tokens.
        space_before: Whether white space precedes each token.
        sentence_starts: Indices of the tokens that start a sentence, ascending.
        paragraph_start: Whether a paragraph starts with each token.
        vocabulary: Row of each word in the table of word vectors; row 0 is for unknown words.
        look: `lexical` for this vocabulary, with a memory that outlives one document.

    Returns:
        The columns, shape (tokens, len(COLUMNS)), and what `pair_marks` returns.
    """
    n = len(words)
    role, pairs = pair_marks(words, space_before, paragraph_start)
    if look is None:
        look = functools.cache(functools.partial(lexical, vocabulary=vocabulary))
    out = np.zeros((n, len(COLUMNS)), np.int32)
    # Paired marks all look like „ and “, so that every convention reads the same.
    canonical = ("", "„", "“")
    out[:, :-2] = np.array(
        [look(canonical[r] if r else w) for w, r in zip(words, role, strict=True)], np.int32
    ).reshape(n, len(COLUMNS) - 2)
    roles = np.array(role, np.int32)
    inside = np.minimum(depths(n, role, pairs, paragraph_start), 2)
    out[:, -2] = np.where(roles > 0, roles + 2, inside)  # 0..2 depth, 3 opens, 4 closes
    starts = np.zeros(n, np.int32)
    starts[np.asarray(sentence_starts, np.int64)] = 1
    number = np.cumsum(starts)
    bucket = np.minimum(np.where(number <= 1, 0, np.where(number == 2, 1, np.where(number <= 5, 2, 3))), 3)
    out[:, -1] = starts + 2 * np.asarray(paragraph_start, np.int32) + 4 * bucket
    return out, role, pairs
