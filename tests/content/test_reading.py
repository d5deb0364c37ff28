"""Prose for readers: plain, short, and in the words of the house."""

import re
from statistics import mean

import pytest

from advisor.content.folders import content_folder

FORBIDDEN = re.compile(
    r"\b(CMOC?s?|mechanisms?|contexts?|synerg\w*|configurations?|stakeholders?|leverag\w*|robust\w*|holistic\w*"
    r"|appropriate\w*|effective\w*|ensur\w+|seeds?)\b",
    re.IGNORECASE,
)
VERBS = """
    agree answer ask assess back bind break bridge bring build choose clear consider cut deliver design
    evaluate explain extend find finish fit free give hear help hold keep leave lighten limit make match
    move name offset open plan practise prepare protect put replace restart review say secure set settle
    share show speak start stop take talk tell tighten turn use watch work write
"""
"""Verbs with which a recommendation may begin; add to them freely, verbs only."""


def advice_texts(advice):
    for text in advice.recommendations:
        single = (text.because, text.measure, text.barrier, text.remedy, text.find_out, text.caution)
        kept = [text.keep.title, text.keep.text]
        kept += [words for each in text.keep.variants for words in (each.title, each.text)]
        yield text.id, [*single, *text.discuss, *kept]
        for variant in text.variants:
            words = [variant.title, variant.if_, variant.then, variant.because, variant.lean]
            words += [variant.measure, variant.barrier, variant.remedy, variant.caution]
            words += variant.discuss or ()
            words += [f"{step.who} {step.do}" for step in variant.steps]
            for side in (variant.sides.for_, variant.sides.against) if variant.sides else ():
                words += [side.title, side.text]
            yield text.id, words
    for statement in advice.statements:
        words = [statement.title, statement.if_, statement.then, statement.because, statement.ours]
        words += [statement.kept, statement.protect, *(each.says for each in statement.kept_as)]
        yield statement.id, words + [silence.says for silence in statement.silent]
    for start in advice.start_conditions:
        yield start.id, [start.title, start.says]
    for contradiction in advice.contradictions:
        yield contradiction.id, [contradiction.says]


def evidence_texts(knowledge):
    for mechanism in knowledge.mechanisms:
        yield mechanism.id, [mechanism.name, mechanism.plain, mechanism.definition, *mechanism.reads.values()]
    for context in knowledge.contexts:
        yield context.id, [context.name]
    for link in (*knowledge.web.links, *knowledge.web.mechanism_links, *knowledge.web.loops):
        yield str(getattr(link, "id", link)), [link.says]
    for kind in knowledge.types:
        yield kind.type, [kind.name, kind.papers_say]
    for fact in knowledge.vocabulary.facts:
        yield fact.fact, [fact.name, fact.meaning, fact.says]
        yield fact.fact, [text for value in fact.values for text in (value.label, value.says)]
    for derived in knowledge.vocabulary.derived:
        yield derived.fact, [derived.meaning, derived.ours, *derived.says.values()]
    for source in knowledge.sources:
        yield source.id, [source.what]
    for phrase in knowledge.phrases:
        yield phrase.id, [re.sub(r"\{.*?\}", "x", phrase.says)]


def question_texts(questionnaires):
    for form in questionnaires.values():
        yield form.questionnaire, [form.title, form.about]
        for section in form.sections:
            yield section.id, [section.title, section.intro]
        for question in form.questions:
            rows = [row.label for row in question.rows]
            yield question.id, [question.wording, question.help, question.why, *rows]


def report_texts():
    folder = content_folder("report_templates") / "texts"
    for path in sorted(folder.glob("*.md")):
        lines = path.read_text(encoding="utf-8").splitlines()
        yield path.name, [re.sub(r"^[#-]* *|\*\*|\{.*?\}", "", line) for line in lines]


@pytest.fixture(scope="module")
def prose(knowledge, advisor):
    """All texts for readers, each with the id of what it belongs to."""
    groups = [
        advice_texts(knowledge.advice),
        evidence_texts(knowledge),
        question_texts(advisor.questionnaires),
        report_texts(),
    ]
    return [(name, text) for group in groups for name, texts in group for text in texts if text]


@pytest.fixture(scope="module")
def sentences(prose):
    return [(name, one) for name, text in prose for one in re.split(r"(?<=[.?!])\s+", text.strip())]


def test_sentences_have_at_most_20_words_on_average(sentences):
    # Names and labels are no sentences: what has fewer than five words does not lower the average.
    lengths = [length for _, one in sentences if (length := len(one.split())) >= 5]
    assert len(lengths) > 2500
    assert mean(lengths) <= 20


def test_no_sentence_has_more_than_30_words(sentences):
    assert [(name, one) for name, one in sentences if len(one.split()) > 30] == []


def test_words_of_the_trade_and_vague_words_do_not_occur(prose):
    assert [(name, found[0]) for name, text in prose if (found := FORBIDDEN.search(text))] == []


def test_apostrophes_and_quotation_marks_are_curly(prose):
    assert [(name, text) for name, text in prose if "'" in text or '"' in text] == []


def test_texts_have_no_stray_spaces(prose):
    assert [(name, text) for name, text in prose if text != text.strip() or "  " in text] == []


def test_recommendations_begin_with_a_verb_and_have_at_most_12_words(knowledge):
    titles = [variant.title for text in knowledge.advice.recommendations for variant in text.variants]
    assert len(titles) > 100
    assert [title for title in titles if title.split()[0].lower() not in VERBS.split()] == []
    assert [title for title in titles if len(title.split()) > 12] == []


def test_clauses_continue_the_sentence_that_the_report_begins(knowledge):
    """“You told us that …”, “If …”, “then …” and “because …” go on in small letters, without a full stop."""
    clauses = [value.says for fact in knowledge.vocabulary.facts for value in fact.values]
    for text in knowledge.advice.recommendations:
        clauses.append(text.because)
        for variant in text.variants:
            clauses += [variant.if_, variant.then, variant.because or text.because]
    for statement in knowledge.advice.statements:
        clauses += [statement.if_, statement.then, statement.because]
    names = ("NHS", "CQC", "GP")
    wrong = [one for one in clauses if one.endswith(".") or (one[0].isupper() and not one.startswith(names))]
    assert wrong == []


def test_names_of_mechanisms_and_contexts_are_short(knowledge):
    assert [each.plain for each in knowledge.mechanisms if len(each.plain.split()) > 6] == []
    assert [each.name for each in knowledge.contexts if len(each.name.split()) > 8] == []
