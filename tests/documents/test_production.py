"""A letter's way from the order to its one sealed version, whatever happens to workers and broker."""

import hashlib
import io
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import OperationalError, connection, transaction
from django.utils import timezone
from pyhanko.pdf_utils.reader import PdfFileReader

from documents.choices import LetterKind, LetterStatus, ScanState
from documents.handlers import register_letter_handler
from documents.models import Letter, Seal, Version
from documents.sealing.examine import examine
from documents.sealing.key import SealKeyError
from documents.sealing.seal import SealingError
from documents.selectors import letter_status
from documents.services import production
from documents.services.letters import (
    cancel_letter,
    order_letter,
    retry_letter,
    supersede_letter,
    withdraw_letter,
)
from documents.tasks import render_and_seal, sweep_letters
from mla_portal.accounts.actors import Actor, Channel
from mla_portal.audit.models import AuditEvent
from mla_portal.audit.services import verify
from mla_portal.common.errors import NotPermitted, Refusal
from tests.documents.samples import request_letter
from tests.factories.accounts import UserFactory
from tests.factories.documents import ordered_letter, sealed_letter
from tests.factories.states import AuthorityFactory

pytestmark = pytest.mark.django_db


def verbs(letter: Letter) -> list[str]:
    return list(AuditEvent.objects.filter(chain=letter.audit_chain).values_list("verb", flat=True))


def told(letter: Letter) -> list[tuple[str, Any]]:
    """Registers handlers and returns the list of what they are told."""
    calls: list[tuple[str, Any]] = []
    register_letter_handler(
        LetterKind.REQUEST,
        lock=lambda letter: None,
        on_ready=lambda letter: calls.append(("ready", letter.version)),
        on_failed=lambda letter: calls.append(("failed", letter.failure)),
    )
    return calls


def test_an_order_becomes_one_sealed_version_with_its_seal_and_record() -> None:
    letter = ordered_letter()
    calls = told(letter)
    production.produce(letter.pk, task="one")
    letter.refresh_from_db()
    version = letter.version
    assert version is not None
    assert (letter.status, letter.due_at, letter.attempts) == (LetterStatus.READY, None, 1)
    content = version.file.read()
    assert version.sha256 == hashlib.sha256(content).hexdigest()
    assert version.size == len(content)
    assert (version.number, version.content_type, version.scan_state) == (
        1,
        "application/pdf",
        ScanState.MADE_HERE,
    )
    assert version.filename == "SI-MOJ-2026-L-00001.pdf"
    assert version.document.holder == letter.authority
    assert examine(content, fingerprint=version.seal.fingerprint).holds
    assert version.seal.is_demonstration
    assert calls == [("ready", version)]
    assert verbs(letter) == ["letter.ordered", "letter.sealed"]
    assert not list(verify(chain=letter.audit_chain))


def test_the_attached_data_are_the_stored_data() -> None:
    letter = sealed_letter()
    assert letter.version is not None
    root = PdfFileReader(io.BytesIO(letter.version.file.read())).root
    assert json.loads(root["/AF"][0]["/EF"]["/F"].data) == letter.data


def test_a_finished_letter_is_not_made_again() -> None:
    letter = sealed_letter()
    render_and_seal.apply(args=[str(letter.pk)])
    assert (Version.objects.count(), Seal.objects.count()) == (1, 1)
    assert verbs(letter) == ["letter.ordered", "letter.sealed"]


