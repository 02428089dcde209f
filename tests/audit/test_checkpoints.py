"""A checkpoint proves what stood when it was sealed, also against somebody who may rewrite the database."""

import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from pathlib import Path
from threading import Event

import pytest
from django.core.management import CommandError, call_command
from django.db import Error, connection, transaction

from documents.sealing import detached
from documents.sealing.key import SealKeyError, seal_key
from mla_portal.audit import checkpoints, tasks
from mla_portal.audit.checkpoints import seal_checkpoints
from mla_portal.audit.models import AuditChain, AuditCheckpoint, AuditEvent
from mla_portal.audit.sealer import SealBroken, SealingFailed
from mla_portal.audit.services import verify
from mla_portal.audit.statement import NOTHING_BEFORE, Statement, digest
from tests.audit.making import (
    checkpoint_faults,
    rewrite,
    seal_with_another_key,
    speak,
    without_triggers,
)

pytestmark = pytest.mark.security


@pytest.fixture
def two_checkpoints(db: None) -> list[AuditCheckpoint]:
    """The first covers both chains, the second only the one that has grown since."""
    speak("one", "two")
    speak("one", chain="case:2")
    first = seal_checkpoints()
    speak("three")
    return [*first, *seal_checkpoints()]


def test_a_checkpoint_covers_the_chains_that_have_grown(two_checkpoints: list[AuditCheckpoint]) -> None:
    first, second = (Statement.parse(checkpoint.statement) for checkpoint in two_checkpoints)
    assert [(point.chain, point.length) for point in first.points] == [("case:1", 2), ("case:2", 1)]
    assert [(point.chain, point.length) for point in second.points] == [("case:1", 3)]
    assert second.points[0].head == AuditChain.objects.get(key="case:1").head
    assert (first.number, first.previous) == (1, NOTHING_BEFORE)
    assert (second.number, second.previous) == (2, digest(two_checkpoints[0].statement))
    assert checkpoint_faults() == []


def test_without_anything_new_there_is_no_checkpoint(two_checkpoints: list[AuditCheckpoint]) -> None:
    assert seal_checkpoints() == []
    assert AuditCheckpoint.objects.count() == 2


def test_more_chains_than_one_statement_takes_go_into_the_next(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkpoints, "MOST_CHAINS", 2)
    for number in range(5):
        speak("one", chain=f"case:{number}")
    sealed = [Statement.parse(checkpoint.statement) for checkpoint in seal_checkpoints()]
    assert [len(statement.points) for statement in sealed] == [2, 2, 1]
    assert checkpoint_faults() == []


@pytest.mark.parametrize(
    "operation",
    [
        "UPDATE audit_auditcheckpoint SET statement = 'x'",
        "DELETE FROM audit_auditcheckpoint",
        "TRUNCATE audit_auditcheckpoint",
        "UPDATE audit_auditchain SET covered = 0",
    ],
)
def test_the_database_refuses_to_change_or_delete_a_checkpoint(
    two_checkpoints: list[AuditCheckpoint], operation: str
) -> None:
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(operation)
    assert checkpoint_faults() == []


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not on this machine")
def test_openssl_verifies_the_seal_and_refuses_it_for_another_text(
    two_checkpoints: list[AuditCheckpoint], tmp_path: Path
) -> None:
    statement, seal, certificate = tmp_path / "1.txt", tmp_path / "1.p7s", tmp_path / "certificate.pem"
    statement.write_text(two_checkpoints[0].statement)
    seal.write_bytes(two_checkpoints[0].seal)
    certificate.write_text(detached.certificates()[1])
    command = ["openssl", "cms", "-verify", "-binary", "-purpose", "any", "-inform", "DER"]
    command += ["-in", str(seal), "-content", str(statement), "-CAfile", str(certificate)]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.stdout.decode() == two_checkpoints[0].statement
    assert b"Verification successful" in done.stderr
    statement.write_text(two_checkpoints[0].statement.replace("case:2", "case:3"))
    assert subprocess.run(command, capture_output=True, check=False).returncode != 0


def test_a_chain_rewritten_whole_is_named(two_checkpoints: list[AuditCheckpoint]) -> None:
    without_triggers(rewrite)
    assert list(verify()) == []
    assert checkpoint_faults() == [
        "case:1 event 2: was rewritten after checkpoint 1 covered it",
        "case:1 event 3: was rewritten after checkpoint 2 covered it",
    ]


