"""Linguistic knowledge as data: every file is listed with origin and licence, and reads without complaint."""

import tomllib
from pathlib import Path

import pytest

import polittext.resources
from polittext.errors import ResourceError
from polittext.resources import read_text, read_toml, read_tsv

FOLDER = Path(polittext.resources.__file__).parent
FILES = sorted(
    p.relative_to(FOLDER).as_posix()
    for p in FOLDER.rglob("*")
    if p.is_file() and p.suffix in {".toml", ".tsv", ".txt", ".json"} and p.name != "SOURCES.toml"
)
ENTRIES = tomllib.loads((FOLDER / "SOURCES.toml").read_text(encoding="utf-8"))["file"]


def test_every_file_is_listed_once_and_every_entry_is_a_file() -> None:
    assert sorted(entry["name"] for entry in ENTRIES) == FILES


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda e: e["name"])
def test_entries_name_origin_and_licence(entry: dict[str, str]) -> None:
    assert len(entry["origin"]) > 5
    assert len(entry["licence"]) > 2
    assert "gpl" not in entry["licence"].lower()


@pytest.mark.parametrize("name", FILES)
def test_files_read(name: str) -> None:
    reader = {".toml": read_toml, ".tsv": read_tsv}.get(Path(name).suffix, read_text)
    assert reader(name)


@pytest.mark.parametrize("name", [n for n in FILES if n.endswith(".tsv")])
def test_tables_hold_no_row_twice(name: str) -> None:
    rows = [tuple(row.items()) for row in read_tsv(name)]
    assert len(rows) == len(set(rows))


def test_a_missing_file_is_an_error_of_our_family() -> None:
    with pytest.raises(ResourceError, match=r"'nothing\.toml' is missing"):
        read_toml("nothing.toml")
