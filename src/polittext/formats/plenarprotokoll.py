"""Plenary protocols of the German Bundestag: the official XML (dbtplenarprotokoll, version 1, since 2017)."""

from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

from polittext.errors import FormatError
from polittext.formats._xml import local_name, parse_xml
from polittext.formats.speeches import Interjection, Speech, chair_office, read_interjections

_HEADING = "T"  # the class of paragraphs that the reporters set, such as titles of agenda items, begins with it


@dataclass(slots=True)
class _Turn:
    who: dict[str, Any]
    id: str
    agenda: str | None
    paragraphs: list[str] = field(default_factory=list)
    interjections: list[Interjection] = field(default_factory=list)
    size: int = 0

    def say(self, text: str) -> None:
        self.size += len(text) + (2 if self.paragraphs else 0)
        self.paragraphs.append(text)


def read_plenarprotokoll(source: str | bytes) -> list[Speech]:
    """Return the speeches of a protocol, turn by turn, in their order.

    A turn ends where another person takes the floor, for instance the president; headings and lists that the reporters
    set are left out. Annexes (written declarations) are not read.

    Args:
        source: The content of the XML file; bytes, where the file declares its encoding.

    Raises:
        FormatError: It is no well-formed XML, declares entities, or is no dbtplenarprotokoll.

    Example:
        >>> from polittext.formats.plenarprotokoll import read_plenarprotokoll
        >>> xml = '''<dbtplenarprotokoll sitzung-datum="30.01.2025"><sitzungsverlauf><rede id="ID1">
        ... <p klasse="redner"><redner id="1"><name><vorname>Ada</vorname><nachname>Beispiel</nachname>
        ... <fraktion>XYZ</fraktion></name></redner>Ada Beispiel (XYZ):</p><p klasse="J_1">Guten Morgen!</p>
        ... <kommentar>(Beifall bei der XYZ)</kommentar></rede></sitzungsverlauf></dbtplenarprotokoll>'''
        >>> [(s.speaker, s.party, s.date, s.text, s.interjections[0].kind) for s in read_plenarprotokoll(xml)]
        [('Ada Beispiel', 'XYZ', '2025-01-30', 'Guten Morgen!', 'applause')]
    """
    root = parse_xml(source)
    if local_name(root) != "dbtplenarprotokoll":
        raise FormatError(f"the root element is {local_name(root)!r}, not 'dbtplenarprotokoll'")
    turns: list[_Turn] = []
    course = root.find("sitzungsverlauf")
    if course is not None:
        _walk(course, turns, "", None)
    session: dict[str, Any] = {
        "date": _iso(root.get("sitzung-datum")),
        "session": root.get("sitzung-nr"),
        "term": root.get("wahlperiode"),
    }
    spoken = [turn for turn in turns if turn.paragraphs]
    return [
        Speech(
            id=turn.id,
            turn=number,
            text="\n\n".join(turn.paragraphs),
            agenda=turn.agenda,
            interjections=tuple(turn.interjections),
            **turn.who,
            **session,
        )
        for number, turn in enumerate(spoken)
    ]


def _walk(element: Element, turns: list[_Turn], speech: str, agenda: str | None) -> None:
    for child in element:
        name = local_name(child)
        if name == "p":
            _paragraph(child, turns, speech, agenda)
        elif name == "name":
            office, person = chair_office(_text(child))
            _floor(turns, {"speaker": person, "role": office, "chair": office is not None}, speech, agenda)
        elif name == "kommentar":
            _comment(child, turns)
        elif name == "rede":
            _end_of(turns, child.get("id", ""))
            _walk(child, turns, child.get("id", ""), agenda)
        elif name == "tagesordnungspunkt":
            _walk(child, turns, "", child.get("top-id"))
        elif name in ("sitzungsbeginn", "sitzungsende"):
            _walk(child, turns, speech, agenda)


def _paragraph(element: Element, turns: list[_Turn], speech: str, agenda: str | None) -> None:
    kind = element.get("klasse", "")
    person = element.find("redner")
    if person is not None:
        _floor(turns, _person(person), speech, agenda)
        return
    text = _text(element)
    if kind.startswith(_HEADING) or not text:
        return
    if kind == "N" and text.endswith(":"):
        # Older files announce whoever is in the chair by a paragraph of this class.
        office, name = chair_office(text)
        _floor(turns, {"speaker": name, "role": office, "chair": office is not None}, speech, agenda)
    elif turns:
        turns[-1].say(text)


def _floor(turns: list[_Turn], who: dict[str, Any], speech: str, agenda: str | None) -> None:
    """Give the floor to a person; whoever has it already goes on."""
    last = turns[-1] if turns else None
    if last is None or last.who["speaker"] != who["speaker"] or last.id != speech or last.agenda != agenda:
        turns.append(_Turn(who, speech, agenda))


def _end_of(turns: list[_Turn], speech: str) -> None:
    """Keep what follows from being added to the turn before, should a speech not announce its speaker."""
    if turns and turns[-1].id != speech:
        turns.append(_Turn({"speaker": ""}, speech, None))


def _comment(element: Element, turns: list[_Turn]) -> None:
    if turns:
        turns[-1].interjections += read_interjections(_text(element), turns[-1].size)


def _person(person: Element) -> dict[str, Any]:
    def part(*path: str) -> str | None:
        found = person.find("/".join(path))
        return (_text(found) or None) if found is not None else None

    names = [part("name", key) for key in ("vorname", "namenszusatz", "nachname")]
    role = part("name", "rolle", "rolle_lang") or part("name", "rolle", "rolle_kurz")
    return {
        "speaker": " ".join(name for name in names if name),
        "title": part("name", "titel"),
        "party": part("name", "fraktion"),
        "role": role,
    }


def _text(element: Element) -> str:
    """Return the text in an element, white space made one space."""
    return " ".join("".join(element.itertext()).split())


def _iso(day: str | None) -> str | None:
    """Turn "30.01.2025" into "2025-01-30"."""
    parts = (day or "").split(".")
    if len(parts) != 3 or not all(part.isdigit() for part in parts) or len(parts[2]) != 4:
        return None
    return f"{parts[2]}-{parts[1]:0>2}-{parts[0]:0>2}"
