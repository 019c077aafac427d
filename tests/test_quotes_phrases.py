"""Who speaks and with which words: whole noun phrases, frames that an apposition parts, names that are no speech."""

import pytest

from polittext import Pipeline
from polittext.document import Extent, Quote, Span
from polittext.quotation import rules
from polittext.quotation.lexicon import flags_of
from polittext.quotation.mentions import share_speakers
from polittext.quotation.word_classes import CUE, FIN, KON, PARTICIPLE, PLURAL, PREP, ZU
from polittext.tokenization import segment
from tests.quote_markup import TYPES, parse

SPEAKERS = [
    # names
    "{S Von der Leyen} betonte, der Haushalt sei solide.",
    "{S Von Notz} sagte, das Gesetz sei gut.",
    "„Das ist gut“, sagte {S von der Leyen}.",
    "{S Die taz} vermutet, dass der Zugriff üblich ist.",
    "{S eBay} hält es für möglich, dass der Preis steigt.",
    "Nach {S Angaben von n24} sind die Gruppen klein.",
    "Nach {S Ansicht von ai} ist das Verfahren unfair.",
    "{S Der Vorsitzende der Gewerkschaft ver.di, Frank Bsirske,} sagte, das sei gut.",
    "{S Berlins früherer Bürgermeister Jan Kern} sagte, das Haus sei verkauft.",
    "{S Die Staatsanwaltschaft in Bonn} teilte mit, dass der Mann schweige.",
    # persons without a noun
    "Am Montag sagte {S der 81-jährige} in einem Gespräch, dass er gehe.",
    "{S Die beiden} erklärten, dass sie gehen.",
    "In einem Brief forderten {S Vertreter der drei Verbände}, das Gesetz zu ändern.",
    # what follows is a phrase of its own
    "Der Unfall kostete laut {S Polizei} 40 Menschen das Leben.",
    "Das Beben soll nach {S ersten Meldungen} Schäden verursacht haben.",
    "Dort wurden laut {S „Reuters“} Warnschüsse abgegeben.",
    "Das Amt dient laut {S einer Mitteilung des BMI} der Sicherheit.",
    "Ein Antrag muss laut {S Verfassung} der Präsident stellen.",
    "Der Fall wird nach {S Angaben der Staatsanwaltschaft Krefeld} „ganz besonders sorgfältig“ geprüft.",
    "Nach {S Einschätzung politischer Beobachter} war der Streit geplant.",
    "Am Montag hat {S Parteichef Jan Kern} Nachbesserungen gefordert.",
    "{S Franz Josef Jung} sagte, dass er gehe.",
    "„Das ist gut“, hat {S der alte Lotse Jan Kern} 1987 gesagt.",
    # what stands first is no subject
    "Besorgt äußerte sich {S Kofi Kern} über die Gewalt, die dort zunehme.",
    "Insgesamt spricht {S die Polizei} von weniger Straftaten.",
    "Ergänzend fügte {S Gall} hinzu: „Das ist nicht so.“",
    "Zusammen mit dem Minister plädiert {S Frank} für eine Erweiterung.",
    "Die Bestrebungen der Regierung, die Macht zu erhalten, bezeichnete {S er} als „Verbrechen“.",
    "{S Die Ministerin Renate Schmidt} äußerte Vorbehalte und wagte die Prognose, das Gesetz werde scheitern.",
    "Aus {S der Regierung} ist zu hören, der Vertrag sei fertig.",
    "In {S einem Schreiben} ist von einem „vertrauensvollen und offenen Dialog“ die Rede.",
    "Er griff {S Berichte} auf, wonach das Geld fehlt.",
    # appositions
    "Das soll laut {S dem Leiter des Amtes, Klaus Weber}, Schäden verursacht haben.",
    "Das Manöver wird schwierig, wie {S Alan Stern, Direktor der NASA} betont.",
    "Vor kurzem hatte {S ein Anführer auf pakistanischer Seite, Karim Sayed}, erklärt, das Land werde frei.",
    # coordination
    "{S Sowohl der Verband als auch die Partei} erklärten, dass sie gehen.",
    "Am Montag sagten {S sowohl Kling als auch die Ministerin}, das sei gut.",
    # who is quoted, not who quotes
    "Ein Sender zitierte {S Kling} mit den Worten: „Ich klebe nicht an meinem Stuhl.“",
    "„Das wird ein großes Jahr“, zitiert die „Rheinpost“ {S Kling} in einem Bericht.",
    "„Das wird ein großes Jahr“, zitiert rheinpost.de {S Polizeisprecher Jan Kern}.",
    "„Das wird ein großes Jahr“, zitiert {S CNN}.",
    "„Das wird ein großes Jahr“, wird {S Kern} zitiert.",
    # before "zufolge"
    "Allein mit Drogen nimmt die Bande {S Schätzungen} zufolge drei Milliarden Euro ein.",
    "{S Ihnen} zufolge hat die Partei gewonnen.",
    "{S Von der Leyen} zufolge hat die Partei gewonnen.",
    "{S Klings Angaben} zufolge ist das Haus sicher.",
    "{S Ein Bericht der Agentur}, wonach die Wahl ungültig ist, wurde dementiert.",
    "Unterdessen ruft {S der Verband der Mönche} alle Mönche des Landes dazu auf, keine Almosen anzunehmen.",
]

