"""The little Markdown that our own prose uses: paragraphs, lists, numbered lists and bold.

Everything else is plain text. Whatever stands in the prose, the HTML holds no tag but those made here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

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
    r"""Return the paragraphs and lists of a text, in order.

    >>> blocks("One.\nTwo.\n\n- a\n- b")
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


def columns(source: str, count: int) -> tuple[Markup, ...]:
    """Return a text as HTML in columns of about the same length.

    A list with bullets may go on in the next column; a numbered one stays in one piece.
    """
    pieces = [piece for block in blocks(source) for piece in _pieces(block)]
    room = sum(_weight(piece) for piece in pieces) / count
    filled: list[list[Block]] = [[] for _ in range(count)]
    length = 0.0
    for piece in pieces:
        # A piece goes where its middle falls.
        filled[min(count - 1, int((length + _weight(piece) / 2) / room))].append(piece)
        length += _weight(piece)
    return tuple(Markup("\n").join(_block_html(block) for block in _joined(column)) for column in filled)


def _pieces(block: Block) -> tuple[Block, ...]:
    return tuple(Block("ul", (text,)) for text in block.texts) if block.kind == "ul" else (block,)


def _weight(piece: Block) -> int:
    return sum(len(text) + 35 for text in piece.texts)  # a last line is half empty on average


def _joined(pieces: list[Block]) -> Iterator[Block]:
    """Yield pieces with the items of one list together again."""
    for bulleted, found in groupby(pieces, key=lambda piece: piece.kind == "ul"):
        if bulleted:
            yield Block("ul", tuple(text for piece in found for text in piece.texts))
        else:
            yield from found


def _block_html(block: Block) -> Markup:
    inline = [_inline(text) for text in block.texts]
    if block.kind == "p":
        return Markup("<p>{}</p>").format(inline[0])
    items = Markup("").join(Markup("<li>{}</li>").format(text) for text in inline)
    around = Markup("<ol>{}</ol>") if block.kind == "ol" else Markup("<ul>{}</ul>")
    return around.format(items)


def _inline(text: str) -> Markup:
    # Escaped first, so the only tags are the two put in here.
    return Markup(_BOLD.sub(r"<strong>\1</strong>", str(escape(text))))  # noqa: S704


def to_text(source: str) -> tuple[str, ...]:
    r"""Return a text as lines of plain words, one a paragraph or item.

    >>> to_text("Keep **this**.\n\n1. first")
    ('Keep this.', '1. first')
    """
    lines = []
    for block in blocks(source):
        for number, text in enumerate(block.texts, 1):
            mark = {"p": "", "ul": "- ", "ol": f"{number}. "}[block.kind]
            lines.append(mark + _BOLD.sub(r"\1", text))
    return tuple(lines)
