"""Names that people ask for, and what they mean."""

import pytest

from advisor.errors import CommandError
from advisor.explanation.reasons.topics import every_topic, subject_of, topic_of


def test_every_topic_is_found_by_what_to_ask_for(knowledge, program):
    topics = every_topic(knowledge)
    for topic in topics:
        assert topic_of(topic.ask, knowledge) == topic
        assert subject_of(topic) in program.by_subject
    assert len({topic.ask for topic in topics}) == len(topics)


@pytest.mark.parametrize(
    ("name", "kind", "id_"),
    [
        ("T3", "statement", "T3"),
        (" t3 ", "statement", "T3"),
        ("verdict of T3", "statement", "T3"),
        ("quick-wins", "recommendation", "quick-wins"),
        ("quick_wins", "circumstance", "quick_wins"),
        ("trust", "mechanism", "trust"),
        ("Level of Trust", "mechanism", "trust"),
        ("Trust at the start", "mechanism", "initial_trust"),
        ("driver", "derived", "driver"),
        ("context mandated", "circumstance", "mandated"),
        ("fact mandated", "derived", "mandated"),
        ("conflict", "mechanism", "conflict"),
    ],
)
def test_names_mean_one_thing(knowledge, name, kind, id_):
    topic = topic_of(name, knowledge)
    assert (topic.kind, topic.id) == (kind, id_)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("mandated", "“fact mandated” or “context mandated”"),
        ("distance", "“recommendation distance” or “context distance”"),
        ("trsut", "Did you mean “trust”?"),
        ("T99", "Nothing here is called “T99”"),
        ("", "Nothing here is called"),
        ("stage", "is an answer (stage)"),
        ("☃" * 500, "Leave it out"),
    ],
)
def test_names_that_mean_nothing_or_too_much_are_refused(knowledge, name, told):
    with pytest.raises(CommandError) as refused:
        topic_of(name, knowledge)
    assert told in str(refused.value)
