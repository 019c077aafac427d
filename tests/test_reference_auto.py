"""`date="auto"` reads the dateline, and only when asked."""

import polittext

TEXT = "Berlin, 24. Februar 2022 – Der Bundestag hat gestern beraten."


def test_the_dateline_counts_only_when_asked() -> None:
    assert polittext.analyze(TEXT).reference_date is None
    doc = polittext.analyze(TEXT, date="auto")
    assert doc.reference_date == "2022-02-24"
    assert {"gestern": "2022-02-23"}.items() <= {t.text: t.value for t in doc.dates}.items()
    assert [t.value for t in polittext.find_dates(TEXT, date="auto")] == [t.value for t in doc.dates]


def test_a_text_without_a_dateline_has_no_reference_date() -> None:
    doc = polittext.analyze("Gestern tagte der Bundestag.", date="auto")
    assert doc.reference_date is None
    assert [t.earliest for t in doc.dates] == [None]


def test_normalizing_a_single_expression_has_no_dateline() -> None:
    assert polittext.normalize_date("gestern", reference="auto").earliest is None
