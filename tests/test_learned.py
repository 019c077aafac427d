"""The learned extractor: exact offsets on any text, checked weights, the same answer every time, sensible findings."""

import json
import shutil
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import polittext.models
from polittext.document import Quote
from polittext.errors import ResourceError
from polittext.quotation import decode, features, learned, model
from polittext.tokenization import segment

SHIPPED = Path(polittext.models.__file__).parent


def extract(text: str, **options: float) -> tuple[Quote, ...]:
    tokens, sentences = segment(text)
    return learned.extract(text, tokens, sentences, **options)


def spans_of(quote: Quote) -> list:
    parts = [quote.speaker, quote.cue, quote.addressee, quote.frame]
    return [*quote.spans, *(s for p in parts if p is not None for s in p.spans)]


ASCII_STATEMENT = 'Der Minister sagte am Montag in Berlin: "Wir werden das Gesetz noch in diesem Jahr beschließen."'
CASES = {
    "direct, frame before": (
        "Der Minister sagte am Montag in Berlin: „Wir werden das Gesetz noch in diesem Jahr beschließen.“",
        "direct",
        "„Wir werden das Gesetz noch in diesem Jahr beschließen.“",
        "Der Minister",
    ),
    "direct, frame after": (
        "„Das ist ein schwerer Fehler“, kritisierte die Abgeordnete Sabine Lehmann.",
        "direct",
        "„Das ist ein schwerer Fehler“",
        "die Abgeordnete Sabine Lehmann",
    ),
    "direct, ASCII marks": (ASCII_STATEMENT, "direct", ASCII_STATEMENT[40:], "Der Minister"),
    "direct, guillemets": (
        "Die Sprecherin erklärte: »Die Verhandlungen dauern an.«",
        "direct",
        "»Die Verhandlungen dauern an.«",
        "Die Sprecherin",
    ),
    "indirect, dass": (
        "Die Regierung teilte mit, dass die Steuern im kommenden Jahr sinken sollen.",
        "indirect",
        "dass die Steuern im kommenden Jahr sinken sollen",
        "Die Regierung",
    ),
    "indirect, Konjunktiv": (
        "Der Präsident erklärte, er werde nicht zurücktreten.",
        "indirect",
        "er werde nicht zurücktreten",
        "Der Präsident",
    ),
    "indirect, laut": (
        "Laut Polizei wurden bei dem Unfall drei Menschen verletzt.",
        "indirect",
        "wurden bei dem Unfall drei Menschen verletzt",
        "Polizei",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_sentence_gives_quotation_and_speaker(name: str) -> None:
    text, kind, content, speaker = CASES[name]
    found = extract(text)
    assert [(q.type, q.text, q.speaker and q.speaker.text) for q in found if q.type == kind] == [
        (kind, content, speaker)
    ]


def test_plain_prose_gives_nothing() -> None:
    assert extract("Am Dienstag fuhr der Zug um acht Uhr ab. Es regnete den ganzen Tag.") == ()


def test_empty_text_gives_nothing() -> None:
    assert extract("") == ()


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from("„“\"»«‚‘' .,:\nabDer sagte\ud800\x00é😀ä"), max_size=120) | st.text(max_size=60))
def test_offsets_hold_on_any_text(text: str) -> None:
    for quote in extract(text):
        for span in spans_of(quote):
            assert text[span.start : span.end] == span.text
            assert span.start < span.end
        assert 0 <= quote.confidence <= 1


def test_order_and_parents() -> None:
    text = "Der Sprecher sagte, man wolle „alles Nötige“ tun. Die Lage sei ernst. „Wir hoffen“, sagte er."
    found = extract(text)
    assert [q.start for q in found] == sorted(q.start for q in found)
    for quote in found:
        if quote.parent is not None:
            outer = found[quote.parent]
            assert outer.start <= quote.start
            assert quote.end <= outer.end


