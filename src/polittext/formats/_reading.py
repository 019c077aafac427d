"""Reading foreign data with errors that name the place."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from polittext.errors import FormatError


class Reader:
    """A JSON object at a named place, whose fields are read with their type checked."""

    __slots__ = ("data", "place")

    def __init__(self, data: object, place: str) -> None:
        if not isinstance(data, Mapping):
            raise FormatError(f"{place} must be an object, not {type(data).__name__}")
        self.data: Mapping[str, Any] = data
        self.place = place

    def __contains__(self, key: str) -> bool:
        return key in self.data

    def _get(self, key: str) -> Any:
        try:
            return self.data[key]
        except KeyError:
            raise FormatError(f"{self.place} lacks the field {key!r}") from None

    def _wrong(self, key: str, expected: str, value: object) -> FormatError:
        return FormatError(f"{self.place}.{key} must be {expected}, not {value!r:.60}")

    def string(self, key: str) -> str:
        """Read a string."""
        value = self._get(key)
        if not isinstance(value, str):
            raise self._wrong(key, "a string", value)
        return value

    def optional_string(self, key: str) -> str | None:
        """Read a string or None."""
        return None if self._get(key) is None else self.string(key)

    def integer(self, key: str) -> int:
        """Read an integer."""
        value = self._get(key)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self._wrong(key, "an integer", value)
        return value

    def optional_integer(self, key: str) -> int | None:
        """Read an integer or None."""
        return None if self._get(key) is None else self.integer(key)

    def number(self, key: str, low: float, high: float) -> float:
        """Read a number in [low, high]."""
        value = self._get(key)
        if not isinstance(value, int | float) or isinstance(value, bool) or not low <= value <= high:
            raise self._wrong(key, f"a number in [{low:g}, {high:g}]", value)
        return value

    def choice(self, key: str, options: Collection[str]) -> str:
        """Read one of a few strings."""
        value = self.string(key)
        if value not in options:
            raise self._wrong(key, "one of " + ", ".join(sorted(options)), value)
        return value

    def mapping(self, key: str) -> Mapping[str, Any]:
        """Read an object as it is."""
        return Reader(self._get(key), f"{self.place}.{key}").data

    def _list(self, key: str) -> Sequence[Any]:
        value = self._get(key)
        if not isinstance(value, list | tuple):
            raise self._wrong(key, "a list", value)
        return value

    def items(self, key: str) -> "list[Reader]":
        """Read a list of objects."""
        return [Reader(item, f"{self.place}.{key}[{i}]") for i, item in enumerate(self._list(key))]

    def optional_items(self, key: str) -> "list[Reader] | None":
        """Read a list of objects or None."""
        return None if self._get(key) is None else self.items(key)

    def item_lists(self, key: str) -> "list[list[Reader]]":
        """Read a list of lists of objects."""
        outer = self._list(key)
        for i, group in enumerate(outer):
            if not isinstance(group, list | tuple):
                raise self._wrong(f"{key}[{i}]", "a list", group)
        return [
            [Reader(item, f"{self.place}.{key}[{i}][{j}]") for j, item in enumerate(group)]
            for i, group in enumerate(outer)
        ]

    def strings(self, key: str) -> list[str]:
        """Read a list of strings."""
        values = list(self._list(key))
        if not all(isinstance(v, str) for v in values):
            raise self._wrong(key, "a list of strings", values)
        return values

    def integers(self, key: str) -> list[int]:
        """Read a list of integers."""
        values = list(self._list(key))
        if not all(isinstance(v, int) and not isinstance(v, bool) for v in values):
            raise self._wrong(key, "a list of integers", values)
        return values
