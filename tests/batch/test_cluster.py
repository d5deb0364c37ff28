"""A real scheduler and two workers on this machine, one killed in the middle; then the scheduler itself."""

import os
import socket
import subprocess
import sys
import time

import pytest

from advisor.batch.cluster import Cluster
from advisor.batch.run import Order, run_batch
from advisor.batch.stopping import BatchStopped
from advisor.batch.work import typesetting, work
from advisor.errors import CommandError
from tests.batch.conftest import Heard, row, tree
from tests.batch.fake import Here, fake_work

pytestmark = pytest.mark.filterwarnings("ignore")  # what Dask’s own threads complain of is not ours
UP = 60


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Running:
    """A scheduler with two workers, each a process of its own."""

    def __init__(self, folder, nanny="--no-nanny"):
        self.folder, self.nanny = folder, nanny
        self.address = f"tcp://127.0.0.1:{free_port()}"
        self.scheduler = self.start(
            "dask_scheduler", "--host", "127.0.0.1", "--port", self.address.rpartition(":")[2]
        )
        self.workers = [self.worker() for _ in range(2)]

    def worker(self):
        return self.start("dask_worker", self.address, "--nthreads", "1", self.nanny)

    def start(self, module, *arguments):
        return subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.{module}", *arguments, "--no-dashboard"],
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )

    def replace(self, place):
        self.workers[place].kill()
        self.workers[place].wait()
        self.workers[place] = self.worker()

    def crew(self, function=fake_work):
        end = time.monotonic() + UP
        while True:
            try:
                crew = Cluster(self.address, print, function)
                break
            except CommandError:
                assert time.monotonic() < end, "no scheduler came up"
        crew._client.wait_for_workers(2, timeout=UP)
        return crew

    def stop(self):
        for process in (*self.workers, self.scheduler):
            process.terminate()
        for process in (*self.workers, self.scheduler):
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@pytest.fixture
def cluster(tmp_path):
    running = Running(tmp_path)
    try:
        yield running
    finally:
        running.stop()


class Doing(Heard):
    """Does something once some cases are done."""

    def __init__(self, at, action):
        super().__init__()
        self.at, self.action = at, action

    def worked(self, progress):
        if self.at is not None and progress.worked >= self.at:
            self.at = None
            self.action()


@pytest.fixture
def source(table):
    return table([row(place, notes="sleep 0.05") for place in range(60)])


def test_real_reports_outlive_a_worker_and_then_the_scheduler(cluster, table, tmp_path):
    source, out, whole = table([row(place) for place in range(16)]), tmp_path / "out", tmp_path / "whole"

    def run(folder, crew, listener=None):
        order = Order(source, folder, ("html", "json"), portfolio=False)
        return run_batch(order, listener or Heard(), crew)

    def spoil():
        cluster.replace(0)
        doing.at, doing.action = 9, cluster.scheduler.kill

    doing, crew = Doing(3, spoil), cluster.crew(work)
    assert crew.typesetting() == typesetting()
    with pytest.raises(BatchStopped, match="does not answer any more"):
        run(out, crew, doing)
    found = run(out, Here(work))  # the same command goes on without the cluster too
    assert found.kept >= 9
    assert (found.done + found.kept, found.failed) == (16, 0)
    run(whole, Here(work))
    assert len(list((out / "reports").iterdir())) == 32
    assert tree(out) == tree(whole)


@pytest.mark.slow
def test_a_worker_that_is_killed_costs_nothing(batch, cluster, source, tmp_path):
    out, whole = tmp_path / "out", tmp_path / "whole"
    found = batch(source, out, cluster.crew(), Doing(10, lambda: cluster.replace(0)))
    assert (found.done, found.failed) == (60, 0)
    batch(source, whole)
    assert tree(out) == tree(whole)


@pytest.mark.slow
def test_a_scheduler_that_is_killed_ends_the_batch_and_the_same_command_goes_on(
    batch, cluster, source, tmp_path
):
    out, whole = tmp_path / "out", tmp_path / "whole"
    began = time.monotonic()
    with pytest.raises(BatchStopped, match="does not answer any more") as stopped:
        batch(source, out, cluster.crew(), Doing(10, cluster.scheduler.kill))
    assert stopped.value.exit_code == 5
    assert time.monotonic() - began < UP
    cluster.stop()
    again = Running(tmp_path)
    try:
        found = batch(source, out, again.crew())
    finally:
        again.stop()
    assert found.kept >= 10
    assert (found.done + found.kept, found.failed) == (60, 0)
    batch(source, whole)
    assert tree(out) == tree(whole)


@pytest.mark.slow
def test_a_row_that_kills_workers_costs_itself_alone(batch, table, tmp_path):
    source = table([row(place, notes="die" if place == 3 else "sleep 0.05") for place in range(12)])
    running = Running(tmp_path, "--nanny")  # which starts a worker anew
    try:
        found = batch(source, tmp_path / "out", running.crew())
    finally:
        running.stop()
    assert (found.done, found.failed) == (11, 1)


def test_where_no_cluster_answers_it_is_said(monkeypatch):
    monkeypatch.setattr("advisor.batch.cluster.TIMEOUT", 1)
    with pytest.raises(CommandError, match="No cluster answers"):
        Cluster(f"127.0.0.1:{free_port()}", print)


def test_where_dask_is_missing_it_is_said(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(CommandError, match="pip install"):
        Cluster("tcp://127.0.0.1:1", print)


def test_an_open_address_elsewhere_is_warned_of(monkeypatch):
    monkeypatch.setattr("advisor.batch.cluster.TIMEOUT", 0.2)
    said = []
    with pytest.raises(CommandError):
        Cluster("tcp://192.0.2.1:8786", said.append)
    assert "neither encrypted nor protected" in said[0]
