"""How much evidence there is: counted in the table of studies, and said honestly."""

import re

import pytest

from advisor.advice.studies import MOST_SHOWN, nearest_studies, study_count
from advisor.model.case import Case
from advisor.model.evidence import Study
from tests.unit.altered import altered


def of_kind(kind, **answers):
    return Case(name="A test", answers={"ioc_type": kind, **answers})


def test_every_count_is_that_of_the_table(knowledge):
    for kind in knowledge.types:
        found = study_count(of_kind(kind.type), knowledge)
        assert found.total == len(knowledge.studies)
        assert found.in_family == sum(
            study.family_in(kind.study_families) is not None for study in knowledge.studies
        )
        numbers = {int(number) for number in re.findall(r"\d+", found.says)}
        assert numbers == {found.in_family, found.total} - {0, 1} | {found.total}


def test_a_kind_that_the_papers_do_not_study_is_only_near(knowledge):
    for kind in knowledge.types:
        found = study_count(of_kind(kind.type), knowledge)
        assert found.says.startswith("None of the") == (kind.named == "no" or not found.in_family)


def test_a_count_names_the_families_it_counts(knowledge):
    for kind in knowledge.types:
        found = study_count(of_kind(kind.type), knowledge)
        assert all(family in found.says for family in kind.study_families)


@pytest.mark.parametrize(
    ("kind", "phrase"),
    [("other", "count_none"), ("clinical_network", "count_one"), ("merger", "count_some")],
)
def test_none_one_and_some_are_said_in_their_own_words(knowledge, kind, phrase):
    found = study_count(of_kind(kind), knowledge)
    said = knowledge.phrase(phrase, count=found.in_family, total=found.total, family=found.family)
    assert found.says == said


@pytest.mark.parametrize("answers", [{}, {"ioc_type": "not_applicable"}])
def test_where_the_kind_is_unknown_no_study_is_called_near(assess, knowledge, answers):
    result = assess(**answers)
    assert result.studies == ()
    assert result.study_count.in_family == 0
    assert result.study_count.says == knowledge.phrase("count_unknown")


def test_a_kind_without_studies_shows_none(assess):
    assert assess(ioc_type="other").studies == ()


def test_only_studies_of_the_families_are_shown_and_at_most_eight(knowledge):
    families = {study.id: {study.family, study.also} for study in knowledge.studies}
    for kind in knowledge.types:
        case = of_kind(kind.type)
        found = nearest_studies(case, knowledge)
        assert len(found) == min(MOST_SHOWN, study_count(case, knowledge).in_family)
        assert all(families[one.id] & set(kind.study_families) for one in found)


def test_a_study_of_two_families_counts_in_both(knowledge):
    """Five rows of the table are named “provider alliance/integrated care”."""
    both = {study.id for study in knowledge.studies if study.also is not None}
    assert len(both) == 5
    assert both == {
        study.id
        for study in knowledge.studies
        if study.partnership_type.startswith("Provider alliance/integrated care")
    }
    found = study_count(of_kind("provider_alliance"), knowledge)
    assert found.in_family == 6
    shown = [one.id for one in nearest_studies(of_kind("provider_alliance"), knowledge)]
    assert both < set(shown)
    alone = next(study for study in knowledge.studies if study.family == "alliance")
    assert alone.family_in(("merger",)) is None
    wider = study_count(of_kind("integrated_care_system"), knowledge)
    assert wider.in_family >= sum(study.family == "integrated care" for study in knowledge.studies)


def test_the_nearest_family_comes_first_then_shared_sectors_then_england(advisor, knowledge):
    def study(name, family, sector, country):
        return Study(
            id=name,
            study=name,
            country=country,
            partnership_type="",
            sector=sector,
            methods="",
            family=family,
        )

    studies = (
        study("far-family", "merger", "Acute", "England"),
        study("abroad", "provider chain", "Community", "Norway"),
        study("home", "provider chain", "Community", "England and Wales"),
        study("abroad-same-sector", "provider chain", "Acute hospitals", "Norway"),
        study("home-same-sector", "provider chain", "Hospital care", "England"),
        study("elsewhere", "buddying", "Acute", "England"),
    )
    kind = next(one for one in knowledge.types if one.type == "group_shared_leadership")
    assert kind.study_families == ("provider chain", "merger")
    found = nearest_studies(of_kind(kind.type, sectors=("acute",)), altered(knowledge, studies=studies))
    assert [one.id for one in found] == [
        "home-same-sector",
        "abroad-same-sector",
        "home",
        "abroad",
        "far-family",
    ]
    family, sector = knowledge.phrase("study_near_family"), knowledge.phrase("study_sector")
    assert found[0].why == f"{family}, {sector}, {knowledge.phrase('study_country', country='England')}"
    assert found[3].why == f"{family}, {knowledge.phrase('study_country', country='Norway')}"