FRAMES = [
    "{d „Wir lassen uns nicht erpressen“}, {C sagte} {S Kern} im ZDF-„heute journal“.",
    "{S Die Abgeordnete} {C erklärte}, {i das Gesetz sei gut}.",
    "{S Ich} {C bin der Meinung}, {i dass das reicht}.",
    "{S Ich} {C sage} Ihnen, {i das wird nicht reichen}.",
    "{S Ich} {C meine}, {i dass er recht hat}.",
    "{S Ich} {C meine} damit, {i dass das reicht}.",
    "{d „Das ist gut“}, {C sagte} {S Kern} laut kurier.de.",
    "{i Die Ursache sei unklar}, {C verlautbarte} {S Kern}.",
    "{i Bis zu der Feier sei das Haus geschlossen}, {C berichtet} {S der Kurier}.",
    "{i Die Republik habe verloren, wir nicht}, {C zitiert} {S der Kurier} aus dem Brief.",
    "Eine {d „Katastrophe“}, {C sagte} {S Kern}.",
    "Ein {d „großer Sieg“}, {C so urteilte} {S Kern}.",
    "{S Die Planer, unter ihnen auch Autoren}, {C betonen}, {i wie wichtig es sei, den Weg zu sichern}.",
    "{S Kern} {C hatte} den Schritt {C damit begründet}, {i das Land schützen zu wollen}.",
    "Aus vielen Richtungen kommen {C Aufrufe}, {i für Frieden zu demonstrieren}.",
    "{C Nach} {S einem EU-Dokument} {i leben sie in Armut}.",
    "{S Sie} {C erklärte}, {i ihr Land unterstütze den Plan}.",
    "{S Sie} {C erklärte}, {i die Behörde überprüfe den Fall}.",
    "{C Gefordert wurde}, {i alle Beiträge sollten gelöscht werden}.",
    "{S Die Parteien} {C setzten} dem {C entgegen}, {i dass es die Wahl der Bürger sei}.",
    "{i Das Manöver wird schwierig}, {C wie} {S der Leiter, Klaus Weber}, {C mitteilte}.",
    "{i Das Manöver wird schwierig}, {C teilte} {S der Leiter, Klaus Weber}, {C mit}.",
    "{S Der Mann} {C bot an}, {i eine Bestätigung zu übergeben}.",
    "{S Sie} {C beeilte sich zu erklären}, {i dass das Geld reiche}.",
    "Der Besuch war von {S der Junta} mit {C dem Hinweis} abgelehnt worden, {i man sei beschäftigt}.",
    "{S Der Verband} {C zeigte sich enttäuscht}, {i dass der Antrag scheiterte}.",
    "{S Sarkozy} {C bezeichnete} die Worte, sollten sie gefallen sein, {C als} {d „inakzeptabel“}.",
    "{S Der Minister} {C warb dafür}, {i das Gesetz zu ändern}.",
    "{i Als sie kamen, fanden sie Geld, das dort lag}, {C teilten} {S die Vereinten Nationen} {C mit}.",
    "{C Nach} {S bisher unbestätigten Berichten} {i wurde der Firma Einsicht gewährt}.",
    "{S Der Partner} zog das Angebot mit {C der Begründung} zurück, {i der Preis sei gestiegen}.",
    "{S Mubarak} {C hatte} am Donnerstag {C angekündigt} {i bei der Wahl im Herbst erneut anzutreten}.",
    "{C Nach} {S Ansicht des Anwalts} {i schreckt der Preis die Leute ab}.",
    "{S Anna Weber} {C erklärte}, {i das Amt sei teuer} und {C kündigte an}, {i 2025 gehen zu wollen}.",
    "{i Kern tritt zurück}. Das {C berichten} {S Medien} unter Berufung auf Kreise.",
    "{i Kern tritt zurück}. Dies {C geht} aus {S einer Mitteilung der Partei} {C hervor}.",
    "{S Seine zentrale {C Aussage}} ist, {i dass das Amt zu teuer sei}.",
    "{C Kritisiert wird} vor allem, {i dass das Verbot nicht eingehalten wird}.",
    "Es gibt Gerüchte, {C nach} {S denen} {i er an Krebs litt}.",
    "{i Das Urteil wird am Sonntag erwartet}. {C Davon geht} {S der Minister} {C aus}.",
    "{S Sie} zogen los und {C skandierten} Sprüche wie {d „Gefälschte Demokratie“}.",
]

