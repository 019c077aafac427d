"""polittext as a spaCy component: `nlp.add_pipe("polittext")`.

The component reads the text with polittext's own tokens and maps what it finds on spaCy's, widened to whole tokens:

- `doc.spans["polittext_quotes"]`: the contents, labelled with the type ("direct", ...); a discontinuous content is
  several spans with the same id.
- `doc.spans["polittext_speakers"]`, `["polittext_cues"]`: who and how, with the id of their quotation.
- `doc.spans["polittext_dates"]`: labelled DATE, TIME, DURATION or SET; `kb_id_` is the TIMEX3 value.
- `doc._.polittext_quotes`, `doc._.polittext_dates`: the same as `Quote` and `TimeExpression` of polittext, with exact
  offsets; `span._.polittext_quote` and `span._.polittext_date` give those of one span.
- `doc._.polittext_date`: the reference date, to be set before the component runs; else the component's `date` holds.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from polittext.columns import SentenceTable, TokenTable
from polittext.document import Document, Quote, Span, TimeExpression
from polittext.errors import MissingExtraError
from polittext.formats.json import document_from_dict, document_to_dict

try:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.tokens import Span as SpacySpan
except ImportError:
    raise MissingExtraError("the spaCy component needs spaCy: pip install polittext[spacy]") from None

if TYPE_CHECKING:
    from polittext.pipeline import DateLike, Pipeline, QuoteEngine
    from polittext.tokenization import NewlinePolicy

_KEY = "polittext"
_STORED = ("dates", "quotes", "speakers", "reference_date")


class PolittextComponent:
    """Adds quotations and dates to spaCy documents; see the module.

    Args:
        name: The component's name in the pipeline.
        date: The reference date of documents that set none themselves.
        pipeline: What analyses the texts.
    """

    def __init__(self, name: str, pipeline: "Pipeline", date: "DateLike" = None) -> None:
        pipeline.check_date(date)
        self.name = name
        self.date = date
        self.pipeline = pipeline
        _register()

    def __call__(self, doc: Doc) -> Doc:
        """Analyse the text of a document and attach what was found."""
        date = doc._.polittext_date
        found = self.pipeline(doc.text, self.date if date is None else date)
        data = document_to_dict(_bare(found))
        # Plain data, since spaCy writes a Doc as msgpack when it goes to disk or to another process.
        doc.user_data[_KEY] = {key: data[key] for key in _STORED}
        doc.spans["polittext_quotes"] = [
            _map(doc, part, quote.type, index) for index, quote in enumerate(found.quotes) for part in quote.spans
        ]
        for group, role in (("polittext_speakers", "speaker"), ("polittext_cues", "cue")):
            doc.spans[group] = [
                _map(doc, part, role, index)
                for index, quote in enumerate(found.quotes)
                if (extent := getattr(quote, role)) is not None
                for part in extent.spans
            ]
        doc.spans["polittext_dates"] = [
            _map(doc, date, date.type, index, date.value) for index, date in enumerate(found.dates)
        ]
        return doc


@Language.factory(  # type: ignore[untyped-decorator, unused-ignore]
    "polittext",
    assigns=["doc.spans", "doc._.polittext_quotes", "doc._.polittext_dates"],
    default_config={
        "date": None,
        "quotes": "auto",
        "newline": "paragraph",
        "abbreviations": [],
        "min_confidence": 0.0,
    },
)
def create_component(
    nlp: Language,
    name: str,
    date: str | None,
    quotes: "QuoteEngine",
    newline: "NewlinePolicy",
    abbreviations: Sequence[str],
    min_confidence: float,
) -> PolittextComponent:
    """Build the component; the entry point of `nlp.add_pipe("polittext", config={...})`.

    Raises:
        OptionError: A setting has a value that is not offered.
        DateInputError: `date` is no date.
    """
    from polittext.pipeline import Pipeline

    pipeline = Pipeline(
        quotes=quotes, newline=newline, abbreviations=list(abbreviations), min_confidence=min_confidence
    )
    return PolittextComponent(name, pipeline, date)


def _bare(doc: Document) -> Document:
    """Return a document without its tokens, which spaCy has itself."""
    empty: list[int] = []
    return Document(
        text=doc.text,
        tokens=TokenTable(doc.text, empty, empty, empty),
        sentences=SentenceTable(doc.text, empty, empty, empty, empty),
        dates=doc.dates,
        quotes=doc.quotes,
        speakers=doc.speakers,
        reference_date=doc.reference_date,
    )


def _map(doc: Doc, span: Span, label: str, index: int, value: str = "") -> SpacySpan:
    place: SpacySpan = doc.char_span(  # type: ignore[assignment, unused-ignore]  # None only where nothing is expanded
        span.start, span.end, label=label, kb_id=value, span_id=str(index), alignment_mode="expand"
    )
    return place


def _found(doc: Doc) -> Document:
    stored = doc.user_data.get(_KEY) or {"dates": [], "quotes": [], "speakers": [], "reference_date": None}
    empty: dict[str, Any] = {"tokens": [], "sentences": [], "entities": [], "meta": {}}
    return document_from_dict({"version": 1, "text": doc.text, **empty, **stored})


def _quotes(doc: Doc) -> tuple[Quote, ...]:
    return _found(doc).quotes


def _dates(doc: Doc) -> tuple[TimeExpression, ...]:
    return _found(doc).dates


def _quote_of(span: SpacySpan) -> Quote | None:
    quotes = _quotes(span.doc)
    is_quotation = span.label_ not in ("DATE", "TIME", "DURATION", "SET")
    return quotes[int(span.id_)] if is_quotation and span.id_.isdigit() and int(span.id_) < len(quotes) else None


def _date_of(span: SpacySpan) -> TimeExpression | None:
    dates = _dates(span.doc)
    is_date = span.label_ in ("DATE", "TIME", "DURATION", "SET")
    return dates[int(span.id_)] if is_date and span.id_.isdigit() and int(span.id_) < len(dates) else None


def _register() -> None:
    """Make the extension attributes known, where they aren't yet."""
    if not Doc.has_extension("polittext_date"):
        Doc.set_extension("polittext_date", default=None)
        Doc.set_extension("polittext_quotes", getter=_quotes)
        Doc.set_extension("polittext_dates", getter=_dates)
        SpacySpan.set_extension("polittext_quote", getter=_quote_of)
        SpacySpan.set_extension("polittext_date", getter=_date_of)
