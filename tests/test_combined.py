"""Rules and model together: exact offsets, nothing twice, parents hold their children, a press article read right."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polittext.document import Quote
from polittext.quotation import combined, decode, rules
from polittext.quotation.model import default_model
from polittext.tokenization import segment

PRESS = (
    "Die Bürgermeisterin von Altfeld, Rosa Kern, hatte vor einer Woche scharfe Kritik an den Plänen geäußert. "
    "Das Ministerium wies dies zurück: Der Bund könne nicht für die Versäumnisse der Stadt verantwortlich gemacht "
    'werden. Der Sprecher des Kreises erklärte, beide Seiten hätten "Schritte zur Verbesserung der Lage" erörtert. '
    '"Wir bleiben im Gespräch und suchen nach einer Lösung, die allen nützt", sagte der Landrat nach dem Treffen.'
)


def extract(text: str, **options: float) -> tuple[Quote, ...]:
    tokens, sentences = segment(text)
    return combined.extract(text, tokens, sentences, **options)


def parts(quote: Quote) -> list:
    roles = [quote.speaker, quote.cue, quote.addressee, quote.frame]
    return [*quote.spans, *(s for r in roles if r is not None for s in r.spans)]


def speaker_of(found: tuple[Quote, ...], beginning: str) -> str | None:
    (quote,) = [q for q in found if q.text.startswith(beginning)]
    return None if quote.speaker is None else quote.speaker.text


def test_press_article_gives_speech_acts_and_speakers() -> None:
    found = extract(PRESS)
    assert speaker_of(found, "Der Bund könne nicht") == "Das Ministerium"
    assert speaker_of(found, "beide Seiten hätten") == "Der Sprecher des Kreises"
    assert speaker_of(found, '"Schritte zur Verbesserung') == "Der Sprecher des Kreises"
    assert speaker_of(found, '"Wir bleiben im Gespräch') == "der Landrat"


def test_a_colon_behind_a_long_clause_is_no_label() -> None:
    text = (
        "Mit Blick auf Eritrea will ich Ihnen recht geben, Herr Kollege Schmidt: Man darf die Lage nicht verharmlosen; "
        "das tut, glaube ich, auch niemand."
    )
    assert [q for q in extract(text) if q.type == "direct"] == []


def test_fragment_names_its_parent() -> None:
    found = extract(PRESS)
    (inner,) = [q for q in found if q.text.startswith('"Schritte')]
    assert inner.parent is not None
    assert found[inner.parent].text.startswith("beide Seiten")


def test_without_leave_to_mend_the_rules_keep_their_parts() -> None:
    model = replace(default_model(), takes={}, keep_from={})
    tokens, sentences = segment(PRESS)
    found = {
        (q.type, q.spans, q.speaker, q.cue, q.frame) for q in combined.extract(PRESS, tokens, sentences, model=model)
    }
    by_rule = {(q.type, q.spans, q.speaker, q.cue, q.frame) for q in rules.extract(PRESS, tokens, sentences)}
    assert by_rule
    assert by_rule <= found


def test_quotations_that_only_the_rules_find_go_below_the_least_probability() -> None:
    model = replace(
        default_model(), keep_from=dict.fromkeys(decode.TYPES, 1.01), add_from=dict.fromkeys(decode.TYPES, 1.01)
    )
    tokens, sentences = segment(PRESS)
    assert combined.extract(PRESS, tokens, sentences, model=model) == ()


def test_no_quotation_stands_twice() -> None:
    found = extract(PRESS)
    assert len({(q.type, q.spans) for q in found}) == len(found)


def test_what_the_rules_find_mostly_stays() -> None:
    tokens, sentences = segment(PRESS)
    by_rule = {q.text for q in rules.extract(PRESS, tokens, sentences) if q.type in ("direct", "indirect")}
    assert by_rule <= {q.text for q in extract(PRESS)}


def test_min_confidence_mends_parents() -> None:
    for least in (0.0, 0.5, 0.9, 0.95, 1.0):
        found = extract(PRESS, min_confidence=least)
        assert all(q.confidence >= least for q in found)
        assert all(q.parent is None or q.parent < len(found) for q in found)


def test_empty_text_gives_nothing() -> None:
    assert extract("") == ()


@settings(max_examples=40, deadline=None)
@given(st.text(st.sampled_from("„“\"»«‚‘' .,:\nabDer sagte\ud800\x00é😀ä"), max_size=120) | st.text(max_size=60))
def test_offsets_hold_on_any_text(text: str) -> None:
    for quote in extract(text):
        for span in parts(quote):
            assert text[span.start : span.end] == span.text
        assert 0 <= quote.confidence <= 1


def test_the_sides_of_an_interrupted_quotation_are_not_found_again() -> None:
    text = "„Wer so rechnet“, sagte Petersen am Montag im Landtag, „der hat die letzten drei Jahre nichts gelernt.“"
    assert [[s.text for s in q.spans] for q in extract(text)] == [
        ["„Wer so rechnet“", "„der hat die letzten drei Jahre nichts gelernt.“"]
    ]


@pytest.mark.parametrize(
    ("sentence", "kind", "end_of_last", "groundless"),
    [
        ("Das wäre fair .", "indirect_free_indirect", None, True),
        ("Das wäre fair .", "indirect_free_indirect", 90, False),
        ("Das wäre fair .", "indirect_free_indirect", 20, True),
        ("Das sei fair .", "indirect_free_indirect", None, False),
        ("Das wäre fair .", "indirect", None, False),
    ],
)
def test_conditions_are_only_speech_that_goes_on_near_other_speech(
    sentence: str, kind: str, end_of_last: int | None, groundless: bool
) -> None:
    words = ["Wort"] * 100 + sentence.split()
    found = decode.Candidate(tuple(range(100, len(words))), decode.TYPES.index(kind), 0.9)
    ruled = [] if end_of_last is None else [decode.Candidate((end_of_last - 1, end_of_last), 1, 1.0)]
    assert combined.is_groundless(found, ruled, words) is groundless
