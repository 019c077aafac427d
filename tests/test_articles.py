"""Whole articles, read as a reader would judge them: who said what, and which dates were meant."""

import pytest

import polittext
from polittext import Document, Pipeline
from tests.shared import DATA, ROOT

ARTICLES = ROOT / "examples" / "articles"


def read(name: str, date: str) -> Document:
    return polittext.analyze((ARTICLES / name).read_text(encoding="utf-8"), date=date)


def acts(doc: Document) -> list[tuple[str, str, str, str | None]]:
    """Outermost quotations as type, speaker, beginning of the content, addressee."""
    return [
        (q.type, str(q.speaker), q.text[:24], q.addressee.text if q.addressee else None)
        for q in doc.quotes
        if q.parent is None
    ]


def fragments(doc: Document) -> list[str]:
    return [q.text for q in doc.quotes if q.parent is not None and q.type == "direct"]


def test_border_talks() -> None:
    doc = read("grenzgespraeche.txt", "2024-01")
    assert acts(doc) == [
        ("indirect", "Ihre Sprecher", "dass die beiden Länder e", None),
        ("indirect", "Das Außenministerium von Nordmark", "Die Küstenwache habe sic", None),
        ("indirect_free_indirect", "Das Außenministerium von Nordmark", "Der Kutter sei ohne Gene", None),
        ("indirect", "Der sundländische Außenminister Ole Brekke", '"mit zweierlei Maß" zu m', "Nordmark"),
        ("indirect", "Die Opposition in Nordmark", "dass der Vertrag von 199", None),
        ("direct", "Dahlmann", '"Wir haben heute einen A', None),
        ("indirect", "Solberg", 'sind beide Seiten "in fa', None),
        ("indirect", "Sie", "der Streit habe niemande", None),
    ]
    assert fragments(doc) == ['"mit zweierlei Maß"', '"in fast allen Punkten"']
    names = {str(q.speaker): q.speaker_name for q in doc.quotes}
    assert names["Dahlmann"] == "Henrik Dahlmann"
    assert names["Sie"] == names["Solberg"] == "Agneta Solberg"
    assert {("Ende 2024", "2024"), ("1998", "1998"), ("Anfang April", "2024-04")} <= {
        (t.text, t.value) for t in doc.dates
    }


def test_budget() -> None:
    doc = read("haushalt.txt", "2023-10-12")
    assert [(q.speaker_name, q.type) for q in doc.quotes if q.parent is None] == [
        ("Clara Hagedorn", "indirect"),
        ("Clara Hagedorn", "direct"),
        ("Jonas Petersen", "indirect"),
        ("Jonas Petersen", "indirect_free_indirect"),
        ("Jonas Petersen", "direct"),
        ("Rechnungshof", "indirect"),
        ("Miriam Vogt", "indirect"),
        ("Nele Brandt", "indirect"),
        ("Clara Hagedorn", "indirect"),
    ]
    assert [s.name for s in doc.speakers] == [
        "Clara Hagedorn", "Jonas Petersen", "Rechnungshof", "Miriam Vogt", "Nele Brandt",
    ]  # fmt: skip
    assert [(t.text, t.value) for t in doc.dates] == [
        ("12. Oktober 2023", "2023-10-12"),
        ("Donnerstag", "2023-10-12"),
        ("2024", "2024"),
        ("kommenden Jahr", "2024"),
        ("September", "2023-09"),
        ("die letzten drei Jahre", "P3Y"),
        ("2026", "2026"),
        ("9. November", "2023-11-09"),
        ("Mitte November", "2023-11"),
        ("14. Dezember", "2023-12-14"),
    ]


@pytest.mark.parametrize("engine", ["auto", "rules"] if DATA.is_dir() else [])
def test_the_article_that_users_have(engine) -> None:
    """The article isn't part of the project; only whom it quotes is noted here."""
    text = (DATA / "sample_article.txt").read_text(encoding="utf-8")
    doc = Pipeline(quotes=engine)(text, date="2022-01")
    speakers = [str(q.speaker) for q in doc.quotes if q.parent is None and q.type != "reported"]
    assert speakers == [
        "Ihre Büros",
        "Putin",
        "Der NATO-Staat Türkei",
        "Der NATO-Staat Türkei",
        "Der türkische Außenminister Mevlüt Cavusoglu",
        "Moskau",
        "der Kreml",
        "Erdogans Büro",
    ]
    assert [str(q.speaker) for q in doc.quotes if q.type == "reported"] == ["Der Kreml"]
    assert {str(q.addressee) for q in doc.quotes if str(q.speaker).endswith("Cavusoglu")} == {"Moskau"}
    assert len(fragments(doc)) == 4
    values = {t.text.removeprefix("vor "): t.value for t in doc.dates}
    assert values["vergangenen März"] == "2021-03"
    assert values["einem Monat"] == "2021-12"
