"""The window of tokens in which the roles of one quotation are sought, and what marks each of its tokens."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int32]

BEFORE, AFTER, SENTENCES_BEFORE = 90, 36, 4
KEEP = 24  # of a long quotation, only so many tokens at either end are looked at
FLAGS = 14
POSITIONS = 32
DISTANCES = 8
_BUCKETS = np.array(
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 8, 9, 9, 9, 10, 10, 10, 10, 10, 11, 11, 11, 11, 11, 11, 11, 12], np.int32
)


def window(
    quote: Sequence[int], kind: int, sentence: Ints, taken: npt.NDArray[np.bool_]
) -> tuple[Ints, Ints, Ints, Ints]:
    """Choose the tokens around a quotation and mark them.

    Args:
        quote: Indices of the quotation's tokens, ascending, never empty.
        kind: Number of its type, in [0, 5).
        sentence: Number of the sentence that each token of the document stands in.
        taken: Whether each token of the document belongs to any quotation.

    Returns:
        Four columns of equal length: the tokens' indices, ascending; flags, in [0, FLAGS); places before or after the
        quotation, in [0, POSITIONS); distances in sentences, in [0, DISTANCES).
    """
    n = len(sentence)
    first, last = quote[0], quote[-1]
    earliest = int(np.searchsorted(sentence, sentence[first] - SENTENCES_BEFORE, side="left"))
    a = max(0, first - BEFORE, min(earliest, first))
    latest = int(np.searchsorted(sentence, sentence[last] + 1, side="right"))
    b = min(n, last + 1 + AFTER, max(latest, last + 1))
    inside = np.asarray(quote, np.int32)
    index = np.arange(a, b, dtype=np.int32)
    if last - first + 1 > 2 * KEEP + 8:
        index = index[(index < first + KEEP) | (index > last - KEEP)]
    flag = taken[index].astype(np.int32)
    marked = np.zeros(b - a, np.bool_)
    marked[inside - a] = True
    here = marked[index - a]
    flag[(index >= first) & (index <= last) & ~here] = 12
    flag[here] = 2 + kind
    flag[index == first] = 7 + kind
    flag[index == last] = np.where(first == last, flag[index == last], 13)
    before = np.minimum(np.maximum(first - index, 0), len(_BUCKETS) - 1)
    after = np.minimum(np.maximum(index - last, 0), len(_BUCKETS) - 1)
    position = np.where(index < first, _BUCKETS[before], np.where(index > last, 14 + _BUCKETS[after], 13))
    away = np.clip(sentence[index] - np.where(index <= last, sentence[first], sentence[last]), -5, 2) + 5
    return index, flag.astype(np.int32), position.astype(np.int32), away.astype(np.int32)