def test_same_answer_every_time_and_in_threads() -> None:
    text = " ".join(case[0] for case in CASES.values())
    first = extract(text)
    results: list[tuple[Quote, ...]] = []
    threads = [threading.Thread(target=lambda: results.append(extract(text))) for _ in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert results == [first] * 4


def test_long_text_keeps_its_quotations() -> None:
    unit = "Der Minister sagte: „Wir haben ein Ziel.“ Danach ging die Sitzung ohne weitere Worte zu Ende.\n\n"
    text = unit * 700
    found = [q for q in extract(text) if q.type == "direct"]
    assert len({q.start for q in found}) == len(found)
    assert len(found) >= 690


def test_min_confidence_drops_the_less_certain() -> None:
    text = CASES["direct, frame before"][0]
    assert extract(text, min_confidence=1.0) == ()
    assert all(q.confidence >= 0.5 for q in extract(text, min_confidence=0.5))


def test_provenance_names_the_model() -> None:
    found = extract(CASES["direct, frame before"][0])
    assert {q.provenance for q in found} == {f"model:{model.default_model().name}"}


@pytest.mark.parametrize("name", [model.TAGGER, model.ROLES, model.VOCABULARY])
def test_altered_weights_are_refused(tmp_path: Path, name: str) -> None:
    for file in (model.CARD, model.TAGGER, model.ROLES, model.VOCABULARY):
        shutil.copy(SHIPPED / file, tmp_path / file)
    data = bytearray((tmp_path / name).read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / name).write_bytes(bytes(data))
    with pytest.raises(ResourceError, match=name):
        model.load(tmp_path)


def test_weights_for_other_features_are_refused(tmp_path: Path) -> None:
    for file in (model.CARD, model.TAGGER, model.ROLES, model.VOCABULARY):
        shutil.copy(SHIPPED / file, tmp_path / file)
    card = json.loads((tmp_path / model.CARD).read_text(encoding="utf-8"))
    del card["hints"]
    (tmp_path / model.CARD).write_text(json.dumps(card), encoding="utf-8")
    with pytest.raises(ResourceError, match="other features"):
        model.load(tmp_path)


def test_missing_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match=model.CARD):
        model.load(tmp_path)


def test_weights_stay_small() -> None:
    size = sum((SHIPPED / f).stat().st_size for f in (model.CARD, model.TAGGER, model.ROLES, model.VOCABULARY))
    assert size <= 16_000_000


def marked(text: str) -> str:
    """Write the pairs that the features see: ⟦ where one opens and ⟧ where it closes."""
    words = text.replace("_", "").split("|")
    space = [w.startswith(" ") or i == 0 for i, w in enumerate(words)]
    words = [w.strip() for w in words]
    _, pairs = features.pair_marks(words, space, [i == 0 for i in range(len(words))])
    openers, closers = {a for a, _ in pairs}, {b for _, b in pairs}
    return " ".join("⟦" if i in openers else "⟧" if i in closers else w for i, w in enumerate(words))


@pytest.mark.parametrize(
    ("tokens", "expected"),
    [
        ("Er| sagte|:| „|Ja|“|.", "Er sagte : ⟦ Ja ⟧ ."),
        ('Er| sagte|:| "|Ja|"|.', "Er sagte : ⟦ Ja ⟧ ."),
        ("Er| sagte|:| »|Ja|«|.", "Er sagte : ⟦ Ja ⟧ ."),
        ("Er| sagte|:| «|Ja|»|.", "Er sagte : ⟦ Ja ⟧ ."),
        ("Er| sagte|:| “|Ja|”|.", "Er sagte : ⟦ Ja ⟧ ."),
        ('Er| sagte|:| „|Ja|"|.', "Er sagte : ⟦ Ja ⟧ ."),
        ("„|Er| rief| ‚|Halt|‘|“", "⟦ Er rief ⟦ Halt ⟧ ⟧"),
        ("„|Ja| nein", "„ Ja nein"),
    ],
)
def test_marks_of_all_conventions_pair(tokens: str, expected: str) -> None:
    assert marked(tokens) == expected


def test_parents_are_the_smallest_holders() -> None:
    found = [decode.Candidate(tuple(range(a, b)), 1, 0.9) for a, b in ((0, 10), (1, 6), (2, 3), (7, 9), (12, 14))]
    assert decode.parents(found) == [None, 0, 1, 0, None]