SILENT = [
    "Der Minister war im ZDF-„heute journal“ zu sehen.",
    "Dass sie meine Freundin kennt, freut den Minister.",
    "In Hanoi forderte die Flut 92 Menschenleben.",
    "Das Haus hat freie Sicht nach Süden.",
    "Der Präsident hat nach Artikel 68 des Grundgesetzes den Bundestag aufgelöst.",
    "Viele Christen legen in der Regel weite Teile der Bibel wörtlich aus.",
    "Der Pilot meldete einen Schaden, so dass ein Alarm ausgelöst wurde.",
    "Die „Aktion Deutschland hilft“ kam am Montag zusammen und beriet.",
    "Er kritisierte die Werft und fuhr mit der Yacht „Dignité al Karama“ davon.",
    "Zwei Monate nach dem Urteil des Gerichts liegt die Begründung vor.",
    "Als sie erfuhr, dass er kommt, ging sie.",
    "In Bayern ist es verboten, im Wald zu rauchen.",
    "Gesetze sorgen dafür, dass das Amt mehr Macht hat.",
    "Das Problem besteht darin, dass das Geld fehlt.",
]


def quotes_of(text: str) -> tuple[Quote, ...]:
    return rules.extract(text, *segment(text))


def texts(quotes: tuple[Quote, ...], role: str) -> list[str]:
    extents = (getattr(q, role) for q in quotes)
    return sorted({s.text.strip(" ,") for e in extents if e is not None for s in e.spans})


@pytest.mark.parametrize("markup", SPEAKERS)
def test_the_speaker_is_the_whole_phrase_and_no_more(markup: str) -> None:
    want = parse(markup)
    assert texts(quotes_of(want.text), "speaker") == sorted(t.strip(" ,") for t in want.texts("S"))


@pytest.mark.parametrize("markup", FRAMES)
def test_frames_are_found_in_whole(markup: str) -> None:
    want = parse(markup)
    quotes = quotes_of(want.text)
    content = [(q.type, s.text) for q in quotes for s in q.spans]
    assert content == [(TYPES[t], want.text[a:b]) for t, a, b in want.marks if t in TYPES]
    assert texts(quotes, "speaker") == sorted(want.texts("S"))
    assert texts(quotes, "cue") == sorted(want.texts("C"))


@pytest.mark.parametrize("text", SILENT)
def test_nobody_speaks(text: str) -> None:
    assert quotes_of(text) == ()


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Die Behörde warf dem Land vor, es zögere. Der Rat streitet dies ab. Sein Plan diene dem Frieden.", "Der Rat"),
        ("Minister Jan Kern sagte, er gehe. Heute hatte Kern Gutes zu melden. Der Plan sei bereit.", "Kern"),
        ("Der Bruder Georg Kern war nach eigenem Bekunden krank. Nun sei er gesund.", "Der Bruder Georg Kern"),
        ("Das Heer will der Regierung „assistieren“. Das erklärte General Kern. Man sei bereit.", "General Kern"),
    ],
)
def test_who_goes_on_speaking(text: str, speaker: str) -> None:
    assert str(quotes_of(text)[-1].speaker) == speaker


