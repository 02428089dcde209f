"""Has a stranger's PDF read by a process that can do no harm: bounded in time, memory and output."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from documents.recognition import examiner

SECONDS = 25
MOST_OUTPUT = 60_000_000
MOST_BYTES = 60_000_000
"""A larger file is no letter and is not examined."""


def examine(pdf: bytes, *, trusted: list[str], crls: list[str]) -> dict[str, Any]:
    """What `examiner` found; `too_much` where it went over its bounds."""
    if len(pdf) > MOST_BYTES:
        return {"kind": "too_much", "error": "size"}
    with tempfile.NamedTemporaryFile("w", suffix=".json") as given:
        json.dump({"trusted": trusted, "crls": crls}, given)
        given.flush()
        try:
            done = subprocess.run(  # noqa: S603 - our own module, in our own interpreter
                [sys.executable, "-m", examiner.__name__, given.name],
                input=pdf,
                capture_output=True,
                timeout=SECONDS,
                cwd=Path(__file__).parents[2],
                env={"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"},
                check=False,
            )
        except subprocess.TimeoutExpired:
            return {"kind": "too_much", "error": "time"}
    if done.returncode or len(done.stdout) > MOST_OUTPUT:
        return {"kind": "too_much", "error": f"ended with {done.returncode}"}
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        return {"kind": "too_much", "error": "no answer"}
    return answer
