"""Which studies of the evidence base are nearest to a case, with honest counts."""

from collections.abc import Iterable

from advisor.model.case import Case
from advisor.model.knowledge import KnowledgeBase
from advisor.model.result import StudyCount, StudyLikeThis

MOST_SHOWN = 8
HOME = "England"
# Words of the studies’ sector column that name the same kind of organisation as an answer.
SECTOR_WORDS = {
    "acute": ("acute", "hospital"),
    "community": ("community",),
    "mental_health": ("mental health",),
    "general_practice": ("primary",),
    "social_care": ("social care",),
    "voluntary": ("voluntary",),
    "commissioner": ("commissioning",),
}


def nearest_studies(case: Case, knowledge: KnowledgeBase) -> tuple[StudyLikeThis, ...]:
    """Return the nearest studies: by family first, then those that share sectors, then by country."""
    kind = knowledge.type_named.get(str(case.known().get("ioc_type")))
    if kind is None:
        return ()
    sectors = case.known().get("sectors", ())
    words = [word for sector in _listed(sectors) for word in SECTOR_WORDS.get(sector, ())]
    found = []
    for place, study in enumerate(knowledge.studies):
        family = study.family_in(kind.study_families)
        if family is None:
            continue
        text = f"{study.sector} {study.partnership_type}".lower()
        shares = any(word in text for word in words)
        at_home = HOME in study.country
        why = [knowledge.phrase("study_family" if kind.named == "yes" else "study_near_family")]
        if shares:
            why.append(knowledge.phrase("study_sector"))
        why.append(knowledge.phrase("study_country", country=study.country))
        rank = (kind.study_families.index(family), not shares, not at_home, place)
        shown = study.model_dump(exclude={"family", "also"})
        found.append((rank, StudyLikeThis(why=", ".join(why), **shown)))
    return tuple(study for _, study in sorted(found, key=lambda each: each[0])[:MOST_SHOWN])


def _listed(value: object) -> Iterable[str]:
    return value if isinstance(value, tuple) else ()


def study_count(case: Case, knowledge: KnowledgeBase) -> StudyCount:
    """Return how much evidence there is for this kind of collaboration, as counted in the studies’ table."""
    total = len(knowledge.studies)
    kind = knowledge.type_named.get(str(case.known().get("ioc_type")))
    if kind is None:
        return StudyCount(family="", in_family=0, total=total, says=knowledge.phrase("count_unknown"))
    count = sum(study.family_in(kind.study_families) is not None for study in knowledge.studies)
    if count == 0:
        name = "count_none"
    elif kind.named == "yes":
        name = "count_one" if count == 1 else "count_some"
    else:
        name = "count_related_one" if count == 1 else "count_related"
    family = " or ".join(kind.study_families)
    says = knowledge.phrase(name, count=count, total=total, family=family)
    return StudyCount(family=family, in_family=count, total=total, says=says)
