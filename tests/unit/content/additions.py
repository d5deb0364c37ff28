"""Additions to the rules that are sound as they stand, for tests to break one way at a time."""

SOURCE = [{"paper": "S1", "where": "somewhere"}]
TEXT = dict.fromkeys(("because", "measure", "barrier", "remedy", "find_out"), "x")


def context(**changes):
    return {"id": "new", "name": "x", "changeable": "yes", "holds": "quick_wins is yes", **changes}


def link(**changes):
    ends = {"contexts": ["quick_wins"], "mechanism": "trust", "outcome": "faith"}
    signs = {"sign": "+", "outcome_sign": "+"}
    return {"id": "Z-1", **ends, **signs, "phase": "any", "says": "x", "source": SOURCE, **changes}


def between(**changes):
    return {"from": "synergy", "to": "trust", "sign": "+", "says": "x", "source": SOURCE, **changes}


def mechanism(**changes):
    words = dict.fromkeys(("name", "plain", "definition", "kind"), "x")
    reads = dict.fromkeys(("low", "mixed", "high", "unknown"), "x")
    rated = {"support": None, "high_is": "good"}
    return {"id": "new", **words, **rated, "reads": reads, "sources": SOURCE, **changes}


def statement(**changes):
    words = dict.fromkeys(("cluster", "title", "if", "then", "because", "kept", "protect"), "x")
    rest = {"position": 1, "polarity": "do", "mechanisms": [{"id": "trust", "sign": "+"}], "links": ["A-T14"]}
    found = {
        "id": "X99",
        **words,
        **rest,
        "source": SOURCE,
        "verdicts": {"act": "power is dominated"},
        **changes,
    }
    return {key: value for key, value in found.items() if value is not None}


def wording(verdict="act", **changes):
    sides = {"for": {"title": "x", "text": "x"}, "against": {"title": "x", "text": "x"}}
    more = {"sides": sides} if verdict == "balance" else {}
    return {"verdict": verdict, "title": "Do it", "if": "x", "then": "x", **more, **changes}


def recommendation(**changes):
    keep = {"title": "x", "text": "x"}
    found = {
        "id": "new",
        "statements": ["X99"],
        "phase": "any",
        "weight": "direct",
        "variants": [wording()],
        **TEXT,
    }
    return {**found, "discuss": ["x?"], "keep": keep, **changes}


def advice(what=None, said=None):
    """Return a new statement with the recommendation that carries it, either of them changed."""
    return {"statements": [statement(**(what or {}))], "recommendations": [recommendation(**(said or {}))]}


def condition(written):
    """Return an addition whose one fault is in a condition."""
    return {"contexts": [context(holds=written)]}


def derived(**changes):
    return {"derived": [{"fact": "new", "meaning": "x", **changes}]}


YES_IF = [{"value": "yes", "when": "quick_wins is yes"}]
START = {
    "id": "new",
    "title": "x",
    "met": "power is known",
    "not_met": "power is unknown",
    "says": "x",
    "source": SOURCE,
}


def ticks(many, idle=0):
    """Return a fact with so many values to tick beside “none”, of which some are nothing to aim at."""
    values = [
        {"value": f"v{n}", "label": f"V{n}", "says": f"it is v{n}", **({"lever": "no"} if n < idle else {})}
        for n in range(many)
    ]
    none = {"value": "none", "label": "None", "says": "there is none"}
    return {
        "fact": "new",
        "name": "x",
        "meaning": "Whether it is so.",
        "kind": "any of",
        "changeable": "yes",
        "says": "it is {value}",
        "values": values if idle == many else [*values, none],
    }
