"""The administration: who enters, what it lists, and that each act leaves its mark."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.core import mail
from django.test import Client

from casework.models import AssistanceRequest
from mla_portal.accounts.models import User
from mla_portal.accounts.services import change_user, create_user, remove_second_factors
from mla_portal.audit.models import AuditEvent
from mla_portal.common.errors import NotPermitted, Refusal
from states.models import Membership
from tests.factories.casework import actor
from tests.permissions.world import World

pytestmark = pytest.mark.security

USERS = "/admin/accounts/user/"
NEW = {"email": "New@Example.org", "full_name": "Nova Oseba", "is_active": "on"}


@pytest.fixture
def world(db: None) -> World:
    return World()


@pytest.fixture
def administrator(world: World) -> Client:
    return world.browser_of("administrator")


def verbs() -> list[str]:
    return list(AuditEvent.objects.filter(chain="portal", actor__isnull=False).values_list("verb", flat=True))


def test_the_administration_lists_our_models_and_nobody_elses() -> None:
    assert {model._meta.app_label for model in admin.site._registry} <= {
        "accounts", "states", "documents", "requests", "exchange",
    }  # fmt: skip


def test_an_administrator_without_a_second_factor_is_sent_to_make_one(world: World) -> None:
    Authenticator.objects.filter(user=world.administrator).delete()
    browser = world.browser_of("administrator")
    answer = browser.get("/admin/", follow=True)
    assert answer.redirect_chain[-1][0] == "/accounts/2fa/"


def test_an_administrator_who_did_not_prove_the_second_factor_is_asked_for_it(world: World) -> None:
    browser = Client()
    browser.force_login(world.administrator, "allauth.account.auth_backends.AuthenticationBackend")
    answer = browser.get("/admin/states/state/", follow=True)
    assert answer.redirect_chain[-1][0].startswith("/accounts/2fa/reauthenticate/")
    assert "next=%2Fadmin%2Fstates%2Fstate%2F" in answer.redirect_chain[-1][0]


def test_the_door_sends_nobody_elsewhere(world: World) -> None:
    answer = world.browser_of("administrator").get("/admin/login/?next=https://elsewhere.example/")
    assert answer["Location"] == "/admin/"


def test_an_administrator_sees_no_case_and_changes_none_even_as_a_member(
    world: World, administrator: Client
) -> None:
    address = "/admin/requests/assistancerequest/"
    assert world.case.own_reference not in administrator.get(address).content.decode()
    Membership.objects.create(user=world.administrator, authority=world.authority, role="officer")
    assert world.case.own_reference in administrator.get(address).content.decode()
    page = f"{address}{world.case.pk}/change/"
    assert administrator.get(page).status_code == 200
    assert administrator.post(page, {"title": "Changed"}).status_code == 403
    assert administrator.post(f"{address}{world.case.pk}/delete/", {"post": "yes"}).status_code == 403
    assert AssistanceRequest.objects.get(pk=world.case.pk).title == world.case.title


def test_a_new_user_has_no_password_and_is_sent_a_link(administrator: Client) -> None:
    answer = administrator.post(f"{USERS}add/", NEW)
    assert answer.status_code == 302, answer.content
    user = User.objects.get(email="new@example.org")
    assert (user.has_usable_password(), user.is_superuser) == (False, False)
    assert [message.to for message in mail.outbox] == [["new@example.org"]]
    assert "/accounts/password/reset/key/" in mail.outbox[0].body
    assert verbs()[-2:] == ["user.created", "user.password_link_sent"]


def test_a_change_goes_through_the_service_and_is_recorded(world: World, administrator: Client) -> None:
    form = {"email": world.drafter.email, "full_name": "Other Name", "job_title": "Adviser", "language": ""}
    assert administrator.post(f"{USERS}{world.drafter.pk}/change/", form).status_code == 302
    world.drafter.refresh_from_db()
    assert (world.drafter.full_name, world.drafter.is_active) == ("Other Name", False)
    event = AuditEvent.objects.get(verb="user.changed")
    assert event.data["fields"] == "full name, active"
    assert event.channel == "admin"


def test_a_user_is_never_deleted(world: World, administrator: Client) -> None:
    assert administrator.post(f"{USERS}{world.drafter.pk}/delete/", {"post": "yes"}).status_code == 403


def test_service_accounts_are_not_among_the_users(world: World, administrator: Client) -> None:
    account = world.client.service_account
    assert account.email not in administrator.get(USERS).content.decode()
    with pytest.raises(NotPermitted):
        change_user(actor(world.administrator), account.pk, {"is_active": True})


def test_an_administrator_does_not_shut_themselves_out(world: World) -> None:
    for change in ({"is_staff": False}, {"is_active": False}):
        with pytest.raises(NotPermitted):
            change_user(actor(world.administrator), world.administrator.pk, change)


def test_only_an_administrator_writes_users(world: World) -> None:
    for act in (
        lambda by: create_user(by, {"email": "a@example.org", "full_name": "A"}),
        lambda by: change_user(by, world.outsider.pk, {"is_staff": True}),
        lambda by: remove_second_factors(by, world.approver),
    ):
        with pytest.raises(NotPermitted):
            act(actor(world.approver))


def test_an_address_in_use_is_refused_at_its_field(world: World) -> None:
    with pytest.raises(Refusal) as refusal:
        create_user(actor(world.administrator), {"email": world.drafter.email.upper(), "full_name": "A"})
    assert "email" in refusal.value.fields


def test_a_lost_second_factor_is_removed_on_record_but_never_ones_own(world: World) -> None:
    assert remove_second_factors(actor(world.administrator), world.approver) == 1
    assert verbs()[-1] == "user.second_factor_removed"
    with pytest.raises(NotPermitted):
        remove_second_factors(actor(world.administrator), world.administrator)
    assert Authenticator.objects.filter(user=world.administrator).exists()
