"""ParlaMint TEI: corpora of parliamentary debates in many countries, among them Germany and Austria."""

from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from polittext.errors import FormatError
from polittext.formats._xml import local_name, parse_xml
from polittext.formats.speeches import Interjection, Speech, read_interjections

_XML = "{http://www.w3.org/XML/1998/namespace}"
_NOTES = frozenset({"note", "vocal", "kinesic", "incident", "gap", "desc"})


@dataclass(frozen=True, slots=True)
class Person:
    """Who a ParlaMint file means by an identifier."""

    name: str
    party: str | None = None


def read_people(*sources: str | bytes) -> dict[str, Person]:
    """Return the persons of ParlaMint files by their identifier, such as `ParlaMint-DE-listPerson.xml`.

    A person's party is the last `affiliation` with a party or parliamentary group, by the abbreviation of its `org`
    where one of the files has it, and otherwise by its identifier.

    Raises:
        FormatError: A file is no well-formed XML or declares entities.
    """
    roots = [parse_xml(source) for source in sources]
    parties: dict[str, str] = {}
    for root in roots:
        for org in _all(root, "org"):
            if org.get("role") in ("parliamentaryGroup", "politicalParty", "politicalGroup"):
                names = [name for name in org if local_name(name) == "orgName"]
                names.sort(key=lambda name: name.get("full") not in ("abb", "init"))
                identity = org.get(f"{_XML}id")
                if identity:
                    parties[identity] = _text(names[0]) if names else identity
    people: dict[str, Person] = {}
    for root in roots:
        for person in _all(root, "person"):
            identity = person.get(f"{_XML}id")
            if identity:
                people[identity] = Person(_name(person) or identity, _party(person, parties))
    return people


def read_parlamint(source: str | bytes, people: Mapping[str, Person] | None = None) -> list[Speech]:
    """Return the utterances (`u`) of a ParlaMint component file, in their order.

    Args:
        source: The content of the XML file.
        people: Who the identifiers mean, from `read_people`; those in the file itself are known anyway. Where nobody
            tells, the speaker is the identifier.

    Raises:
        FormatError: It is no well-formed XML, declares entities, or has no TEI root.

    Example:
        >>> from polittext.formats.parlamint import Person, read_parlamint
        >>> xml = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><div><u who="#Ada" ana="#regular">' \\
        ...     '<seg>Guten Morgen!</seg></u></div></body></text></TEI>'
        >>> [(s.speaker, s.party, s.text) for s in read_parlamint(xml, {"Ada": Person("Ada Beispiel", "XYZ")})]
        [('Ada Beispiel', 'XYZ', 'Guten Morgen!')]
    """
    root = parse_xml(source)
    if local_name(root) not in ("TEI", "teiCorpus"):
        raise FormatError(f"the root element is {local_name(root)!r}, not 'TEI'")
    known = {**read_people(source), **(people or {})}
    date = _date(root)
    session = next((m.get("n") for m in _all(root, "meeting") if "#parla.sitting" in m.get("ana", "").split()), None)
    term = next((m.get("n") for m in _all(root, "meeting") if "#parla.term" in m.get("ana", "").split()), None)
    speeches: list[Speech] = []
    for utterance in _all(root, "u"):
        identity = utterance.get("who", "").removeprefix("#")
        person = known.get(identity, Person(identity))
        text, interjections = _words(utterance)
        if not text:
            continue
        roles = utterance.get("ana", "").replace("#", " ").split()
        speeches.append(
            Speech(
                id=utterance.get(f"{_XML}id", ""),
                turn=len(speeches),
                speaker=person.name,
                text=text,
                party=person.party,
                role=roles[0] if roles else None,
                chair="chair" in roles,
                date=date,
                session=session,
                term=term,
                interjections=tuple(interjections),
            )
        )
    return speeches


def _words(utterance: Element) -> tuple[str, list[Interjection]]:
    paragraphs: list[str] = []
    found: list[Interjection] = []
    size = 0
    for part in utterance:
        name = local_name(part)
        if name in _NOTES:
            found += read_interjections(_text(part), size)
        elif name == "seg":
            pieces = [part.text or ""]
            for inner in part:
                if local_name(inner) in _NOTES:
                    before = size + (2 if paragraphs else 0) + len(" ".join("".join(pieces).split()))
                    found += read_interjections(_text(inner), before)
                else:
                    pieces.append("".join(inner.itertext()))
                pieces.append(inner.tail or "")
            text = " ".join("".join(pieces).split())
            if text:
                size += len(text) + (2 if paragraphs else 0)
                paragraphs.append(text)
    return "\n\n".join(paragraphs), found


def _name(person: Element) -> str:
    for name in person:
        if local_name(name) == "persName":
            parts = [
                _text(part)
                for wanted in ("forename", "nameLink", "surname")
                for part in name
                if local_name(part) == wanted
            ]
            return " ".join(parts) or _text(name)
    return ""


def _party(person: Element, parties: Mapping[str, str]) -> str | None:
    found = None
    for affiliation in person:
        if local_name(affiliation) == "affiliation":
            identity = affiliation.get("ref", "").removeprefix("#")
            if identity in parties:
                found = parties[identity]
            elif affiliation.get("role") == "member" and identity.startswith(("parliamentaryGroup", "party", "group")):
                found = found or identity.partition(".")[2] or identity
    return found


def _date(root: Element) -> str | None:
    """Return the day of the sitting: that of the setting, or else of the source."""
    for place in ("setting", "bibl"):
        for holder in _all(root, place):
            for date in _all(holder, "date"):
                when = date.get("when") or date.get("from")
                if when:
                    return when[:10]
    return None


def _all(root: Element, name: str) -> list[Element]:
    return [element for element in root.iter() if local_name(element) == name]


def _text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())
