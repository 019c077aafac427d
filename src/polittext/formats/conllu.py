"""CoNLL-U (Universal Dependencies, version 2): documents written to it and read from it.

Every sentence has `# text`; white space that isn't one space is kept in `SpacesAfter` and `SpacesBefore` (as UDPipe
writes it), and a token whose characters the FORM column can't hold keeps them in `Raw`, so that the text comes back
exactly. Quotations and dates stand in MISC (see `_misc`). HEAD and DEPREL are `_` where no syntactic engine ran, or
where a sentence is not one tree with labels.
"""

import json
import re
from collections.abc import Iterator
from typing import Any
from unicodedata import normalize

from polittext.columns import KIND_CODES, SentenceTable, TokenAnalysis, TokenTable
from polittext.document import Document, Entity, Extent, Span, Speaker, TokenKind
from polittext.errors import FormatError
from polittext.formats._misc import LabelReader, Misc, escape, labels, unescape

_COLUMNS = 10
_UNWRITABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffd]")
_STAND_IN = "□"  # not U+FFFD, which the validator of UD takes for a broken file
_ID = re.compile(r"([1-9]\d*)(?:-([1-9]\d*)|(\.\d+))?")
_FIELDS = ("lemma", "upos", "xpos", "feats")


def to_conllu(doc: Document) -> str:
    """Return a document in CoNLL-U; empty where it has no tokens.

    Example:
        >>> import polittext
        >>> from polittext.formats.conllu import to_conllu
        >>> print(to_conllu(polittext.analyze("Na, gut.")).partition("# text")[2])
         = Na, gut.
        1	Na	_	_	_	_	_	_	_	SpaceAfter=No
        2	,	_	_	_	_	_	_	_	Kind=punctuation
        3	gut	_	_	_	_	_	_	_	SpaceAfter=No
        4	.	_	_	_	_	_	_	_	SpaceAfter=No|Kind=punctuation
        <BLANKLINE>
        <BLANKLINE>
    """
    misc = labels(doc)
    spans = doc.tokens.spans()
    out: list[str] = list(_head(doc)) if spans else []
    for number, (first, last) in enumerate(_sentences(doc), 1):
        forms, shown = _forms(doc, spans, first, last)
        out.append(f"# sent_id = s{number}")
        out.append(f"# text = {shown}")
        tree = _tree(doc, first, last)
        for index in range(first, last):
            token = doc.tokens[index]
            keys = _spacing(doc, spans, index)
            if forms[index - first] != token.text:
                keys.append(("Raw", escape(token.text, spaces=True)))
            if token.kind is not TokenKind.WORD:
                keys.append(("Kind", token.kind.value))
            keys += misc[index]
            head, deprel = tree[index - first] if tree else ("_", "_")
            cells = [str(index - first + 1), forms[index - first]]
            cells += [_cell(getattr(token, name), name == "lemma") for name in _FIELDS]
            cells += [head, deprel, "_", "|".join(f"{k}={v}" for k, v in keys) or "_"]
            out.append("\t".join(cells))
        out.append("")
    return "".join(f"{line}\n" for line in out)


def _head(doc: Document) -> Iterator[str]:
    name = doc.meta.get("id")
    yield "# newdoc" + (f" id = {_cell(str(name), True)}" if name is not None else "")
    if doc.reference_date:
        yield f"# reference_date = {doc.reference_date}"
    if doc.meta:
        yield f"# meta = {json.dumps(dict(doc.meta))}"
    for speaker in doc.speakers:
        mentions = [[[s.start, s.end] for s in mention.spans] for mention in speaker.mentions]
        data = {"name": speaker.name, "mentions": mentions, "quotes": speaker.quotes}
        yield f"# speaker = {json.dumps(data)}"
    for entity in doc.entities:
        yield f"# entity = {json.dumps([entity.start, entity.end, entity.label])}"


def _sentences(doc: Document) -> Iterator[tuple[int, int]]:
    """Return the token ranges of the sentences; tokens between sentences, should there be any, make their own."""
    done = 0
    for sentence in doc.sentences:
        if done < sentence.token_start:
            yield done, sentence.token_start
        if sentence.token_start < sentence.token_end:
            yield sentence.token_start, sentence.token_end
        done = max(done, sentence.token_end)
    if done < len(doc.tokens):
        yield done, len(doc.tokens)