def test_an_order_is_sent_to_a_worker_only_once_it_is_committed(
    django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []
    monkeypatch.setattr(render_and_seal, "delay", sent.append)
    with django_capture_on_commit_callbacks(execute=True):
        letter = ordered_letter()
        assert sent == []
    assert sent == [str(letter.pk)]


def test_a_lost_broker_loses_nothing(
    django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(letter_id: str) -> None:
        raise ConnectionError("no broker")

    monkeypatch.setattr(render_and_seal, "delay", unreachable)
    with django_capture_on_commit_callbacks(execute=True):
        letter = ordered_letter()
    sent: list[str] = []
    monkeypatch.setattr(render_and_seal, "delay", sent.append)
    Letter.objects.update(due_at=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        sweep_letters.apply()
    assert sent == [str(letter.pk)]


def test_a_number_is_used_once_by_an_authority() -> None:
    authority = AuthorityFactory.create()
    ordered_letter(authority, number="SI/1")
    with pytest.raises(Refusal, match="letter of this number"):
        ordered_letter(authority, number="SI/1")


def test_the_portal_itself_orders_no_letter() -> None:
    with pytest.raises(NotPermitted):
        order_letter(
            Actor.portal(),
            authority=AuthorityFactory.create(),
            content=request_letter(),
            audit_chain="case:1",
        )


def test_a_letter_in_another_workers_hands_is_left_alone() -> None:
    letter = ordered_letter()
    assert production._claim(letter.pk, "first") is not None
    assert production._claim(letter.pk, "second") is None


def test_a_message_delivered_again_takes_up_its_own_claim() -> None:
    letter = ordered_letter()
    production._claim(letter.pk, "same")
    assert production._claim(letter.pk, "same") is not None


def test_the_letter_of_a_silent_worker_is_sent_again_and_made_once(
    django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []
    monkeypatch.setattr(render_and_seal, "delay", sent.append)
    letter = ordered_letter()
    production._claim(letter.pk, "killed")
    assert production.sweep() == 0
    Letter.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    with django_capture_on_commit_callbacks(execute=True):
        assert production.sweep() == 1
    assert sent == [str(letter.pk)]
    production.produce(letter.pk, task="next")
    production.produce(letter.pk, task="killed")
    assert Version.objects.count() == 1


def test_a_slow_worker_that_was_given_up_may_still_finish_and_the_next_finds_it_done(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    letter = ordered_letter()
    finish = production._finish

    def overtaken(letter_id: Any, *rest: Any) -> None:
        monkeypatch.setattr(production, "_finish", finish)
        Letter.objects.update(due_at=timezone.now() - timedelta(seconds=1))
        production.sweep()
        production.produce(letter_id, task="second")
        finish(letter_id, *rest)

    monkeypatch.setattr(production, "_finish", overtaken)
    production.produce(letter.pk, task="first")
    letter.refresh_from_db()
    assert letter.status == LetterStatus.READY
    assert Version.objects.count() == 1
    assert verbs(letter).count("letter.sealed") == 1


def test_a_worker_killed_after_storing_the_file_leaves_nothing_behind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    letter = ordered_letter()

    class Killed(BaseException):
        pass

    def die(letter: Letter) -> None:
        raise Killed

    register_letter_handler(LetterKind.REQUEST, lock=lambda letter: None, on_ready=die, on_failed=die)
    with pytest.raises(Killed), transaction.atomic():
        production.produce(letter.pk, task="killed")
    assert not Version.objects.exists()
    monkeypatch.setattr("documents.handlers._handlers", {})
    Letter.objects.update(due_at=timezone.now())
    production.produce(letter.pk, task="next")
    letter.refresh_from_db()
    assert letter.version is not None
    assert letter.version.file.name == f"letters/{letter.pk}.pdf"
    assert [n for n in default_storage.listdir("letters")[1] if str(letter.pk) in n] == [f"{letter.pk}.pdf"]


def test_a_letter_whose_workers_keep_dying_fails_in_the_end() -> None:
    letter = ordered_letter()
    Letter.objects.update(attempts=production.MOST_ATTEMPTS)
    production.produce(letter.pk, task="last")
    letter.refresh_from_db()
    assert letter.status == LetterStatus.FAILED
    assert letter.failure == "The worker ended 10 times while making it."


@pytest.mark.parametrize(
    ("place", "error"),
    [("seal", SealingError("The seal's certificate expired.")), ("seal_key", SealKeyError("No key."))],
)
def test_without_a_seal_there_is_no_letter_but_a_reason_and_a_retry(
    place: str, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: Any, **kwargs: Any) -> None:
        raise error

    letter = ordered_letter()
    calls = told(letter)
    with monkeypatch.context() as patch:
        patch.setattr(production, place, refuse)
        production.produce(letter.pk, task="one")
    letter.refresh_from_db()
    assert (letter.status, letter.failure, letter.version) == (LetterStatus.FAILED, str(error), None)
    assert not Version.objects.exists()
    assert calls == [("failed", str(error))]
    retry_letter(Actor(user=UserFactory.create(), channel=Channel.WEB), letter)
    production.produce(letter.pk, task="two")
    letter.refresh_from_db()
    assert letter.status == LetterStatus.READY
    assert verbs(letter) == ["letter.ordered", "letter.failed", "letter.retried", "letter.sealed"]


def test_what_a_case_refuses_is_the_reason_of_the_failure() -> None:
    def refuse(letter: Letter) -> None:
        raise Refusal("The case was closed meanwhile.")

    letter = ordered_letter()
    register_letter_handler(
        LetterKind.REQUEST, lock=lambda letter: None, on_ready=refuse, on_failed=lambda letter: None
    )
    production.produce(letter.pk, task="one")
    letter.refresh_from_db()
    assert (letter.status, letter.failure) == (LetterStatus.FAILED, "The case was closed meanwhile.")
    assert not Version.objects.exists()


def test_an_unexpected_error_ends_as_a_failure_and_not_in_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    def explode(*args: Any, **kwargs: Any) -> None:
        raise ZeroDivisionError

    letter = ordered_letter()
    monkeypatch.setattr(production, "render", explode)
    assert render_and_seal.apply(args=[str(letter.pk)]).failed()
    letter.refresh_from_db()
    assert letter.status == LetterStatus.FAILED
    assert letter.failure.startswith("An unexpected error.")


def test_a_database_or_storage_out_of_reach_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    letter = ordered_letter()
    render, calls = production.render, []

    def flaky(outline: Any) -> bytes:
        calls.append(1)
        if len(calls) < 3:
            raise OperationalError("connection lost")
        return render(outline)

    monkeypatch.setattr(production, "render", flaky)
    render_and_seal.apply(args=[str(letter.pk)])
    letter.refresh_from_db()
    assert (len(calls), letter.status, letter.attempts) == (3, LetterStatus.READY, 3)


def test_a_cancelled_letter_is_never_sealed(monkeypatch: pytest.MonkeyPatch) -> None:
    letter = ordered_letter()
    render = production.render

    def cancelled_meanwhile(outline: Any) -> bytes:
        cancel_letter(Actor(user=letter.ordered_by, channel=Channel.WEB), letter)
        return render(outline)

    monkeypatch.setattr(production, "render", cancelled_meanwhile)
    production.produce(letter.pk, task="one")
    letter.refresh_from_db()
    assert letter.status == LetterStatus.CANCELLED
    assert not Version.objects.exists()


def test_only_what_is_possible_is_done_to_a_letter() -> None:
    actor = Actor(user=UserFactory.create(), channel=Channel.WEB)
    letter, other = sealed_letter(), sealed_letter()
    waiting = ordered_letter()
    for act in (retry_letter, cancel_letter):
        with pytest.raises(Refusal):
            act(actor, letter)
    with pytest.raises(Refusal):
        withdraw_letter(actor, waiting)
    with pytest.raises(Refusal):
        supersede_letter(actor, letter, by=waiting)
    supersede_letter(actor, letter, by=other)
    with pytest.raises(Refusal, match="already"):
        supersede_letter(actor, letter, by=other)
    withdraw_letter(actor, other)
    with pytest.raises(Refusal, match="only once"):
        withdraw_letter(actor, other)


def test_the_progress_shows_where_a_letter_stands() -> None:
    letter = ordered_letter()
    assert [step.state for step in letter_status(letter).steps] == [
        "current",
        "todo",
        "todo",
        "todo",
    ]
    letter.status = LetterStatus.SEALING
    assert [step.state for step in letter_status(letter).steps] == ["done", "done", "current", "todo"]
    assert not letter_status(letter).is_final
    letter.status = LetterStatus.READY
    assert {step.state for step in letter_status(letter).steps} == {"done"}
    letter.status, letter.failure = LetterStatus.FAILED, "No key."
    progress = letter_status(letter)
    assert (progress.is_final, progress.failure) == (True, "No key.")


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_make_one_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    letter = ordered_letter()
    together = Barrier(2)
    finish = production._finish

    def at_once(*args: Any) -> None:
        together.wait(timeout=20)
        finish(*args)

    monkeypatch.setattr(production, "_finish", at_once)
    monkeypatch.setattr(production, "_claim", lambda letter_id, task: letter)

    def work(task: str) -> None:
        production.produce(letter.pk, task=task)
        connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, ["one", "two"]))
    letter.refresh_from_db()
    assert letter.status == LetterStatus.READY
    assert (Version.objects.count(), Seal.objects.count()) == (1, 1)
    assert verbs(letter) == ["letter.ordered", "letter.sealed"]
