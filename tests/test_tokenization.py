"""Tokens, sentences, line breaks and quotation marks, in readable inline markup; and what must hold for any text."""

import time
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polittext.errors import InputTypeError, OptionError
from polittext.tokenization import NEWLINE_POLICIES, explain, segment


def tokens_of(text: str, **options: object) -> str:
    return "|".join(token.text for token in segment(text, **options)[0])  # type: ignore[arg-type]


def sentences_of(text: str, **options: object) -> list[str]:
    return [sentence.text for sentence in segment(text, **options)[1]]  # type: ignore[arg-type]


def kinds_of(text: str) -> dict[str, str]:
    return {token.text: str(token.kind) for token in segment(text)[0]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Am 3. Oktober, z. B. § 5 Abs. 2 GG", "Am|3.|Oktober|,|z. B.|§|5|Abs.|2|GG"),
        ("Die EU-Präsidentin, Vor- und Nachteile, -geber", "Die|EU-Präsidentin|,|Vor-|und|Nachteile|,|-geber"),
        ("Geht's noch? Das war’s. Grass’ Rede, Hans' Antrag", "Geht's|noch|?|Das|war’s|.|Grass’|Rede|,|Hans'|Antrag"),
        ("Er hat 'ne Idee aus den '90ern :-)", "Er|hat|'ne|Idee|aus|den|'90ern|:-)"),
        ("1.250.000 Euro, 3,5 % oder 4,9%", "1.250.000|Euro|,|3,5|%|oder|4,9|%"),
        ("Jede:r Lehrer/innen Bürger*innen Student(innen)", "Jede:r|Lehrer/innen|Bürger*innen|Student(innen)"),
        ("Bündnis 90/Die Grünen, CDU/CSU-Fraktion", "Bündnis|90/Die|Grünen|,|CDU/CSU-Fraktion"),
        ("... nun ja … was?! Nein!!!", "...|nun|ja|…|was|?!|Nein|!!!"),
        ("die F.D.P., J.D. Vance, i.d.R. OB a. D.", "die|F.D.P.|,|J.D.|Vance|,|i.d.R.|OB|a. D."),
        ("Bundes\u00adtag a\u0308ndern \u200bja", "Bundes\u00adtag|a\u0308ndern|ja"),
        ("👨‍👩‍👧🇩🇪❤️!", "👨‍👩‍👧|🇩🇪|❤️|!"),
    ],
)
def test_tokens(text: str, expected: str) -> None:
    assert tokens_of(text) == expected


@pytest.mark.parametrize(
    "marked",
    [
        "Am 3. Oktober kam er.|Dann ging er.",
        "„Das ist falsch.|Wir brauchen mehr Geld“, so Lindner.|Die Grünen widersprachen.",
        "„Nein!“, rief sie.|„Niemals!“|Er schwieg.",
        '"Ist das so?" fragte er.|"Ja."|Sie nickte.',
        "«Das ist so.»|Er ging.",
        "»Ist das so?«|– »Ja.«|Er ging.",
        "Er sagte: “That is it.”|Dann schwieg er.",
        "Dazu Abg. Müller, Dr. h. c. Meier und Prof. Dr. Schulz u. a. aus St. Gallen.|Gut.",
        "Das waren 20 Mrd.|Die Union lehnt ab.",
        "Ich danke.|– Herr Kollege, bitte.|– Danke.",
        "Die SPD (vgl. S. 5) stimmte zu.|(Die Grünen nicht.)|Die FDP fehlte.",
        "Ich fahre fort.|(Beifall bei der CDU/CSU)|Wir bleiben dabei.",
        "Dr. Alice Weidel (AfD):|Herr Präsident!|Wir lehnen ab.",
        "Berlin (dpa) -|Der Kanzler kommt.|Er bleibt.",
        "Mehr auf spd.de.|Danke @spdbt! 😀|Gut.",
        "Stimmt.[1]|Das steht so da.[2][3]|Ja.",
    ],
)
def test_sentences(marked: str) -> None:
    assert sentences_of(marked.replace("|", " ")) == marked.split("|")


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("paragraph", ["Titel", "Ein Satz\nüber zwei Zeilen.", "- Punkt eins\nDas Ende."]),
        ("line", ["Titel", "Ein Satz", "über zwei Zeilen.", "- Punkt eins", "Das Ende."]),
        ("ignore", ["Titel\n\nEin Satz\nüber zwei Zeilen.", "- Punkt eins\nDas Ende."]),
        ("auto", ["Titel", "Ein Satz\nüber zwei Zeilen.", "- Punkt eins", "Das Ende."]),
    ],
)
def test_newline_policies(policy: str, expected: list[str]) -> None:
    text = "Titel\n\nEin Satz\nüber zwei Zeilen.\n- Punkt eins\nDas Ende."
    assert sentences_of(text, newline=policy) == expected


