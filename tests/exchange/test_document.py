"""What is written of the exchange is what the code says."""

import re

from documents.recognition.verdicts import SENTENCES
from mla_portal.settings.environment import ROOT

PLACE = re.compile(r"%[(]([a-z_]+)[)]s")


def test_the_document_tells_every_verdict_in_its_own_sentence() -> None:
    told = (ROOT / "docs" / "exchange.md").read_text()
    for verdict, sentence in SENTENCES.items():
        said = PLACE.sub(r"*\1*", str(sentence))
        assert f"| {verdict.label} | {said} |" in told
