"""CoNLL-U against the official validator of Universal Dependencies (`udtools`), run as a program of its own."""

import subprocess
import sys
from pathlib import Path

import pytest
from tests.handmade import document, example
from tests.shared import ROOT
from tests.test_conllu import parsed
from tests.test_conllu import problems as by_our_rules

import polittext
from polittext import Document

ARTICLES = sorted((ROOT / "examples").rglob("*.txt"))


def validate(source: str, folder: Path, level: int) -> str:
    """Return what the validator says; the last line is its verdict."""
    path = folder / "file.conllu"
    path.write_text(source, encoding="utf-8")
    code = "from udtools.cli import main; main()"
    command = [sys.executable, "-c", code, "--lang", "de", "--level", str(level), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def verdict(source: str, folder: Path, level: int) -> str:
    return validate(source, folder, level).strip().splitlines()[-1]


@pytest.mark.parametrize(
    "doc",
    [
        example(),
        document("z. B.\u00a0NBSP  vorn\tTab\r\nZeile\u2028Absatz \n\n\nTe\u0301st e \u0301 _ # | \\ = , : \U0001f642"),
        *(polittext.analyze(path.read_text(encoding="utf-8"), date="2023-10-12") for path in ARTICLES),
    ],
)
def test_quotations_and_dates_in_misc_are_a_valid_backbone(doc: Document, tmp_path: Path) -> None:
    source = doc.to_conllu()
    assert "Quote=" in source or not doc.quotes
    assert verdict(source, tmp_path, 1) == "*** PASSED ***"
    assert by_our_rules(source) == []


def test_syntax_is_valid_ud(tmp_path: Path) -> None:
    source = parsed((1, -1, 1, 1)).to_conllu()
    assert verdict(source, tmp_path, 2) == "*** PASSED ***"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("PRON", "PRONOUN"),
        ("Case=Nom|Number=Sing", "Number=Sing|Case=Nom"),
        ("\t2\tdep\t", "\t9\tdep\t"),
        ("\t2\tdep\t", "\t2\t_\t"),
        ("# sent_id = s1", "# sent_id = s 1"),
        ("\tEr\t", "\tEs\t"),
    ],
)
def test_the_validator_and_our_rules_refuse_the_same(old: str, new: str, tmp_path: Path) -> None:
    source = parsed((1, -1, 1, 1)).to_conllu()
    assert old in source
    bad = source.replace(old, new, 1)
    assert "*** FAILED ***" in verdict(bad, tmp_path, 2)
    assert by_our_rules(bad) != []