def test_auto_tells_wrapped_text_from_lines() -> None:
    wrapped = (
        "Die Rechtsprechung ist an Gesetz und\nRecht gebunden. Alle Deutschen haben\n"
        "das Recht zum Widerstand dagegen.\nArt 2\n(1) Jeder hat das Recht auf freie\nEntfaltung."
    )
    assert sentences_of(wrapped, newline="auto") == [
        "Die Rechtsprechung ist an Gesetz und\nRecht gebunden.",
        "Alle Deutschen haben\ndas Recht zum Widerstand dagegen.",
        "Art 2",
        "(1) Jeder hat das Recht auf freie\nEntfaltung.",
    ]
    lines = "Merz will Neuwahlen\nDer CDU-Chef fordert die Vertrauensfrage."
    assert sentences_of(lines, newline="auto") == lines.split("\n")


@pytest.mark.parametrize(
    ("text", "directions"),
    [
        ("„Ja“, sagte er, „nein.“", "<><>"),
        ("»Ja«, sagte er, »nein.«", "<><>"),
        ("«Ja», sagte er, «nein.»", "<><>"),
        ("“Ja”, sagte er, “nein.”", "<><>"),
        ('"Ja", sagte er, "nein."', "<><>"),
        ("„Er sagte: ‚Komm‘ und ging.“", "<<>>"),
        ("'Ja', sagte Hans' Frau.", "<>"),
        ('Er ("ja") und das "Nein"-Lager', "<><>"),
        ("‹Ja›, «‹nein›»", "<><<>>"),
    ],
)
def test_directions_of_quotation_marks(text: str, directions: str) -> None:
    found = {"quote_open": "<", "quote_close": ">"}
    assert "".join(found.get(str(token.kind), "") for token in segment(text)[0]) == directions


def test_kinds() -> None:
    kinds = kinds_of(
        "Am 24.02.2022 um 20.30 Uhr: 5 Bürger:innen, z. B. #btw21 @spd, a@b.de, https://b.de 😀 Drs. 19/1234 € 3."
    )
    assert kinds == {
        "Am": "word", "24.02.2022": "date", "um": "word", "20.30": "time", "Uhr": "word", ":": "punctuation",
        "5": "number", "Bürger:innen": "gender", ",": "punctuation", "z. B.": "abbreviation", "#btw21": "hashtag",
        "@spd": "mention", "a@b.de": "email", "https://b.de": "url", "😀": "emoji", "Drs.": "abbreviation",
        "19/1234": "document", "€": "symbol", "3": "number", ".": "punctuation",
    }  # fmt: skip


def test_norm_beside_the_untouched_text() -> None:
    token = segment("Bundes\u00adtag")[0][0]
    assert (token.text, token.norm) == ("Bundes\u00adtag", "Bundestag")


def test_a_users_abbreviation_changes_nothing_else() -> None:
    text = "Der Bschl. Nummer drei i. Zsh. Damit gilt."
    assert sentences_of(text, abbreviations=["Bschl.", "i. Zsh."]) == ["Der Bschl. Nummer drei i. Zsh.", "Damit gilt."]
    assert tokens_of(text, abbreviations=["Bschl.", "i. Zsh."]).startswith("Der|Bschl.|Nummer|drei|i. Zsh.|Damit")
    assert sentences_of(text)[0] == "Der Bschl."


