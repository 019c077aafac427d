"""Protocols of parliaments: who has the floor, what is said, what is called."""

from typing import Any

import pytest

from polittext.document import Document, Quote, Speaker
from polittext.errors import FormatError, InputTypeError
from polittext.formats.parlamint import read_parlamint, read_people
from polittext.formats.plenarprotokoll import read_plenarprotokoll
from polittext.formats.speeches import Speech, analyze_speech, analyze_speeches, know_speaker, read_interjections
from tests.handmade import document, extent, span
from tests.shared import ROOT

PROTOCOL = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE dbtplenarprotokoll SYSTEM "dbtplenarprotokoll.dtd">
<dbtplenarprotokoll wahlperiode="99" sitzung-nr="7" sitzung-datum="03.02.2031">
<vorspann><p klasse="J">nicht gesprochen</p></vorspann>
<sitzungsverlauf>
 <sitzungsbeginn sitzung-start-uhrzeit="9:00">
  <p klasse="T_Beginn">Beginn: 9 Uhr</p>
  <name>Präsidentin Erika Probe:</name>
  <p klasse="J">Die Sitzung ist eröffnet.</p>
 </sitzungsbeginn>
 <tagesordnungspunkt top-id="Tagesordnungspunkt 1">
  <p klasse="T_fett">Haushalt</p>
  <rede id="ID991">
   <p klasse="redner"><redner id="5"><name><titel>Dr.</titel><vorname>Max</vorname><namenszusatz>von</namenszusatz>
     <nachname>Muster</nachname><fraktion>XYZ</fraktion></name></redner>Dr. Max von Muster (XYZ):</p>
   <p klasse="J_1">Frau Präsidentin! Ich sage Ihnen:</p>
   <kommentar>(Beifall bei der XYZ – Ada Beispiel [ABC]: Hört! Hört! – Zuruf von der ABC: Nein!)</kommentar>
   <p klasse="J">Das <a id="S1" name="S1" typ="druckseitennummer"/>reicht nicht.</p>
   <name>Präsidentin Erika Probe:</name>
   <p klasse="J">Ihre Zeit.</p>
   <p klasse="redner"><redner id="5"><name><titel>Dr.</titel><vorname>Max</vorname><namenszusatz>von</namenszusatz>
     <nachname>Muster</nachname><fraktion>XYZ</fraktion></name></redner>Dr. Max von Muster (XYZ):</p>
   <p klasse="J">Danke.</p>
   <p klasse="J_1">Und Schluss.</p>
   <kommentar>(Gegenruf des Abg. Karl Test [XYZ]: So ist es!)</kommentar>
  </rede>
  <rede id="ID992">
   <p klasse="redner"><redner id="6"><name><vorname>Ada</vorname><nachname>Beispiel</nachname><rolle>
     <rolle_lang>Bundesministerin für Proben</rolle_lang><rolle_kurz>BMP</rolle_kurz></rolle></name></redner>x:</p>
   <p klasse="J_1">Guten Tag.</p>
  </rede>
 </tagesordnungspunkt>
