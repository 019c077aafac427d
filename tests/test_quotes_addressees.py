"""Whom a speech act addresses, by rule: each construction with examples, and with look-alikes that address nobody."""

import pytest

from polittext.quotation import rules
from polittext.tokenization import segment
from tests.quote_markup import parse

EXAMPLES = [
    # "zu" with a person or a medium
    "„Das ist ein guter Start“, sagte er zur {A Tagesschau}.",
    "„Das ist ein guter Start“, sagte die Ministerin zur {A Nachrichtenagentur dpa}.",
    "Der Sprecher sagte zum {A „Nordblatt“}, das Haus sei sicher.",
    "Die Trainerin sagte zu {A ihnen}, das Spiel sei aus.",
    # "vor" with an audience
    "Der Minister sagte vor {A Journalisten}, das Haus sei sicher.",
    "Der Minister erklärte am Montag vor {A der versammelten Presse}, das Haus sei sicher.",
    "Die Kanzlerin sagte vor {A dem Ausschuss}, sie habe nichts gewusst.",
    # "gegenüber", before and behind
    "„Das ist falsch“, sagte Kling gegenüber {A „Stadtkurier“}.",
    "Gegenüber {A der Zeitung} sagte Kling, das sei falsch.",
    "{A Ihm} gegenüber hat sie angegeben, sie sei krank.",
    "Das Haus sei sicher, bestätigte eine Sprecherin gegenüber {A dem Sender}.",
    # "an" with a noun or with "gewandt"
    "An {A die Gewerkschaften} gewandt sagte Köhler, sie müssten warten.",
    "Die Stadt hat in einem Brief an {A die Bürger} angekündigt, das Bad zu schließen.",
    "An {A die Partei} erging die Aufforderung, das Geld zu zahlen.",
    # in an interview
    "Tuchel sagte in einem Interview mit {A dem Sender}, das Spiel sei gut.",
    "Der Kanzler wandte sich an {A die Bürger}: „Bleiben Sie bitte alle zu Hause.“",
    # names of media, numbers of people
    "Merkel sagte {A dem Nachrichtenmagazin Der Spiegel}, das sei falsch.",
    "Der Sprecher sagte {A der dpa}, er trete zurück.",
    "{A Der Zeitung} sagte Müller, er trete zurück.",
    "Er sagte vor {A rund 5.000 Anhängern}, das Land sei frei.",
    # accusative
    "Die Polizei bittet {A Zeugen}, sich zu melden.",
    "Am Montag forderte der Verband {A die Länder} auf, mehr Geld zu geben.",
    "Die Behörden haben {A 3,6 Millionen Einwohner von 18 Bezirken} aufgefordert, ihre Häuser zu verlassen.",
    "{A Die Bürger} forderte er auf, wählen zu gehen.",
    "Sie drängten {A den Minister}, das Gesetz zu ändern.",
    "Von {A der Regierung} verlangte sie, das Gesetz zu ändern.",
    "Das Land müsse sparen, forderte er vom {A Bundesrat}.",
    "Er ließ {A die Journalisten} wissen, dass er bleibe.",
    # dative
    "Der Kanzler gab {A den Journalisten} zu verstehen, dass er bleibe.",
    "Er machte {A der Fraktion} deutlich, dass das Geld fehle.",
    "{A Den Bürgern} riet er, zu Hause zu bleiben.",
    "„Das ist ein großer Tag“, rief sie {A ihren Anhängern} zu.",
    "Spahn warf {A seinen Kollegen} vor, sie hätten geschwiegen.",
    "Spahn soll {A seinen Kollegen} vorgehalten haben, sie hätten geschwiegen.",
    "Die Opposition warf {A Kern} „Untätigkeit“ vor.",
    "Er erklärte {A Reportern}, dass die Wahl gültig sei.",
    "Es gibt Stimmen, die {A der Stadt} vorwerfen, geschwiegen zu haben.",
    "Die Partei warf {A dem Minister} vor, geschwiegen zu haben.",
    "Der Anwalt wirft {A den Behörden} Versagen vor.",
    "{A Der Regierung} wirft er Versagen vor.",
    # passive
    "{A Der Partei} wurde oft vorgeworfen, dass sie zu leise sei.",
    "Es war bekannt, dass {A der Verband} aufgefordert wurde, sich zu beteiligen.",
    # behind an apposition
    "„Das war ein gutes Spiel“, sagte Beck, Trainer von Hof, gegenüber {A einem Reporter}.",
    "So sagte der Leiter, Jan Weber, gegenüber {A dem Sender}, dass nur vier Boote fahren.",
    # what looks like a genitive of the speaker
    "Außerdem warf die Staatsanwaltschaft {A Ertel} vor, Geld genommen zu haben.",
    "Darüber hinaus wirft der „Arbeitskreis Daten“ {A der Polizei} vor, zu schweigen.",
    # in the frame of a noun
    "Nach Angaben der Sprecherin Anja Weber gegenüber {A dem Stadtkurier} ist der Flughafen voll.",
    "Das Bad ist nach Angaben einer Sprecherin gegenüber {A dem Stadtkurier} voll.",
    # a speech act with a noun phrase
    "Die EU hat {A die Regierung} zur Zusammenarbeit aufgefordert.",
    "Die Anwältin bestritt den Vorwurf gegenüber {A AFP}.",
]

REJECTS = [
    "Der Minister sagte seinen Besuch in der Stadt nicht ab, sondern kündigte an, zu kommen.",
    "„Die Mehrheit steht sicher“, versicherte der Minister am Rande der Grünen Woche in Berlin.",
    "Der Minister sagte zur Begründung, das Haus sei sicher.",
    "Der Minister sagte zum Auftakt, das Haus sei sicher.",
    "Der Minister sagte zu den Vorwürfen, das Haus sei sicher.",
    "Der Minister sagte zum Thema, das Haus sei sicher.",
    "Zum Beschluss des Bundesrates erklärt der Sprecher Jan Weber: „Das ist ein guter Tag für alle.“",
    "Zum heutigen Urteil des Gerichts sagte er, das sei gut.",
    "Der Minister sagte vor Gericht, das Haus sei sicher.",
    "Der Minister sagte vor zwei Tagen, das Haus sei sicher.",
    "Der Minister sagte vor dem Treffen, das Haus sei sicher.",
    "Der Minister sagte vor Ort, das Haus sei sicher.",
    "Der Minister sagte, die Haltung gegenüber der Türkei sei klar.",
    "Sie nannte seine Haltung gegenüber der Türkei „völlig falsch und dumm“.",
    "Die Polizei warnte am Montag vor Demonstranten.",
    "Augenzeugen berichteten von drei getöteten Demonstranten.",
    "Der Täter biss den Fluggast und rief: „Ich bin unschuldig an allem.“",
    "Der Versuch war für gescheitert erklärt worden, weil niemand kam.",
    "Erst gestern hatte der Investor zugesagt, das Haus zu bauen.",
    "Markus Weber ließ am Rande einer Veranstaltung in Hof wissen, er bleibe.",
    "Er kündigte Untersuchungen an und sagte, das Haus sei sicher.",
]


def addressees_of(text: str) -> set[str]:
    return {str(q.addressee) for q in rules.extract(text, *segment(text)) if q.addressee is not None}


@pytest.mark.parametrize("markup", EXAMPLES)
def test_addressee_is_found(markup: str) -> None:
    want = parse(markup)
    assert addressees_of(want.text) == set(want.texts("A"))


@pytest.mark.parametrize("text", REJECTS)
def test_nobody_is_addressed(text: str) -> None:
    assert addressees_of(text) == set()
