"""Corpora that outgrow one machine: quotations and dates of a Spark DataFrame, through `mapInPandas` over Arrow."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal

from polittext.errors import MissingExtraError, OptionError

if TYPE_CHECKING:
    import pandas as pd

    from polittext.pipeline import Pipeline

Output = Literal["quotes", "dates", "json"]


def analyze_frame(
    frame: Any,
    *,
    text: str = "text",
    date: str | None = None,
    speaker: str | None = None,
    keep: Sequence[str] = (),
    output: Output = "quotes",
    pipeline: "Pipeline | None" = None,
) -> Any:
    """Return a Spark DataFrame of what the texts of another hold.

    Args:
        frame: A `pyspark.sql.DataFrame`.
        text: The column of the texts.
        date: The column of the reference dates (strings or dates), or None.
        speaker: The column that names who speaks, if every text is one person's speech ("ich" is that person; see
            `polittext.formats.speeches.know_speaker`), or None.
        keep: Columns to be repeated in each row, such as an identifier. Where the output has a column of that name
            already ("speaker"), the kept one is called "meta_speaker".
        output: "quotes" or "dates", one a row, with the columns of `quotes_frame` and `dates_frame`; or "json", one
            document a row, as the JSON of `Document.to_dict` in a column `document`.
        pipeline: What analyses; it is sent to the workers. By default, `Pipeline()`.

    Returns:
        The DataFrame; lazy, as Spark's are. A text that can't be analysed gives one row that has nothing but the kept
        columns and its reason in the column `error`.

    Raises:
        MissingExtraError: PySpark isn't installed.
        OptionError: `output` is unknown, or a column isn't there.
    """
    try:
        from pyspark.sql import types as spark_types
    except ImportError:
        raise MissingExtraError("this needs PySpark: pip install polittext[spark]") from None
    if output not in ("quotes", "dates", "json"):
        raise OptionError(f"output must be quotes, dates or json, not {output!r}")
    wanted = [*keep, text, *([date] if date else []), *([speaker] if speaker else [])]
    missing = [name for name in wanted if name not in frame.columns]
    if missing:
        raise OptionError(f"the DataFrame has no column {', '.join(map(repr, missing))}")
    from polittext.formats.dataframe import kept_name

    columns = _columns(output)
    names = {name: kept_name(name) for name in keep}
    kept = [spark_types.StructField(column, frame.schema[name].dataType) for name, column in names.items()]
    found = [spark_types.StructField(name, _spark_type(spark_types, kind)) for name, kind in columns.items()]
    error = spark_types.StructField("error", spark_types.StringType())
    schema = spark_types.StructType([*kept, *found, error])
    if pipeline is None:
        from polittext.pipeline import Pipeline

        pipeline = Pipeline()
    work = _Work(pipeline, text, date, speaker, names, output)
    return frame.select(*dict.fromkeys(wanted)).mapInPandas(work, schema)


def _columns(output: Output) -> dict[str, str]:
    from polittext.formats.dataframe import DATE_TYPES, QUOTE_TYPES

    return {"quotes": QUOTE_TYPES, "dates": DATE_TYPES, "json": {"document": "string"}}[output]


def _spark_type(types: Any, kind: str) -> Any:
    return {
        "string": types.StringType,
        "Int64": types.LongType,
        "float64": types.DoubleType,
        "datetime64[s]": types.DateType,
    }[kind]()


class _Work:
    """What a worker does with its share; picklable."""

    def __init__(
        self,
        pipeline: "Pipeline",
        text: str,
        date: str | None,
        speaker: str | None,
        keep: dict[str, str],
        output: Output,
    ) -> None:
        self.pipeline = pipeline
        self.text = text
        self.date = date
        self.speaker = speaker
        self.keep = keep
        self.output = output

    def __call__(self, frames: "Iterator[pd.DataFrame]") -> "Iterator[pd.DataFrame]":
        import pandas as pd

        names = [*self.keep.values(), *_columns(self.output), "error"]
        for frame in frames:
            # pandas has NaN where Spark has null.
            whole = frame.astype(object).where(frame.notna(), None)
            rows = [row for values in whole.to_dict("records") for row in self.rows(values)]
            yield pd.DataFrame({name: pd.Series([row.get(name) for row in rows], dtype=object) for name in names})

    def rows(self, values: dict[str, Any]) -> list[dict[str, Any]]:
        """Return the rows that one text gives."""
        kept = {column: values[name] for name, column in self.keep.items()}
        date = values[self.date] if self.date else None
        try:
            doc = self.pipeline(values[self.text], date)
            if self.speaker and values[self.speaker]:
                from polittext.formats.speeches import know_speaker

                doc = know_speaker(doc, values[self.speaker])
        except Exception as error:
            return [{**kept, "error": f"{type(error).__name__}: {error}"}]
        if self.output == "json":
            import json

            return [{**kept, "document": json.dumps(doc.to_dict(), default=str)}]
        from polittext.formats.dataframe import date_rows, quote_rows

        found = quote_rows(doc) if self.output == "quotes" else date_rows(doc)
        return [{**kept, **row} for row in found]