</sitzungsverlauf>
<anlagen><anlage><p klasse="J">nicht gesprochen</p></anlage></anlagen>
</dbtplenarprotokoll>"""


def test_turns_have_speaker_party_role_and_text() -> None:
    speeches = read_plenarprotokoll(PROTOCOL.encode())
    assert [(s.turn, s.id, s.speaker, s.title, s.party, s.role, s.chair, s.text) for s in speeches] == [
        (0, "", "Erika Probe", None, None, "Präsidentin", True, "Die Sitzung ist eröffnet."),
        (
            *(1, "ID991", "Max von Muster", "Dr.", "XYZ", None, False),
            "Frau Präsidentin! Ich sage Ihnen:\n\nDas reicht nicht.",
        ),
        (2, "ID991", "Erika Probe", None, None, "Präsidentin", True, "Ihre Zeit."),
        (3, "ID991", "Max von Muster", "Dr.", "XYZ", None, False, "Danke.\n\nUnd Schluss."),
        (4, "ID992", "Ada Beispiel", None, None, "Bundesministerin für Proben", False, "Guten Tag."),
    ]
    assert {(s.date, s.session, s.term) for s in speeches} == {("2031-02-03", "7", "99")}
    assert [s.agenda for s in speeches] == [None] + ["Tagesordnungspunkt 1"] * 4


def test_interjections_have_place_kind_and_caller() -> None:
    speech = read_plenarprotokoll(PROTOCOL)[1]
    assert [(i.offset, i.kind, i.speaker, i.party, i.words) for i in speech.interjections] == [
        (33, "applause", None, None, None),
        (33, "call", "Ada Beispiel", "ABC", "Hört! Hört!"),
        (33, "call", None, None, "Nein!"),
    ]
    assert speech.text[:33] == "Frau Präsidentin! Ich sage Ihnen:"
    (last,) = read_plenarprotokoll(PROTOCOL)[3].interjections
    assert (last.kind, last.speaker, last.words) == ("call", "Karl Test", "So ist es!")


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("(Heiterkeit und Beifall)", ["laughter"]),
        ("(Widerspruch bei Abgeordneten der XYZ - Glocke der Präsidentin)", ["objection", "bell"]),
        ("(Die Anwesenden erheben sich)", ["other"]),
        ("()", []),
        ("(" + "[" * 5000, ["other"]),
    ],
)
def test_kinds_of_interjections(text: str, kinds: list[str]) -> None:
    assert [i.kind for i in read_interjections(text, 0)] == kinds


@pytest.mark.parametrize(
    "source",
    ["<a/>", "", PROTOCOL.replace('"dbtplenarprotokoll.dtd"', '"x" [<!ENTITY a "b">]'), PROTOCOL[:-30]],
)
def test_other_files_are_refused(source: str) -> None:
    with pytest.raises(FormatError):
        read_plenarprotokoll(source)


def test_an_empty_protocol_has_no_speeches() -> None:
    assert read_plenarprotokoll("<dbtplenarprotokoll/>") == []


def test_analysis_knows_date_and_speaker() -> None:
    speech = read_plenarprotokoll(PROTOCOL)[1]
    doc = analyze_speech(speech)
    assert doc.reference_date == "2031-02-03"
    assert (doc.meta["speaker"], doc.meta["party"], doc.meta["turn"]) == ("Max von Muster", "XYZ", 1)


def test_ich_is_the_speaker_outside_direct_quotations() -> None:
    text = "Ich sage, es reicht. Er rief: „Ich sage, nein!“ Sie meint, ja."
    quotes = (
        Quote("indirect", "speech", (span(text, "es reicht"),), extent(text, "Ich")),
        Quote("direct", "speech", (span(text, "„Ich sage, nein!“"),), extent(text, "Er")),
        Quote("indirect", "speech", (span(text, "nein"),), _later(text, "Ich", 20), parent=1),
        Quote("indirect", "speech", (span(text, "ja"),), extent(text, "Sie"), speaker_name="Ada Beispiel"),
    )
    speakers = (
        Speaker("Ich", (extent(text, "Ich"), _later(text, "Ich", 20)), (0, 2)),
        Speaker("Er", (extent(text, "Er"),), (1,)),
        Speaker("Ada Beispiel", (extent(text, "Sie"),), (3,)),
    )
    doc = know_speaker(document(text, quotes=quotes, speakers=speakers), "Ada Beispiel")
    assert [q.speaker_name for q in doc.quotes] == ["Ada Beispiel", None, None, "Ada Beispiel"]
    assert [(s.name, s.quotes) for s in doc.speakers] == [("Ada Beispiel", (0, 3)), ("Er", (1,)), ("Ich", (2,))]


def test_opinions_of_ones_own_are_the_speakers() -> None:
    text = "Meiner Meinung nach reicht es. Meinem Kollegen zufolge nicht."
    quotes = (
        Quote("indirect", "speech", (span(text, "reicht es"),), extent(text, "Meiner Meinung")),
        Quote("indirect", "speech", (span(text, "nicht"),), extent(text, "Meinem Kollegen")),
    )
    doc = know_speaker(document(text, quotes=quotes), "Ada Beispiel")
    assert [q.speaker_name for q in doc.quotes] == ["Ada Beispiel", None]


def test_a_speech_is_no_quotation_of_itself() -> None:
    text = "Guten Tag. Es reicht. Ich sage, nein. Er rief: Ich gehe. „Ich nicht“, rief sie."
    whole = span(text, "Es reicht. Ich sage, nein. Er rief: Ich gehe.")
    quotes = (
        Quote("direct", "speech", (whole,), extent(text, "Guten Tag"), speaker_name="Tag"),
        Quote("indirect", "speech", (span(text, "nein"),), extent(text, "Ich"), parent=0),
        Quote("direct", "speech", (span(text, "Ich gehe."),), extent(text, "Er"), cue=extent(text, "rief"), parent=0),
        Quote("direct", "speech", (span(text, "„Ich nicht“"),), extent(text, "sie")),
    )
    speakers = (
        Speaker("Tag", (extent(text, "Guten Tag"),), (0,)),
        Speaker("Er", (extent(text, "Er"),), (2,)),
    )
    doc = know_speaker(document(text, quotes=quotes, speakers=speakers), "Ada Beispiel")
    assert [(q.text, q.speaker_name, q.parent) for q in doc.quotes] == [
        ("nein", "Ada Beispiel", None),
        ("Ich gehe.", None, None),
        ("„Ich nicht“", None, None),
    ]
    assert [(s.name, s.quotes) for s in doc.speakers] == [("Ada Beispiel", (0,)), ("Er", (1,))]


def test_a_debate_end_to_end() -> None:
    speeches = read_plenarprotokoll((ROOT / "examples" / "protocols" / "99007.xml").read_bytes())
    assert [(s.speaker, s.party, s.role, s.chair) for s in speeches[1:4]] == [
        ("Ada Beispiel", "West-Liste", None, False),
        ("Max von Wattenberg", None, "Bundesminister für Leuchttürme", False),
        ("Erika Probe", None, "Präsidentin", True),
    ]
    docs = [doc for doc in analyze_speeches(speeches) if isinstance(doc, Document)]
    assert len(docs) == len(speeches)
    firsts = {
        (doc.meta["speaker"], quote.speaker_name)
        for doc in docs
        for quote in doc.quotes
        if quote.speaker is not None and quote.speaker.text in ("Ich", "ich")
    }
    assert firsts == {(name, name) for name in ("Ada Beispiel", "Max von Wattenberg", "Karl Muster")}
    assert next(d.value for d in docs[5].dates if d.text == "gestern") == "2031-02-02"
    assert any(q.speaker_name is not None and "Dorn" in q.speaker_name for q in docs[1].quotes)


def test_many_speeches_come_back_in_order_with_their_errors() -> None:
    speeches = [
        Speech("a", 0, "Ada", "Ich sage, es reicht."),
        Speech("b", 1, "Karl", None),
        Speech("c", 2, "Eva", "Ja."),
    ]  # type: ignore[arg-type]
    one, bad, three = analyze_speeches(speeches)
    assert isinstance(one, Document)
    assert isinstance(three, Document)
    assert [one.quotes[0].speaker_name, one.meta["id"], three.meta["id"]] == ["Ada", "a", "c"]
    assert not isinstance(bad, Document)
    assert isinstance(bad.error, InputTypeError)


def _later(text: str, word: str, after: int) -> Any:
    from polittext.document import Extent

    return Extent((span(text, word, after),))


def test_without_ich_nothing_changes() -> None:
    doc = document("Er sagt nichts.")
    assert know_speaker(doc, "Ada") is doc
    assert isinstance(Speech("", 0, "Ada", "x"), Speech)


PARLAMINT = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt>
<meeting n="20" ana="#parla.term">20</meeting><meeting n="7" ana="#parla.sitting">7</meeting></titleStmt></fileDesc>
<profileDesc><settingDesc><setting><date when="2031-02-03">3.2.2031</date></setting></settingDesc></profileDesc>
</teiHeader><text><body><div type="debateSection"><note type="speaker">Präsidentin:</note>
<u xml:id="u1" who="#ProbeErika" ana="#chair"><seg>Die Sitzung ist eröffnet.</seg></u>
<u xml:id="u2" who="#MusterMax" ana="#regular"><seg>Ich sage <vocal type="shouting"><desc>(Ada Beispiel [ABC]: Hört!)
</desc></vocal>Ihnen.</seg><kinesic type="applause"><desc>(Beifall)</desc></kinesic><seg>Das reicht.</seg></u>
<u who="#Leer"><note>x</note></u></div></body></text></TEI>"""
PEOPLE = """<listPerson xmlns="http://www.tei-c.org/ns/1.0"><listOrg><org xml:id="party.XYZ" role="parliamentaryGroup">
<orgName full="yes">Partei XYZ</orgName><orgName full="abb">XYZ</orgName></org></listOrg>
<person xml:id="MusterMax"><persName><surname>Muster</surname><forename>Max</forename></persName>
<affiliation role="member" ref="#party.XYZ"/></person></listPerson>"""


