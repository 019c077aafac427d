"""Tokens and sentences as columns of numbers that become objects only when they are touched."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar, overload

import numpy as np
import numpy.typing as npt

from polittext.document import Sentence, Token, TokenKind

IntColumn = npt.NDArray[np.int32]
KindColumn = npt.NDArray[np.uint8]

KINDS: tuple[TokenKind, ...] = tuple(TokenKind)
KIND_CODES: dict[TokenKind, int] = {kind: code for code, kind in enumerate(KINDS)}

_LARGEST = np.iinfo(np.int32).max

T = TypeVar("T")


def int_column(values: Iterable[int] | npt.ArrayLike) -> IntColumn:
    """Return a read-only column of 32-bit integers."""
    column = np.asarray(values if isinstance(values, np.ndarray | list | tuple) else list(values), dtype=np.int32)  # type: ignore[arg-type]
    column = column.reshape(-1)
    column.setflags(write=False)
    return column


def kind_column(values: npt.ArrayLike) -> KindColumn:
    """Return a read-only column of token kinds, as indices into `KINDS`."""
    column = np.asarray(values, dtype=np.uint8).reshape(-1)
    column.setflags(write=False)
    return column


def _search(column: IntColumn, offset: int, side: Literal["left", "right"]) -> int:
    """Find an offset in a column; in the column's own type, since for any other numpy copies the whole column."""
    return int(column.searchsorted(np.int32(max(-1, min(offset, _LARGEST))), side))


@dataclass(frozen=True, slots=True)
class TokenAnalysis:
    """What a syntactic analyser adds to the tokens: one entry per token in each tuple; None where it says nothing."""

    lemma: tuple[str | None, ...]
    upos: tuple[str | None, ...]
    xpos: tuple[str | None, ...]
    feats: tuple[str | None, ...]
    head: tuple[int | None, ...]  # index of the head token in the document, -1 for a root
    deprel: tuple[str | None, ...]


class _Table(Sequence[T], Generic[T]):
    """What both tables share: a text, two columns of offsets, and objects made on demand."""

    __slots__ = ("ends", "starts", "text")
    text: str
    starts: IntColumn
    ends: IntColumn

    def _make(self, index: int) -> T:
        raise NotImplementedError

    def __len__(self) -> int:
        return len(self.starts)

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> "tuple[T, ...]": ...
    def __getitem__(self, index: int | slice) -> "T | tuple[T, ...]":
        if isinstance(index, slice):
            return tuple(self._make(i) for i in range(*index.indices(len(self))))
        position = index + len(self) if index < 0 else index
        if not 0 <= position < len(self):
            raise IndexError(f"index {index} out of range for {len(self)} items")
        return self._make(position)

    def __iter__(self) -> Iterator[T]:
        return (self._make(i) for i in range(len(self)))

    def spans(self) -> list[tuple[int, int]]:
        """Return the (start, end) offsets of all items, in text order."""
        return list(zip(self.starts.tolist(), self.ends.tolist(), strict=True))

    def index_at(self, offset: int) -> int:
        """Return the index of the last item that starts at or before `offset`, -1 where there is none."""
        return _search(self.starts, offset, "right") - 1

    def range_of(self, start: int, end: int) -> tuple[int, int]:
        """Return the half-open range of the indices of all items that share a character with [start, end)."""
        first, last = _search(self.ends, start, "right"), _search(self.starts, end, "left")
        return first, max(first, last)

    def __hash__(self) -> int:
        return hash((type(self).__name__, self.text, len(self)))

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {len(self)}>"


class TokenTable(_Table[Token]):
    """The tokens of one text: columns `starts`, `ends` (code points) and `kinds` (indices into `KINDS`)."""

    __slots__ = ("analysis", "kinds")

    def __init__(
        self,
        text: str,
        starts: npt.ArrayLike,
        ends: npt.ArrayLike,
        kinds: npt.ArrayLike,
        analysis: TokenAnalysis | None = None,
    ) -> None:
        self.text = text
        self.starts = int_column(starts)
        self.ends = int_column(ends)
        self.kinds = kind_column(kinds)
        self.analysis = analysis

    def _make(self, index: int) -> Token:
        start, end = int(self.starts[index]), int(self.ends[index])
        extra: dict[str, Any] = {}
        if self.analysis is not None:
            a = self.analysis
            extra = {
                "lemma": a.lemma[index],
                "upos": a.upos[index],
                "xpos": a.xpos[index],
                "feats": a.feats[index],
                "head": a.head[index],
                "deprel": a.deprel[index],
            }
        return Token(start, end, self.text[start:end], KINDS[self.kinds[index]], index, **extra)

    def with_analysis(self, analysis: TokenAnalysis | None) -> "TokenTable":
        """Return the same tokens with another analysis."""
        return TokenTable(self.text, self.starts, self.ends, self.kinds, analysis)

    def __reduce__(self) -> tuple[Any, ...]:
        # Arrays come back writable from a pickle; the constructor closes them again.
        return TokenTable, (self.text, self.starts, self.ends, self.kinds, self.analysis)

    def texts(self) -> list[str]:
        """Return the texts of all tokens, in text order."""
        text = self.text
        return [text[s:e] for s, e in zip(self.starts.tolist(), self.ends.tolist(), strict=True)]

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, TokenTable)
            and self.text == other.text
            and np.array_equal(self.starts, other.starts)
            and np.array_equal(self.ends, other.ends)
            and np.array_equal(self.kinds, other.kinds)
            and self.analysis == other.analysis
        )

    __hash__ = _Table.__hash__


class SentenceTable(_Table[Sentence]):
    """The sentences of one text: offsets, and the half-open ranges of their tokens."""

    __slots__ = ("token_ends", "token_starts")

    def __init__(
        self,
        text: str,
        starts: npt.ArrayLike,
        ends: npt.ArrayLike,
        token_starts: npt.ArrayLike,
        token_ends: npt.ArrayLike,
    ) -> None:
        self.text = text
        self.starts = int_column(starts)
        self.ends = int_column(ends)
        self.token_starts = int_column(token_starts)
        self.token_ends = int_column(token_ends)

    def __reduce__(self) -> tuple[Any, ...]:
        return SentenceTable, (self.text, self.starts, self.ends, self.token_starts, self.token_ends)

    def _make(self, index: int) -> Sentence:
        start, end = int(self.starts[index]), int(self.ends[index])
        return Sentence(
            start, end, self.text[start:end], index, int(self.token_starts[index]), int(self.token_ends[index])
        )

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, SentenceTable)
            and self.text == other.text
            and np.array_equal(self.starts, other.starts)
            and np.array_equal(self.ends, other.ends)
            and np.array_equal(self.token_starts, other.token_starts)
            and np.array_equal(self.token_ends, other.token_ends)
        )

    __hash__ = _Table.__hash__
