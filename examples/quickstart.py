"""Who said what in an article, and which dates are meant: run it with `python examples/quickstart.py`."""

from pathlib import Path

import polittext

ARTICLE = Path(__file__).parent / "articles" / "haushalt.txt"


def main() -> None:
    doc = polittext.analyze(ARTICLE.read_text(encoding="utf-8"), date="2023-10-12")
    for speaker in doc.speakers:
        print(speaker.name)
        for i in speaker.quotes:
            print("   ", doc.quotes[i].type, "-", doc.quotes[i].text)
    for date in doc.dates:
        print(date.text, "=", date.value, f"({date.earliest} to {date.latest})")


if __name__ == "__main__":
    main()