def test_parlamint_utterances() -> None:
    speeches = read_parlamint(PARLAMINT, read_people(PEOPLE))
    assert [(s.id, s.speaker, s.party, s.role, s.chair, s.text) for s in speeches] == [
        ("u1", "ProbeErika", None, "chair", True, "Die Sitzung ist eröffnet."),
        ("u2", "Max Muster", "XYZ", "regular", False, "Ich sage Ihnen.\n\nDas reicht."),
    ]
    assert {(s.date, s.session, s.term) for s in speeches} == {("2031-02-03", "7", "20")}
    assert [(i.offset, i.kind, i.words) for i in speeches[1].interjections] == [
        (8, "call", "Hört!"),
        (15, "applause", None),
    ]


def test_parlamint_knows_who_speaks() -> None:
    source = PARLAMINT.replace("Das reicht.", "Ich habe gestern gesagt, dass das reicht.")
    doc = analyze_speech(read_parlamint(source, read_people(PEOPLE))[1])
    assert [(q.speaker_name, q.text) for q in doc.quotes][-1] == ("Max Muster", "dass das reicht")
    assert [d.value for d in doc.dates] == ["2031-02-02"]


def test_parlamint_refuses_other_files() -> None:
    with pytest.raises(FormatError, match="dbtplenarprotokoll"):
        read_parlamint(PROTOCOL)
