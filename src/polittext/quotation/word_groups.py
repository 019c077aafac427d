"""Small groups of words that single rules ask for, read from `resources/quotation/groups.tsv`."""

from functools import cache, lru_cache

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


@lru_cache(maxsize=1 << 14)
def ends_with_word_of(low: str, name: str) -> bool:
    """Say whether a word in lower case is in a group, or is a compound of a word that the group lists as "-x".

    Raises:
        ResourceError: There is no such group, or the resource is missing or inconsistent.
    """
    return low in word_group(name) or low.endswith(_compound_ends(name))


@cache
def _compound_ends(name: str) -> tuple[str, ...]:
    return tuple(form[1:] for form in word_group(name) if form.startswith("-"))
