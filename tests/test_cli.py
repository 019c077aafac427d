"""The command line as a person or a script meets it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from polittext import Document, __version__
from polittext.cli import main

ARTICLE = "Der Kreml erklärte gestern, die Gespräche seien „konstruktiv“ gewesen.\n"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "artikel.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def run(*arguments: object, data: bytes = b"") -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "polittext", *map(str, arguments)]
    return subprocess.run(command, input=data, capture_output=True, check=False, env={**os.environ, "PYTHONUTF8": "1"})


def test_report_names_speaker_words_and_dates(article: Path, capsys: pytest.CaptureFixture) -> None:
    assert main([str(article), "--date", "2022-01-10"]) == 0
    out = capsys.readouterr().out
    assert "Der Kreml" in out
    assert "die Gespräche seien „konstruktiv“ gewesen" in out
    assert "2022-01-09" in out
    assert "\x1b" not in out


def test_json_is_the_whole_document(article: Path, capsys: pytest.CaptureFixture) -> None:
    assert main([str(article), "--json", "--date", "2022-01-10"]) == 0
    data = json.loads(capsys.readouterr().out)
    doc = Document.from_dict(data)
    assert doc.text == ARTICLE
    assert doc.meta == {"source": str(article)}
    assert doc.reference_date == "2022-01-10"
    assert doc.quotes


def test_standard_input_and_several_files(article: Path) -> None:
    alone = run("--json", data=ARTICLE.encode())
    assert alone.returncode == 0
    assert json.loads(alone.stdout)["text"] == ARTICLE
    several = run("--json", article, "-", data=b"Hallo.")
    assert [json.loads(line)["text"] for line in several.stdout.splitlines()] == [ARTICLE, "Hallo."]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--jsn"], "unrecognized arguments: --jsn"),
        (["--date", "gestern", "-"], "date"),
        (["--quotes", "magic", "-"], "quotes must be one of"),
        (["--min-confidence", "viel", "-"], "invalid float value"),
        (["gibt-es-nicht.txt"], "can't read gibt-es-nicht.txt: No such file or directory"),
        (["."], "can't read .: Is a directory"),
    ],
)
def test_bad_usage_is_one_clear_line_and_status_2(arguments: list[str], message: str) -> None:
    result = run(*arguments)
    assert result.returncode == 2
    assert result.stdout == b""
    lines = result.stderr.decode().splitlines()
    assert len(lines) == 1
    assert message in lines[0]


def test_a_file_that_is_no_text_is_named_and_the_others_are_done(article: Path, tmp_path: Path) -> None:
    latin = tmp_path / "latin1.txt"
    latin.write_bytes("Bürger".encode("latin-1"))
    result = run("--json", latin, article)
    assert result.returncode == 2
    assert "isn't UTF-8" in result.stderr.decode()
    assert json.loads(result.stdout)["text"] == ARTICLE


def test_a_terminal_is_not_steered_by_the_text(tmp_path: Path) -> None:
    path = tmp_path / "boese.txt"
    path.write_text("Der Chef sagte: „Alles \x1b[31mrot\x1b[0m.“\n", encoding="utf-8")
    assert b"\x1b" not in run(path).stdout


def test_help_has_examples_and_version_is_told() -> None:
    help_text = run("--help").stdout.decode()
    assert "examples:" in help_text
    assert "--date 2022-01" in help_text
    assert run("--version").stdout.decode() == f"polittext {__version__}\n"


def test_a_reader_that_leaves_early_is_no_error(article: Path) -> None:
    command = f"{sys.executable} -m polittext --json {' '.join([str(article)] * 200)} | head -c 10"
    result = subprocess.run(command, shell=True, capture_output=True, check=False)
    assert len(result.stdout) == 10
    assert b"Traceback" not in result.stderr