def test_explain_names_the_rule_of_each_boundary() -> None:
    text = "Titel\n\nAm 3. Mai kam Dr. Meier. Dann ging er, z. B. „heim“."
    assert [(b.kind, b.rule, b.text[:5]) for b in explain(text)] == [
        ("sentence", "blank_line", "Am 3."),
        ("token", "ordinal_before_noun", "3."),
        ("joined", "abbreviation", "Mai k"),
        ("token", "lexicon", "Dr."),
        ("joined", "never_final", "Meier"),
        ("sentence", "terminal", "Dann "),
        ("token", "lexicon", "z. B."),
        ("joined", "never_final", "„heim"),
    ]
    assert explain(" ") == ()


def test_wrong_arguments_are_refused() -> None:
    with pytest.raises(InputTypeError, match="must be a str, not bytes"):
        segment(b"Ja.")  # type: ignore[arg-type]
    with pytest.raises(OptionError, match="newline must be one of"):
        explain("Ja.", newline="never")  # type: ignore[arg-type]


CHARACTERS = "aZß1.!?…:;,-–'\"„“”‚‘’»«()[]*_/@#§%€ \n\t\r\u00ad\u200b\u200d\u0301\x00\ud800😀🇩"
PHRASES = ["z. B.", "3. Mai", "Dr. ", "usw. ", "CDU/CSU", "Bürger:innen", "\n\n", "http://a.de", "(Beifall", ":-)"]
PIECES = st.sampled_from([*CHARACTERS, *PHRASES, "Art. 5 ", "20.30 Uhr", "J. D. "])


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=60), st.sampled_from(NEWLINE_POLICIES))
def test_tokens_cover_and_sentences_partition_any_text(text: str, policy: str) -> None:
    tokens, sentences = segment(text, newline=policy)  # type: ignore[arg-type]
    spans = tokens.spans()
    assert all(start < end for start, end in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    covered = {i for start, end in spans for i in range(start, end)}
    unseen = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
    visible = {i for i, c in enumerate(text) if not (c.isspace() or c in unseen or unicodedata.category(c) == "Cc")}
    assert visible <= covered
    assert all(not token.text[0].isspace() and not token.text[-1].isspace() for token in tokens)
    bounds = list(zip(sentences.token_starts.tolist(), sentences.token_ends.tolist(), strict=True))
    assert [i for a, b in bounds for i in range(a, b)] == list(range(len(tokens)))
    for sentence in sentences:
        assert sentence.start == tokens[sentence.token_start].start
        assert sentence.end == tokens[sentence.token_end - 1].end
        assert text[sentence.start : sentence.end] == sentence.text
    starts = set(sentences.starts.tolist())
    assert {b.offset for b in explain(text, newline=policy) if b.kind == "sentence"} <= starts  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        ".",
        ". ",
        '"',
        "„",
        "“",
        "1.",
        "a.",
        "A. ",
        "! – ",
        "\n",
        "a\n",
        "@",
        ":",
        "😀",
        "AaIn",
        "(Beifall ",
        "§ ",
        ".“",
    ],
)
def test_time_is_linear(unit: str) -> None:
    """Eight times the text takes at most thirty times as long (processor time); quadratic code takes 64."""

    def seconds(count: int) -> float:
        begin = time.process_time()
        segment(unit * count, newline="auto")
        return time.process_time() - begin

    seconds(1000)
    short = min(seconds(2500) for _ in range(2))
    assert seconds(20000) <= 30 * short + 0.05


def test_large_texts() -> None:
    begin = time.process_time()
    assert len(segment("a" * 1_000_000)[0]) == 1
    assert len(segment('"' * 100_000)[0]) == 100_000
    assert len(segment(". " * 100_000)[0]) == 100_000
    big = "Der Kanzler sagte am 3. Oktober: „Wir schaffen das.“ Dann ging er. " * 15_000
    assert len(segment(big)[1]) == 30_000
    assert time.process_time() - begin < 20
