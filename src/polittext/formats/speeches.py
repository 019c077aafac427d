"""Speeches in parliament, as the readers of protocols give them, and their analysis with a known speaker."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from polittext.document import Document, Extent, Quote, Speaker
from polittext.quotation.word_groups import word_group
from polittext.resources import read_toml

if TYPE_CHECKING:
    from polittext.parallel import Failure, Progress
    from polittext.pipeline import Pipeline

_CALLER = re.compile(r"(?P<name>[^\[\]:]{2,80}?)\s*\[(?P<party>[^\[\]]{1,80})\]\s*(?::\s*(?P<words>.*))?", re.DOTALL)
_MARKS = frozenset("„“”\"»«›‹‚‘’'")


@dataclass(frozen=True, slots=True)
class Interjection:
    """What somebody else did or said while a speech went on.

    Args:
        offset: Where it happened: code points of the speech's text that had been spoken.
        text: What the report says, without the brackets around.
        kind: "applause", "laughter", "call", "objection", "approval", "unrest", "bell", "interruption" or "other".
        speaker: Who called, where the report names one, or None.
        party: The caller's party, or None.
        words: What was called, word by word, or None.
    """

    offset: int
    text: str
    kind: str
    speaker: str | None = None
    party: str | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Speech:
    """What one person says without another taking the floor.

    Args:
        id: The protocol's name for the speech; turns that interrupt it or go on with it have the same; may be empty.
        turn: Counts the turns of the protocol from 0.
        speaker: The name, without title.
        text: The words; paragraphs are parted by an empty line.
        title: The academic title ("Dr."), or None.
        party: The parliamentary group as the protocol has it, or None.
        role: The office in which the person speaks, or None.
        chair: Whether the person presides.
        date: The day of the session in ISO form, or None.
        session: The number of the session, or None.
        term: The electoral term, or None.
        agenda: The item of the agenda, or None.
        interjections: In the order of their offsets.
    """

    id: str
    turn: int
    speaker: str
    text: str
    title: str | None = None
    party: str | None = None
    role: str | None = None
    chair: bool = False
    date: str | None = None
    session: str | None = None
    term: str | None = None
    agenda: str | None = None
    interjections: tuple[Interjection, ...] = field(default=())


def read_interjections(text: str, offset: int) -> Iterator[Interjection]:
    """Yield what a comment of the report tells; several things in one comment are parted by dashes."""
    inner = " ".join(text.split()).removeprefix("(").removesuffix(")")
    for part in re.split(r"\s+[–-]\s+", inner):
        if part:
            yield _interjection(part, offset)


def _interjection(part: str, offset: int) -> Interjection:
    words = read_toml("parliament.toml")
    first = re.match(r"\w*", part)
    kind = words["interjections"].get(first[0] if first else "")
    if kind is None:
        # "Ada Beispiel [XYZ]: Hört! Hört!"
        caller = _CALLER.fullmatch(part)
    else:
        # "Gegenruf des Abg. Ada Beispiel [XYZ]: Nein!"
        ends = [at + len(m) for m in words["members"] if (at := part.find(m)) >= 0]
        caller = _CALLER.fullmatch(part[min(ends) :].strip()) if ends else None
    if caller is not None:
        default = "call" if caller["words"] else "other"
        return Interjection(offset, part, kind or default, caller["name"], caller["party"], caller["words"])
    called = part.partition(": ")[2] if kind == "call" else ""
    return Interjection(offset, part, kind or "other", words=called or None)


def chair_office(line: str) -> tuple[str | None, str]:
    """Part the line that announces a speaker into the office in the chair, or None, and the name."""
    cleaned = " ".join(line.split()).rstrip(":").strip()
    office, _, name = cleaned.partition(" ")
    return (office, name) if name and office in read_toml("parliament.toml")["chairs"] else (None, cleaned)


def analyze_speech(speech: Speech, pipeline: "Pipeline | None" = None) -> Document:
    """Analyse a speech, with "gestern" counted from its day and "ich" known to be its speaker; see `know_speaker`.

    What names the speaker, the party and so on stands in `Document.meta`.

    Example:
        >>> from polittext.formats.speeches import Speech, analyze_speech
        >>> speech = Speech("", 0, "Ada Beispiel", "Ich habe gesagt, dass das nicht reicht.", date="2022-01-10")
        >>> doc = analyze_speech(speech)
        >>> doc.quotes[0].speaker_name
        'Ada Beispiel'
    """
    pipeline = _pipeline(pipeline)
    return _as_speech(pipeline(speech.text, speech.date), speech)


def analyze_speeches(
    speeches: Iterable[Speech],
    pipeline: "Pipeline | None" = None,
    *,
    n_process: int = 1,
    batch_size: int = 64,
    progress: "bool | Progress" = False,
) -> "Iterator[Document | Failure]":
    """Analyse many speeches, each like `analyze_speech`; streamed and in their order, as `Pipeline.pipe` does it.

    Raises:
        OptionError: An option is out of range.
        WorkerError: Worker processes can't be started at all.

    Example:
        >>> import polittext
        >>> from polittext.formats.speeches import Speech, analyze_speeches
        >>> debate = [Speech("", 0, "Ada Beispiel", "Ich sage, es reicht."), Speech("", 1, "Karl Muster", "Nein.")]
        >>> polittext.to_frames(analyze_speeches(debate)).quotes["speaker_name"].tolist()
        ['Ada Beispiel']
    """
    texts = ((speech.text, speech) for speech in speeches)
    found = _pipeline(pipeline).pipe(
        texts,
        lambda speech: speech.date,
        as_tuples=True,
        n_process=n_process,
        batch_size=batch_size,
        progress=progress,
    )
    return (_as_speech(doc, speech) if isinstance(doc, Document) else doc for doc, speech in found)


def _pipeline(given: "Pipeline | None") -> "Pipeline":
    if given is not None:
        return given
    from polittext.pipeline import Pipeline

    return Pipeline()


def _as_speech(doc: Document, speech: Speech) -> Document:
    names = ("id", "turn", "speaker", "title", "party", "role", "chair", "session", "term", "agenda")
    meta = {name: value for name in names if (value := getattr(speech, name)) is not None}
    return know_speaker(replace(doc, meta={**doc.meta, **meta}), speech.speaker)


def know_speaker(doc: Document, name: str) -> Document:
    """Return a document that is known to be one person's speech.

    "ich" is resolved to the name; within a direct quotation it is whoever is quoted, and stays as it is. A direct
    quotation without quotation marks is dropped, unless a cue introduces it and it has no more than two sentences: what
    the model takes for one is mostly the speech itself.
    """
    doc = _without_own_words(doc)
    words = read_toml("parliament.toml")
    first_person, possessive = word_group("first_person"), tuple(words["first_person_possessive"])
    quoted = [(s.start, s.end) for q in doc.quotes if q.type == "direct" for s in q.spans]

    def is_self(quote: Quote) -> bool:
        speaker = quote.speaker
        if speaker is None or any(start <= speaker.start < end for start, end in quoted):
            return False
        owner, _, owned = speaker.text.lower().partition(" ")
        return owner in first_person if not owned else owner in possessive and owned in words["opinions"]

    own = [index for index, quote in enumerate(doc.quotes) if is_self(quote)]
    if not own:
        return doc
    quotes = tuple(replace(q, speaker_name=name) if i in own else q for i, q in enumerate(doc.quotes))
    return replace(doc, quotes=quotes, speakers=_regroup(doc.speakers, quotes, own, name))


def _without_own_words(doc: Document) -> Document:
    """Drop what is taken for direct speech, but has no marks and goes on and on."""

    def is_own(quote: Quote) -> bool:
        if quote.type != "direct" or quote.text[:1] in _MARKS:
            return False
        return quote.cue is None or sum(len(doc.sentences_of(span)) for span in quote.spans) > 2

    kept = [index for index, quote in enumerate(doc.quotes) if not is_own(quote)]
    if len(kept) == len(doc.quotes):
        return doc
    new: dict[int | None, int] = {old: number for number, old in enumerate(kept)}

    def parent_of(quote: Quote) -> int | None:
        parent = quote.parent
        while parent is not None and parent not in new:
            parent = doc.quotes[parent].parent
        return new.get(parent)

    quotes = tuple(replace(doc.quotes[i], parent=parent_of(doc.quotes[i])) for i in kept)
    speakers = [(s, tuple(new[q] for q in s.quotes if q in new)) for s in doc.speakers]
    named = {quote.speaker for quote in quotes}
    left = (Speaker(s.name, tuple(m for m in s.mentions if m in named), numbers) for s, numbers in speakers if numbers)
    return replace(doc, quotes=quotes, speakers=tuple(left))


def _regroup(
    speakers: tuple[Speaker, ...], quotes: tuple[Quote, ...], own: list[int], name: str
) -> tuple[Speaker, ...]:
    """Take quotations from whom they were given to, and give them to the one who speaks."""
    taken = set(own)
    given: list[Extent] = [extent for i in own if (extent := quotes[i].speaker) is not None]
    kept: list[Speaker] = []
    numbers = list(own)
    for speaker in speakers:
        mentions = tuple(m for m in speaker.mentions if m not in given)
        left = tuple(q for q in speaker.quotes if q not in taken)
        if speaker.name == name:
            given += [m for m in mentions if m not in given]
            numbers += left
        elif mentions or left:
            kept.append(Speaker(speaker.name, mentions, left))
    kept.append(
        Speaker(
            name,
            tuple(sorted(dict.fromkeys(given), key=lambda m: (m.start, m.end))),
            tuple(sorted(set(numbers))),
        )
    )
    return tuple(sorted(kept, key=lambda s: s.quotes[0] if s.quotes else len(quotes)))
