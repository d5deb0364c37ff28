"""A small pack of our own, to be broken one way at a time."""

import pytest

HEAD = """\
id: our-trust
title: Our own lessons
what: What our trust has learnt.
date: '2026-01-31'
behind: Eastmere Trust
prefix: OT
"""
RULES = """\
sources:
- id: OT1
  short: Eastmere 2025
  citation: Eastmere Trust. Lessons.
  doi: ''
  url: https://example.org
  kind: report
  what: Lessons.
facts:
- fact: parking
  name: parking
  meaning: Whether staff can park.
  kind: one of
  changeable: 'yes'
  values:
  - {value: 'yes', label: 'Yes', says: staff can park}
  - {value: 'no', label: 'No', says: staff cannot park}
statements:
- id: OT1
  cluster: Our own lessons
  position: 1
  title: Room to park
  if: staff can park
  then: they come to meetings
  because: nobody walks a mile
  kept: Staff can park
  protect: Keep the places.
  polarity: do
  mechanisms: []
  links: []
  source: [{paper: OT1, where: page 1}]
  verdicts:
    act: parking is no
    keep: parking is yes
recommendations:
- id: parking
  statements: [OT1]
  phase: any
  weight: limited
  variants:
  - verdict: act
    title: Consider keeping places for visitors from partners
    if: staff cannot park
    then: consider keeping a few places for visitors
    steps:
    - {who: The site manager, do: keeps five places, by: 30 days}
  because: people then come
  measure: The places are used.
  barrier: There are none.
  remedy: Meet by the station.
  discuss: [Who cannot come?]
  keep: {title: Staff can park, text: Keep the places.}
  find_out: If staff cannot park, keep places for visitors.
"""
QUESTIONS = """\
after: G
sections:
- {id: OT, title: Our own questions, intro: One question.}
questions:
- {id: OT-1, section: OT, wording: Can staff park?, help: Ask them., why: It matters here., facts: [parking]}
"""


@pytest.fixture
def pack(tmp_path):
    """The folder of the pack."""
    folder = tmp_path / "our-trust"
    folder.mkdir()
    for name, text in (("pack.yaml", HEAD), ("rules.yaml", RULES), ("questions.yaml", QUESTIONS)):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def edit(pack):
    """Replace one passage of one file of the pack."""

    def replace(name, old, new):
        text = (pack / name).read_text(encoding="utf-8")
        assert old in text
        (pack / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    return replace
