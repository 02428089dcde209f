"""The run: seed, ask for all seals at once, shake, wait, judge."""

import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from bench.browser import Browser
from bench.chaos.portal import ForgetfulRedis, ShakenPortal
from bench.chaos.verdict import judge
from bench.files import Official, approved_request, official
from documents.choices import LetterStatus
from documents.models import Letter
from mla_portal.accounts.actors import Actor, Channel
from mla_portal.embedded import EmbeddedRedis
from states.choices import Role
from states.services.reference import load_sample_data

SEALS = 200
DRAFTERS, APPROVERS = 4, 8
KILLS_AT = (10, 50, 90, 130, 170)
"""The worker is killed once so many letters are ready."""
RESTARTS_AT = (30, 110)
OUTAGE_SECONDS = 3.0
LONGEST_SECONDS = 900.0
FINISHED = (LetterStatus.READY, LetterStatus.FAILED, LetterStatus.CANCELLED)
IN_HAND = (LetterStatus.RENDERING, LetterStatus.SEALING)


@dataclass(frozen=True, slots=True)
class Blow:
    """Something that happens once so many letters are ready."""

    at: int
    name: str
    strike: Callable[[], None]


def run(server: EmbeddedRedis) -> int:
    """The exit code: 0 if everything held."""
    redis, portal = ForgetfulRedis(server), ShakenPortal()
    redis.start()
    try:
        portal.run("prepare", sys.executable, "scripts/prepare.py")
        approvers, shares = seed()
        portal.start_web()
        portal.start_worker()
        portal.wait_until_ready()
        say(f"{SEALS} approved requests; the portal answers at {portal.url}")
        started = time.monotonic()
        answers = shake(portal, redis, approvers, shares)
        say(f"All letters are finished after {time.monotonic() - started:.0f} s; judging")
        return judge(SEALS, answers)
    finally:
        portal.stop()
        redis.kill()


def seed() -> tuple[list[Official], list[list[UUID]]]:
    """The approvers, and for each the requests whose seal they will ask for."""
    started = time.monotonic()
    load_sample_data(Actor.portal(Channel.COMMAND))
    drafters = [official(f"Drafter {number}", Role.OFFICER) for number in range(DRAFTERS)]
    approvers = [official(f"Approver {number}", Role.APPROVER) for number in range(APPROVERS)]
    shares: list[list[UUID]] = [[] for _ in approvers]
    for number in range(SEALS):
        one = number % APPROVERS
        drafter = drafters[number % DRAFTERS]
        shares[one].append(approved_request(drafter, approvers[one], f"Sample request {number + 1}"))
    say(f"Drafted and approved in {time.monotonic() - started:.0f} s")
    return approvers, shares


def shake(
    portal: ShakenPortal, redis: ForgetfulRedis, approvers: list[Official], shares: list[list[UUID]]
) -> Counter[int]:
    """Lets every approver ask at once and strikes meanwhile, until all letters are finished.

    Returns how the server answered the clicks, by status.
    """
    browsers = [Browser(portal.local_url, person) for person in approvers]
    with ThreadPoolExecutor(len(browsers)) as hands:
        list(hands.map(Browser.sign_in, browsers))
        asking = [hands.submit(_ask, *pair) for pair in zip(browsers, shares, strict=True)]
        strike_until_finished(blows(portal, redis), portal, asking)
    return sum((Counter(browser.answers) for browser in browsers), Counter())


def _ask(browser: Browser, share: list[UUID]) -> None:
    for request_id in share:
        browser.ask_for_seal(request_id)


def blows(portal: ShakenPortal, redis: ForgetfulRedis) -> list[Blow]:
    """Every blow in its order."""

    def kill_worker() -> None:
        portal.kill_worker()
        portal.start_worker()

    def restart_redis() -> None:
        redis.kill()
        time.sleep(OUTAGE_SECONDS)
        redis.start()

    kills = [Blow(at, "the worker is killed in the middle of a letter", kill_worker) for at in KILLS_AT]
    restarts = [Blow(at, "Redis ends, and starts again knowing nothing", restart_redis) for at in RESTARTS_AT]
    return sorted(kills + restarts, key=lambda blow: blow.at)


def strike_until_finished(blows: list[Blow], portal: ShakenPortal, asking: list[Future[None]]) -> None:
    """Raises TimeoutError where letters are still unfinished when the time is over."""
    deadline = time.monotonic() + LONGEST_SECONDS
    while True:
        counts = Counter(Letter.objects.values_list("status", flat=True))
        if blows and counts[LetterStatus.READY] >= blows[0].at and any(counts[s] for s in IN_HAND):
            say(f"{counts[LetterStatus.READY]} letters are ready: {blows[0].name}")
            blows.pop(0).strike()
        if all(future.done() for future in asking):
            for future in asking:
                future.result()
            if not blows and sum(counts[s] for s in FINISHED) >= SEALS:
                return
        if time.monotonic() > deadline:
            raise TimeoutError(f"After {LONGEST_SECONDS:.0f} s the letters are: {dict(counts)}")
        portal.watch()
        time.sleep(0.02)


def say(sentence: str) -> None:
    """One line of what happens."""
    connection.close_if_unusable_or_obsolete()
    print(f"  {sentence}", flush=True)
