"""Who keeps the country sheets true, and how: “still true”, by whom, on what day, how learned."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mla_portal.accounts.actors import Actor, Channel
from mla_portal.accounts.models import User
from mla_portal.audit.models import AuditEvent
from mla_portal.common.errors import NotPermitted, Refusal
from states.models import CountryRule
from states.services.country_rules import confirm_rule
from states.sheets import stale_rules
from tests.factories.accounts import UserFactory
from tests.factories.states import CountryRuleFactory, MembershipFactory

pytestmark = pytest.mark.django_db
HOW = "Call with the central authority"


@pytest.fixture
def owner() -> User:
    return MembershipFactory.create().user


@pytest.fixture
def rule(owner: User) -> CountryRule:
    return CountryRuleFactory.create(owner=owner, confirmed_on=date(2024, 1, 1))


@pytest.fixture
def administrator() -> User:
    return User.objects.create_superuser("admin@example.org", full_name="Administrator")


def web(user: User) -> Actor:
    return Actor(user, Channel.WEB)


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page_of(rule: CountryRule) -> str:
    return reverse("states:rule-confirm", args=[rule.state_id, rule.code])


class TestService:
    def test_an_owner_confirms_and_it_is_on_record(self, owner: User, rule: CountryRule) -> None:
        today = timezone.localdate()
        assert list(stale_rules(today)) == [rule]
        confirm_rule(web(owner), rule.pk, on=today, how=f"  {HOW} ")
        rule.refresh_from_db()
        assert (rule.confirmed_on, rule.confirmed_by, rule.confirmed_how) == (today, owner, HOW)
        assert list(stale_rules(today)) == []
        event = AuditEvent.objects.get(verb="states.rule_confirmed")
        assert event.data == {"rule": rule.key, "on": str(today), "how": HOW}

    def test_an_administrator_confirms_any_rule_and_nobody_else_does(
        self, administrator: User, rule: CountryRule
    ) -> None:
        confirm_rule(web(administrator), rule.pk, on=timezone.localdate(), how=HOW)
        colleague = MembershipFactory.create().user
        with pytest.raises(NotPermitted):
            confirm_rule(web(colleague), rule.pk, on=timezone.localdate(), how=HOW)

    def test_an_owner_who_left_confirms_nothing(self, owner: User, rule: CountryRule) -> None:
        owner.is_active = False
        owner.save()
        with pytest.raises(NotPermitted):
            confirm_rule(web(owner), rule.pk, on=timezone.localdate(), how=HOW)

    @pytest.mark.parametrize(
        ("on", "how", "field"),
        [
            (timezone.localdate() + timedelta(days=2), HOW, "on"),
            (date(2023, 12, 31), HOW, "on"),
            (timezone.localdate(), "   ", "how"),
        ],
    )
    def test_a_day_to_come_one_before_the_last_and_silence_are_refused(
        self, owner: User, rule: CountryRule, on: date, how: str, field: str
    ) -> None:
        with pytest.raises(Refusal) as refused:
            confirm_rule(web(owner), rule.pk, on=on, how=how)
        assert set(refused.value.fields) == {field}


class TestPages:
    def test_the_owner_confirms_on_the_page_and_comes_back_to_the_sheet(
        self, owner: User, rule: CountryRule
    ) -> None:
        client = browser(owner)
        listed = client.get(reverse("states:stale-rules"))
        assert page_of(rule) in listed.content.decode()
        given = {"on": str(timezone.localdate()), "how": HOW}
        answer = client.post(page_of(rule), given)
        assert answer["Location"] == f"/states/LV/sheet#rule-{rule.code}"
        assert HOW in client.get("/states/LV/sheet").content.decode()
        assert page_of(rule) not in client.get(reverse("states:stale-rules")).content.decode()

    def test_what_was_typed_is_not_lost(self, owner: User, rule: CountryRule) -> None:
        answer = browser(owner).post(page_of(rule), {"on": "2020-01-01", "how": HOW})
        assert answer.status_code == 409
        assert HOW in answer.content.decode()
        assert browser(owner).post(page_of(rule), {"on": "x", "how": HOW}).status_code == 422

    def test_a_colleague_reads_the_sheet_but_is_offered_no_confirmation(self, rule: CountryRule) -> None:
        client = browser(MembershipFactory.create().user)
        sheet = client.get("/states/LV/sheet").content.decode()
        assert "To be confirmed again" in sheet
        assert page_of(rule) not in sheet
        assert client.get(page_of(rule)).status_code == 403
        assert client.post(page_of(rule), {"on": "2026-01-01", "how": HOW}).status_code == 403
        rule.refresh_from_db()
        assert rule.confirmed_on == date(2024, 1, 1)

    def test_who_serves_nowhere_sees_no_sheet(self, rule: CountryRule) -> None:
        client = browser(UserFactory.create())
        assert client.get("/states/LV/sheet").status_code == 404
        assert client.get(page_of(rule)).status_code == 404
