"""Speeches in parliament, as the readers of protocols give them, and their analysis with a known speaker."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from polittext.document import Document, Extent, Quote, Speaker
from polittext.resources import read_toml

if TYPE_CHECKING:
    from polittext.pipeline import Pipeline

_CALLER = re.compile(r"(?P<name>[^\[\]:]{2,80}?)\s*\[(?P<party>[^\[\]]{1,80})\]\s*(?::\s*(?P<words>.*))?", re.DOTALL)


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
    """Analyse a speech, with "gestern" counted from its day and "ich" known to be its speaker.

    What names the speaker, the party and so on stands in `Document.meta`. An "ich" inside a direct quotation is whoever
    is quoted, and stays as it is.

    Example:
        >>> from polittext.formats.speeches import Speech, analyze_speech
        >>> speech = Speech("", 0, "Ada Beispiel", "Ich habe gesagt, dass das nicht reicht.", date="2022-01-10")
        >>> doc = analyze_speech(speech)
        >>> doc.quotes[0].speaker_name
        'Ada Beispiel'
    """
    if pipeline is None:
        from polittext.pipeline import Pipeline

        pipeline = Pipeline()
    doc = pipeline(speech.text, speech.date)
    names = ("id", "turn", "speaker", "title", "party", "role", "chair", "session", "term", "agenda")
    meta = {name: value for name in names if (value := getattr(speech, name)) is not None}
    return know_speaker(replace(doc, meta={**doc.meta, **meta}), speech.speaker)


def know_speaker(doc: Document, name: str) -> Document:
    """Return a document in which "ich" outside direct quotations is resolved to a name."""
    first_person = set(read_toml("parliament.toml")["first_person"])
    quoted = [(s.start, s.end) for q in doc.quotes if q.type == "direct" for s in q.spans]

    def is_self(quote: Quote) -> bool:
        speaker = quote.speaker
        return (
            speaker is not None
            and speaker.text.lower() in first_person
            and not any(start <= speaker.start < end for start, end in quoted)
        )

    own = [index for index, quote in enumerate(doc.quotes) if is_self(quote)]
    if not own:
        return doc
    quotes = tuple(replace(q, speaker_name=name) if i in own else q for i, q in enumerate(doc.quotes))
    return replace(doc, quotes=quotes, speakers=_regroup(doc.speakers, quotes, own, name))


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
