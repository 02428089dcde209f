"""The administration writes reference data with a record of it, and everything else through services."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from oauth2_provider.models import AccessToken, Grant, IDToken, RefreshToken

from mla_portal.accounts.actors import Actor
from mla_portal.accounts.models import User
from mla_portal.audit.models import AuditEvent
from states.choices import AuthorityKind, Role
from states.models import ApiClient, Authority, CountryRule, Membership, Participation, State
from states.services.reference import load_reference_data
from tests.browsers import sign_in_with_second_factor
from tests.factories.accounts import UserFactory
from tests.factories.states import (
    AuthorityFactory,
    CountryRuleFactory,
    MembershipFactory,
    ParticipationFactory,
    StateFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> User:
    user: User = UserFactory(is_staff=True, is_superuser=True)
    return user


@pytest.fixture
def desk(administrator: User, client: Client) -> Client:
    return sign_in_with_second_factor(client, administrator)


def change_page(row: object) -> str:
    meta = row._meta  # type: ignore[attr-defined]
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk])  # type: ignore[attr-defined]


def form_of(page: str, desk: Client, **changes: object) -> dict[str, object]:
    """What the browser would send back for a page, with these changes."""
    context = desk.get(page).context
    forms = [context["adminform"].form]
    data: dict[str, object] = {}
    for formset in context["inline_admin_formsets"]:
        forms += [formset.formset.management_form, *formset.formset.forms]
    for form in forms:
        for bound in form:
            value = bound.value()
            if value is not None and value is not False:
                data[bound.html_name] = value
    return data | changes


class TestReferenceData:
    def test_an_edit_is_recorded_with_what_became_what(self, desk: Client, administrator: User) -> None:
        row = ParticipationFactory(signed_on=date(2024, 2, 14))
        page = change_page(row)
        response = desk.post(page, form_of(page, desk, bound_on="2026-03-01", source="Depositary"))
        assert response.status_code == 302
        assert Participation.objects.get(pk=row.pk).bound_on == date(2026, 3, 1)
        event = AuditEvent.objects.get(verb="states.reference_row_changed")
        assert (event.actor, event.channel) == (administrator, "admin")
        assert event.data == {
            "model": "states.participation",
            "key": str(row.pk),
            "name": "ljubljana-the-hague – SI",
            "changes": "bound_on: – → 2026-03-01; source: Invented for a test → Depositary",
        }

    def test_a_declaration_below_it_is_recorded_too(self, desk: Client) -> None:
        page = change_page(ParticipationFactory())
        data = form_of(page, desk) | {
            "declarations-TOTAL_FORMS": 1,
            "declarations-0-type": "annex_opt_in",
            "declarations-0-summary": "Accepts annex A.",
            "declarations-0-annexes": "A",
            "declarations-0-source": "Depositary",
            "declarations-0-confidence": "verified",
            "declarations-0-dates_confidence": "unverified",
        }
        assert desk.post(page, data).status_code == 302
        changes = AuditEvent.objects.get(verb="states.reference_row_changed").data["changes"]
        assert "summary: – → Accepts annex A." in changes
        assert "annexes: – → ['A']" in changes

    def test_an_unknown_annex_is_refused_at_its_field(self, desk: Client) -> None:
        page = change_page(ParticipationFactory())
        data = form_of(page, desk) | {
            "declarations-TOTAL_FORMS": 1,
            "declarations-0-type": "annex_opt_in",
            "declarations-0-summary": "Accepts annex Z.",
            "declarations-0-annexes": "Z",
            "declarations-0-source": "Depositary",
            "declarations-0-confidence": "verified",
            "declarations-0-dates_confidence": "unverified",
        }
        response = desk.post(page, data)
        assert response.status_code == 200
        assert "has no annex Z" in response.content.decode()
        assert not AuditEvent.objects.exists()

    def test_saving_without_a_change_records_nothing(self, desk: Client) -> None:
        page = change_page(StateFactory())
        assert desk.post(page, form_of(page, desk)).status_code == 302
        assert not AuditEvent.objects.exists()

    def test_a_row_that_was_loaded_cannot_be_deleted(self, desk: Client) -> None:
        load_reference_data(Actor.portal())
        loaded, own = State.objects.get(code="LV"), StateFactory(code="ZZ", alpha3="ZZZ")
        for state, status in ((loaded, 403), (own, 302)):
            page = reverse("admin:states_state_delete", args=[state.pk])
            assert desk.post(page, {"post": "yes"}).status_code == status
        assert set(State.objects.filter(code__in=["LV", "ZZ"])) == {loaded}
        assert AuditEvent.objects.get(verb="states.reference_row_deleted").data["key"] == "ZZ"

    def test_a_loaded_declaration_is_ended_and_not_deleted(self, desk: Client) -> None:
        load_reference_data(Actor.portal())
        row = Participation.objects.get(state="LV")
        page = change_page(row)
        response = desk.post(page, form_of(page, desk) | {"declarations-0-DELETE": "on"})
        assert response.status_code == 200
        assert "Give it a last day instead" in response.content.decode()
        assert row.declarations.count() == 4

    def test_a_treatys_rules_are_shown_with_their_confidence_and_not_edited(self, desk: Client) -> None:
        page = change_page(ParticipationFactory().treaty)
        html = desk.get(page).content.decode()
        assert "No article known – Model clause of parent treaties" in html
        assert "Article 22 – Verified in a source (S8)" in html
        assert desk.post(page, {"title": "Other"}).status_code == 403

    @pytest.mark.parametrize(
        ("field", "value", "message"),
        [
            ("reference_pattern", "{number}", "Use {year}, {series} and {number}"),
            ("time_zone", "Mars/Olympus", "IANA time zone"),
        ],
    )
    def test_an_authority_is_checked_where_the_portal_works_with_it(
        self, desk: Client, field: str, value: str, message: str
    ) -> None:
        page = change_page(AuthorityFactory())
        response = desk.post(page, form_of(page, desk, **{field: value}))
        assert response.status_code == 200
        assert message in response.content.decode()


class TestCountryRules:
    def test_what_is_stale_is_listed_apart(self, desk: Client) -> None:
        stale = CountryRuleFactory.create()
        fresh = CountryRuleFactory.create(confirmed_on=timezone.localdate())
        listed = desk.get("/admin/states/countryrule/?freshness=stale").content.decode()
        assert change_page(stale) in listed
        assert change_page(fresh) not in listed

    def test_a_wrong_parameter_is_refused_at_its_field_and_an_edit_is_recorded(self, desk: Client) -> None:
        page = change_page(CountryRuleFactory.create())
        refused = desk.post(page, form_of(page, desk, check_by="language_in"))
        errors = refused.context["adminform"].form.errors
        assert set(errors) == {"languages", "field"}
        desk.post(page, form_of(page, desk, check_by="language_in", field="", languages="lv,en"))
        rule = CountryRule.objects.get()
        assert (rule.check_by, rule.languages) == ("language_in", ["lv", "en"])
        assert "languages" in AuditEvent.objects.latest("id").data["changes"]


def with_membership(page: str, desk: Client, user: User, role: Role = Role.OFFICER) -> dict[str, object]:
    return form_of(page, desk) | {
        "memberships-TOTAL_FORMS": 1,
        "memberships-0-user": user.pk,
        "memberships-0-role": role.value,
        "memberships-0-confidentiality": 2,
    }


class TestMemberships:
    def test_one_is_granted_through_the_service(self, desk: Client) -> None:
        authority, person = AuthorityFactory(), UserFactory()
        page = change_page(authority)
        assert desk.post(page, with_membership(page, desk, person)).status_code == 302
        assert Membership.objects.get(user=person).authority == authority
        assert [event.verb for event in AuditEvent.objects.all()] == ["states.membership_granted"]

    def test_a_changed_role_is_granted_anew(self, desk: Client) -> None:
        membership = MembershipFactory()
        page = change_page(membership.authority)
        data = form_of(page, desk) | {"memberships-0-role": "approver"}
        assert desk.post(page, data).status_code == 302
        membership.refresh_from_db()
        assert membership.role == Role.APPROVER
        assert AuditEvent.objects.get().data["role"] == "approver"

    @pytest.mark.security
    def test_whom_it_is_for_cannot_be_swapped(self, desk: Client) -> None:
        membership, other = MembershipFactory(), UserFactory()
        page = change_page(membership.authority)
        desk.post(
            page, form_of(page, desk) | {"memberships-0-user": other.pk, "memberships-0-role": "auditor"}
        )
        membership.refresh_from_db()
        assert (membership.user == other, membership.role) == (False, Role.AUDITOR)

    def test_one_is_withdrawn_through_the_service(self, desk: Client) -> None:
        membership = MembershipFactory()
        page = change_page(membership.authority)
        assert desk.post(page, form_of(page, desk) | {"memberships-0-DELETE": "on"}).status_code == 302
        assert not Membership.objects.exists()
        assert [event.verb for event in AuditEvent.objects.all()] == ["states.membership_withdrawn"]

    @pytest.mark.security
    def test_an_administrator_cannot_let_themselves_in(self, desk: Client, administrator: User) -> None:
        page = change_page(AuthorityFactory())
        response = desk.post(page, with_membership(page, desk, administrator))
        assert response.status_code == 200
        assert "Nobody grants a membership to themselves." in response.content.decode()
        assert not Membership.objects.exists()

    def test_nobody_serves_in_an_authority_elsewhere(self, desk: Client) -> None:
        page = change_page(AuthorityFactory(is_hosted=False))
        response = desk.post(page, with_membership(page, desk, UserFactory()))
        assert "does not work on this portal" in response.content.decode()
        assert not Membership.objects.exists()


class TestApiClients:
    @pytest.fixture
    def page(self, desk: Client) -> Iterator[str]:
        data = {
            "name": "Prosecution register",
            "authority": AuthorityFactory().pk,
            "role": "officer",
            "confidentiality": 2,
        }
        response = desk.post(reverse("admin:states_apiclient_add"), data)
        assert response.status_code == 200
        assert "no-store" in response["Cache-Control"]
        self.secret = response.context["secret"]
        return response.content.decode()

    @pytest.mark.security
    def test_the_secret_is_shown_once_and_never_again(self, desk: Client, page: str) -> None:
        registered = ApiClient.objects.get()
        assert page.count(self.secret) == 1
        assert registered.client_id in page
        again = desk.get(change_page(registered)).content.decode()
        assert self.secret not in again
        assert registered.client_secret not in again

    def test_a_counterpart_elsewhere_may_have_one_and_a_competent_authority_elsewhere_none(
        self, desk: Client
    ) -> None:
        central = AuthorityFactory(is_hosted=False)
        police = AuthorityFactory(is_hosted=False, kind=AuthorityKind.COMPETENT)
        form = desk.get(reverse("admin:states_apiclient_add")).context["adminform"].form
        offered = set(form.fields["authority"].queryset)
        assert central in offered
        assert police not in offered

    def test_registering_one_makes_its_account(self, desk: Client, page: str) -> None:
        registered = ApiClient.objects.get()
        assert registered.service_account.is_service
        assert Membership.objects.get().user == registered.service_account
        assert [event.verb for event in AuditEvent.objects.all()] == [
            "states.membership_granted",
            "states.api_client_registered",
        ]

    def test_one_is_revoked_and_not_deleted(self, desk: Client, page: str) -> None:
        registered = ApiClient.objects.get()
        data = {"action": "revoke", "_selected_action": [registered.pk]}
        assert desk.post(reverse("admin:states_apiclient_changelist"), data).status_code == 302
        registered.refresh_from_db()
        assert not registered.service_account.is_active
        delete = reverse("admin:states_apiclient_delete", args=[registered.pk])
        assert desk.post(delete, {"post": "yes"}).status_code == 403

    @pytest.mark.security
    def test_its_account_is_not_among_the_persons_of_the_authority(self, desk: Client, page: str) -> None:
        account = ApiClient.objects.get().service_account
        form = form_of(change_page(Authority.objects.get()), desk)
        assert str(account.pk) not in {str(value) for name, value in form.items() if name.endswith("-user")}

    @pytest.mark.security
    def test_tokens_and_grants_are_not_administered(self) -> None:
        for model in (AccessToken, RefreshToken, Grant, IDToken):
            assert not admin.site.is_registered(model)


@pytest.mark.security
def test_staff_without_permission_changes_nothing(client: Client) -> None:
    sign_in_with_second_factor(client, UserFactory(is_staff=True))
    for row in (ParticipationFactory(), AuthorityFactory()):
        assert client.post(change_page(row), {}).status_code == 403
