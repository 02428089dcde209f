"""Policies ask where a user serves; the answer costs one query and never outlives the request."""

import pytest
from django.contrib.auth.models import AnonymousUser
from pytest_django import DjangoAssertNumQueries

from mla_portal.accounts.models import User
from mla_portal.common.confidentiality import Confidentiality
from states.choices import AuthorityKind, Role
from states.memberships import Member, authorities_where, membership_in, memberships_of
from tests.factories.accounts import UserFactory
from tests.factories.states import AuthorityFactory, MembershipFactory

pytestmark = pytest.mark.django_db


def test_a_member_knows_authority_role_level_and_kind() -> None:
    membership = MembershipFactory(role=Role.APPROVER, confidentiality=Confidentiality.CONFIDENTIAL)
    assert memberships_of(membership.user) == (
        Member(membership.authority_id, Role.APPROVER, Confidentiality.CONFIDENTIAL, AuthorityKind.CENTRAL),
    )


def test_one_user_object_is_asked_about_once(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    user = MembershipFactory().user
    with django_assert_num_queries(1):
        memberships_of(user)
        memberships_of(user)
        authorities_where(user, role=Role.OFFICER)


def test_a_user_without_memberships_is_also_asked_about_once(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    user = UserFactory()
    with django_assert_num_queries(1):
        assert memberships_of(user) == ()
        assert memberships_of(user) == ()


def test_the_next_request_sees_the_changed_membership() -> None:
    membership = MembershipFactory()
    memberships_of(membership.user)
    membership.delete()
    assert memberships_of(User.objects.get(pk=membership.user_id)) == ()


def test_the_inactive_and_the_anonymous_serve_nowhere() -> None:
    membership = MembershipFactory(user__is_active=False)
    assert memberships_of(membership.user) == ()
    assert memberships_of(AnonymousUser()) == ()


def test_a_user_deactivated_during_the_request_loses_all_at_once() -> None:
    user = MembershipFactory().user
    memberships_of(user)
    user.is_active = False
    assert memberships_of(user) == ()


def test_authorities_are_picked_by_role_and_kind() -> None:
    user = UserFactory()
    central = MembershipFactory(user=user, role=Role.APPROVER).authority
    court = AuthorityFactory(kind=AuthorityKind.COMPETENT)
    MembershipFactory(user=user, authority=court, role=Role.OFFICER)
    assert authorities_where(user) == {central.id, court.id}
    assert authorities_where(user, role=Role.APPROVER) == {central.id}
    assert authorities_where(user, kind=AuthorityKind.COMPETENT) == {court.id}
    assert authorities_where(user, role=Role.APPROVER, kind=AuthorityKind.COMPETENT) == frozenset()


def test_membership_in_another_authority_is_none() -> None:
    membership = MembershipFactory()
    found = membership_in(membership.user, membership.authority_id)
    assert found is not None
    assert found.authority_id == membership.authority_id
    assert membership_in(membership.user, AuthorityFactory().id) is None