def test_a_chain_cut_off_in_good_order_is_named(two_checkpoints: list[AuditCheckpoint]) -> None:
    def cut() -> None:
        AuditEvent.objects.filter(chain="case:1", sequence=3).delete()
        last = AuditEvent.objects.get(chain="case:1", sequence=2)
        AuditChain.objects.filter(key="case:1").update(length=2, head=last.hash, covered=2)

    without_triggers(cut)
    assert list(verify()) == []
    assert checkpoint_faults() == ["case:1 event 3: is missing, although checkpoint 2 covered it"]


def test_a_chain_removed_whole_is_named(two_checkpoints: list[AuditCheckpoint]) -> None:
    without_triggers(AuditEvent.objects.filter(chain="case:2").delete)
    without_triggers(AuditChain.objects.filter(key="case:2").delete)
    assert list(verify()) == []
    assert checkpoint_faults() == ["case:2 event 1: is missing, although checkpoint 1 covered it"]


def test_a_removed_checkpoint_is_named(two_checkpoints: list[AuditCheckpoint]) -> None:
    without_triggers(AuditCheckpoint.objects.filter(number=1).delete)
    assert checkpoint_faults() == [
        "checkpoint 1: is missing",
        "checkpoint 2: does not follow from the checkpoint before it",
        "case:2: the checkpoint that covered its 1 events is missing",
    ]


def test_a_removed_last_checkpoint_is_named(two_checkpoints: list[AuditCheckpoint]) -> None:
    without_triggers(AuditCheckpoint.objects.filter(number=2).delete)
    assert checkpoint_faults() == ["case:1: the checkpoint that covered its 3 events is missing"]


def test_a_checkpoint_noted_elsewhere_cannot_disappear_or_be_sealed_anew(
    two_checkpoints: list[AuditCheckpoint],
) -> None:
    noted = {2: digest(two_checkpoints[1].statement)}
    assert checkpoint_faults(noted=noted) == []

    def forget() -> None:
        AuditCheckpoint.objects.filter(number=2).delete()
        AuditChain.objects.filter(key="case:1").update(covered=2)

    without_triggers(forget)
    assert checkpoint_faults() == []
    assert checkpoint_faults(noted=noted) == ["checkpoint 2: is missing, although it was noted elsewhere"]
    speak("something else")
    seal_checkpoints()
    assert checkpoint_faults() == []
    assert checkpoint_faults(noted=noted) == ["checkpoint 2: is not the one that was noted elsewhere"]


def test_an_altered_statement_is_named(two_checkpoints: list[AuditCheckpoint]) -> None:
    other = two_checkpoints[1].statement.replace("case:1 3", "case:1 2")
    without_triggers(lambda: AuditCheckpoint.objects.filter(number=2).update(statement=other))
    assert "checkpoint 2: its seal does not hold for its statement" in checkpoint_faults()
    without_triggers(lambda: AuditCheckpoint.objects.filter(number=2).update(statement="anything"))
    assert "checkpoint 2: its statement was altered: it is not in the form of one" in checkpoint_faults()


def test_a_damaged_seal_is_named(two_checkpoints: list[AuditCheckpoint]) -> None:
    for seal in (b"", b"nonsense", bytes(two_checkpoints[1].seal)[:-9], bytes(two_checkpoints[0].seal)):
        without_triggers(lambda seal=seal: AuditCheckpoint.objects.filter(number=2).update(seal=seal))
        assert checkpoint_faults() == ["checkpoint 2: its seal does not hold for its statement"]


def test_a_checkpoint_in_the_place_of_another_is_named(two_checkpoints: list[AuditCheckpoint]) -> None:
    first = two_checkpoints[0]
    without_triggers(
        lambda: AuditCheckpoint.objects.filter(number=2).update(statement=first.statement, seal=first.seal)
    )
    assert "checkpoint 2: its statement is that of checkpoint 1" in checkpoint_faults()