def test_what_goes_on_with_soll_is_free_indirect_speech() -> None:
    text = "Der Verband teilte mit, dass der Vertrag ende. Der neue soll im Mai beginnen. Er soll ein Jahr gelten."
    free = [q for q in quotes_of(text) if q.type == "free_indirect"]
    assert [q.text for q in free] == ["Der neue soll im Mai beginnen. Er soll ein Jahr gelten."]
    assert str(free[0].speaker) == "Der Verband"


def test_own_words_in_rendered_sentences_are_nested() -> None:
    text = "Anna Weber sagte, das Amt sei teuer. Es sei „ein Fass ohne Boden und ohne Deckel“."
    quotes = quotes_of(text)
    assert [(q.type, q.parent) for q in quotes] == [("indirect", None), ("indirect_free_indirect", None), ("direct", 1)]
    assert {str(q.speaker) for q in quotes} == {"Anna Weber"}


def quote(text: str, start: int, end: int, speaker: tuple[int, int], frame: tuple[int, int] | None = None) -> Quote:
    def extent(span: tuple[int, int]) -> Extent:
        return Extent((Span(*span, text[slice(*span)]),))

    return Quote(
        type="indirect",
        medium="speech",
        spans=(Span(start, end, text[start:end]),),
        speaker=extent(speaker),
        frame=extent(frame) if frame else None,
        provenance="model:test",
    )


def test_speakers_that_overlap_become_one() -> None:
    text = "Nach Angaben der Polizei floh er. Er sei weg."
    framed = quote(text, 25, 32, (5, 24), (0, 24))
    follows = quote(text, 34, 45, (13, 24))
    assert [str(q.speaker) for q in share_speakers([framed, follows])] == ["Angaben der Polizei"] * 2


def test_nobody_becomes_a_speaker_inside_of_their_own_words() -> None:
    text = "Er gehe, sagte die Polizei."
    framed = quote(text, 0, 7, (15, 26), (8, 26))
    inside = quote(text, 15, 26, (19, 26))
    assert [str(q.speaker) for q in share_speakers([framed, inside])] == ["die Polizei", "Polizei"]


def test_the_default_engine_names_the_leader_of_the_commission() -> None:
    doc = Pipeline()("Ursula von der Leyen kam nach Bonn. Von der Leyen betonte, der Haushalt sei solide.")
    assert [q.speaker_name for q in doc.quotes] == ["Ursula von der Leyen"]


@pytest.mark.parametrize(
    "text",
    [
        "Der Mann auf Rügen,",
        "Laut Mann auf Rügen, ",
        "Angabe :;sei",
        "Der Vorwurf, ; dass",
        "Er sagte, ; sei",
        "Laut : ; sei „“",
    ],
)
def test_content_is_never_empty(text: str) -> None:
    assert all(s.start < s.end for q in quotes_of(text) for s in q.spans)


@pytest.mark.parametrize(
    ("word", "has", "hasnt"),
    [
        ("unterstützt", FIN | PARTICIPLE, KON),
        ("überprüfe", FIN | KON, PARTICIPLE),
        ("ankommt", FIN, KON | PARTICIPLE),
        ("ankommen", PLURAL, FIN),
        ("zurückziehe", FIN | KON, PARTICIPLE),
        ("dazugehört", FIN, KON),
        ("angehört", FIN | PARTICIPLE, KON),
        ("angekommen", PARTICIPLE, FIN),
        ("auszubauen", ZU, FIN),
        ("boykottierte", FIN, KON),
        ("vereinbart", FIN | PARTICIPLE | CUE, KON),
        ("prognostiziere", FIN | KON | CUE, PARTICIPLE),
        ("twitterte", FIN | CUE, KON),
        ("ablehne", FIN | KON | CUE, PARTICIPLE),
        ("zuliebe", PREP, FIN),
        ("einfache", 0, FIN),
        ("anerkannte", 0, FIN),
        ("teilweise", 0, FIN),
    ],
)
def test_verb_forms_are_known(word: str, has: int, hasnt: int) -> None:
    assert flags_of(word) & has == has
    assert not flags_of(word) & hasnt
