"""What the frame rules have found in one unit so far."""

from polittext.quotation.rules_base import Chars, Found, ranges, span_of
from polittext.quotation.units import Range, Unit


class FrameState:
    """The quotations with a frame in one unit, and what the next frame needs to know of those before.

    Args:
        unit: The unit, with its segments.
    """

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.found: list[Found] = []
        self.used_pairs: set[int] = set()
        self.speaker: list[Chars] = []
        self.open_frame: Found | None = None  # a frame that ends with the unit's colon

    def add(
        self,
        type_: str,
        medium: str,
        content: list[Chars],
        rule: str,
        speaker: Range | None,
        cue: tuple[int, ...],
        address: Range | None,
        frame: list[Chars],
    ) -> None:
        """Add a quotation whose speaker is known by items."""
        self.add_chars(type_, medium, content, rule, span_of(self.unit, speaker), cue, address, frame)

    def add_chars(
        self,
        type_: str,
        medium: str,
        content: list[Chars],
        rule: str,
        speaker: list[Chars],
        cue: tuple[int, ...],
        address: Range | None,
        frame: list[Chars],
    ) -> None:
        """Add a quotation whose speaker is known by characters; it speaks until another one does."""
        unit = self.unit
        self.found.append(
            Found(
                type_,  # type: ignore[arg-type]
                medium,  # type: ignore[arg-type]
                content,
                rule,
                unit.index,
                speaker,
                ranges(unit, cue),
                span_of(unit, address),
                frame,
            )
        )
        if speaker:
            self.speaker = speaker
