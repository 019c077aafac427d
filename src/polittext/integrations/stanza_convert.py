"""Documents to and from stanza's own `Document`; stanza is imported only when this is used.

Multi-word tokens ("im" as "in" + "dem") stay one token here: the word nearest the root gives lemma, tags and head, the
first of equals; arcs to any of the words lead to the token. The result is always a tree again, because heads only ever
move towards the root.
"""

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from polittext.columns import KIND_CODES, SentenceTable, TokenAnalysis, TokenTable
from polittext.document import Document, Entity, TokenKind
from polittext.errors import FormatError, InputTypeError, MissingExtraError

if TYPE_CHECKING:
    from types import ModuleType

MAX_FORM = 100
_UNSEEN = re.compile(r"[\s\u00AD\u200B\u200C\u200D\u2060\uFEFF]+")
_SURROGATE = re.compile("[\ud800-\udfff]")

Row = tuple[str | None, str | None, str | None, str | None, int | None, str | None]
"""Lemma, upos, xpos, feats, head (position in the sentence, -1 for a root) and deprel of one token."""


def import_stanza() -> "ModuleType":
    """Return stanza.

    Raises:
        MissingExtraError: stanza isn't installed.
    """
    try:
        import stanza
    except ImportError as error:
        raise MissingExtraError(
            f'stanza can\'t be imported ({error}); install it with: pip install "polittext[stanza]"'
        ) from error
    return stanza  # type: ignore[no-any-return]


def form(text: str) -> str:
    """Return the form of a token as stanza should see it: no white space ("z. B." is "z.B."), at most 100 characters.

    Examples:
        >>> form("z. B.")
        'z.B.'
    """
    clean = _SURROGATE.sub("\ufffd", _UNSEEN.sub("", text))
    return clean[:MAX_FORM] or "_"


def build(
    text: str,
    tokens: TokenTable,
    ranges: Sequence[tuple[int, int]],
    *,
    expand: frozenset[str] = frozenset(),
) -> Any:
    """Return a stanza Document of bare tokens with our offsets.

    Args:
        text: The text of the tokens.
        tokens: The tokens.
        ranges: The sentences as half-open ranges of token indices, none of them empty.
        expand: Lower-cased forms that stanza's MWT processor shall expand.
    """
    import_stanza()
    from stanza.models.common.doc import Document as StanzaDocument

    starts, ends = tokens.starts.tolist(), tokens.ends.tolist()
    sentences = []
    for first, last in ranges:
        rows = []
        for number, i in enumerate(range(first, last), 1):
            word = form(text[starts[i] : ends[i]])
            row = {"id": (number,), "text": word, "start_char": starts[i], "end_char": ends[i]}
            if word.lower() in expand:
                row["misc"] = "MWT=Yes"
            rows.append(row)
        sentences.append(rows)
    return StanzaDocument(sentences, text=text)


def read_sentence(sentence: Any) -> list[Row]:
    """Return the analysis of a stanza sentence, one row per token."""
    token_of = {word.id: k for k, token in enumerate(sentence.tokens) for word in token.words}
    heads = {word.id: word.head for word in sentence.words}
    rows: list[Row] = []
    for token in sentence.tokens:
        word = min(token.words, key=lambda w: _depth(w.id, heads)) if len(token.words) > 1 else token.words[0]
        head = None if word.head is None else -1 if word.head == 0 else token_of[word.head]
        rows.append((word.lemma, word.upos, word.xpos, word.feats, head, word.deprel))
    return rows


def _depth(word: int, heads: dict[int, int | None]) -> int:
    steps = 0
    above = heads[word]
    while above and steps <= len(heads):
        above = heads[above]
        steps += 1
    return steps


def read(parsed: Any, ranges: Sequence[tuple[int, int]], n: int) -> TokenAnalysis:
    """Return what stanza found, for `n` tokens of which the sentences of `parsed` cover `ranges`."""
    rows: list[Row] = [(None,) * 6] * n
    for sentence, (first, last) in zip(parsed.sentences, ranges, strict=True):
        found = read_sentence(sentence)
        if len(found) != last - first:
            raise FormatError(f"stanza returned {len(found)} tokens for a sentence of {last - first}")
        for i, (lemma, upos, xpos, feats, head, deprel) in enumerate(found, first):
            rows[i] = lemma, upos, xpos, feats, head if head is None or head < 0 else head + first, deprel
    lemmas, uposes, xposes, featses, heads, deprels = zip(*rows, strict=True) if rows else ((),) * 6
    return TokenAnalysis(lemmas, uposes, xposes, featses, heads, deprels)


def entities(text: str, parsed: Any) -> tuple[Entity, ...]:
    """Return the named entities that stanza found, in text order."""
    spans = sorted((e.start_char, e.end_char, e.type) for e in parsed.ents if e.start_char is not None)
    return tuple(Entity(start, end, text[start:end], label) for start, end, label in spans)


