"""The results of an analysis: immutable, typed values over one text.

All offsets are half-open code-point offsets into the unmodified input: `doc.text[x.start:x.end] == x.text` holds for
every `Span`. Equality is by value.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal
from unicodedata import normalize

from polittext.errors import PartialDateError

if TYPE_CHECKING:
    import pandas as pd

    from polittext.columns import SentenceTable, TokenTable

QuoteType = Literal["direct", "indirect", "free_indirect", "indirect_free_indirect", "reported"]
"""Redewiedergabe types (Brunner et al., LREC 2020)."""

Medium = Literal["speech", "writing", "thought", "speech/writing", "speech/thought", "thought/writing"]
"""How the words were uttered; the pairs stand where the text leaves it open."""

TimexType = Literal["DATE", "TIME", "DURATION", "SET"]
"""TIMEX3 types (TimeML 1.2.1)."""


class TokenKind(StrEnum):
    """What a token is, as far as its form tells."""

    WORD = "word"
    NUMBER = "number"
    ORDINAL = "ordinal"
    DATE = "date"
    TIME = "time"
    ABBREVIATION = "abbreviation"
    LAW = "law"
    DOCUMENT = "document"
    PARTY = "party"
    URL = "url"
    EMAIL = "email"
    MENTION = "mention"
    HASHTAG = "hashtag"
    EMOJI = "emoji"
    GENDER = "gender"
    PUNCTUATION = "punctuation"
    QUOTE_OPEN = "quote_open"
    QUOTE_CLOSE = "quote_close"
    SYMBOL = "symbol"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text: code points [start, end)."""

    start: int
    end: int
    text: str

    def __str__(self) -> str:
        return self.text

    def __len__(self) -> int:
        return self.end - self.start


class _Spans:
    """What everything has that consists of spans: one or more, in text order."""

    __slots__ = ()
    spans: tuple[Span, ...]

    @property
    def start(self) -> int:
        """Offset of the first character."""
        return self.spans[0].start

    @property
    def end(self) -> int:
        """Offset after the last character."""
        return self.spans[-1].end

    @property
    def text(self) -> str:
        """The texts of the spans, joined by one space."""
        return " ".join(span.text for span in self.spans)

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Extent(_Spans):
    """One or more spans that belong together, such as the cue "teilte ... mit"; in text order, never empty."""

    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Token(Span):
    """A token; `index` counts from 0 in the document. The fields from `lemma` on are None without a syntactic engine.

    `head` is the index of the head token in the document, -1 for a root; labels follow UD and STTS.
    """

    kind: TokenKind = TokenKind.WORD
    index: int = 0
    lemma: str | None = None
    upos: str | None = None
    xpos: str | None = None
    feats: str | None = None
    head: int | None = None
    deprel: str | None = None

    @property
    def norm(self) -> str:
        """The text in NFC, without soft hyphens and zero-width characters."""
        return normalize("NFC", self.text.translate(_INVISIBLE))


_INVISIBLE = dict.fromkeys((0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))


@dataclass(frozen=True, slots=True)
class Sentence(Span):
    """A sentence or a unit like one (headline, bullet); its tokens are `doc.tokens[token_start:token_end]`."""

    index: int = 0
    token_start: int = 0
    token_end: int = 0


@dataclass(frozen=True, slots=True)
class Entity(Span):
    """A named entity from a syntactic engine, with its label (PER, LOC, ORG, MISC)."""

    label: str = ""