def _forms(doc: Document, spans: list[tuple[int, int]], first: int, last: int) -> tuple[list[str], str]:
    """Return the FORM of each token of a sentence, and its `# text`, both in NFC."""
    forms: list[str] = []
    shown = ""
    for index in range(first, last):
        start, end = spans[index]
        form = normalize("NFC", " ".join(_UNWRITABLE.sub(_STAND_IN, doc.text[start:end]).split()) or _STAND_IN)
        if normalize("NFC", shown[-1:] + form) != shown[-1:] + form:
            form = "◌" + form  # a combining mark would melt into the token before
        shown += form
        forms.append(form)
        if index + 1 < last and _is_space(doc.text[end : spans[index + 1][0]]):
            shown += " "
    return forms, shown


def _is_space(gap: str) -> bool:
    return any(char.isspace() for char in gap)


def _spacing(doc: Document, spans: list[tuple[int, int]], index: int) -> Misc:
    keys: Misc = []
    start, end = spans[index]
    if index == 0 and start:
        keys.append(("SpacesBefore", escape(doc.text[:start], spaces=True)))
    following = spans[index + 1][0] if index + 1 < len(spans) else len(doc.text)
    gap = doc.text[end:following]
    if not _is_space(gap):
        keys.append(("SpaceAfter", "No"))
    if gap not in ("", " ") or (gap and index + 1 == len(spans)):
        keys.append(("SpacesAfter", escape(gap, spaces=True)))
    return keys


def _tree(doc: Document, first: int, last: int) -> list[tuple[str, str]] | None:
    """Return HEAD and DEPREL of the tokens of a sentence, None where they are no tree."""
    analysis = doc.tokens.analysis
    if analysis is None:
        return None
    heads = [
        0 if head == -1 else -1 if head is None or not first <= head < last else head - first + 1
        for head in analysis.head[first:last]
    ]
    if heads.count(0) != 1 or -1 in heads:
        return None
    children: list[list[int]] = [[] for _ in range(len(heads) + 1)]
    for child, head in enumerate(heads, 1):
        children[head].append(child)
    reached = [0]
    for node in reached:  # grows as it goes: all that hangs on the root, which leaves out cycles
        reached += children[node]
    if len(reached) <= len(heads):
        return None
    names = analysis.deprel[first:last]
    if any((name or "root") == "root" for head, name in zip(heads, names, strict=True) if head):
        return None
    return [(str(h), "root" if h == 0 else _cell(d, False)) for h, d in zip(heads, names, strict=True)]


def _cell(text: str | None, spaces: bool) -> str:
    cleaned = normalize("NFC", (" " if spaces else "_").join(_UNWRITABLE.sub(_STAND_IN, text or "").split()))
    return cleaned or "_"


def read_conllu(source: str) -> list[Document]:
    """Return the documents of a CoNLL-U file; a file without `# newdoc` is one document.

    What `to_conllu` wrote comes back equal, but for syntax that it could not write. Of other files, a multiword token
    ("zum") is one token with the analysis of its first word; empty nodes are left out.

    Args:
        source: The content of the file.

    Raises:
        FormatError: A line doesn't follow the format; the message names it.
    """
    docs: list[_DocumentReader] = []
    # Not splitlines(): U+2028 and the like may stand in a comment.
    for number, raw in enumerate(source.replace("\r\n", "\n").split("\n"), 1):
        try:
            if raw.startswith("# newdoc") or (not docs and raw.strip()):
                docs.append(_DocumentReader())
            if docs:
                docs[-1].line(raw)
        except (ValueError, TypeError) as error:
            raise FormatError(f"line {number}: {error}") from None
    finished = []
    for count, doc in enumerate(docs, 1):
        try:
            finished.append(doc.finish())
        except (ValueError, KeyError, TypeError, IndexError) as error:
            raise FormatError(f"document {count}: {error}") from None
    return finished


