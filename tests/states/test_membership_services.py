"""Who lets whom serve where, and which machines act for an authority."""

import pytest
from django.contrib.auth.hashers import identify_hasher
from django.test import Client
from oauth2_provider.models import AccessToken

from mla_portal.accounts.actors import Actor, Channel
from mla_portal.accounts.models import User
from mla_portal.audit.models import AuditEvent
from mla_portal.common.confidentiality import Confidentiality
from mla_portal.common.errors import NotPermitted, Refusal
from states.choices import Role
from states.memberships import memberships_of
from states.models import ApiClient, Authority, Membership
from states.services.clients import register_api_client, revoke_api_client
from states.services.memberships import grant_membership, withdraw_membership
from tests.factories.accounts import UserFactory
from tests.factories.states import AuthorityFactory, MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> Actor:
    return Actor(UserFactory(is_staff=True), Channel.ADMIN)


def grant(actor: Actor, **changes: object) -> Membership:
    arguments = {
        "user": changes.get("user") or UserFactory(),
        "authority": changes.get("authority") or AuthorityFactory(),
        "role": changes.get("role", Role.OFFICER),
        "confidentiality": changes.get("confidentiality", Confidentiality.STANDARD),
    }
    return grant_membership(actor, **arguments)  # type: ignore[arg-type]


class TestMemberships:
    def test_an_administrator_grants_one_and_it_is_on_record(self, administrator: Actor) -> None:
        membership = grant(administrator, role=Role.APPROVER)
        event = AuditEvent.objects.get(verb="states.membership_granted")
        assert event.actor == administrator.user
        assert event.data == {
            "user": str(membership.user),
            "authority": membership.authority.code,
            "role": "approver",
            "confidentiality": 1,
        }

    def test_granting_again_changes_the_one_there_is(self, administrator: Actor) -> None:
        first = grant(administrator)
        second = grant(administrator, user=first.user, authority=first.authority, role=Role.AUDITOR)
        assert (second.pk, second.role) == (first.pk, Role.AUDITOR)

    @pytest.mark.security
    def test_nobody_grants_a_membership_to_themselves(self, administrator: Actor) -> None:
        with pytest.raises(NotPermitted, match="to themselves"):
            grant(administrator, user=administrator.user)
        assert not Membership.objects.exists()

    @pytest.mark.security
    @pytest.mark.parametrize("fields", [{}, {"is_staff": True, "is_active": False}])
    def test_only_an_active_administrator_grants_or_withdraws(self, fields: dict[str, bool]) -> None:
        actor = Actor(UserFactory(**fields), Channel.ADMIN)
        with pytest.raises(NotPermitted):
            grant(actor)
        with pytest.raises(NotPermitted):
            withdraw_membership(actor, MembershipFactory())

    def test_nobody_serves_in_an_authority_that_does_not_work_here(self, administrator: Actor) -> None:
        with pytest.raises(Refusal, match="does not work on this portal"):
            grant(administrator, authority=AuthorityFactory(is_hosted=False))

    def test_a_system_of_an_authority_elsewhere_is_known_here(self, administrator: Actor) -> None:
        elsewhere = AuthorityFactory(is_hosted=False)
        client, _secret = register(administrator, authority=elsewhere)
        assert memberships_of(client.service_account)[0].authority_id == elsewhere.pk

    def test_a_withdrawn_membership_is_gone_and_on_record(self, administrator: Actor) -> None:
        membership = MembershipFactory()
        withdraw_membership(administrator, membership)
        assert memberships_of(User.objects.get(pk=membership.user_id)) == ()
        event = AuditEvent.objects.get(verb="states.membership_withdrawn")
        assert event.data == {"user": str(membership.user), "authority": membership.authority.code}


def register(actor: Actor, authority: Authority | None = None) -> tuple[ApiClient, str]:
    return register_api_client(
        actor,
        authority=authority or AuthorityFactory(code="SI-X"),
        name="Prosecution register",
        role=Role.OFFICER,
        confidentiality=Confidentiality.CONFIDENTIAL,
    )


def ask_for_token(client: Client, of: ApiClient, secret: str) -> int:
    data = {"grant_type": "client_credentials", "client_id": of.client_id, "client_secret": secret}
    return client.post("/tests/token/", data).status_code


@pytest.mark.urls("tests.states.urls")
class TestApiClients:
    def test_a_client_has_a_service_account_that_serves_in_its_authority(self, administrator: Actor) -> None:
        client, _secret = register(administrator)
        account = client.service_account
        (member,) = memberships_of(account)
        assert account.is_service
        assert not account.has_usable_password()
        assert (member.authority_id, member.role, member.confidentiality) == (
            client.authority_id,
            Role.OFFICER,
            Confidentiality.CONFIDENTIAL,
        )

    @pytest.mark.security
    def test_the_secret_is_kept_as_a_hash_only(self, administrator: Actor) -> None:
        client, secret = register(administrator)
        stored = ApiClient.objects.get(pk=client.pk).client_secret
        assert secret not in stored
        assert identify_hasher(stored)
        assert secret not in str(list(AuditEvent.objects.values_list("data", flat=True)))

    def test_the_secret_opens_the_door(self, administrator: Actor, client: Client) -> None:
        registered, secret = register(administrator)
        assert ask_for_token(client, registered, secret) == 200
        assert ask_for_token(client, registered, "not the secret") == 401

    @pytest.mark.security
    def test_a_revoked_client_gets_no_token_and_its_tokens_are_gone(
        self, administrator: Actor, client: Client
    ) -> None:
        registered, secret = register(administrator)
        assert ask_for_token(client, registered, secret) == 200
        revoke_api_client(administrator, registered)
        revoke_api_client(administrator, registered)
        assert not AccessToken.objects.exists()
        assert ask_for_token(client, registered, secret) == 401
        assert memberships_of(User.objects.get(pk=registered.service_account_id)) == ()
        assert AuditEvent.objects.filter(verb="states.api_client_revoked").count() == 1

    @pytest.mark.security
    def test_only_an_administrator_registers_or_revokes(self, administrator: Actor) -> None:
        client, _secret = register(administrator)
        officer = Actor(MembershipFactory().user, Channel.WEB)
        with pytest.raises(NotPermitted):
            register_api_client(
                officer,
                authority=client.authority,
                name="Mine",
                role=Role.OFFICER,
                confidentiality=Confidentiality.STANDARD,
            )
        with pytest.raises(NotPermitted):
            revoke_api_client(officer, client)
