"""The library's errors: one family, each saying what was wrong and what to do.

Every error is a `PolittextError` and also the built-in error that a caller would expect (`TypeError`, `ValueError`,
`ImportError`), so that both ways of catching work. Bad text is never an error: any `str` gives a `Document`.
"""

import os


class PolittextError(Exception):
    """The parent of every error that polittext raises on purpose."""


class InputTypeError(PolittextError, TypeError):
    """An argument has the wrong type, for instance bytes or None where text is expected."""

    @classmethod
    def text(cls, value: object) -> "InputTypeError":
        """Build the error for a value that should have been text."""
        hint = ""
        if isinstance(value, bytes | bytearray):
            hint = "; decode it first, e.g. data.decode('utf-8')"
        elif isinstance(value, os.PathLike):
            hint = "; read it first, e.g. path.read_text(encoding='utf-8')"
        return cls(f"text must be a str, not {type(value).__name__}{hint}")


class OptionError(PolittextError, ValueError):
    """An option of a function or of `Pipeline` has a value that is not offered."""


class DateInputError(PolittextError, ValueError):
    """A date that was handed over can't be understood; the message says what is accepted."""


class PartialDateError(PolittextError, ValueError):
    """A full date or time was asked of an expression that only names a month, a year or nothing definite."""


class FormatError(PolittextError, ValueError):
    """Data that should describe a Document don't follow the documented format."""


class ResourceError(PolittextError):
    """A resource file or a model of the package, or one that the user named, is missing, damaged or inconsistent."""


class MissingExtraError(PolittextError, ImportError):
    """An optional dependency isn't installed; the message names the extra to install."""


class WorkerError(PolittextError, RuntimeError):
    """A worker process died or can't be started."""
