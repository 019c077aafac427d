"""Quotations mended by an analysis: subjects of cues, noun phrases, names from entities; all analyses are hand-made."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from polittext import Pipeline
from polittext.columns import SentenceTable, TokenAnalysis, TokenTable
from polittext.document import Entity, Quote, Speaker
from polittext.quotation.syntactic import name_speakers, refine
from tests.handmade import extent
from tests.trees import parse

SUBJECT = """
Vorbehalte Vorbehalt NOUN Case=Acc 2 obj
äußerte äußern VERB Mood=Ind|VerbForm=Fin 0 root
auch auch ADV _ 5 advmod
die der DET Case=Nom 5 det
Ministerin Ministerin NOUN Case=Nom 2 nsubj
Anna Anna PROPN _ 5 appos
Muster Muster PROPN _ 6 flat
, _ PUNCT _ 11 punct
die der PRON Case=Nom 11 nsubj
gerade gerade ADV _ 11 advmod
kam kommen VERB VerbForm=Fin 5 acl
: _ PUNCT _ 2 punct
Nein nein INTJ _ 2 parataxis
"""
OFFICE = """
Im in ADP _ 2 case
Bericht Bericht NOUN Case=Dat 3 obl
steht stehen VERB VerbForm=Fin 0 root
der der DET Case=Nom 5 det
Satz Satz NOUN Case=Nom 3 nsubj
: _ PUNCT _ 3 punct
Nein nein INTJ _ 3 parataxis
"""
PASSIVE = """
Der der DET Case=Nom 2 det
Plan Plan NOUN Case=Nom 4 nsubj:pass
wurde werden AUX _ 4 aux:pass
kritisiert kritisieren VERB VerbForm=Part 0 root
: _ PUNCT _ 4 punct
Nein nein INTJ _ 4 parataxis
"""
RUMOUR = """
Der der DET Case=Nom 2 det
Rat Rat NOUN Case=Nom 4 nsubj
soll sollen AUX _ 4 aux
sagen sagen VERB VerbForm=Inf 0 root
: _ PUNCT _ 4 punct
Nein nein INTJ _ 4 parataxis
"""
IMPERSONAL = """
Es es PRON Case=Nom 2 nsubj
hieß heißen VERB VerbForm=Fin 0 root
: _ PUNCT _ 2 punct
Nein nein INTJ _ 2 parataxis
"""
NOUN_PHRASE = """
Die der DET Case=Nom 2 det
Vertreter Vertreter NOUN Case=Nom 8 nsubj
der der DET Case=Gen 5 det
drei drei NUM _ 5 nummod
Vereine Verein NOUN Case=Gen 2 nmod
in in ADP _ 7 case
Bonn Bonn PROPN _ 5 nmod
fordern fordern VERB VerbForm=Fin 0 root
Bürger Bürger NOUN Case=Acc 8 obj
auf auf ADP _ 8 compound:prt
: _ PUNCT _ 8 punct
Nein nein INTJ _ 8 parataxis
"""
INVERTED = """
Gestern gestern ADV _ 2 advmod
forderten fordern VERB VerbForm=Fin 0 root
die der DET Case=Nom 4 det
Vereine Verein NOUN Case=Nom 2 nsubj
mehr mehr DET _ 6 det
Geld Geld NOUN Case=Acc 2 obj
gegenüber gegenüber ADP _ 8 case
Bonn Bonn PROPN Case=Dat 6 nmod
: _ PUNCT _ 2 punct
Nein nein INTJ _ 2 parataxis
"""
WRONG = """
Gestern gestern ADV _ 2 advmod
forderten fordern VERB VerbForm=Fin 0 root
Sprecher Sprecher NOUN Case=Nom 2 nsubj
der der DET _ 5 det
Polizei Polizei NOUN Case=Dat 2 obj
: _ PUNCT _ 2 punct
Nein nein INTJ _ 2 parataxis
"""
AGENT = """
Von von ADP _ 3 case
den der DET Case=Dat 3 det
Ämtern Amt NOUN Case=Dat 7 obl
in in ADP _ 5 case
Bonn Bonn PROPN _ 3 nmod
wird werden AUX _ 7 aux:pass
angenommen annehmen VERB VerbForm=Part 0 root
: _ PUNCT _ 7 punct
Nein nein INTJ _ 7 parataxis
"""
ACCUSED = """
Dem der DET Case=Dat 2 det
Rat Rat NOUN Case=Dat 6 iobj
um um ADP _ 4 case
Muster Muster PROPN _ 2 nmod
wird werden AUX _ 6 aux:pass
vorgeworfen vorwerfen VERB VerbForm=Part 0 root
: _ PUNCT _ 6 punct
Nein nein INTJ _ 6 parataxis
"""
DEMANDED = """
Im in ADP _ 2 case
Bericht Bericht NOUN Case=Dat 4 obl
wird werden AUX _ 4 aux:pass
gefordert fordern VERB VerbForm=Part 0 root
: _ PUNCT _ 4 punct
Nein nein INTJ _ 4 parataxis
"""
CITED = """
Muster Muster PROPN Case=Nom 3 nsubj:pass
wird werden AUX _ 3 aux:pass
zitiert zitieren VERB VerbForm=Part 0 root
: _ PUNCT _ 3 punct
Nein nein INTJ _ 3 parataxis
"""
CITING = """
Das der DET Case=Nom 2 det
Blatt Blatt NOUN Case=Nom 3 nsubj
zitiert zitieren VERB VerbForm=Fin 0 root
Muster Muster PROPN Case=Acc 3 obj
: _ PUNCT _ 3 punct
Nein nein INTJ _ 3 parataxis
"""
PLURAL = """
Die der DET _ 2 det
Worte Wort NOUN Number=Plur 3 nsubj
nannte nennen VERB Number=Sing|VerbForm=Fin 0 root
Muster Muster PROPN Number=Sing 3 obj
falsch falsch ADJ _ 3 xcomp
: _ PUNCT _ 3 punct
Nein nein INTJ _ 3 parataxis
"""
TWO_CLAUSES = """
Als als SCONJ _ 4 mark
der der DET Case=Nom 3 det
Befehl Befehl NOUN Case=Nom 4 nsubj
kam kommen VERB VerbForm=Fin 5 advcl
sagte sagen VERB VerbForm=Fin 0 root
er er PRON Case=Nom 5 nsubj
am an ADP _ 8 case
Montag Montag NOUN Case=Dat 5 obl
: _ PUNCT _ 5 punct
Nein nein INTJ _ 5 parataxis
"""
PLACE = """
Anna Anna PROPN Case=Nom 5 nsubj
auf auf ADP _ 4 case
der der DET Case=Dat 4 det
Messe Messe NOUN Case=Dat 5 obl
sagte sagen VERB VerbForm=Fin 0 root
: _ PUNCT _ 5 punct
Nein nein INTJ _ 5 parataxis
"""
PAPER = """
Rainer Rainer PROPN Case=Nom 5 nsubj
der der DET Case=Dat 3 det
Post Post NOUN Case=Dat 1 nmod
hat haben AUX VerbForm=Fin 5 aux
gesagt sagen VERB VerbForm=Part 0 root
: _ PUNCT _ 5 punct
Nein nein INTJ _ 5 parataxis
"""
STATION = """
Merz Merz PROPN Case=Nom 4 nsubj
im in ADP _ 3 case
Radio Radio NOUN Case=Dat 1 nmod
sagte sagen VERB VerbForm=Fin 0 root
: _ PUNCT _ 4 punct
Nein nein INTJ _ 4 parataxis
"""
PARTY = """
Sprecherin Sprecherin NOUN Case=Nom 6 nsubj
der der DET Case=Gen 3 det
Fraktion Fraktion NOUN Case=Gen 1 nmod
Die der DET Case=Acc 5 det
Linke Linke NOUN Case=Acc 6 obj
sagte sagen VERB VerbForm=Fin 0 root
: _ PUNCT _ 6 punct
Nein nein INTJ _ 6 parataxis
"""
BRACKET = """
Vertreter Vertreter NOUN Case=Nom 6 nsubj
der der DET Case=Gen 3 det
Partei Partei NOUN Case=Gen 1 nmod
( _ PUNCT _ 5 punct
Bonn Bonn PROPN _ 3 appos
sagten sagen VERB VerbForm=Fin 0 root
: _ PUNCT _ 6 punct
Nein nein INTJ _ 6 parataxis
"""
JOB = """
Ein ein DET Case=Nom 2 det
Fan Fan NOUN Case=Nom 4 nsubj
Muster Muster PROPN _ 2 appos
rief rufen VERB VerbForm=Fin 0 root
: _ PUNCT _ 4 punct
Nein nein INTJ _ 4 parataxis
"""


def quote(tokens: TokenTable, speaker: str | None, cue: Sequence[str] | None, frame: str | None = None) -> Quote:
    return Quote(
        type="direct",
        medium="speech",
        spans=extent(tokens.text, "Nein").spans,
        speaker=None if speaker is None else extent(tokens.text, speaker),
        cue=None if cue is None else extent(tokens.text, *cue),
        frame=None if frame is None else extent(tokens.text, frame),
    )


def refined(
    sentence: str, speaker: str | None, *cue: str, people: Sequence[str] = (), frame: str | None = None
) -> str | None:
    tokens, sentences = parse(sentence)
    entities = tuple(Entity(s.start, s.end, s.text, "PER") for p in people for s in extent(tokens.text, p).spans)
    (found,) = refine(tokens.text, tokens, sentences, (quote(tokens, speaker, cue or None, frame),), entities)
    if found.speaker is None:
        return None
    assert tokens.text[found.speaker.start : found.speaker.end] == found.speaker.text
    return found.speaker.text


@pytest.mark.parametrize(
    ("sentence", "cue", "expected"),
    [
        (SUBJECT, "äußerte", "die Ministerin Anna Muster"),
        (PASSIVE, "kritisiert", None),
        (RUMOUR, "sagen", None),
        (IMPERSONAL, "hieß", None),
    ],
)
def test_a_missing_speaker_is_the_subject_of_an_active_cue(sentence: str, cue: str, expected: str | None) -> None:
    assert refined(sentence, None, cue) == expected


@pytest.mark.parametrize(
    ("sentence", "speaker", "cue", "expected"),
    [
        (AGENT, None, "angenommen", "den Ämtern in Bonn"),
        (AGENT, "den Ämtern", "angenommen", "den Ämtern in Bonn"),
        (AGENT, "Bonn", "angenommen", "Bonn"),  # not the agent's head: nothing is known
        (ACCUSED, "Dem Rat", "vorgeworfen", None),
        (ACCUSED, "Muster", "vorgeworfen", None),
        (DEMANDED, "Bericht", "gefordert", "Bericht"),
        (CITED, "Muster", "zitiert", "Muster"),
    ],
)
def test_a_passive_is_spoken_by_its_agent_or_source(
    sentence: str, speaker: str | None, cue: str, expected: str | None
) -> None:
    assert refined(sentence, speaker, cue) == expected


def test_whoever_is_cited_stays() -> None:
    assert refined(CITING, "Muster", "zitiert") == "Muster"


def test_a_plural_beside_a_verb_in_the_singular_gives_way() -> None:
    assert refined(PLURAL, "Die Worte", "nannte") == "Muster"
    assert refined(PLURAL.replace("Number=Plur", "Number=Sing"), "Die Worte", "nannte") == "Die Worte"


def test_the_subject_of_another_clause_gives_way() -> None:
    assert refined(TWO_CLAUSES, "der Befehl", "sagte", frame="Als der Befehl kam sagte er") == "er"
    assert refined(TWO_CLAUSES, "der Befehl", "sagte") == "der Befehl"  # it may stand sentences before


def test_an_adverbial_behind_a_name_or_pronoun_is_cut_off() -> None:
    assert refined(TWO_CLAUSES, "er am Montag", "sagte") == "er"
    assert refined(PLACE, "Anna auf der Messe", "sagte") == "Anna"


def test_without_a_cue_nobody_is_added() -> None:
    assert refined(SUBJECT, None) is None


def test_an_object_gives_way_to_the_subject() -> None:
    assert refined(SUBJECT, "Vorbehalte", "äußerte") == "die Ministerin Anna Muster"


def test_a_source_after_its_preposition_stays() -> None:
    assert refined(OFFICE, "Bericht", "steht") == "Bericht"


def test_a_person_stays_unless_the_subject_is_one() -> None:
    assert refined(SUBJECT, "Vorbehalte", "äußerte", people=["Vorbehalte"]) == "Vorbehalte"
    both = refined(SUBJECT, "Vorbehalte", "äußerte", people=["Vorbehalte", "Anna Muster"])
    assert both == "die Ministerin Anna Muster"


@pytest.mark.parametrize(
    ("sentence", "speaker", "cue", "expected"),
    [
        (NOUN_PHRASE, "Die Vertreter", "fordern", "Die Vertreter der drei Vereine in Bonn"),
        (INVERTED, "die Vereine mehr Geld", "forderten", "die Vereine"),
        (INVERTED, "die Vereine", "forderten", "die Vereine"),
        (WRONG, "Sprecher der Polizei", "forderten", "Sprecher der Polizei"),
    ],
)
def test_the_speaker_is_a_whole_noun_phrase_and_no_more(sentence: str, speaker: str, cue: str, expected: str) -> None:
    assert refined(sentence, speaker, cue) == expected


@pytest.mark.parametrize(
    ("sentence", "speaker", "cue"),
    [
        (STATION, "Merz", "sagte"),
        (BRACKET, "Vertreter", "sagten"),
        (PARTY, "Sprecherin der Fraktion Die Linke", "sagte"),
    ],
)
def test_a_place_half_a_bracket_or_the_name_of_a_party_change_nothing(sentence: str, speaker: str, cue: str) -> None:
    assert refined(sentence, speaker, cue) == speaker


def test_words_that_go_on_dont_take_the_addressee_of_those_before() -> None:
    tokens, sentences = parse(PAPER)
    said = replace(quote(tokens, "Rainer", ["hat", "gesagt"]), addressee=extent(tokens.text, "der Post"))
    found = refine(tokens.text, tokens, sentences, (said, quote(tokens, "Rainer", None)))
    assert [str(q.speaker) for q in found] == ["Rainer", "Rainer"]


def test_a_speaker_doesnt_grow_into_the_cue() -> None:
    assert refined(NOUN_PHRASE, "Die Vertreter", "der drei Vereine") == "Die Vertreter"


def test_words_that_go_on_follow_the_speaker_of_those_before() -> None:
    tokens, sentences = parse(SUBJECT)
    quotes = (quote(tokens, "Vorbehalte", ["äußerte"]), quote(tokens, "Vorbehalte", None))
    found = refine(tokens.text, tokens, sentences, quotes, ())
    assert [q.speaker.text for q in found if q.speaker] == ["die Ministerin Anna Muster"] * 2


def test_tokens_without_an_analysis_are_refused() -> None:
    tokens, sentences = Pipeline().segment("Nein")
    with pytest.raises(ValueError, match="no analysis"):
        refine("Nein", tokens, sentences, ())


def test_an_analysis_that_says_nothing_changes_nothing() -> None:
    tokens, sentences = parse(SUBJECT)
    none: tuple[None, ...] = (None,) * len(tokens)
    empty = tokens.with_analysis(TokenAnalysis(none, none, none, none, none, none))
    quotes = (quote(tokens, "Vorbehalte", ["äußerte"]), quote(tokens, None, ["äußerte"]))
    assert refine(tokens.text, empty, sentences, quotes) == quotes


@pytest.mark.parametrize(
    ("entity", "label", "expected"),
    [("Muster", "PER", "Muster"), ("Fan Muster", "PER", "Muster"), ("Fan", "PER", None), ("Muster", "LOC", None)],
)
def test_a_person_in_a_speaker_without_a_name_gives_it(entity: str, label: str, expected: str | None) -> None:
    tokens, _ = parse(JOB)
    (span,) = extent(tokens.text, entity).spans
    unnamed = quote(tokens, "Ein Fan Muster", ["rief"])
    (found,), speakers = name_speakers(tokens, (unnamed,), (), (Entity(span.start, span.end, span.text, label),))
    assert found.speaker_name == expected
    assert speakers == (
        () if expected is None else (Speaker(expected, (extent(tokens.text, "Ein Fan Muster"),), (0,)),)
    )


def test_a_surname_takes_the_longest_form_of_the_name() -> None:
    tokens, _ = parse(SUBJECT, JOB)
    (full,) = extent(tokens.text, "Anna Muster").spans
    start = tokens.text.rindex("Muster")
    people = (Entity(full.start, full.end, full.text, "PER"), Entity(start, start + 6, "Muster", "PER"))
    (found,), _ = name_speakers(tokens, (quote(tokens, "Ein Fan Muster", ["rief"]),), (), people)
    assert found.speaker_name == "Anna Muster"


class Engine:
    """Gives the hand-made analysis to whatever it is asked about."""

    def __init__(self, analysis: TokenAnalysis, entities: tuple[Entity, ...]) -> None:
        self.found = (analysis, entities)

    def analyze(
        self, documents: Sequence[tuple[TokenTable, SentenceTable]]
    ) -> list[tuple[TokenAnalysis, tuple[Entity, ...]]]:
        return [self.found for _ in documents]


def test_the_pipeline_uses_an_analysis_where_there_is_one() -> None:
    text = "Die Vertreter der drei Vereine in Bonn sagten : „Wir gehen.“"
    rows = [
        *NOUN_PHRASE.strip().splitlines()[:7],
        "sagten sagen VERB VerbForm=Fin 0 root",
        ": _ PUNCT _ 8 punct",
        "„ _ PUNCT _ 12 punct",
        "Wir wir PRON Case=Nom 12 nsubj",
        "gehen gehen VERB VerbForm=Fin 8 ccomp",
        ". _ PUNCT _ 12 punct",
        "“ _ PUNCT _ 12 punct",
    ]
    tokens, _ = parse("\n".join(rows))
    assert tokens.analysis is not None
    pipeline = Pipeline(quotes="rules", syntax=Engine(tokens.analysis, ()))
    (found,) = pipeline(text).quotes
    assert found.speaker is not None
    assert found.speaker.text == "Die Vertreter der drei Vereine in Bonn"
