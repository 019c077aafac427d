"""Time expressions: rules find them (parsers), refiners join and complete them, and each is resolved to a value."""

from typing import TYPE_CHECKING

from polittext.document import TimeExpression
from polittext.errors import DateInputError

if TYPE_CHECKING:
    from polittext.columns import SentenceTable
    from polittext.temporal.reference import ReferenceDate
    from polittext.temporal.when import When


def find_expressions(
    text: str, sentences: "SentenceTable", reference: "ReferenceDate | None" = None
) -> tuple[TimeExpression, ...]:
    """Return the time expressions of a text, in text order and without overlap.

    Args:
        text: Any text.
        sentences: Its sentences, for tense and for what was mentioned before.
        reference: What "gestern" is counted from; without it, such expressions stay unresolved.

    Returns:
        The expressions; empty where there are none.
    """
    from polittext.temporal.find import find

    return find(text, sentences.starts.tolist(), sentences.ends.tolist(), reference)


def normalize_expression(expression: str, reference: "ReferenceDate | None" = None) -> TimeExpression:
    """Return the meaning of one time expression, which must fill the whole string.

    A leading preposition or article is allowed. What the grammar can't read goes to dateparser as an absolute date.

    Raises:
        DateInputError: The string is no time expression.
    """
    from polittext.temporal.find import normalize

    found = normalize(expression, reference)
    if found is None:
        raise DateInputError(
            f"{expression[:60]!r} is no time expression; accepted is one German expression such as 'im vergangenen "
            "März' or 'Ende 2021', or an absolute date such as '24.02.2022'"
        )
    return found


def absolute_reading(text: str) -> "When | None":
    """Return the components of a written absolute date that fills the string, or None."""
    from polittext.temporal.find import absolute

    return absolute(text)