def to_stanza(document: Document) -> Any:
    """Return a stanza Document with the same tokens, sentences, analysis and entities.

    Words take our text with white space removed; lemma, tags and heads where a syntactic engine has given them. Quotes
    and dates have no place in stanza's model and stay behind.

    Raises:
        MissingExtraError: stanza isn't installed.
    """
    ranges = _ranges(document.sentences)
    parsed = build(document.text, document.tokens, ranges)
    analysis = document.tokens.analysis
    if analysis is not None:
        for sentence, (first, _) in zip(parsed.sentences, ranges, strict=True):
            for i, word in enumerate(sentence.words, first):
                head = analysis.head[i]
                word.lemma, word.upos, word.xpos = analysis.lemma[i], analysis.upos[i], analysis.xpos[i]
                word.feats, word.deprel = analysis.feats[i], analysis.deprel[i]
                word.head = None if head is None else head - first + 1 if head >= 0 else 0
            if all(word.head is not None for word in sentence.words):
                sentence.build_dependencies()
    tags = ["O"] * len(document.tokens)
    for entity in document.entities:
        first, last = document.tokens.range_of(entity.start, entity.end)
        for i in range(first, last):
            place = "S" if last - first == 1 else "B" if i == first else "E" if i == last - 1 else "I"
            tags[i] = f"{place}-{entity.label}"
    if document.entities:
        for sentence, (first, _) in zip(parsed.sentences, ranges, strict=True):
            for i, token in enumerate(sentence.tokens, first):
                token.ner = tags[i]
        parsed.build_ents()
    return parsed


def from_stanza(parsed: Any) -> Document:
    """Return a document with the tokens, sentences, analysis and entities of a stanza Document.

    Quotations and dates are not looked for; `Pipeline.annotate` does that on the result. Where stanza's document
    knows no text, one is made of its tokens with single spaces. Kinds of tokens are our tokenizer's.

    Raises:
        InputTypeError: It is no stanza Document.
        FormatError: Its tokens don't stand in its text.
    """
    if not hasattr(parsed, "sentences") or not hasattr(parsed, "ents"):
        raise InputTypeError(f"from_stanza takes a stanza Document, not {type(parsed).__name__}")
    sentences = [s for s in parsed.sentences if s.tokens]
    text, spans = _offsets(parsed.text, [token for s in sentences for token in s.tokens])
    ranges: list[tuple[int, int]] = []
    for sentence in sentences:
        first = ranges[-1][1] if ranges else 0
        ranges.append((first, first + len(sentence.tokens)))
    tokens = TokenTable(text, [s for s, _ in spans], [e for _, e in spans], _kinds(text, spans))
    table = SentenceTable(
        text,
        [spans[first][0] for first, _ in ranges],
        [spans[last - 1][1] for _, last in ranges],
        [first for first, _ in ranges],
        [last for _, last in ranges],
    )
    rows = [row for s in sentences for row in read_sentence(s)]
    known = any(value is not None for row in rows for value in row)
    analysis = None
    if known:
        analysis = read(_Sentences(sentences), ranges, len(spans))
    return Document(text, tokens.with_analysis(analysis), table, entities=_entities_by_token(text, spans, sentences))


class _Sentences:
    """What `read` needs of a stanza Document."""

    def __init__(self, sentences: list[Any]) -> None:
        self.sentences = sentences


def _ranges(sentences: SentenceTable) -> list[tuple[int, int]]:
    pairs = zip(sentences.token_starts.tolist(), sentences.token_ends.tolist(), strict=True)
    return [(first, last) for first, last in pairs if last > first]


def _offsets(text: str | None, tokens: list[Any]) -> tuple[str, list[tuple[int, int]]]:
    """Return the text and the offsets of stanza's tokens in it."""
    if text is None:
        text = " ".join(token.text for token in tokens)
    spans: list[tuple[int, int]] = []
    position = 0
    for token in tokens:
        start, end = token.start_char, token.end_char
        if start is None or end is None or not position <= start < end <= len(text):
            start = text.find(token.text, position)
            end = start + len(token.text)
            if start < 0:
                raise FormatError(f"the token {token.text!r} doesn't stand in the document's text after {position}")
        spans.append((start, end))
        position = end
    return text, spans


def _kinds(text: str, spans: Iterable[tuple[int, int]]) -> list[int]:
    from polittext.tokenization import segment

    ours, _ = segment(text)
    known = dict(zip(ours.spans(), ours.kinds.tolist(), strict=True))
    word, punctuation = KIND_CODES[TokenKind.WORD], KIND_CODES[TokenKind.PUNCTUATION]
    return [
        known[span] if span in known else word if any(c.isalnum() for c in text[slice(*span)]) else punctuation
        for span in spans
    ]


def _entities_by_token(text: str, spans: list[tuple[int, int]], sentences: list[Any]) -> tuple[Entity, ...]:
    place = {id(token): span for token, span in zip((t for s in sentences for t in s.tokens), spans, strict=True)}
    found = []
    for sentence in sentences:
        for entity in sentence.ents:
            start, end = place[id(entity.tokens[0])][0], place[id(entity.tokens[-1])][1]
            found.append(Entity(start, end, text[start:end], entity.type))
    return tuple(sorted(found, key=lambda e: (e.start, e.end)))