def test_a_seal_of_another_key_is_named_unless_it_is_trusted(
    two_checkpoints: list[AuditCheckpoint], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    other = seal_with_another_key(monkeypatch, tmp_path)
    speak("four")
    seal_checkpoints()
    (fault,) = checkpoint_faults()
    assert fault.startswith("checkpoint 3: was sealed by Common Name: MLA Portal DEMONSTRATION ONLY seal")
    assert fault.endswith(f"(SHA-256 {other}), not by this portal's seal")
    assert checkpoint_faults(trusted={seal_key().fingerprint, other}) == []


def test_if_sealing_fails_nothing_is_recorded(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    speak("one")

    def no_key() -> None:
        raise SealKeyError("The seal's key file cannot be read.")

    with monkeypatch.context() as patch:
        patch.setattr(detached, "seal_key", no_key)
        with pytest.raises(SealingFailed, match="cannot be read"):
            seal_checkpoints()
        with pytest.raises(CommandError, match="No checkpoint was made: The seal's key"):
            call_command("seal_audit")
    assert not AuditCheckpoint.objects.exists()
    assert AuditChain.objects.get().covered == 0
    tasks.seal_audit()
    assert AuditChain.objects.get().covered == 1


def test_the_task_tries_again_when_sealing_fails() -> None:
    assert SealingFailed in tasks.seal_audit.autoretry_for


@pytest.mark.django_db(transaction=True)
def test_a_chain_in_use_is_left_for_the_next_checkpoint() -> None:
    speak("one")
    speak("one", chain="case:2")
    is_writing, may_end = Event(), Event()

    def write_slowly() -> None:
        try:
            with transaction.atomic():
                speak("two")
                is_writing.set()
                may_end.wait(20)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(write_slowly)
        is_writing.wait(20)
        (first,) = seal_checkpoints()
        may_end.set()
        writing.result()
    (second,) = seal_checkpoints()
    points = [
        [(point.chain, point.length) for point in Statement.parse(each.statement).points]
        for each in (first, second)
    ]
    assert points == [[("case:2", 1)], [("case:1", 2)]]
    assert checkpoint_faults() == []


@pytest.mark.django_db(transaction=True)
def test_checkpoints_made_at_once_have_one_number_each() -> None:
    def seal_and_leave(turn: int) -> int:
        try:
            speak("one", chain=f"case:{turn}")
            return len(seal_checkpoints())
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        made = sum(pool.map(seal_and_leave, range(8)))
    assert list(AuditCheckpoint.objects.values_list("number", flat=True)) == list(range(1, made + 1))
    seal_checkpoints()
    assert checkpoint_faults() == []


@pytest.mark.parametrize(
    ("part", "other"),
    [
        ("checkpoint 1\n", "checkpoint 01\n"),
        ("case:1 2 ", "case:1  2 "),
        ("case:2", "case:0"),
        ("case:2", "case:1"),
        ("time 2", "time x"),
        ("previous 0", "previous "),
        ("case:1", "\ncase:1"),
    ],
)
def test_a_statement_has_one_form_only(two_checkpoints: list[AuditCheckpoint], part: str, other: str) -> None:
    text = two_checkpoints[0].statement
    assert Statement.parse(text).text == text
    assert part in text
    with pytest.raises(ValueError, match=r"statement|order|time"):
        Statement.parse(text.replace(part, other))


def test_an_empty_seal_is_no_seal() -> None:
    with pytest.raises(SealBroken):
        detached.examine(b"", b"")


def test_the_command_tells_what_holds_and_what_does_not(
    two_checkpoints: list[AuditCheckpoint], tmp_path: Path
) -> None:
    out, errors = StringIO(), StringIO()
    speak("four")
    call_command("verify_audit", stdout=out)
    assert "The audit record holds: 5 events in 2 chains.\n2 checkpoints hold, the last of " in out.getvalue()
    assert "MLA Portal DEMONSTRATION ONLY seal" in out.getvalue()
    assert "; 1 events are younger." in out.getvalue()
    call_command("verify_audit", noted=[(1, digest(two_checkpoints[0].statement))])
    with pytest.raises(CommandError, match="does not hold: 1 fault"):
        call_command("verify_audit", "--noted", f"1:{'0' * 64}", stderr=errors)
    assert "checkpoint 1: is not the one that was noted elsewhere" in errors.getvalue()
    with pytest.raises(CommandError, match="written NUMBER:SHA256"):
        call_command("verify_audit", "--noted", "1")
    with pytest.raises(CommandError, match="certificates cannot be read"):
        call_command("verify_audit", trust=tmp_path / "none.pem")
    with pytest.raises(CommandError, match="There is no audit chain of case:9"):
        call_command("verify_audit", chain="case:9")


def test_the_command_trusts_a_former_certificate_that_it_is_given(
    two_checkpoints: list[AuditCheckpoint], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "former.pem").write_text(detached.certificates()[0])
    seal_with_another_key(monkeypatch, tmp_path)
    with pytest.raises(CommandError, match="2 fault"):
        call_command("verify_audit", stderr=StringIO())
    call_command("verify_audit", trust=tmp_path / "former.pem", stdout=StringIO())


def test_one_chain_alone_is_compared_with_what_covers_it(two_checkpoints: list[AuditCheckpoint]) -> None:
    without_triggers(rewrite)
    call_command("verify_audit", chain="case:2", stdout=StringIO())
    with pytest.raises(CommandError, match="2 fault"):
        call_command("verify_audit", chain="case:1", stderr=StringIO())
