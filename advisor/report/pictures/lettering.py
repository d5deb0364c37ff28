"""How wide words are in the report's typeface, near enough to break lines in a picture."""

NARROW = frozenset("iljtfrI.,:;’‘'()[]|! ")
WIDE = frozenset("mwMW@—")


def width(text: str, size: float = 1.0) -> float:
    """Return the width of a text in the units of its size; rather too much than too little."""
    return size * sum(
        0.33 if one in NARROW else 0.9 if one in WIDE else 0.69 if one.isupper() else 0.58 for one in text
    )


def wrapped(text: str, size: float, room: float, lines: int) -> tuple[str, ...]:
    """Return a text broken into lines that fit the room; what does not fit the last line ends in “…”.

    >>> wrapped("Willingness to take risks together", 7, 90, 2)
    ('Willingness to take risks', 'together')
    """
    broken: list[str] = []
    for word in text.split():
        longer = f"{broken[-1]} {word}" if broken else word
        if broken and width(longer, size) <= room:
            broken[-1] = longer
        else:
            broken.append(word)
    if len(broken) > lines:
        broken = [*broken[: lines - 1], " ".join(broken[lines - 1 :])]
    return tuple(_cut(line, size, room) for line in broken)


def _cut(line: str, size: float, room: float) -> str:
    if width(line, size) <= room * 1.02:
        return line
    while line and width(f"{line}…", size) > room:
        line = line[:-1]
    return f"{line.rstrip()}…"
