"""How fast the product is: run by `make benchmark` alone, which prints what is measured here.

Machines differ and are noisy, so each time also stands as a ratio to a fixed piece of work of the same run.
Ratios can be compared between machines and days; milliseconds are for people.
"""

import io
import os
import resource
import subprocess
import sys
import time
from statistics import median

import pytest

from advisor.content.folders import content_folder
from advisor.content.knowledge_files import load_knowledge
from advisor.engine.inference import Inferrer
from tests.unit.cases import example_cases

pytestmark = pytest.mark.benchmark

LARGEST = "required-system"
UNITS = 100_000


def piece_of_work():
    """A fixed piece of work in plain Python: counting over a dictionary."""
    counted = {}
    for number in range(UNITS):
        counted[number % 1000] = counted.get(number % 1000, 0) + 1


def seconds(work, repeats, clock=time.perf_counter):
    found = []
    for _ in range(repeats):
        start = clock()
        work()
        found.append(clock() - start)
    return min(found), median(found)


@pytest.fixture(scope="module")
def tell():
    """Return a function that prints a measure, in milliseconds and in pieces of work."""
    unit, _ = seconds(piece_of_work, 15)
    print(f"\n\n{'':44}{'best':>10}{'median':>10}{'ratio':>9}")
    print(f"{'one piece of work':44}{unit * 1000:7.1f} ms{'':>10}{1:9.2f}")

    def line(name, best, middle, goal=None):
        said = "" if goal is None else f"   goal {goal * 1000:.0f} ms: {'met' if best <= goal else 'missed'}"
        print(f"{name:44}{best * 1000:7.1f} ms{middle * 1000:7.1f} ms{best / unit:9.2f}{said}")

    return line


@pytest.fixture(scope="module")
def warm(advisor):
    """The seven example cases, each run once."""
    cases = example_cases(advisor)
    for case in cases:
        advisor.assess(case)
    return cases


def test_inference_of_one_case_warm(tell, advisor, warm):
    best, middle = seconds(lambda: [advisor._inferrer.infer(case.answers) for case in warm], 25)
    tell("inference of one case, through experta", best / len(warm), middle / len(warm), goal=0.020)


def test_assessment_of_one_case_warm(tell, advisor, warm):
    best, middle = seconds(lambda: [advisor.assess(case) for case in warm], 15)
    tell("assessment of one case, with its reasons", best / len(warm), middle / len(warm))


def test_loading_the_content(tell):
    folder = content_folder("rules")
    tell("reading and checking all rules", *seconds(lambda: load_knowledge(folder), 5))


def test_building_the_engine(tell, knowledge):
    def build():
        inferrer = Inferrer(knowledge)
        inferrer.infer({})

    tell("building the engine, with a first case", *seconds(build, 5))


def answers_file():
    return content_folder("questionnaires") / "examples" / f"{LARGEST}.yaml"


def arguments(*options):
    return [sys.executable, "-m", "advisor", "assess", str(answers_file()), *options]


def environment():
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def command(*options):
    return subprocess.run(arguments(*options), check=True, capture_output=True, env=environment())


def test_json_from_the_command_line(tell):
    best, middle = seconds(lambda: command("--format", "json"), 5)
    tell("advisor assess --format json, cold", best, middle, goal=1.0)


def test_pdf_from_the_command_line(tell, tmp_path):
    best, middle = seconds(lambda: command("-o", str(tmp_path / "report.pdf")), 3)
    tell("advisor assess -o report.pdf, cold", best, middle)


def test_pages_and_processor_time_for_each_warm(tell, advisor, warm):
    from pypdf import PdfReader

    result = advisor.assess(advisor.read_case(answers_file()))
    pages = len(PdfReader(io.BytesIO(advisor.pdf(result))).pages)
    best, middle = seconds(lambda: advisor.pdf(result), 3, clock=time.process_time)
    tell(f"processor time of one page of {pages}, warm", best / pages, middle / pages)


MEASURED = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


@pytest.mark.parametrize("output", ["json", "pdf"])
def test_peak_memory(output, tmp_path):
    """A process in between is asked, because the most is kept over all of a process’s children."""
    whole = [sys.executable, "-c", MEASURED, *arguments("-o", str(tmp_path / f"report.{output}"))]
    told = subprocess.run(whole, check=True, capture_output=True, text=True, env=environment())
    print(f"{f'most memory, {output.upper()}':44}{int(told.stdout) / 1024:7.0f} MB")


def test_a_thousand_cases_use_no_more_memory_than_a_hundred(advisor, warm):
    def run(times):
        for _ in range(times):
            advisor._inferrer.infer(warm[0].answers)
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    first, later = run(100), run(900)
    print(f"{'memory gained over 900 more cases':44}{(later - first) / 1024:7.1f} MB")
