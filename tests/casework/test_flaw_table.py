"""The measured table: which rule finds which flaw, written from a measurement and not from memory."""

import pytest
from django.conf import settings

from casework.demonstration.flaw_table import catches, country_rules_document
from casework.demonstration.flaws import BEYOND, TWELVE, Flaw

EXPECTED = (
    "LV:letter-in-latvian",
    "LV:letter-in-latvian",
    "ljubljana-the-hague:offence_provision",
    "LV:sample-order-for-a-search",
    "NL:sample-link",
    "ljubljana-the-hague:take_evidence_statements.questions",
    "LV:sample-birth-dates",
    "ljubljana-the-hague:urgency_reason",
    "SI:sample-death-penalty",
    "SI:sample-time",
    "NL:sample-protection",
    "LV:sample-channels",
)


def test_the_document_is_that_of_the_measurement() -> None:
    written = (settings.BASE_DIR / "docs" / "country-rules.md").read_text(encoding="utf-8")
    assert written == country_rules_document(), "Run: manage.py write_country_rules"


@pytest.mark.parametrize(("flaw", "rule"), list(zip(TWELVE, EXPECTED, strict=True)))
def test_each_of_the_twelve_is_stopped_by_the_rule_it_breaks(flaw: Flaw, rule: str) -> None:
    assert rule in {catch.rule for catch in catches(flaw) if catch.is_required}


@pytest.mark.parametrize("flaw", BEYOND, ids=lambda flaw: flaw.name)
def test_what_no_rule_can_see_is_said_to_be_unseen(flaw: Flaw) -> None:
    assert catches(flaw) == ()


def test_a_rule_that_is_only_another_treatys_is_never_required() -> None:
    for flaw in TWELVE:
        for catch in catches(flaw):
            if catch.is_country_rule and catch.is_required and not catch.is_sample:
                assert catch.rule == "LV:letter-in-latvian"
