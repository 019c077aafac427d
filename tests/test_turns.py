"""Interviews and transcripts: labels are no part of what is said, and "ich" is who has the turn."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polittext import Pipeline
from polittext.quotation.turns import find_turns

INTERVIEW = (
    "Ein Gespräch über den Haushalt mit Clara Hagedorn.\n\n"
    "Frage: Warum sparen Sie bei den Schulen?\n"
    "Hagedorn: Wir sparen nicht bei den Schulen. Das habe ich schon im März gesagt.\n"
    "Frage: Der Rechnungshof sagt, die Mittel sinken.\n"
    "Hagedorn: Ich habe dem Rechnungshof geantwortet, dass die Mittel steigen.\n"
)


def test_labels_are_found_in_order() -> None:
    turns = find_turns(INTERVIEW)
    assert [(t.label, t.named) for t in turns] == [("Frage", False), ("Hagedorn", True)] * 2
    assert [INTERVIEW[t.start : t.end] for t in turns] == ["Frage: ", "Hagedorn: "] * 2


def test_a_label_comes_again_by_its_last_word() -> None:
    text = "Clara Hagedorn: Nein.\nUnd die Schulen?\nHagedorn: Ich habe gesagt, dass sie bleiben.\n"
    assert [t.label for t in find_turns(text)] == ["Clara Hagedorn", "Hagedorn"]
    (found,) = Pipeline(quotes="rules")(text).quotes
    assert (str(found.speaker), found.speaker_name) == ("Ich", "Clara Hagedorn")


@pytest.mark.parametrize(
    "text",
    [
        "Berlin: Zwei Menschen wurden verletzt.\nDie Straße ist gesperrt.",
        "Bundestag: Debatte vertagt\nHaushalt: Lücke wächst\n",
        "Die Ministerin sagte: Wir sparen nicht.\nDie Ministerin sagte: Nie.",
        "Stand: 14 Uhr",
    ],
)
def test_other_lines_with_a_colon_are_no_turns(text: str) -> None:
    assert find_turns(text) == []


@pytest.mark.parametrize("engine", ["rules", "auto"])
def test_labels_are_not_quoted_and_ich_has_a_name(engine: str) -> None:
    doc = Pipeline(quotes=engine)(INTERVIEW)
    assert not any("Hagedorn:" in q.text or "Frage:" in q.text for q in doc.quotes)
    own = [q for q in doc.quotes if q.speaker and q.speaker.text.lower() == "ich"]
    assert [q.speaker_name for q in own] == ["Clara Hagedorn"] * len(own)
    assert "dass die Mittel steigen" in {q.text for q in own}


@given(st.text(st.sampled_from("AbÄ. :\n()von-"), max_size=80))
def test_any_text_is_accepted(text: str) -> None:
    turns = find_turns(text)
    assert all(text[t.start :].startswith(t.label) and t.start < t.end <= len(text) for t in turns)
    assert [t.start for t in turns] == sorted(t.start for t in turns)
