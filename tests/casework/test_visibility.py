"""Exact sets of who sees which file."""

import pytest
from guardian.shortcuts import assign_perm

from casework.models import AssistanceRequest, Person
from mla_portal.accounts.models import User
from mla_portal.common.confidentiality import Confidentiality
from tests.factories.casework import Cast, draft
from tests.factories.states import AuthorityFactory, MembershipFactory

EVERYBODY = (
    "drafter", "colleague", "approver", "auditor", "prosecutor", "other_state_officer", "outsider",
    "administrator",
)  # fmt: skip


def who_sees(cast: Cast, request: AssistanceRequest) -> set[str]:
    return {
        name
        for name in EVERYBODY
        if AssistanceRequest.objects.visible_to(User.objects.get(pk=getattr(cast, name).pk))
        .filter(pk=request.pk)
        .exists()
    }


HOLDERS = {"drafter", "colleague", "approver", "auditor"}


def test_only_the_holders_members_see_a_file(cast: Cast, request_in_draft: AssistanceRequest) -> None:
    assert who_sees(cast, request_in_draft) == HOLDERS


def test_an_assigned_competent_authority_sees_the_file_until_the_assignment_ends(
    cast: Cast, request_in_draft: AssistanceRequest
) -> None:
    assignment = request_in_draft.assignments.create(authority=cast.prosecutors, assigned_by=cast.drafter)
    assert who_sees(cast, request_in_draft) == HOLDERS | {"prosecutor"}
    assignment.ended_at = assignment.started_at
    assignment.save()
    assert who_sees(cast, request_in_draft) == HOLDERS


def test_a_grant_opens_one_file_to_one_person(cast: Cast, request_in_draft: AssistanceRequest) -> None:
    assign_perm("view_assistancerequest", cast.outsider, request_in_draft)
    other = draft(cast)
    assert who_sees(cast, request_in_draft) == HOLDERS | {"outsider"}
    assert who_sees(cast, other) == HOLDERS


@pytest.mark.parametrize("level", Confidentiality)
def test_a_member_sees_files_up_to_the_memberships_confidentiality(
    cast: Cast, level: Confidentiality
) -> None:
    files = {file_level: draft(cast, confidentiality=file_level) for file_level in Confidentiality}
    member = MembershipFactory.create(authority=cast.authority, confidentiality=level).user
    seen = set(AssistanceRequest.objects.visible_to(member).values_list("pk", flat=True))
    assert seen == {request.pk for file_level, request in files.items() if file_level <= level}


def test_an_inactive_member_sees_nothing(cast: Cast, request_in_draft: AssistanceRequest) -> None:
    cast.drafter.is_active = False
    cast.drafter.save()
    assert who_sees(cast, request_in_draft) == HOLDERS - {"drafter"}


def test_a_case_part_is_seen_with_its_file_only(cast: Cast, request_in_draft: AssistanceRequest) -> None:
    assert Person.objects.visible_to(cast.drafter).count() == 1
    assert not Person.objects.visible_to(cast.other_state_officer).exists()


def test_membership_in_another_authority_of_the_same_state_shows_nothing(
    cast: Cast, request_in_draft: AssistanceRequest
) -> None:
    neighbour = AuthorityFactory.create(state=cast.authority.state)
    member = MembershipFactory.create(authority=neighbour, confidentiality=3).user
    assert not AssistanceRequest.objects.visible_to(member).exists()
