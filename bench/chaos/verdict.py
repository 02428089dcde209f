"""What must hold after the storm, proved from the database, the storage and the files themselves."""

import hashlib
import re
import shutil
import statistics
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import F, Max, Min

from bench.files import HOLDER
from casework.choices import Status
from casework.models import AssistanceRequest, NumberSeries
from casework.numbering import Series
from documents.choices import LetterStatus
from documents.models import Letter, Seal, Version
from documents.sealing.examine import examine
from mla_portal.audit.models import AuditEvent
from mla_portal.audit.services import verify

BY_ANOTHER_PROGRAM = 20
"""So many letters are also checked by poppler's `pdfsig`."""
VALID = "Signature is Valid."

Faults = Iterator[str]


def letters(expected: int) -> Faults:
    """Every file has one letter, and it is ready."""
    counts = Counter(Letter.objects.values_list("status", flat=True))
    if counts != {LetterStatus.READY: expected}:
        yield f"letters by status: {dict(counts)}, not {expected} ready"
    per_file = Counter(AssistanceRequest.objects.values_list("communications__letter", flat=True))
    if len(per_file) != expected or set(per_file.values()) != {1}:
        yield f"{expected} files have {len(per_file)} letters between them"
    for letter in Letter.objects.exclude(failure=""):
        yield f"{letter} failed once: {letter.failure}"


def statuses(expected: int) -> Faults:
    """No file is left in between, and each moved to `sealed` once."""
    counts = Counter(AssistanceRequest.objects.values_list("status", flat=True))
    if counts != {Status.SEALED: expected}:
        yield f"files by status: {dict(counts)}"
    moves = Counter(
        AssistanceRequest.objects.filter(transitions__name="letter_ready").values_list("pk", flat=True)
    )
    if len(moves) != expected or set(moves.values()) != {1}:
        yield f"{sum(moves.values())} moves to sealed of {len(moves)} files"
    documents = Counter(AssistanceRequest.objects.values_list("pk", "documents__document"))
    if len(documents) != expected:
        yield f"{expected} files have {len(documents)} documents"


def versions(expected: int) -> Faults:
    """One sealed version and one seal for each letter, and none besides."""
    found = (Version.objects.count(), Seal.objects.count(), Version.objects.filter(letter=None).count())
    if found != (expected, expected, 0):
        yield f"{found[0]} versions, {found[1]} seals, {found[2]} versions without a letter"
    sealed = AuditEvent.objects.filter(verb="letter.sealed").count()
    if sealed != expected:
        yield f"the audit record tells of {sealed} seals"


def numbers(expected: int) -> Faults:
    """Both series run from 1 without a gap, and end where the register says."""
    series = {
        Series.LETTERS: Letter.objects.values_list("number", flat=True),
        Series.OUTGOING: AssistanceRequest.objects.values_list("own_reference", flat=True),
    }
    for kind, references in series.items():
        used = sorted(int(re.sub(r".*\D", "", reference)) for reference in references)
        last = NumberSeries.objects.get(authority__code=HOLDER, series=kind).last
        if used != list(range(1, expected + 1)) or last != expected:
            yield f"series {kind.value}: {len(set(used))} numbers to {max(used)}, register at {last}"


def files(expected: int) -> Faults:
    """Each stored file is the one on record, with one seal that holds; nothing is missing or left over."""
    stored = {f"letters/{name}" for name in default_storage.listdir("letters")[1]}
    rows = Version.objects.select_related("seal").order_by("pk")
    for extra in sorted(stored - {str(row.file) for row in rows}):
        yield f"{extra} lies in the storage, and no row knows it"
    for row in rows:
        if str(row.file) not in stored:
            yield f"{row} is missing in the storage"
            continue
        content = row.file.read()
        row.file.close()
        if hashlib.sha256(content).hexdigest() != row.sha256 or len(content) != row.size:
            yield f"{row} is not the file on record"
        if not examine(content, fingerprint=row.seal.fingerprint).holds:
            yield f"the seal of {row} does not hold"


def other_program(expected: int) -> Faults:
    """A program that is not ours finds one valid signature over the whole document."""
    step = max(1, expected // BY_ANOTHER_PROGRAM)
    for row in Version.objects.order_by("pk")[::step]:
        with NamedTemporaryFile(suffix=".pdf") as copy, row.file.open("rb") as original:
            shutil.copyfileobj(original, copy)
            copy.flush()
            said = subprocess.run(
                ["pdfsig", "-nocert", copy.name], capture_output=True, text=True, check=False
            ).stdout
        if said.count("Signature #") != 1 or VALID not in said or "Total document signed" not in said:
            yield f"pdfsig says of {row}: {said.strip()[-200:]}"


def audit(expected: int) -> Faults:
    """Every chain is whole."""
    for fault in verify():
        yield str(fault)


CHECKS: dict[str, Callable[[int], Faults]] = {
    "each request has one letter, and it is ready": letters,
    "no file is left in between": statuses,
    "each letter has one sealed version": versions,
    "no number is used twice or skipped": numbers,
    "each stored file is the one on record, and its seal holds": files,
    f"pdfsig finds {BY_ANOTHER_PROGRAM} of them valid": other_program,
    "every audit chain is whole": audit,
}


def judge(expected: int, answers: Counter[int]) -> int:
    """Prints every point and the times; returns 0 if all of it holds, else 1."""
    clicks = ", ".join(f"{count} x {status or 'no answer'}" for status, count in sorted(answers.items()))
    print(f"\nThe clicks were answered: {clicks}.")
    print_times()
    failed = False
    for name, check in CHECKS.items():
        if check is other_program and shutil.which("pdfsig") is None:
            print(f"SKIPPED  {name}: pdfsig is not on this machine (Debian: apt-get install poppler-utils)")
            continue
        faults = list(check(expected))
        failed = failed or bool(faults)
        print(f"{'FAILED ' if faults else 'HOLDS  '}  {name}")
        for fault in faults[:10]:
            print(f"           {fault}")
    verdict = "CHAOS WON" if failed else "IT HOLDS"
    print(f"\n{verdict}: {expected} seals; files and logs are in {settings.VAR}")
    return int(failed)


def print_times() -> None:
    """How long the letters took from the order until they were ready, and in how many attempts."""
    finished = Letter.objects.exclude(finished_at=None)
    taken = finished.annotate(wait=F("finished_at") - F("ordered_at")).values_list("wait", flat=True)
    waits = [wait.total_seconds() for wait in taken]
    if not waits:
        return
    span = finished.aggregate(span=Max("finished_at") - Min("ordered_at"), attempts=Max("attempts"))
    print(
        f"From order to ready: median {statistics.median(waits):.1f} s, longest {max(waits):.1f} s; "
        f"all of them in {span['span'].total_seconds():.1f} s; most attempts {span['attempts']}."
    )
