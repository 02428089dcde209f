"""Who may know of States, authorities, treaties and colleagues."""

import pytest
from django.contrib.auth.models import AnonymousUser

from states.choices import Role
from states.models import Authority, Declaration, Membership, Participation, State, Treaty
from tests.factories.accounts import UserFactory
from tests.factories.states import AuthorityFactory, DeclarationFactory, MembershipFactory

pytestmark = [pytest.mark.django_db, pytest.mark.security]
REFERENCE = [State, Authority, Treaty, Participation, Declaration]


@pytest.mark.parametrize("model", REFERENCE)
def test_reference_data_is_shown_to_whoever_serves_somewhere(model: type[State]) -> None:
    DeclarationFactory()
    for role in Role:
        user = MembershipFactory(role=role).user
        assert set(model.objects.visible_to(user)) == set(model.objects.all()) != set()


@pytest.mark.parametrize("model", REFERENCE)
def test_reference_data_is_shown_to_an_administrator(model: type[State]) -> None:
    DeclarationFactory()
    AuthorityFactory()
    assert model.objects.visible_to(UserFactory(is_staff=True)).exists()


@pytest.mark.parametrize("model", REFERENCE)
def test_reference_data_is_hidden_from_everybody_else(model: type[State]) -> None:
    DeclarationFactory()
    AuthorityFactory()
    retired = MembershipFactory(user__is_active=False, user__is_staff=True).user
    for user in (AnonymousUser(), UserFactory(), retired):
        assert not model.objects.visible_to(user).exists()


def test_memberships_are_known_to_colleagues_only() -> None:
    mine = MembershipFactory()
    colleague = MembershipFactory(authority=mine.authority, role=Role.APPROVER)
    MembershipFactory()
    assert set(Membership.objects.visible_to(mine.user)) == {mine, colleague}


def test_an_administrator_without_service_sees_no_membership() -> None:
    MembershipFactory()
    assert not Membership.objects.visible_to(UserFactory(is_staff=True)).exists()
