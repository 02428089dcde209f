"""Routing rules are an administrator's to write, on record; the sample ones say that they are."""

import pytest
from django.test import Client
from django.urls import reverse

from casework.models import RoutingRule
from casework.services.routing import load_sample_routing
from mla_portal.accounts.actors import Actor
from mla_portal.audit.models import AuditEvent
from states.models import Authority
from states.services.reference import load_reference_data, load_sample_data
from tests.browsers import sign_in_with_second_factor
from tests.cast import FullCast

ADD = reverse("admin:requests_routingrule_add")


@pytest.fixture
def cast(db: None) -> FullCast:
    return FullCast()


@pytest.fixture
def administration(cast: FullCast) -> Client:
    return sign_in_with_second_factor(Client(), cast.administrator)


def said(cast: FullCast, **changes: str | list[str]) -> dict[str, str | list[str]]:
    return {
        "central": str(cast.authority.pk),
        "competent": str(cast.police.pk),
        "measures": ["search_seizure"],
        "places": "Maribor, Celje",
        "priority": "10",
        **changes,
    }


def test_an_administrator_writes_a_rule_and_the_record_keeps_it(
    cast: FullCast, administration: Client
) -> None:
    assert administration.post(ADD, said(cast)).status_code == 302
    rule = RoutingRule.objects.get()
    assert (rule.measures, rule.places, rule.is_sample) == (["search_seizure"], ["Maribor", "Celje"], False)
    event = AuditEvent.objects.get(verb="states.reference_row_added")
    assert (event.actor, event.data["model"]) == (cast.administrator, "requests.routingrule")


def test_a_rule_for_another_states_authority_is_refused_at_its_field(
    cast: FullCast, administration: Client
) -> None:
    page = administration.post(ADD, said(cast, central=str(cast.counterpart.pk)))
    assert page.status_code == 200
    assert set(page.context["adminform"].form.errors) == {"competent"}
    assert not RoutingRule.objects.exists()


def test_nobody_else_writes_rules(cast: FullCast) -> None:
    client = Client()
    client.force_login(cast.approver)
    assert client.post(ADD, said(cast)).status_code in (302, 403)
    assert not RoutingRule.objects.exists()


def test_the_sample_rules_name_both_demonstration_states_and_load_once(db: None) -> None:
    load_reference_data(Actor.portal())
    load_sample_data(Actor.portal())
    written = load_sample_routing(Actor.portal())
    assert written == RoutingRule.objects.filter(is_sample=True).count() > 0
    assert load_sample_routing(Actor.portal()) == 0
    for central in Authority.objects.filter(code__in=("SI-MOJ", "LV-SAMPLE")):
        rules = RoutingRule.objects.filter(central=central)
        assert {rule.competent.state_id for rule in rules} == {central.state_id}
        assert rules.filter(measures=[], crimes=[], places=[]).exists()
