"""`Pipeline` strings the steps together: tokens and sentences, dates, quotations, speakers."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, overload

from polittext.document import Document, Quote
from polittext.errors import OptionError
from polittext.tokenization import NEWLINE_POLICIES, NewlinePolicy, segment

if TYPE_CHECKING:
    from polittext.columns import SentenceTable, TokenTable
    from polittext.document import Entity, Speaker
    from polittext.parallel import Failure, Progress
    from polittext.syntax.protocol import SyntaxEngine
    from polittext.temporal.reference import ReferenceDate

DateLike = str | dt.date | None
"""What `date=` takes: a `datetime.date`, an ISO string of any granularity, a written German date,
"auto" (the date of the dateline that the text begins with), or None."""

QuoteEngine = Literal["auto", "model", "rules"]
QUOTE_ENGINES: tuple[QuoteEngine, ...] = ("auto", "model", "rules")
_ENGINES: dict[QuoteEngine, str] = {
    "auto": "polittext.quotation.combined",
    "model": "polittext.quotation.learned",
    "rules": "polittext.quotation.rules",
}


class Pipeline:
    """Analyses texts; immutable after construction and safe to share between threads.

    Args:
        quotes: "rules" (no model is loaded), "model" (what the learned extractor makes of the rules' findings, with its
            embedded weights), or "auto": both joined, which is the most accurate.
        newline: How line breaks are read; see `polittext.tokenization.segment`.
        abbreviations: Further abbreviations that end in a full stop, such as "Bschl.".
        min_confidence: Quotations below this confidence, in [0, 1], are left out.
        syntax: "stanza", or any `polittext.syntax.SyntaxEngine` such as `StanzaSyntax(dir=...)`, for lemmas,
            morphology, dependencies and entities; None for none.

    Raises:
        OptionError: An option has a value that is not offered.
        MissingExtraError: `syntax` is "stanza", which isn't installed.
        ResourceError: `syntax` is "stanza", and its German models are not on this machine.

    Example:
        >>> from polittext import Pipeline
        >>> doc = Pipeline(quotes="rules")("Der Minister sagte: „Wir haben ein Ziel.“")
        >>> doc.quotes[0].speaker.text
        'Der Minister'
    """

    __slots__ = ("abbreviations", "min_confidence", "newline", "quotes", "syntax")

    def __init__(
        self,
        *,
        quotes: QuoteEngine = "auto",
        newline: NewlinePolicy = "paragraph",
        abbreviations: Collection[str] = (),
        min_confidence: float = 0.0,
        syntax: 'Literal["stanza"] | SyntaxEngine | None' = None,
    ) -> None:
        if quotes not in QUOTE_ENGINES:
            raise OptionError(f"quotes must be one of {', '.join(QUOTE_ENGINES)}, not {quotes!r}")
        if newline not in NEWLINE_POLICIES:
            raise OptionError(f"newline must be one of {', '.join(NEWLINE_POLICIES)}, not {newline!r}")
        if isinstance(abbreviations, str) or not all(isinstance(a, str) for a in abbreviations):
            raise OptionError("abbreviations must be a collection of str, such as ['Bschl.']")
        if not 0 <= min_confidence <= 1:
            raise OptionError(f"min_confidence must lie in [0, 1], not {min_confidence!r}")
        self.quotes = quotes
        self.newline = newline
        self.abbreviations = frozenset(abbreviations)
        self.min_confidence = min_confidence
        self.syntax: SyntaxEngine | None = None
        if syntax is not None:
            from polittext.syntax.protocol import resolve_engine

            self.syntax = resolve_engine(syntax)

    def __call__(self, text: str, date: DateLike = None) -> Document:
        """Analyse one text.

        Args:
            text: Any text; it is never changed.
            date: The day, month or year of publication, for expressions such as "gestern"; "auto" takes it from a
                dateline ("Berlin, 24. Februar 2022") that the text begins with.

        Returns:
            The document, with everything that was found.

        Raises:
            InputTypeError: `text` is no str.
            DateInputError: `date` is no date.
        """
        return self.analyze_batch([(text, date)])[0]

    analyze = __call__

    def annotate(self, document: Document, date: DateLike = None) -> Document:
        """Find dates, quotations and speakers in a document that has tokens and sentences from elsewhere.

        Args:
            document: For instance `Document.from_stanza(...)`; its dates and quotations, if any, are replaced.
            date: The reference date; None for the one that the document has.

        Returns:
            A new document with the same text, tokens, sentences, entities and meta. A syntactic engine of the
            pipeline only runs if the tokens have no analysis.

        Raises:
            DateInputError: `date` is no date.
        """
        reference = read_reference(document.reference_date if date is None else date, document.text)
        tokens, entities = document.tokens, document.entities
        if self.syntax is not None and tokens.analysis is None:
            ((tokens, entities),) = self._parse([(tokens, document.sentences)])
        found = self._complete(document.text, tokens, document.sentences, entities, reference)
        return replace(found, meta=document.meta)

    def analyze_batch(self, texts: "Sequence[tuple[str, DateLike]]") -> list[Document]:
        """Analyse several texts, each with its date, in one call of the syntactic engine.

        Raises:
            InputTypeError: One of the texts is no str.
            DateInputError: One of the dates is no date.
        """
        segmented = [self.segment(text) for text, _ in texts]
        references = [read_reference(date, text) for text, date in texts]
        analysed = self._parse(segmented)
        return [
            self._complete(text, tokens, sentences, entities, reference)
            for (text, _), (_, sentences), (tokens, entities), reference in zip(
                texts, segmented, analysed, references, strict=True
            )
        ]

    def _parse(
        self, segmented: "Sequence[tuple[TokenTable, SentenceTable]]"
    ) -> "Sequence[tuple[TokenTable, tuple[Entity, ...]]]":
        """Run the syntactic engine, if there is one."""
        if self.syntax is None:
            return [(tokens, ()) for tokens, _ in segmented]
        from polittext.syntax.protocol import run_engine

        return run_engine(self.syntax, segmented)

    def _complete(
        self,
        text: str,
        tokens: "TokenTable",
        sentences: "SentenceTable",
        entities: "tuple[Entity, ...]",
        reference: "ReferenceDate | None",
    ) -> Document:
        from polittext.temporal import find_expressions

        dates = find_expressions(text, sentences, reference)
        quotes, speakers = self.attribute(text, tokens, sentences, entities)
        return Document(
            text=text,
            tokens=tokens,
            sentences=sentences,
            dates=dates,
            quotes=quotes,
            speakers=speakers,
            reference_date=None if reference is None else reference.isoformat(),
            entities=entities,
        )

    @overload
    def pipe(
        self,
        texts: Iterable[str],
        date: DateLike | Callable[[Any], DateLike] = None,
        *,
        as_tuples: Literal[False] = False,
        n_process: int = 1,
        batch_size: int = 64,
        progress: "bool | Progress" = False,
        start_method: str = "spawn",
    ) -> "Iterator[Document | Failure]": ...
    @overload
    def pipe(
        self,
        texts: Iterable[tuple[str, Any]],
        date: DateLike | Callable[[Any], DateLike] = None,
        *,
        as_tuples: Literal[True],
        n_process: int = 1,
        batch_size: int = 64,
        progress: "bool | Progress" = False,
        start_method: str = "spawn",
    ) -> "Iterator[tuple[Document | Failure, Any]]": ...
    def pipe(
        self,
        texts: Iterable[Any],
        date: DateLike | Callable[[Any], DateLike] = None,
        *,
        as_tuples: bool = False,
        n_process: int = 1,
        batch_size: int = 64,
        progress: "bool | Progress" = False,
        start_method: str = "spawn",
    ) -> Iterator[Any]:
        """Analyse many texts in constant memory; results keep the order of the texts.

        A text that can't be analysed doesn't stop the others: a `polittext.parallel.Failure` with its `error` comes
        back in its place, and asking that for quotes or dates raises.

        Args:
            texts: The texts, or with `as_tuples` pairs of a text and anything else; read lazily.
            date: The reference date of all texts, or with `as_tuples` a function from a text's companion to its date.
            as_tuples: Yield pairs of the document and what came with the text.
            n_process: Number of worker processes; 1 works in this process.
            batch_size: Texts sent to a worker at a time.
            progress: True for a line on standard error, or a function that is told the number of documents done.
            start_method: How worker processes start: "spawn", "forkserver" or "fork".

        Raises:
            OptionError: An option is out of range.
            DateInputError: `date` is no date.
            WorkerError: Worker processes can't be started at all.

        Example:
            >>> from polittext import Pipeline
            >>> rows = [("Vorgestern.", {"day": "2022-01-10"}), ("Gestern.", {"day": "2022-02-01"})]
            >>> for doc, row in Pipeline().pipe(rows, date=lambda row: row["day"], as_tuples=True):
            ...     print(row["day"], [t.value for t in doc.dates])
            2022-01-10 ['2022-01-08']
            2022-02-01 ['2022-01-31']
        """
        from polittext.parallel import stream

        if not callable(date):
            self.check_date(date)
        return stream(
            self,
            texts,
            date,
            as_tuples=as_tuples,
            n_process=n_process,
            batch_size=batch_size,
            progress=progress,
            start_method=start_method,
        )

    @staticmethod
    def check_date(date: DateLike) -> None:
        """Check a reference date before any text is read.

        Raises:
            DateInputError: `date` is no date; the message says what is accepted.
        """
        read_reference(date)

    def segment(self, text: str) -> "tuple[TokenTable, SentenceTable]":
        """Return only the tokens and sentences of a text.

        Raises:
            InputTypeError: `text` is no str.
        """
        return segment(text, newline=self.newline, abbreviations=self.abbreviations)

    def attribute(
        self, text: str, tokens: "TokenTable", sentences: "SentenceTable", entities: "Sequence[Entity]" = ()
    ) -> "tuple[tuple[Quote, ...], tuple[Speaker, ...]]":
        """Return only the quotations and speakers of a text that has tokens and sentences.

        Both are in text order, quotations by their start and outer before inner; empty where there are none. Where the
        tokens have an analysis, it and the named entities mend who speaks and how far what is said reaches, and may add
        sentences that go on with it.
        """
        from polittext.quotation.resolve import resolve_speakers

        found = _confident(self._extract(text, tokens, sentences), self.min_confidence)
        if tokens.analysis is None:
            return resolve_speakers(text, tokens, sentences, found)
        from polittext.quotation.syntactic import name_speakers, refine

        found = refine(text, tokens, sentences, found, entities)
        return name_speakers(tokens, *resolve_speakers(text, tokens, sentences, found), entities)

    def _extract(self, text: str, tokens: "TokenTable", sentences: "SentenceTable") -> tuple[Quote, ...]:
        # Each engine is imported only when it runs: the rules need no onnxruntime, the model no lexicon.
        engine = import_module(_ENGINES[self.quotes])
        found: tuple[Quote, ...] = engine.extract(text, tokens, sentences)
        return found


def read_reference(date: DateLike, text: str = "") -> "ReferenceDate | None":
    """Return what `date=` means for a text: None for None, and for "auto" in a text that begins without a date.

    Raises:
        DateInputError: `date` is no date; the message says what is accepted.
    """
    if date is None:
        return None
    from polittext.temporal.reference import parse_reference, reference_from_text

    return reference_from_text(text) if date == "auto" else parse_reference(date)


def _confident(quotes: tuple[Quote, ...], minimum: float) -> tuple[Quote, ...]:
    """Drop the quotations below a confidence and mend the `parent` indices of the rest."""
    if all(q.confidence >= minimum for q in quotes):
        return quotes
    kept = [i for i, q in enumerate(quotes) if q.confidence >= minimum]
    new: dict[int | None, int] = {old: i for i, old in enumerate(kept)}
    return tuple(replace(quotes[i], parent=new.get(quotes[i].parent)) for i in kept)
