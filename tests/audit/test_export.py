"""An exported record is verified by a program that knows nothing of the portal."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from documents.sealing import detached
from documents.sealing.key import SealKeyError
from mla_portal.audit.models import AuditEvent
from mla_portal.settings.environment import ROOT
from tests.audit.making import rewrite, seal_with_another_key, speak, without_triggers
from tests.factories.casework import Cast, draft

pytestmark = [
    pytest.mark.security,
    pytest.mark.skipif(
        not shutil.which("openssl"), reason="openssl is not on this machine (Debian: apt-get install openssl)"
    ),
]
VERIFIER = ROOT / "scripts" / "verify_audit_export.py"


def verified(folder: Path, *options: str) -> tuple[int, str]:
    """The offline verifier's verdict; isolated, so that nothing of ours can be imported."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(VERIFIER), str(folder), *options],
        capture_output=True, text=True, check=False, cwd=folder,
    )  # fmt: skip
    assert done.stderr == ""
    return done.returncode, done.stdout


@pytest.fixture
def exported(db: None, tmp_path: Path) -> Path:
    speak("one", "deux\u2028é", 1e16)
    speak("one", "two", chain="case:2")
    call_command("export_audit", tmp_path / "export", stdout=StringIO())
    return tmp_path / "export"


def test_an_untouched_export_holds(exported: Path) -> None:
    code, said = verified(exported)
    assert (code, said.splitlines()[0]) == (0, "The export holds: 6 events, 1 checkpoints.")
    assert "0 events are younger" in said
    assert "Compare its SHA-256 with the ministry's by another way" in said


def test_only_the_account_that_exported_can_read_it(exported: Path) -> None:
    assert exported.stat().st_mode & 0o777 == 0o700


def test_the_export_itself_is_on_record(exported: Path) -> None:
    event = AuditEvent.objects.get(verb="audit.exported")
    assert (event.chain_id, event.channel) == ("portal", "command")
    assert event.data.keys() == {"account"}


def altered_event(lines: list[str]) -> list[str]:
    return [lines[0].replace("Ana", "Eve"), *lines[1:]]


def reordered(lines: list[str]) -> list[str]:
    return [lines[1], lines[0], *lines[2:]]


def without_tail(lines: list[str]) -> list[str]:
    return [line for line in lines if '"chain": "case:1"' not in line or '"sequence": 3' not in line]


def without_a_chain(lines: list[str]) -> list[str]:
    return [line for line in lines if '"chain": "case:2"' not in line]


def with_an_addition(lines: list[str]) -> list[str]:
    return [lines[0].replace('"hash"', '"note": "x", "hash"'), *lines[1:]]


def written_twice(lines: list[str]) -> list[str]:
    return [lines[0].replace('"verb"', '"verb": "test.denied", "verb"'), *lines[1:]]


@pytest.mark.parametrize(
    ("tamper", "fault"),
    [
        (altered_event, "case:1 event 1: was altered"),
        (reordered, "case:1 event 2: stands after event 0: events are missing or out of order"),
        (without_tail, "case:1 event 3: is missing, although checkpoint 1 covered it"),
        (without_a_chain, "case:2 event 2: is missing, although checkpoint 1 covered it"),
        (with_an_addition, "case:1 event 1: was altered"),
        (written_twice, "case:1 event 1: was altered"),
    ],
)
def test_altered_events_are_named(
    exported: Path, tamper: Callable[[list[str]], list[str]], fault: str
) -> None:
    file = exported / "events.jsonl"
    lines = file.read_text().split("\n")
    assert tamper(lines) != lines
    file.write_text("\n".join(tamper(lines)))
    code, said = verified(exported)
    assert code == 1
    assert fault in said.splitlines()


def test_an_altered_checkpoint_is_named(exported: Path) -> None:
    statement = exported / "checkpoints" / "000001.txt"
    statement.write_text(statement.read_text().replace("case:1 3", "case:1 2"))
    code, said = verified(exported)
    assert code == 1
    assert "checkpoint 1: its seal does not hold for its statement" in said


def test_a_removed_checkpoint_is_named(db: None, tmp_path: Path) -> None:
    for word in ("one", "two"):
        speak(word)
        call_command("seal_audit", stdout=StringIO())
    call_command("export_audit", tmp_path / "export", stdout=StringIO())
    (tmp_path / "export" / "checkpoints" / "000001.txt").unlink()
    assert "checkpoint 1: is missing; here stands checkpoint 2" in verified(tmp_path / "export")[1]


def test_an_export_without_any_checkpoint_proves_nothing(exported: Path) -> None:
    (exported / "checkpoints" / "000001.txt").unlink()
    code, said = verified(exported)
    assert code == 1
    assert "there is no checkpoint: nothing here is sealed" in said


def test_a_record_sealed_anew_with_another_key_is_named(
    exported: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody without the portal's key makes a whole folder of their own."""
    without_triggers(rewrite)
    own_certificate = exported / "certificate.pem"
    other = seal_with_another_key(monkeypatch, tmp_path)
    speak("four")
    call_command("export_audit", tmp_path / "forged", stdout=StringIO())
    code, said = verified(tmp_path / "forged", "--certificate", str(own_certificate))
    assert code == 1
    assert f"checkpoint 2: was sealed by another certificate, SHA-256 {other}" in said.splitlines()
    assert "case:1 event 3: was rewritten after checkpoint 1 covered it" in said


def test_the_portals_own_certificate_got_elsewhere_leaves_nothing_to_compare(
    exported: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "ministry.pem"
    elsewhere.write_bytes((exported / "certificate.pem").read_bytes())
    code, said = verified(exported, "--certificate", str(elsewhere))
    assert code == 0
    assert "Compare" not in said


def test_one_file_is_exported_by_its_reference(db: None, tmp_path: Path) -> None:
    case = draft(Cast())
    speak("not of this file")
    out = StringIO()
    call_command("export_audit", tmp_path / "export", request=case.own_reference, stdout=out)
    chains = {
        json.loads(line)["event"]["chain"] for line in (tmp_path / "export" / "events.jsonl").open("rb")
    }
    assert chains == {case.audit_chain}
    assert verified(tmp_path / "export", "--chain", case.audit_chain)[0] == 0
    assert out.getvalue().endswith(f"export --chain {case.audit_chain}\n")
    assert AuditEvent.objects.filter(chain=case.audit_chain).last().verb == "audit.exported"  # type: ignore[union-attr]


def test_an_unknown_reference_and_a_folder_that_is_there_are_refused(exported: Path) -> None:
    with pytest.raises(CommandError, match="There is no audit chain of SI-1"):
        call_command("export_audit", exported / "other", request="SI-1")
    with pytest.raises(CommandError, match=r"Nothing was exported: .*/export is there already\."):
        call_command("export_audit", exported)


def test_without_a_seal_nothing_is_exported_and_no_folder_is_left(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_key() -> None:
        raise SealKeyError("The seal's key file cannot be read.")

    monkeypatch.setattr(detached, "seal_key", no_key)
    with pytest.raises(CommandError, match="Nothing was exported: The seal's key file"):
        call_command("export_audit", tmp_path / "export")
    assert not (tmp_path / "export").exists()
