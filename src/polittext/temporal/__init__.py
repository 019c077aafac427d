"""Time expressions (stub until the grammar lands)."""

from typing import TYPE_CHECKING

from polittext.document import TimeExpression
from polittext.errors import DateInputError

if TYPE_CHECKING:
    from polittext.columns import SentenceTable
    from polittext.temporal.reference import ReferenceDate


def find_expressions(
    text: str, sentences: "SentenceTable", reference: "ReferenceDate | None" = None
) -> tuple[TimeExpression, ...]:
    return ()


def normalize_expression(expression: str, reference: "ReferenceDate | None" = None) -> TimeExpression:
    raise DateInputError("not yet")
