"""Spark in local mode; needs the extra "spark" and a Java runtime."""

import datetime as dt
import json
import os
import runpy
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pyspark.sql import SparkSession
from tests.shared import ROOT

from polittext import Document, Pipeline
from polittext.errors import OptionError
from polittext.integrations.spark import analyze_frame

pytestmark = pytest.mark.filterwarnings("ignore:PySpark does not yet:FutureWarning", "ignore::ResourceWarning")
ROWS = [
    ("a", "XYZ", "Laut Polizei wurde gestern niemand verletzt.", "2022-01-10"),
    ("b", "ABC", None, None),
    ("c", "ABC", "Nichts.", None),
]


@pytest.fixture(scope="module")
def frame() -> Iterator[Any]:
    os.environ["PYSPARK_PYTHON"] = sys.executable  # else the workers take the first python3 of the path
    spark = (
        SparkSession.builder.master("local[1]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .getOrCreate()
    )
    yield spark.createDataFrame(ROWS, "id string, party string, text string, date string")
    spark.stop()


def test_quotations_are_rows_with_the_kept_columns(frame: Any) -> None:
    rows = analyze_frame(frame, date="date", keep=["id", "party"]).collect()
    assert [(r["id"], r["party"], r["speaker"], r["type"]) for r in rows] == [
        ("a", "XYZ", "Polizei", "indirect"),
        ("b", "ABC", None, None),
    ]
    assert [r["error"] for r in rows] == [None, "InputTypeError: text must be a str, not NoneType"]


def test_dates_count_from_the_column_of_dates(frame: Any) -> None:
    rows = analyze_frame(frame.where("id = 'a'"), date="date", keep=["id"], output="dates").collect()
    assert [(r["value"], r["earliest"]) for r in rows] == [("2022-01-09", dt.date(2022, 1, 9))]


def test_json_holds_the_document(frame: Any) -> None:
    pipeline = Pipeline(quotes="rules")
    (row,) = analyze_frame(frame.where("id = 'c'"), output="json", pipeline=pipeline).collect()
    assert Document.from_dict(json.loads(row["document"])) == pipeline("Nichts.")


def test_speeches_know_their_speaker(frame: Any) -> None:
    spark = frame.sparkSession
    row = ("a", "Ada Beispiel", "Ich sage, dass es reicht.")
    speeches = spark.createDataFrame([row, ("b", None, row[2])], "id string, speaker string, text string")
    rows = analyze_frame(speeches, speaker="speaker", keep=["id", "speaker"]).collect()
    assert [(r["meta_speaker"], r["speaker"], r["speaker_name"]) for r in rows] == [
        ("Ada Beispiel", "Ich", "Ada Beispiel"),
        (None, "Ich", None),
    ]


def test_the_example_runs_on_the_layout_of_the_bundestag_corpus(
    frame: Any, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    example = runpy.run_path(str(ROOT / "examples" / "spark_bundestag.py"))
    speech = {"id": "ID1", "date": "2031-02-03", "speaker": "Ada Beispiel", "party": "XYZ", "role": ""}
    texts = ["Ich sage, dass es reicht.", "Laut Polizei brennt es seit gestern."]
    source = tmp_path / "speeches.jsonl"
    source.write_text("".join(json.dumps({**speech, "text": text}) + "\n" for text in texts), encoding="utf-8")
    # The example asks for a session, and gets the one of these tests, which the fixture ends.
    example["main"](str(source), str(tmp_path / "quotes.parquet"))
    rows = frame.sparkSession.read.parquet(str(tmp_path / "quotes.parquet")).collect()
    assert sorted((r["meta_speaker"], r["speaker_name"], r["error"]) for r in rows) == [
        ("Ada Beispiel", "Ada Beispiel", None),
        ("Ada Beispiel", "Polizei", None),
    ]
    assert "|XYZ  |Ada Beispiel|1    |" in capfd.readouterr().out


def test_unknown_columns_and_outputs_are_refused(frame: Any) -> None:
    with pytest.raises(OptionError, match="no column 'rede'"):
        analyze_frame(frame, text="rede")
    with pytest.raises(OptionError, match="output must be"):
        analyze_frame(frame, output="poems")  # type: ignore[arg-type]
