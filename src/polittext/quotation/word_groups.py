"""Small groups of words that single rules ask for, read from `resources/quotation/groups.tsv`."""

from functools import cache

from polittext.errors import ResourceError
from polittext.resources import read_tsv


@cache
def _groups() -> dict[str, frozenset[str]]:
    groups: dict[str, frozenset[str]] = {}
    for row in read_tsv("quotation/groups.tsv"):
        if row["group"] in groups:
            raise ResourceError(f"quotation/groups.tsv lists {row['group']!r} twice")
        groups[row["group"]] = frozenset(row["forms"].split())
    return groups


@cache
def word_group(name: str) -> frozenset[str]:
    """Return the words of a group.

    Raises:
        ResourceError: There is no such group, or the resource is missing or inconsistent.

    Example:
        >>> sorted(word_group("attaching_preposition"))
        ['vom', 'von']
    """
    try:
        return _groups()[name]
    except KeyError:
        raise ResourceError(f"quotation/groups.tsv has no group {name!r}") from None
