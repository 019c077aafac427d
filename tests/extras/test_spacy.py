"""The spaCy component; needs the extra "spacy"."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from tests.handmade import TEXT, document, example

from polittext import Pipeline
from polittext.document import Extent, Quote, Span, TimeExpression
from polittext.integrations.spacy import PolittextComponent

TEXTS = [TEXT, "Laut Polizei wurde am 3. März 2021 niemand verletzt.", "", "Kurz."]


class Fixed:
    """Stands in for a pipeline: finds the example's quotations and dates in its text."""

    def __call__(self, text: str, date: Any = None) -> Any:
        if text == TEXT:
            return example()
        return document(text, reference_date=date)

    check_date = staticmethod(Pipeline.check_date)


@Language.factory("polittext_fixed")
def make_fixed(nlp: Language, name: str) -> PolittextComponent:
    return PolittextComponent(name, Fixed())  # type: ignore[arg-type]


@pytest.fixture
def nlp() -> Language:
    nlp = spacy.blank("de")
    nlp.add_pipe("polittext_fixed")
    return nlp


def test_entry_point_makes_the_component_known_without_import() -> None:
    code = (
        "import spacy; nlp = spacy.blank('de'); nlp.add_pipe('polittext', config={'date': '2022-01-10'}); "
        "doc = nlp('Gestern.'); print(list(doc.spans))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "['polittext_quotes', 'polittext_speakers', 'polittext_cues', 'polittext_dates']", (
        done.stderr
    )


def test_quotations_become_spans(nlp: Language) -> None:
    doc = nlp(TEXT)
    assert [(s.text, s.label_, s.id_) for s in doc.spans["polittext_quotes"]] == [
        ("„Wir brauchen Zeit“", "direct", "0"),
        ("„und auch Geld.“", "direct", "0"),
        ("der Plan „fast fertig“ & <gut>", "indirect", "1"),
        ("„fast fertig“", "direct", "2"),
        ("sie komme nicht", "indirect", "3"),
    ]
    assert [(s.text, s.id_) for s in doc.spans["polittext_speakers"]] == [("Anna Beispiel", "0"), ("Bericht", "1")]
    assert [s.text for s in doc.spans["polittext_cues"]] == ["sagte", "Laut"]


def test_dates_become_spans_with_their_value(nlp: Language) -> None:
    doc = nlp(TEXT)
    assert [(s.text, s.label_, s.kb_id_) for s in doc.spans["polittext_dates"]] == [
        ("3. März 2021", "DATE", "2021-03-03"),
        ("Zeit", "DURATION", "PXD"),
    ]


def test_extension_attributes_give_exact_objects(nlp: Language) -> None:
    doc = nlp(TEXT)
    assert doc._.polittext_quotes == example().quotes
    assert doc._.polittext_dates == example().dates
    speaker = doc.spans["polittext_speakers"][0]
    assert speaker._.polittext_quote == example().quotes[0]
    assert speaker._.polittext_date is None
    assert doc.spans["polittext_dates"][1]._.polittext_date == example().dates[1]
    assert doc[0:1]._.polittext_quote is None


def test_offsets_inside_tokens_are_widened() -> None:
    text = "Vorab-Bericht"

    class Inside(Fixed):
        def __call__(self, text: str, date: Any = None) -> Any:
            part = Span(6, 9, text[6:9])
            return document(
                text,
                quotes=(Quote("direct", "speech", (part,), Extent((part,))),),
                dates=(TimeExpression(6, 9, "Ber"),),
            )

    nlp = spacy.blank("de")
    doc = PolittextComponent("x", Inside())(nlp(text))  # type: ignore[arg-type]
    assert [s.text for s in doc.spans["polittext_quotes"]] == [text]
    assert doc._.polittext_quotes[0].text == "Ber"


def test_reference_date_of_component_and_of_document() -> None:
    nlp = spacy.blank("de")
    nlp.add_pipe("polittext", config={"date": "2022-01-10"})
    assert nlp("Heute.").user_data["polittext"]["reference_date"] == "2022-01-10"
    doc = nlp.make_doc("Heute.")
    doc._.polittext_date = "2021-05-01"
    assert nlp(doc).user_data["polittext"]["reference_date"] == "2021-05-01"


@pytest.mark.parametrize("config", [{"quotes": "magic"}, {"date": "keine Ahnung"}, {"min_confidence": 7}])
def test_bad_settings_are_refused(config: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"must be|must lie|date"):
        spacy.blank("de").add_pipe("polittext", config=config)


def test_same_as_the_pipeline_itself() -> None:
    nlp = spacy.blank("de")
    nlp.add_pipe("polittext", config={"quotes": "rules"})
    for text in TEXTS:
        doc, direct = nlp(text), Pipeline(quotes="rules")(text)
        assert doc._.polittext_quotes == direct.quotes
        assert doc._.polittext_dates == direct.dates


def test_pipeline_survives_the_disk(tmp_path: Path) -> None:
    nlp = spacy.blank("de")
    nlp.add_pipe("polittext", config={"date": "2022-01-10", "min_confidence": 0.25, "abbreviations": ["Bschl."]})
    nlp.to_disk(tmp_path / "model")
    again = spacy.load(tmp_path / "model")
    component = again.get_pipe("polittext")
    assert isinstance(component, PolittextComponent)
    assert component.date == "2022-01-10"
    assert component.pipeline.min_confidence == 0.25
    assert component.pipeline.abbreviations == {"Bschl."}
    assert [again(t)._.polittext_dates for t in TEXTS] == [nlp(t)._.polittext_dates for t in TEXTS]


def test_documents_survive_the_disk(nlp: Language) -> None:
    doc = nlp(TEXT)
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    binned = next(iter(DocBin(docs=[doc], store_user_data=True).get_docs(spacy.blank("de").vocab)))
    for other in (again, binned):
        assert other._.polittext_quotes == example().quotes
        assert [(s.text, s.label_, s.id_) for s in other.spans["polittext_quotes"]] == [
            (s.text, s.label_, s.id_) for s in doc.spans["polittext_quotes"]
        ]
        assert [s.kb_id_ for s in other.spans["polittext_dates"]] == ["2021-03-03", "PXD"]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("name", ["polittext_fixed", "polittext"])
def test_two_processes_give_the_same_as_one(name: str) -> None:
    nlp = spacy.blank("de")
    nlp.add_pipe(name)
    one = [(d.text, d._.polittext_quotes, d._.polittext_dates) for d in nlp.pipe(TEXTS)]
    two = [(d.text, d._.polittext_quotes, d._.polittext_dates) for d in nlp.pipe(TEXTS, n_process=2, batch_size=1)]
    assert one == two
