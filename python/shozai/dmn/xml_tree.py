# SPDX-License-Identifier: Apache-2.0
"""XML that nobody vouches for → a tree of elements that know their line and column."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ErrorString

from defusedxml.common import DTDForbidden
from defusedxml.ElementTree import DefusedXMLParser

from .namespaces import XINCLUDE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .reports import Reports

MOST_BYTES = 64 * 1024 * 1024
MOST_ELEMENTS = 2_000_000
DEEPEST = 64
DEEP = "SZ102"


@dataclass(slots=True)
class Node:
    """An element."""

    name: str
    """Without its namespace."""
    namespace: str
    line: int = 0
    column: int = 0
    attributes: dict[str, str] = field(default_factory=dict)
    """Those without a namespace."""
    children: list[Node] = field(default_factory=list)
    text: str = ""
    """What stands in the element itself."""

    def all(self, name: str) -> Iterator[Node]:
        """The children of that name in the element's own namespace."""
        return (c for c in self.children if c.name == name and c.namespace == self.namespace)

    def first(self, name: str) -> Node | None:
        """The first of them."""
        return next(self.all(name), None)

    def of(self, namespace: str, name: str) -> Node | None:
        """The first child of that name in another namespace."""
        found = (c for c in self.children if (c.namespace, c.name) == (namespace, name))
        return next(found, None)

    def text_of(self, name: str) -> str:
        """The text of the first child of that name, without outer space."""
        child = self.first(name)
        return child.text.strip() if child is not None else ""

    def below(self) -> Iterator[Node]:
        """The element and everything in it, in the order of the text."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))


class _LimitError(Exception):
    def __init__(self, node: Node, code: str, *arguments: str) -> None:
        super().__init__(code)
        self.node, self.code, self.arguments = node, code, arguments


class _Builder:
    """Takes the parser's events; `parser` tells where it stands."""

    def __init__(self) -> None:
        self.parser: Any = None
        self.root: Node | None = None
        self.elements = 0
        self._open: list[Node] = []
        self._texts: list[list[str]] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        namespace, _, name = tag.rpartition("}")
        parser = self.parser
        node = Node(name, namespace[1:], parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)
        self.elements += 1
        if self.elements > MOST_ELEMENTS:
            raise _LimitError(node, "SZ862", str(MOST_BYTES), str(MOST_ELEMENTS))
        if len(self._open) >= DEEPEST:
            raise _LimitError(node, DEEP, str(DEEPEST))
        node.attributes = {key: text for key, text in attributes.items() if key[0] != "{"}
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.root = node
        self._open.append(node)
        self._texts.append([])

    def data(self, text: str) -> None:
        if self._texts:
            self._texts[-1].append(text)

    def end(self, _tag: str) -> None:
        self._open.pop().text = "".join(self._texts.pop())

    def close(self) -> None:
        """All is there."""


def read_xml(data: bytes, reports: Reports) -> Node:
    """The root of the document.

    A document type, entities, parts of other files, and what is larger than any model are refused.

    Raises:
        PolicyError: the text is not XML, or is refused.
    """
    if len(data) > MOST_BYTES:
        reports.add("SZ862", None, str(MOST_BYTES), str(MOST_ELEMENTS))
        reports.refuse()
    builder = _Builder()
    parser = DefusedXMLParser(target=builder, forbid_dtd=True)
    builder.parser = parser.parser
    try:
        parser.feed(data)
        parser.close()
    except ParseError as error:
        line, column = error.position
        reports.add("SZ860", Node("", "", line, column + 1), ErrorString(error.code))
    except DTDForbidden as error:  # without which there are no entities of its own either
        reports.add("SZ861", _here(builder), f"<!DOCTYPE {error.name}>")
    except _LimitError as error:
        reports.add(error.code, error.node, *error.arguments)
    except (LookupError, ValueError) as error:  # of an encoding that nobody knows
        reports.add("SZ860", _here(builder), str(error))
    reports.check()
    assert builder.root is not None  # or it is not XML
    _refuse_inclusions(builder.root, reports)
    return builder.root


def _here(builder: _Builder) -> Node:
    parser = builder.parser
    return Node("", "", parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)


def _refuse_inclusions(root: Node, reports: Reports) -> None:
    for node in root.below():
        if node.namespace == XINCLUDE:
            reports.add("SZ861", node, f"<{node.name} href={node.attributes.get('href', '')}>")
    reports.check()
