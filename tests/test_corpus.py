"""Corpora: every row comes out once and in order, whatever is wrong with some and whenever the work is cut off."""

import csv
import gzip
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from polittext import Document
from polittext.corpus import main, process
from polittext.corpus_input import Fields, read_rows
from polittext.errors import FormatError, OptionError
from tests.test_plenarprotokoll import PARLAMINT, PEOPLE, PROTOCOL

TEXTS = [f"Laut Polizei {i} wurde am {i + 1}. März 2021 niemand verletzt." for i in range(7)]


def jsonl(path: Path, texts: list[str] = TEXTS) -> Path:
    lines = [json.dumps({"id": f"a{i}", "text": t, "party": "XYZ"}, ensure_ascii=False) for i, t in enumerate(texts)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def results(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def rows(path: Path, **fields: str) -> list[tuple[int, str, Any, str | None]]:
    found = read_rows(path, Fields(**fields))
    return [(r.number, r.name, r.text if r.error is None else str(r.error), r.date) for r in found]


def test_jsonl_to_jsonl(tmp_path: Path) -> None:
    report = process(jsonl(tmp_path / "in.jsonl"), tmp_path / "out.jsonl", date="2022-01")
    assert (report.rows, report.failed, report.resumed) == (7, 0, 0)
    docs = [Document.from_dict(data) for data in results(tmp_path / "out.jsonl")]
    assert [d.text for d in docs] == TEXTS
    assert docs[3].meta == {"id": "a3", "row": 4, "party": "XYZ"}
    assert {d.reference_date for d in docs} == {"2022-01"}
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in.jsonl", "out.jsonl"]


def test_bad_rows_come_back_with_number_and_reason(tmp_path: Path) -> None:
    lines = [
        b'{"text": "Gut.", "id": 5}',
        b"{kaputt",
        b"",
        b'{"txt": "x"}',
        b'{"text": null, "id": "n"}',
        b"[1]",
        b'"\xff"',
        b'{"text": "x", "date": "gar kein Datum", "party": "Q"}',
        b"[" * 100_000,
        b'{"text": "\\ud800 Auch gut."}',
    ]
    (tmp_path / "in.jsonl").write_bytes(b"\n".join(lines))
    report = process(tmp_path / "in.jsonl", tmp_path / "out.jsonl", n_process=1)
    assert (report.rows, report.failed) == (9, 7)
    got = results(tmp_path / "out.jsonl")
    assert [(g["row"], g["id"], g["error"]["type"]) if "error" in g else g["text"] for g in got] == [
        "Gut.",
        (2, "2", "FormatError"),
        (4, "4", "FormatError"),
        (5, "n", "InputTypeError"),
        (6, "6", "FormatError"),
        (7, "7", "FormatError"),
        (8, "8", "DateInputError"),
        (9, "9", "FormatError"),
        "\ud800 Auch gut.",
    ]
    assert got[2]["error"]["message"] == "row 4 has no 'text', only 'txt'"
    assert got[6]["meta"] == {"party": "Q"}


def test_csv_with_semicolons_quotes_and_line_breaks(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_bytes(
        '\ufefftext;id;date\r\n"Eins;\r\nzwei ""drei""";x;2021\r\nzu;viele;Spalten;hier\r\n'.encode()
        + b"Gr\xfc\xdfe;y;\r\n\r\n"
        + ("lang" * 50_000 + ";z;\r\n").encode()
    )
    got = rows(source)
    assert got[0] == (1, "x", 'Eins;\r\nzwei "drei"', "2021")
    assert got[1][:3] == (2, "2", "row 2: 4 columns, expected 3 (line 4)")
    assert got[2][:3] == (3, "3", "row 3: not UTF-8 (line 5)")
    assert got[3] == (4, "z", "lang" * 50_000, None)


def test_tsv_gzip_and_other_field_names(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "in.tsv.gz", "wt", encoding="utf-8") as stream:
        stream.write("nr\trede\ttag\n7\tHallo.\t2020-01-02\n")
    assert rows(tmp_path / "in.tsv.gz", text="rede", id="nr", date="tag") == [(1, "7", "Hallo.", "2020-01-02")]


def test_folder_of_texts_and_protocols(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "b").mkdir(parents=True)
    (folder / "b" / "z.txt").write_text("Zett.", encoding="utf-8")
    (folder / "a.txt").write_bytes(b"Gr\xfc\xdfe")
    (folder / "p.xml").write_text(PROTOCOL, encoding="utf-8")
    (folder / "q.xml").write_text("<kaputt", encoding="utf-8")
    (folder / "notes.md").write_text("nicht gelesen", encoding="utf-8")
    got = rows(folder)
    assert [(number, name) for number, name, _, _ in got] == [
        *((1, "a.txt"), (2, "b/z.txt"), (3, "p.xml#1"), (4, "p.xml#ID991"), (5, "p.xml#ID991"), (6, "p.xml#ID991")),
        *((7, "p.xml#ID992"), (8, "q.xml")),
    ]
    assert got[0][2].startswith("a.txt: ")
    assert got[1][2] == "Zett."
    assert got[6][2:] == ("Guten Tag.", "2031-02-03")


def test_protocols_keep_who_spoke(tmp_path: Path) -> None:
    for name, content in (("p.xml", PROTOCOL), ("q.xml", PARLAMINT)):
        (tmp_path / name).write_text(content, encoding="utf-8")
        process(tmp_path / name, tmp_path / f"{name}.jsonl", compact=True)
    assert [r["meta"]["speaker"] for r in results(tmp_path / "p.xml.jsonl")][1] == "Max von Muster"
    assert [r["meta"]["role"] for r in results(tmp_path / "q.xml.jsonl")] == ["chair", "regular"]
    assert results(tmp_path / "p.xml.jsonl")[1]["tokens"] == []


def test_folder_target_has_documents_and_tables(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text('{"text": "Am 3. März 2021.", "id": "x"}\n{}\n', encoding="utf-8")
    process(source, tmp_path / "out")
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [
        *("dates.csv", "documents.jsonl", "errors.csv", "quotes.csv")
    ]
    dates = table(tmp_path / "out" / "dates.csv")
    assert [(d["row"], d["id"], d["value"], d["earliest"]) for d in dates] == [("1", "x", "2021-03-03", "2021-03-03")]
    assert [(e["row"], e["error"]) for e in table(tmp_path / "out" / "errors.csv")] == [("2", "FormatError")]
    assert table(tmp_path / "out" / "quotes.csv") == []


def test_csv_target_has_quotations(tmp_path: Path) -> None:
    process(jsonl(tmp_path / "in.jsonl"), tmp_path / "out.csv")
    assert [r["speaker"] for r in table(tmp_path / "out.csv")] == [f"Polizei {i}" for i in range(7)]
    assert len(table(tmp_path / "out.dates.csv")) == 7
    assert not (tmp_path / "out.csv.part").exists()


@pytest.mark.parametrize("cut", [1, 300, 5000])
def test_what_was_cut_off_goes_on(tmp_path: Path, cut: int) -> None:
    source = jsonl(tmp_path / "in.jsonl")
    process(source, tmp_path / "whole.jsonl")
    whole = (tmp_path / "whole.jsonl").read_bytes()
    begin_and_stop(source, tmp_path / "out.jsonl", after=4)
    part = tmp_path / "out.jsonl.part"
    part.write_bytes(part.read_bytes()[:-cut])
    left = part.read_bytes().count(b"\n")
    report = process(source, tmp_path / "out.jsonl")
    assert (report.rows, report.resumed) == (7, left)
    assert (tmp_path / "out.jsonl").read_bytes() == whole


def begin_and_stop(source: Path, target: Path, after: int) -> None:
    """Leave what a run leaves that is killed after some rows."""
    from polittext import Pipeline

    class Stops(Pipeline):
        __slots__ = ()
        calls = 0

        def __call__(self, text: str, date: Any = None) -> Document:
            Stops.calls += 1
            if Stops.calls > after:
                raise KeyboardInterrupt
            return super().__call__(text, date)

    Stops.__slots__ = Pipeline.__slots__  # type: ignore[assignment]
    with pytest.raises(KeyboardInterrupt):
        process(source, target, pipeline=Stops(), batch_size=1)
    assert not target.exists()


def test_other_settings_and_other_input_are_refused(tmp_path: Path) -> None:
    source, target = jsonl(tmp_path / "in.jsonl"), tmp_path / "out.jsonl"
    begin_and_stop(source, target, after=4)
    with pytest.raises(OptionError, match=r"other settings \(date\)"):
        process(source, target, date="2020")
    jsonl(source, TEXTS[:2])
    with pytest.raises(FormatError, match="changed"):
        process(source, target)
    assert process(source, target, restart=True).rows == 2


def test_finished_results_are_not_overwritten_unasked(tmp_path: Path) -> None:
    source, target = jsonl(tmp_path / "in.jsonl"), tmp_path / "out.jsonl"
    process(source, target)
    with pytest.raises(OptionError, match="exists already"):
        process(source, target)
    assert process(source, target, overwrite=True).rows == 7


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [("in.csv", "a,b\n1,2\n", "no column 'text'"), ("in.xyz", "", "none of"), ("in.xml", "<a/>", "root element")],
)
def test_inputs_that_cannot_be_read_are_refused(tmp_path: Path, name: str, content: str, message: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises((OptionError, FormatError), match=message):
        process(tmp_path / name, tmp_path / "out.jsonl")
    with pytest.raises(OptionError, match="no file"):
        process(tmp_path / "nowhere.jsonl", tmp_path / "out.jsonl")
    with pytest.raises(OptionError, match="must be"):
        process(tmp_path / name, tmp_path / "out.docx")


def test_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = jsonl(tmp_path / "in.jsonl")
    assert main([str(source), str(tmp_path / "out.jsonl")]) == 0
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.endswith("7 rows, 0 with an error\n")
    assert "[####################] 7 of 7 (100%) documents" in captured.err
    assert main([str(source), str(tmp_path / "out.jsonl")]) == 2
    assert "exists already" in capsys.readouterr().err
    (tmp_path / "bad.jsonl").write_text("{}\n", encoding="utf-8")
    assert main([str(tmp_path / "bad.jsonl"), str(tmp_path / "b.jsonl"), "-q"]) == 1
    assert capsys.readouterr().err == ""


def test_parlamint_folders_have_their_persons_in_a_file_of_their_own(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "ParlaMint-DE_2031.xml").write_text(PARLAMINT, encoding="utf-8")
    (folder / "ParlaMint-DE-listPerson.xml").write_text(PEOPLE, encoding="utf-8")
    assert process(folder, tmp_path / "out.jsonl").failed == 0
    found = [(r["meta"]["speaker"], r["meta"].get("party"), r["text"]) for r in results(tmp_path / "out.jsonl")]
    assert found == [
        ("ProbeErika", None, "Die Sitzung ist eröffnet."),
        ("Max Muster", "XYZ", "Ich sage Ihnen.\n\nDas reicht."),
    ]
    (folder / "ParlaMint-DE-listPerson.xml").write_text("<broken", encoding="utf-8")
    with pytest.raises(FormatError, match="lists of persons"):
        process(folder, tmp_path / "again.jsonl")


def test_who_speaks_can_be_named_by_a_field(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    rows = [{"text": "Ich sage, dass es reicht.", "speaker": who} for who in ("Ada Beispiel", "", None)]
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert main([str(source), str(tmp_path / "out.jsonl"), "-q", "--speaker", "speaker"]) == 0
    assert [r["quotes"][0]["speaker_name"] for r in results(tmp_path / "out.jsonl")] == ["Ada Beispiel", None, None]
    assert results(tmp_path / "out.jsonl")[0]["meta"]["speaker"] == "Ada Beispiel"


@pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL")
def test_a_killed_process_loses_and_doubles_nothing(tmp_path: Path) -> None:
    texts = [f"Text {i}: Am {i % 28 + 1}. März 2021 sagte Anna Beispiel, es reiche. " * 3 for i in range(80)]
    source, target = jsonl(tmp_path / "in.jsonl", texts), tmp_path / "out.jsonl"
    command = [sys.executable, "-m", "polittext", "corpus", str(source), str(target), "-q", "--batch-size", "1"]
    part = tmp_path / "out.jsonl.part"
    child = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and not (part.exists() and part.stat().st_size > 10_000):
        time.sleep(0.005)
    child.send_signal(signal.SIGKILL)
    child.wait()
    assert part.exists()
    assert not target.exists()
    assert subprocess.run([*command, "-j", "2"], check=False).returncode == 0
    assert [(r["meta"]["row"], r["text"]) for r in results(target)] == list(enumerate(texts, 1))
