"""Quotations of a corpus of Bundestag speeches with Spark.

Run it with `python examples/spark_bundestag.py speeches.jsonl quotes.parquet`. The corpus has one speech a line: id,
date, speaker, party, role, text. `pip install polittext[spark]`; Spark needs a Java runtime. On a cluster, hand this
file to spark-submit, with polittext installed on the workers.
"""

import sys

from pyspark.sql import SparkSession

from polittext.integrations.spark import analyze_frame

LAYOUT = "id string, date string, speaker string, party string, role string, text string"


def main(source: str, target: str) -> None:
    spark = SparkSession.builder.appName("polittext").getOrCreate()
    speeches = spark.read.schema(LAYOUT).json(source)
    # Each speech is one row; small partitions keep all cores busy to the end.
    speeches = speeches.repartition(4 * spark.sparkContext.defaultParallelism)
    quotes = analyze_frame(speeches, date="date", speaker="speaker", keep=["id", "date", "speaker", "party"])
    quotes.write.mode("overwrite").parquet(target)
    whom = spark.read.parquet(target).where("error is null").groupBy("party", "speaker_name").count()
    whom.orderBy("count", "party", "speaker_name", ascending=[False, True, True]).show(20, truncate=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
