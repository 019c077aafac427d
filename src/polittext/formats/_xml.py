"""XML from strangers, read safely with the standard library's expat: no entities, no DTD, no bottomless nesting."""

from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from polittext.errors import FormatError, InputTypeError

_MAX_DEPTH = 256


def parse_xml(source: str | bytes) -> Element:
    """Return the root element of an XML document.

    A document type declaration that only names a DTD is passed over, and the DTD is never loaded; one that declares
    anything itself is refused, so that no entity can grow ("billion laughs") or read files.

    Raises:
        FormatError: It is no well-formed XML, declares or uses entities, or nests deeper than 256 elements.
        InputTypeError: `source` is neither str nor bytes.
    """
    if not isinstance(source, str | bytes):
        raise InputTypeError(f"XML must be str or bytes, not {type(source).__name__}; read the file first")
    builder = TreeBuilder()
    depth = 0
    # Names come as {namespace}name, as ElementTree has them.
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True

    def name(raw: str) -> str:
        return "{" + raw if "}" in raw else raw

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _MAX_DEPTH:
            raise FormatError(f"line {parser.CurrentLineNumber}: elements nest deeper than {_MAX_DEPTH}")
        builder.start(name(tag), {name(key): value for key, value in attributes.items()})

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(name(tag))

    def doctype(_name: str, _system: str | None, _public: str | None, has_internal_subset: int) -> None:
        if has_internal_subset:
            raise FormatError("the XML declares a DTD or entities of its own, which is refused for safety")

    def entity(*_: Any) -> None:
        raise FormatError("the XML declares or uses entities, which is refused for safety")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = doctype
    parser.EntityDeclHandler = entity
    parser.SkippedEntityHandler = entity
    try:
        parser.Parse(source, True)
    except expat.ExpatError as error:
        raise FormatError(f"no well-formed XML: {error}") from None
    except (UnicodeError, LookupError, ValueError) as error:
        if isinstance(error, FormatError):
            raise
        raise FormatError(f"the XML can't be decoded: {error}") from None
    root: Element = builder.close()
    return root


def local_name(element: Element) -> str:
    """Return an element's name without its namespace."""
    return element.tag.rpartition("}")[2]
