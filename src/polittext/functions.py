"""The public functions: the default pipeline, and its steps one by one."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, overload

from polittext.document import Document, Quote, Sentence, TimeExpression, Token
from polittext.errors import InputTypeError
from polittext.pipeline import DateLike, Pipeline, read_reference

if TYPE_CHECKING:
    from polittext.parallel import Failure, Progress


@cache
def _default() -> Pipeline:
    return Pipeline()


def analyze(text: str, date: DateLike = None) -> Document:
    """Analyse one text with the default pipeline.

    Args:
        text: Any text; it is never changed.
        date: The day, month or year of publication: a `datetime.date`, an ISO string of any granularity ("2022",
            "2022-01", "2022-01-10") or a written German date ("24. Februar 2022"); "auto" takes it from a dateline that
            the text begins with. Without it, expressions such as "gestern" stay unresolved.

    Returns:
        The document: tokens, sentences, dates, quotations and speakers.

    Raises:
        InputTypeError: `text` is no str.
        DateInputError: `date` is no date.

    Example:
        >>> import polittext
        >>> doc = polittext.analyze("Der Kanzler sagte am Montag, er sehe keine Eile.", date="2022-01-12")
        >>> [(q.speaker.text, q.text) for q in doc.quotes]
        [('Der Kanzler', 'er sehe keine Eile')]
        >>> [(t.text, t.value) for t in doc.dates]
        [('Montag', '2022-01-10')]
    """
    return _default()(text, date)


@overload
def pipe(
    texts: Iterable[str],
    date: DateLike | Callable[[Any], DateLike] = None,
    *,
    as_tuples: Literal[False] = False,
    n_process: int = 1,
    batch_size: int = 64,
    progress: "bool | Progress" = False,
) -> "Iterator[Document | Failure]": ...
@overload
def pipe(
    texts: Iterable[tuple[str, Any]],
    date: DateLike | Callable[[Any], DateLike] = None,
    *,
    as_tuples: Literal[True],
    n_process: int = 1,
    batch_size: int = 64,
    progress: "bool | Progress" = False,
) -> "Iterator[tuple[Document | Failure, Any]]": ...
def pipe(
    texts: Iterable[Any],
    date: DateLike | Callable[[Any], DateLike] = None,
    *,
    as_tuples: bool = False,
    n_process: int = 1,
    batch_size: int = 64,
    progress: "bool | Progress" = False,
) -> Iterator[Any]:
    """Analyse many texts with the default pipeline; see `Pipeline.pipe`."""
    options: dict[str, Any] = {"n_process": n_process, "batch_size": batch_size, "progress": progress}
    return _default().pipe(texts, date, as_tuples=as_tuples, **options)  # type: ignore[call-overload, no-any-return]


def tokenize(text: str) -> Sequence[Token]:
    """Return the tokens of a text, in text order; a lazy sequence, empty for a text without visible characters.

    Raises:
        InputTypeError: `text` is no str.

    Example:
        >>> from polittext import tokenize
        >>> [t.text for t in tokenize("Am 3. Oktober, z. B. § 5 Abs. 2 GG")]
        ['Am', '3.', 'Oktober', ',', 'z. B.', '§', '5', 'Abs.', '2', 'GG']
    """
    return _default().segment(text)[0]


def split_sentences(text: str) -> Sequence[Sentence]:
    """Return the sentences of a text, in text order; a lazy sequence, empty for a text without visible characters.

    Raises:
        InputTypeError: `text` is no str.

    Example:
        >>> from polittext import split_sentences
        >>> [s.text for s in split_sentences("Am 3. Oktober sprach Dr. Meier. Alle hörten zu.")]
        ['Am 3. Oktober sprach Dr. Meier.', 'Alle hörten zu.']
    """
    return _default().segment(text)[1]


def extract_quotes(text: str) -> tuple[Quote, ...]:
    """Return the quotations of a text, in order of their start, outer before inner; empty where there are none.

    Raises:
        InputTypeError: `text` is no str.

    Example:
        >>> from polittext import extract_quotes
        >>> [(q.type, q.speaker.text, q.cue.text) for q in extract_quotes("Laut Polizei wurde niemand verletzt.")]
        [('indirect', 'Polizei', 'Laut')]
    """
    pipeline = _default()
    tokens, sentences = pipeline.segment(text)
    return pipeline.attribute(text, tokens, sentences)[0]


def find_dates(text: str, date: DateLike = None) -> tuple[TimeExpression, ...]:
    """Return the time expressions of a text, in text order and without overlap; empty where there are none.

    Raises:
        InputTypeError: `text` is no str.
        DateInputError: `date` is no date.

    Example:
        >>> from polittext import find_dates
        >>> [(t.text, t.value) for t in find_dates("Im vergangenen März, Ende 2021 und gestern", date="2022-01-10")]
        [('vergangenen März', '2021-03'), ('Ende 2021', '2021'), ('gestern', '2022-01-09')]
    """
    _, sentences = _default().segment(text)
    reference = read_reference(date, text)
    from polittext.temporal import find_expressions

    return find_expressions(text, sentences, reference)


def normalize_date(expression: str, reference: DateLike = None) -> TimeExpression:
    """Return the meaning of one time expression, which must fill the whole string.

    Args:
        expression: A German time expression, or an absolute date in another usual spelling.
        reference: What "gestern" is counted from; see `analyze`.

    Raises:
        InputTypeError: `expression` is no str.
        DateInputError: `expression` is no time expression, or `reference` is no date.

    Example:
        >>> from polittext import normalize_date
        >>> normalize_date("im vergangenen März", reference="2022-01").value
        '2021-03'
    """
    if not isinstance(expression, str):
        raise InputTypeError.text(expression)
    from polittext.temporal import normalize_expression

    return normalize_expression(expression, read_reference(reference))