@dataclass(frozen=True, slots=True)
class Quote(_Spans):
    """One act of speech, writing or thought: what was said, and by whom.

    Args:
        type: How it is rendered.
        medium: Speech, writing or thought, or a pair where the text leaves it open.
        spans: The content, in text order; more than one where the frame interrupts it.
        speaker: The words that name the speaker, which may stand sentences before; None where nobody is named.
        speaker_name: The speaker's name resolved within the document ("er" -> "Recep Tayyip Erdogan"), or None.
        cue: The words that tell of the act ("teilte ... mit", "laut"), or None.
        addressee: Who is addressed, or None.
        frame: The clause that introduces the content, or None.
        parent: Index in `Document.quotes` of the quotation that holds this one, or None.
        confidence: How sure the rule or model is, in [0, 1].
        provenance: The rule or model that made it.
    """

    type: QuoteType
    medium: Medium
    spans: tuple[Span, ...]
    speaker: Extent | None = None
    speaker_name: str | None = None
    cue: Extent | None = None
    addressee: Extent | None = None
    frame: Extent | None = None
    parent: int | None = None
    confidence: float = 1.0
    provenance: str = ""


@dataclass(frozen=True, slots=True)
class TimeExpression(Span):
    """A time expression as TIMEX3 (TimeML 1.2.1), with bounds for computing.

    Args:
        type: DATE, TIME, DURATION or SET.
        value: The normalized value ("2021-03", "P3W", "PAST_REF", "XXXX-WXX-1" where no reference date is known).
        mod: TIMEX3 modifier (START, MID, END, APPROX, BEFORE, AFTER, EQUAL_OR_LESS, ...), or None.
        quant: Quantifier of a SET ("EVERY"), or None.
        freq: Frequency of a SET ("2X"), or None.
        begin: Value of the begin point of a range or anchored duration, or None.
        end_point: Value of its end point, or None.
        edtf: The value in EDTF (ISO 8601-2), or None where it has none.
        earliest: The first day that is meant, or None where that is open.
        latest: The last day that is meant (inclusive), or None where that is open.
        rule: The name of the rule that found it.
        known: The components that the words themselves name ("month", "day", ...), coarse to fine.
        implied: The components that come from the reference date or the context, coarse to fine.
        offset: The duration between anchor and value where the words name one ("vor drei Jahren": "P3Y"), or None.
    """

    type: TimexType = "DATE"
    value: str = ""
    mod: str | None = None
    quant: str | None = None
    freq: str | None = None
    begin: str | None = None
    end_point: str | None = None
    edtf: str | None = None
    earliest: dt.date | None = None
    latest: dt.date | None = None
    rule: str = ""
    known: tuple[str, ...] = ()
    implied: tuple[str, ...] = ()
    offset: str | None = None

    @property
    def date(self) -> dt.date:
        """The one day that is meant.

        Raises:
            PartialDateError: The expression names no single day.
        """
        if self.earliest is None or self.earliest != self.latest:
            raise PartialDateError(
                f"{self.text!r} ({self.value}) is not a single day; use earliest and latest for its bounds"
            )
        return self.earliest

    @property
    def datetime(self) -> dt.datetime:
        """The day and clock time that are meant.

        Raises:
            PartialDateError: The expression names no day with a clock time.
        """
        day, separator, clock = self.value.partition("T")
        try:
            if separator and len(day) == 10:
                return dt.datetime.fromisoformat(f"{day}T{clock if ':' in clock else clock + ':00'}")
        except ValueError:
            pass
        raise PartialDateError(f"{self.text!r} ({self.value}) has no definite clock time on a definite day")


