#!/usr/bin/env python3
"""Verifies a folder of `manage.py export_audit` anywhere: Python 3.11 and OpenSSL, nothing of the portal.

Every event must carry the hash of all it says and of the event before it; every checkpoint must bear the seal
of a trusted certificate and name the checkpoint before it; and what a checkpoint covers must be there. Read
docs/audit.md for what this proves and what it cannot.
"""

import argparse
import json
import re
import ssl
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

FIELDS = {
    "chain", "sequence", "at", "verb", "actor", "actor_name", "channel", "correlation_id", "address", "data",
    "previous_hash",
}  # fmt: skip
STATEMENT = re.compile(
    r"MLA Portal audit checkpoint (?P<number>[1-9][0-9]*)\n"
    r"time (?P<time>[0-9TZ:-]{20})\n"
    r"previous (?P<previous>[0-9a-f]{64})\n"
    r"(?P<points>(?:[A-Za-z0-9:._-]+ [1-9][0-9]* [0-9a-f]{64}\n)+)"
)
CERTIFICATE = re.compile(r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)


@dataclass
class Proof:
    """What has been found. `covered`: a chain and length, the hash there and the checkpoint that says so."""

    faults: list[str] = field(default_factory=list)
    covered: dict[tuple[str, int], list[tuple[str, int]]] = field(default_factory=dict)
    longest: dict[str, int] = field(default_factory=dict)
    checkpoints: int = 0
    last: str = ""
    events: int = 0
    younger: int = 0


def fingerprints(pem: str) -> list[str]:
    """SHA-256 of each certificate of a PEM text."""
    return [sha256(ssl.PEM_cert_to_DER_cert(one)).hexdigest() for one in CERTIFICATE.findall(pem)]


def signers(statement: Path, seal: Path) -> list[str]:
    """The fingerprints of whoever sealed this statement; empty if the seal does not hold. OpenSSL decides."""
    with tempfile.NamedTemporaryFile() as found:
        done = subprocess.run(
            ["openssl", "cms", "-verify", "-binary", "-noverify", "-inform", "DER", "-in", str(seal),
             "-content", str(statement), "-out", "/dev/null", "-signer", found.name],
            capture_output=True, check=False,
        )  # fmt: skip
        return [] if done.returncode else fingerprints(Path(found.name).read_text())


def read_checkpoints(folder: Path, trusted: set[str], proof: Proof) -> None:
    previous = "0" * 64
    paths = sorted((folder / "checkpoints").glob("*.txt"), key=lambda path: int(path.stem))
    for number, path in enumerate(paths, start=1):
        place = f"checkpoint {number}"
        content = path.read_bytes()
        by = signers(path, path.with_suffix(".p7s"))
        form = STATEMENT.fullmatch(content.decode(errors="replace"))
        if not by:
            proof.faults.append(f"{place}: its seal does not hold for its statement")
        elif not trusted.issuperset(by):
            proof.faults.append(f"{place}: was sealed by another certificate, SHA-256 {', '.join(by)}")
        if not form:
            proof.faults.append(f"{place}: its statement is not in the form of one")
        elif int(path.stem) != number or int(form["number"]) != number:
            proof.faults.append(f"{place}: is missing; here stands checkpoint {form['number']}")
            return
        else:
            if form["previous"] != previous:
                proof.faults.append(f"{place}: does not follow from the checkpoint before it")
            for line in form["points"].splitlines():
                chain, length, head = line.split(" ")
                proof.covered.setdefault((chain, int(length)), []).append((head, number))
                proof.longest[chain] = max(proof.longest.get(chain, 0), int(length))
            proof.last = f"{number}:{sha256(content).hexdigest()}, of {form['time']}"
        previous = sha256(content).hexdigest()
        proof.checkpoints = number
    if not paths:
        proof.faults.append("there is no checkpoint: nothing here is sealed")


def read_events(folder: Path) -> Iterator[tuple[dict[str, object], str, bool]]:
    """Each event, the hash beside it, and whether that is its hash and the line as the portal writes it."""
    with (folder / "events.jsonl").open("rb") as lines:
        for line in lines:
            entry = json.loads(line)
            event, stated = entry["event"], entry["hash"]
            as_written = line == canonical(entry) + b"\n" and event.keys() == FIELDS
            yield event, stated, as_written and stated == sha256(canonical(event)).hexdigest()


def canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, ensure_ascii=False).encode()


def walk(folder: Path, only: str | None, proof: Proof) -> None:
    ends: dict[str, tuple[int, str]] = {}
    for event, stated, holds in read_events(folder):
        chain, sequence = str(event["chain"]), int(str(event["sequence"]))
        place = f"{chain} event {sequence}"
        before, previous = ends.get(chain, (0, ""))
        if only is not None and chain != only:
            proof.faults.append(f"{place}: does not belong here")
        if sequence != before + 1:
            proof.faults.append(f"{place}: stands after event {before}: events are missing or out of order")
        if event["previous_hash"] != previous:
            proof.faults.append(f"{place}: does not follow from the event before it")
        if not holds:
            proof.faults.append(f"{place}: was altered")
        for head, number in proof.covered.pop((chain, sequence), ()):
            if head != stated:
                proof.faults.append(f"{place}: was rewritten after checkpoint {number} covered it")
        proof.events += 1
        proof.younger += sequence > proof.longest.get(chain, 0)
        ends[chain] = (sequence, stated)
    for (chain, length), points in proof.covered.items():
        if only in (None, chain):
            proof.faults.append(
                f"{chain} event {length}: is missing, although checkpoint {points[0][1]} covered it"
            )


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--chain", help="the export is of this chain only")
    parser.add_argument(
        "--certificate",
        type=Path,
        action="append",
        help="the portal's seal certificate (PEM), got by another way than this folder; may be given again",
    )
    options = parser.parse_args()
    files = options.certificate or [options.folder / "certificate.pem"]
    proof = Proof()
    try:
        # The first one is the seal's own, whatever stands above it.
        trusted = {fingerprints(path.read_text())[0] for path in files}
        read_checkpoints(options.folder, trusted, proof)
        walk(options.folder, options.chain, proof)
    except (OSError, ValueError, KeyError, TypeError, LookupError) as error:
        proof.faults.append(f"cannot be read: {error!r}")
    if proof.faults:
        print(*proof.faults, f"The export does not hold: {len(proof.faults)} fault(s).", sep="\n")
        return 1
    print(f"The export holds: {proof.events} events, {proof.checkpoints} checkpoints.")
    print(f"The last checkpoint is {proof.last}; {proof.younger} events are younger and bear no seal.")
    if not options.certificate:
        print("The certificate came with the export. Compare its SHA-256 with the ministry's by another way:")
        print(*sorted(trusted), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
