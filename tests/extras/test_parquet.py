"""Corpora in Parquet; needs the extra "parquet"."""

import datetime as dt
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from polittext.corpus import process
from polittext.corpus_input import Fields, count_rows, read_rows
from polittext.errors import FormatError


def test_rows_of_parquet(tmp_path: Path) -> None:
    source = tmp_path / "in.parquet"
    data = {"text": ["Gut.", None, "Heute."], "date": [None, None, dt.date(2022, 1, 10)], "n": [1.5, 2.5, 3.5]}
    pq.write_table(pa.table(data), source)
    assert count_rows(source, Fields()) == 3
    rows = list(read_rows(source, Fields()))
    assert [(r.number, r.text, r.date, r.rest) for r in rows] == [
        (1, "Gut.", None, {"n": 1.5}),
        (2, None, None, {"n": 2.5}),
        (3, "Heute.", "2022-01-10", {"n": 3.5}),
    ]
    assert str(rows[1].error) == "row 2: text must be a str, not NoneType"


def test_parquet_to_parquet(tmp_path: Path) -> None:
    source = tmp_path / "in.parquet"
    pq.write_table(
        pa.table({"text": ["Laut Polizei war es am 3. März 2021.", "\ud800".encode("utf-8", "replace").decode()]}),
        source,
    )
    report = process(source, tmp_path / "out.parquet")
    assert (report.rows, report.failed) == (2, 0)
    quotes = pq.read_table(tmp_path / "out.parquet").to_pylist()
    assert [(q["row"], q["speaker"], q["type"]) for q in quotes] == [(1, "Polizei", "indirect")]
    dates = pq.read_table(tmp_path / "out.dates.parquet").to_pylist()
    assert [(d["value"], d["earliest"]) for d in dates] == [("2021-03-03", dt.date(2021, 3, 3))]
    assert pq.read_table(tmp_path / "out.errors.parquet").num_rows == 0


@pytest.mark.parametrize("content", [b"", b"PAR1 kaputt PAR1"])
def test_damaged_parquet_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "in.parquet").write_bytes(content)
    with pytest.raises(FormatError, match="beyond row 0"):
        list(read_rows(tmp_path / "in.parquet", Fields()))


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    pq.write_table(pa.table({"rede": ["x"]}), tmp_path / "in.parquet")
    with pytest.raises(FormatError, match="no column 'text', only 'rede'"):
        list(read_rows(tmp_path / "in.parquet", Fields()))


def test_damage_in_the_middle_names_the_last_good_row(tmp_path: Path) -> None:
    source = tmp_path / "in.parquet"
    texts = [f"Text {i}. " + "".join(chr(97 + (i * 7 + k * k) % 26) for k in range(200)) for i in range(600)]
    pq.write_table(pa.table({"text": texts}), source, row_group_size=200, compression="gzip", use_dictionary=False)
    group = pq.ParquetFile(source).metadata.row_group(2).column(0)
    content = bytearray(source.read_bytes())
    middle = group.data_page_offset + group.total_compressed_size // 2
    content[middle : middle + 200] = bytes(200)
    source.write_bytes(content)
    numbers: list[int] = []
    with pytest.raises(FormatError, match=r"can't be read beyond row \d+: ") as caught:
        numbers.extend(row.number for row in read_rows(source, Fields()))
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) >= 256
    assert f"beyond row {len(numbers)}: " in str(caught.value)


def test_a_bad_date_names_its_row(tmp_path: Path) -> None:
    source = tmp_path / "in.parquet"
    pq.write_table(pa.table({"text": ["Gut.", "x", "Auch gut."], "date": ["2021", "gar nicht", None]}), source)
    report = process(source, tmp_path / "out.parquet")
    assert (report.rows, report.failed) == (3, 1)
    (error,) = pq.read_table(tmp_path / "out.errors.parquet").to_pylist()
    assert (error["row"], error["error"]) == (2, "DateInputError")