class _DocumentReader:
    def __init__(self) -> None:
        self.parts: list[str] = []
        self.size = 0
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.kinds: list[int] = []
        self.rows: list[tuple[str, ...]] = []
        self.heads: list[int | None] = []
        self.sentence_ends: list[int] = []
        self.labels = LabelReader()
        self.meta: dict[str, Any] = {}
        self.reference: str | None = None
        self.speakers: list[dict[str, Any]] = []
        self.entities: list[tuple[int, int, str]] = []
        self.gap = self.after = ""  # what follows the last token if another does, and if none does
        self.ids: dict[int, int] = {}
        self.sentence: list[tuple[int, str]] = []
        self.covered = 0

    def line(self, raw: str) -> None:
        if raw.startswith("#"):
            self._comment(raw)
        elif raw.strip():
            self._token(raw)
        else:
            self._close()

    def _comment(self, raw: str) -> None:
        key, equals, value = raw[1:].partition("=")
        key, value = key.strip(), value.strip()
        if not equals:
            return
        if key == "newdoc id":
            self.meta.setdefault("id", value)
        elif key == "reference_date":
            self.reference = value
        elif key == "meta":
            self.meta = dict(json.loads(value))
        elif key == "speaker":
            self.speakers.append(json.loads(value))
        elif key == "entity":
            start, end, label = json.loads(value)
            self.entities.append((int(start), int(end), str(label)))

    def _token(self, raw: str) -> None:
        cells = raw.split("\t")
        if len(cells) != _COLUMNS or not all(cells):
            raise FormatError(f"expected {_COLUMNS} columns with something in each, separated by tabs")
        match = _ID.fullmatch(cells[0])
        if match is None:
            if re.fullmatch(r"0\.\d+", cells[0]):
                return
            raise FormatError(f"bad ID {cells[0]!r}")
        number = int(match[1])
        if match[3]:
            return
        if match[2] is None and number <= self.covered:
            # A word of a multiword token: the first gives the analysis.
            first = self.rows[-1][0] == ""
            if first:
                self.rows[-1] = (*cells[2:6], cells[7])
                self.sentence[-1] = (number, cells[6])
            self.ids[number] = len(self.rows) - 1
            return
        if match[2] is not None:
            self.covered = int(match[2])
        misc = [] if cells[9] == "_" else [part.partition("=")[::2] for part in cells[9].split("|")]
        self._append(cells, dict(misc), match[2] is not None)
        self.ids[number] = len(self.rows) - 1
        self.sentence.append((number, cells[6]))
        for key, value in misc:
            self.labels.read(len(self.rows) - 1, key, value)

    def _append(self, cells: list[str], misc: dict[str, str], is_range: bool) -> None:
        before = unescape(misc["SpacesBefore"]) if "SpacesBefore" in misc and not self.rows else self.gap
        form = unescape(misc["Raw"]) if "Raw" in misc else cells[1]
        self.parts += [before, form]
        self.size += len(before)
        self.starts.append(self.size)
        self.size += len(form)
        self.ends.append(self.size)
        kind = misc.get("Kind", "word")
        try:
            self.kinds.append(KIND_CODES[TokenKind(kind)])
        except ValueError:
            self.kinds.append(KIND_CODES[TokenKind.WORD])
        self.rows.append(("",) * 5 if is_range else (*cells[2:6], cells[7]))
        if "SpacesAfter" in misc:
            self.gap = unescape(misc["SpacesAfter"])
        else:
            self.gap = "" if misc.get("SpaceAfter") == "No" else " "
        self.after = self.gap if "SpacesAfter" in misc else ""

    def _close(self) -> None:
        if not self.sentence:
            return
        for number, head in self.sentence:
            if head in ("_", ""):
                self.heads.append(None)
            elif head == "0":
                self.heads.append(-1)
            elif not head.isdigit() or int(head) not in self.ids:
                raise FormatError(f"token {number} has the head {head}, which isn't in its sentence")
            else:
                self.heads.append(self.ids[int(head)])
        self.sentence_ends.append(len(self.rows))
        self.sentence, self.ids, self.covered = [], {}, 0

    def finish(self) -> Document:
        self._close()
        text = "".join(self.parts) + self.after
        tokens = TokenTable(text, self.starts, self.ends, self.kinds, self._analysis())
        firsts = [0, *self.sentence_ends[:-1]] if self.sentence_ends else []
        sentences = SentenceTable(
            text,
            [self.starts[i] for i in firsts],
            [self.ends[i - 1] for i in self.sentence_ends],
            firsts,
            self.sentence_ends,
        )

        def extent(spans: list[list[int]]) -> Extent:
            return Extent(tuple(Span(s, e, text[s:e]) for s, e in spans))

        speakers = tuple(
            Speaker(str(s["name"]), tuple(extent(m) for m in s["mentions"]), tuple(s["quotes"])) for s in self.speakers
        )
        return Document(
            text,
            tokens,
            sentences,
            dates=self.labels.dates(tokens),
            quotes=self.labels.quotes(tokens),
            speakers=speakers,
            reference_date=self.reference,
            entities=tuple(Entity(s, e, text[s:e], label) for s, e, label in self.entities),
            meta=self.meta,
        )

    def _analysis(self) -> TokenAnalysis | None:
        columns = [tuple(None if c in ("_", "") else c for c in column) for column in zip(*self.rows, strict=True)]
        if not columns or (not any(any(c) for c in columns) and not any(h is not None for h in self.heads)):
            return None
        return TokenAnalysis(columns[0], columns[1], columns[2], columns[3], tuple(self.heads), columns[4])
