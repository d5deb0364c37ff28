"""The little Markdown that our own prose uses: paragraphs, lists, numbered lists and bold.

Everything else is plain text. Whatever stands in the prose, the HTML holds no tag but those made here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup, escape

_ITEM = re.compile(r"(?P<mark>-|\d+\.)\s+(?P<text>.*)")
_BOLD = re.compile(r"\*\*(.+?)\*\*")


@dataclass(frozen=True)
class Block:
    """A paragraph, or a list with its items.

    Attributes:
        kind: ``p``, ``ul`` or ``ol``: also the tag in HTML.
        texts: One text for a paragraph, one for each item of a list.
    """

    kind: str
    texts: tuple[str, ...]


def blocks(source: str) -> tuple[Block, ...]:
    """Return the paragraphs and lists of a text, in order.

    >>> blocks("One.\\nTwo.\\n\\n- a\\n- b")
    (Block(kind='p', texts=('One. Two.',)), Block(kind='ul', texts=('a', 'b')))
    """
    return tuple(_blocks(source))


def _blocks(source: str) -> Iterator[Block]:
    for part in re.split(r"\n\s*\n", source.strip()):
        kind, texts = "p", list[str]()
        for line in filter(None, (line.strip() for line in part.splitlines())):
            item = _ITEM.match(line)
            here = "p" if item is None else "ul" if item["mark"] == "-" else "ol"
            if item is None and texts:  # a line that goes on with what stands before it
                texts[-1] += f" {line}"
                continue
            if here != kind and texts:
                yield Block(kind, tuple(texts))
                texts = []
            kind = here
            texts.append(line if item is None else item["text"])
        if texts:
            yield Block(kind, tuple(texts))


def to_html(source: str) -> Markup:
    """Return a text as HTML.

    >>> to_html("Keep **this** & that.")
    Markup('<p>Keep <strong>this</strong> &amp; that.</p>')
    """
    return Markup("\n").join(_block_html(block) for block in blocks(source))


def _block_html(block: Block) -> Markup:
    inline = [_inline(text) for text in block.texts]
    if block.kind == "p":
        return Markup("<p>{}</p>").format(inline[0])
    items = Markup("").join(Markup("<li>{}</li>").format(text) for text in inline)
    return Markup("<{0}>{1}</{0}>").format(Markup(block.kind), items)  # noqa: S704 - one of two fixed names


def _inline(text: str) -> Markup:
    # Escaped first, so the only tags are the two put in here.
    return Markup(_BOLD.sub(r"<strong>\1</strong>", str(escape(text))))  # noqa: S704


def to_text(source: str) -> tuple[str, ...]:
    """Return a text as lines of plain words, one a paragraph or item.

    >>> to_text("Keep **this**.\\n\\n1. first")
    ('Keep this.', '1. first')
    """
    lines = []
    for block in blocks(source):
        for number, text in enumerate(block.texts, 1):
            mark = {"p": "", "ul": "- ", "ol": f"{number}. "}[block.kind]
            lines.append(mark + _BOLD.sub(r"\1", text))
    return tuple(lines)
