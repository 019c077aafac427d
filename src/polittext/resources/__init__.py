"""Linguistic knowledge as data; `SOURCES.toml` names the origin and licence of each file."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from polittext.errors import ResourceError


def read_text(name: str) -> str:
    """Return a resource file's text; `name` is its path below this package.

    Raises:
        ResourceError: There is no such file.
    """
    try:
        return files(__name__).joinpath(name).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ResourceError(f"polittext is incomplete: resource {name!r} is missing; reinstall the package") from None


@cache
def read_toml(name: str) -> dict[str, Any]:
    """Return a TOML resource; the caller must not change what it gets.

    Raises:
        ResourceError: The file is missing or is no TOML.
    """
    try:
        return tomllib.loads(read_text(name))
    except tomllib.TOMLDecodeError as error:
        raise ResourceError(f"resource {name!r} is damaged: {error}") from None


@cache
def read_tsv(name: str) -> tuple[dict[str, str], ...]:
    """Return a TSV resource as one dict a row; the first line that is no comment (#) names the columns.

    Raises:
        ResourceError: The file is missing, or a row has another number of columns.
    """
    rows: list[dict[str, str]] = []
    header: list[str] | None = None
    for number, line in enumerate(read_text(name).splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if header is None:
            header = cells
        elif len(cells) != len(header):
            raise ResourceError(f"resource {name!r}, line {number}: {len(cells)} columns, expected {len(header)}")
        else:
            rows.append(dict(zip(header, cells, strict=True)))
    return tuple(rows)
