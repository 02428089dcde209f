"""`make demo` as its user meets it: it answers, stops when told to, leaves nothing running, keeps data."""

import json
import os
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import psutil
import pytest

from mla_portal.settings.environment import ROOT

LAST_LINE = "Ctrl-C stops everything"
STOP_SECONDS = 100  # on a machine that is busy with other tests


class RunningDemo:
    """The script in a folder of the test, its printed lines, and every process below it."""

    def __init__(self, var: Path) -> None:
        own = {name: value for name, value in os.environ.items() if not name.startswith(("MLA_", "DJANGO_"))}
        environment = own | {"MLA_VAR": str(var), "DATABASE_URL": "", "REDIS_URL": ""}
        self.process = subprocess.Popen(
            [sys.executable, "scripts/demo.py"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.lines: list[str] = []
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.append(line.rstrip())
            if LAST_LINE in line:
                break
        else:
            pytest.fail("\n".join(self.lines))
        self.below = psutil.Process(self.process.pid).children(recursive=True)
        self.url = next(line for line in self.lines if "runs at" in line).rsplit(" ", 1)[1]

    def get(self, path: str) -> int:
        with urllib.request.urlopen(self.url + path, timeout=10) as answer:  # noqa: S310
            return int(answer.status)

    def left_running(self) -> list[str]:
        _, alive = psutil.wait_procs(self.below, timeout=60)
        return [process.name() for process in alive]


@pytest.fixture
def var(tmp_path: Path) -> Path:
    return tmp_path / "var"


def check_facts(demo: RunningDemo, var: Path) -> None:
    """What scripts read about the running demo is complete and true."""
    facts = json.loads((var / "demo.json").read_text())
    clients = {"api_client", "counterpart_client"}
    assert set(facts) == {"url", "api_url", "accounts", "letter", "verify_url"} | clients
    assert facts["url"] == demo.url
    for account in facts["accounts"]:
        assert set(account) == {"role", "name", "email", "password", "totp_secret"}
        assert any(account["email"] in line and account["password"] in line for line in demo.lines)
    for client in clients:
        assert set(facts[client]) == {"client_id", "client_secret", "token_url"}
    assert Path(facts["letter"]).read_bytes().startswith(b"%PDF-")
    assert demo.get(facts["verify_url"].removeprefix(demo.url)) == 200


def test_it_answers_stops_and_keeps_its_data(var: Path) -> None:
    first = RunningDemo(var)
    assert first.get("/health/ready") == 200
    check_facts(first, var)
    first.process.send_signal(signal.SIGINT)
    assert first.process.wait(STOP_SECONDS) == 0
    assert first.left_running() == []
    second = RunningDemo(var)
    assert second.url == first.url
    second.process.send_signal(signal.SIGTERM)
    assert second.process.wait(STOP_SECONDS) == 0
    assert second.left_running() == []


def test_nothing_is_left_running_when_it_is_killed(var: Path) -> None:
    demo = RunningDemo(var)
    assert demo.below
    demo.process.kill()
    demo.process.wait()
    assert demo.left_running() == []


def test_a_second_demo_of_the_same_folder_is_refused(var: Path) -> None:
    demo = RunningDemo(var)
    with pytest.raises(pytest.fail.Exception, match="running already"):
        RunningDemo(var)
    demo.process.terminate()
    assert demo.process.wait(STOP_SECONDS) == 0