@dataclass(frozen=True, slots=True)
class Speaker:
    """Someone who speaks in the document.

    Args:
        name: The fullest name that the document gives.
        mentions: The speaker spans that mean this person or body, in text order, each once.
        quotes: Indices in `Document.quotes`, ascending.
    """

    name: str
    mentions: tuple[Extent, ...]
    quotes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A text and everything found in it.

    Args:
        text: The unmodified input.
        tokens: All tokens in text order; a lazy sequence.
        sentences: All sentences in text order; a lazy sequence.
        dates: Time expressions in text order, without overlap.
        quotes: Quotations in order of their start, outer before inner.
        speakers: Whoever speaks, in order of the first quotation.
        reference_date: The reference date in ISO form, as precise as it was given, or None.
        entities: Named entities in text order; empty without a syntactic engine.
        meta: What the caller attached, for instance an id; JSON values only.
    """

    text: str
    tokens: "TokenTable"
    sentences: "SentenceTable"
    dates: tuple[TimeExpression, ...] = ()
    quotes: tuple[Quote, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    reference_date: str | None = None
    entities: tuple[Entity, ...] = ()
    meta: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def tokens_of(self, span: Span | Extent | Quote) -> Sequence[Token]:
        """Return the tokens that share a character with a span, in text order."""
        first, last = self.tokens.range_of(span.start, span.end)
        return self.tokens[first:last]

    def sentences_of(self, span: Span | Extent | Quote) -> Sequence[Sentence]:
        """Return the sentences that share a character with a span, in text order."""
        first, last = self.sentences.range_of(span.start, span.end)
        return self.sentences[first:last]

    def to_dict(self) -> dict[str, Any]:
        """Return the document as JSON-ready data (JSON Schema: `polittext/formats/document.schema.json`)."""
        from polittext.formats.json import document_to_dict

        return document_to_dict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Document":
        """Rebuild a document from `to_dict()`; the result equals the original.

        Raises:
            FormatError: The data don't follow the schema; the message names the place.
        """
        from polittext.formats.json import document_from_dict

        return document_from_dict(data)

    def to_conllu(self) -> str:
        """Return the document in CoNLL-U, quotations and dates in MISC; see `polittext.formats.conllu`."""
        from polittext.formats.conllu import to_conllu

        return to_conllu(self)

    def to_timeml(self) -> str:
        """Return the document with its time expressions as TimeML 1.2.1; see `polittext.formats.timeml`."""
        from polittext.formats.timeml import to_timeml

        return to_timeml(self)

    def to_tei(self) -> str:
        """Return the document as a TEI P5 file; see `polittext.formats.tei`."""
        from polittext.formats.tei import to_tei

        return to_tei(self)

    def to_brat(self) -> tuple[str, str]:
        """Return the document as brat standoff, the text and the annotations; see `polittext.formats.brat`."""
        from polittext.formats.brat import to_brat

        return to_brat(self)

    def quotes_frame(self) -> "pd.DataFrame":
        """Return the quotations as a pandas table, one row each; see `polittext.formats.dataframe.quotes_frame`.

        Raises:
            MissingExtraError: pandas isn't installed (`pip install polittext[pandas]`).
        """
        from polittext.formats.dataframe import quotes_frame

        return quotes_frame(self)

    def dates_frame(self) -> "pd.DataFrame":
        """Return the time expressions as a pandas table, one row each; see `polittext.formats.dataframe.dates_frame`.

        Raises:
            MissingExtraError: pandas isn't installed (`pip install polittext[pandas]`).
        """
        from polittext.formats.dataframe import dates_frame

        return dates_frame(self)

    def _repr_html_(self) -> str:
        from polittext.formats.html import render

        return render(self)

    def to_stanza(self) -> Any:
        """Return a stanza `Document` with the same tokens, sentences, analysis and entities.

        Raises:
            MissingExtraError: stanza isn't installed.
        """
        from polittext.integrations.stanza_convert import to_stanza

        return to_stanza(self)

    @classmethod
    def from_stanza(cls, parsed: Any) -> "Document":
        """Return a document with the tokens, sentences, analysis and entities of a stanza `Document`.

        A multi-word token becomes one token. `Pipeline.annotate` finds the quotations and dates in the result.

        Raises:
            InputTypeError: It is no stanza `Document`.
            FormatError: Its tokens don't stand in its text.
        """
        from polittext.integrations.stanza_convert import from_stanza

        return from_stanza(parsed)

    def __repr__(self) -> str:
        return (
            f"<Document: {len(self.text)} characters, {len(self.sentences)} sentences, {len(self.tokens)} tokens, "
            f"{len(self.quotes)} quotes, {len(self.dates)} dates>"
        )
