"""Exactly which files, parts and documents each person and level sees: nothing more, nothing less."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile

from casework.models import AssistanceRequest, CaseDocument, Person
from casework.services.desk import add_document, assign, end_assignment, end_sight, grant_sight
from documents.models import Document, Version
from mla_portal.accounts.models import User
from mla_portal.common.confidentiality import Confidentiality
from states.models import Membership
from tests.api.test_documents import PDF
from tests.api.test_requests import draft_of_the_other_state
from tests.cast import FullCast
from tests.factories.casework import actor, draft

pytestmark = pytest.mark.security

STANDARD, RESTRICTED, CONFIDENTIAL = Confidentiality


class Files(FullCast):
    """A file of each level, each with a document; the first two are assigned to the prosecutors."""

    def __init__(self) -> None:
        super().__init__()
        self.files = {level.name: draft(self, confidentiality=level) for level in Confidentiality}
        for name, case in self.files.items():
            scan = SimpleUploadedFile("scan.pdf", PDF)
            add_document(actor(self.drafter), case.pk, title=name, file=scan)
        self.assignments = [
            assign(actor(self.drafter), self.files[name].pk, to=self.prosecutors)
            for name in ("STANDARD", "RESTRICTED")
        ]
        self.files["THEIRS"] = draft_of_the_other_state(self)

    def names_seen_by(self, user: Any) -> set[str]:
        user = User.objects.get(pk=user.pk) if isinstance(user, User) else user
        seen = set(AssistanceRequest.objects.visible_to(user).values_list("pk", flat=True))
        return {name for name, case in self.files.items() if case.pk in seen}


@pytest.fixture
def files(db: None) -> Files:
    return Files()


OURS = {"STANDARD", "RESTRICTED", "CONFIDENTIAL"}


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        (lambda cast: AnonymousUser(), set()),
        (lambda cast: cast.outsider, set()),
        (lambda cast: cast.administrator, set()),
        (lambda cast: cast.drafter, OURS),
        (lambda cast: cast.colleague, OURS),
        (lambda cast: cast.approver, OURS),
        (lambda cast: cast.auditor, OURS),
        (lambda cast: cast.prosecutor, {"STANDARD", "RESTRICTED"}),
        (lambda cast: cast.policeman, set()),
        (lambda cast: cast.other_state_officer, {"THEIRS"}),
        (lambda cast: cast.client.service_account, OURS),
        (lambda cast: cast.prosecutors_client.service_account, {"STANDARD", "RESTRICTED"}),
        (lambda cast: cast.other_state_client.service_account, {"THEIRS"}),
    ],
    ids=[
        "anonymous", "outsider", "administrator", "drafter", "colleague", "approver", "auditor", "assigned",
        "not assigned", "other State", "own system", "assigned system", "other State's system",
    ],
)  # fmt: skip
def test_each_sees_exactly_these_files(files: Files, who: Callable[[Files], Any], expected: set[str]) -> None:
    assert files.names_seen_by(who(files)) == expected


@pytest.mark.parametrize("role", ["drafter", "approver", "auditor", "prosecutor"])
@pytest.mark.parametrize("level", Confidentiality)
def test_nobody_sees_above_their_level(files: Files, role: str, level: Confidentiality) -> None:
    user: User = getattr(files, role)
    Membership.objects.filter(user=user).update(confidentiality=level)
    within = {name for name in OURS if Confidentiality[name] <= level}
    assigned = {"STANDARD", "RESTRICTED"}
    assert files.names_seen_by(user) == (within & assigned if role == "prosecutor" else within)


def test_parts_and_documents_are_seen_exactly_with_their_file(files: Files) -> None:
    for user in (files.drafter, files.prosecutor, files.policeman, files.other_state_officer):
        fresh = User.objects.get(pk=user.pk)
        cases = [files.files[name].pk for name in files.names_seen_by(fresh)]
        links = CaseDocument.objects.filter(request__in=cases)
        documents = set(links.values_list("document", flat=True))
        assert set(Person.objects.visible_to(fresh)) == set(Person.objects.filter(request__in=cases))
        assert set(CaseDocument.objects.visible_to(fresh)) == set(links)
        assert set(Document.objects.visible_to(fresh).values_list("pk", flat=True)) == documents
        seen = Version.objects.visible_to(fresh).values_list("document", flat=True)
        assert set(seen) == documents


def test_an_ended_assignment_ends_the_sight(files: Files) -> None:
    first = files.assignments[0]
    end_assignment(actor(files.drafter), first.request_id, first.pk)
    assert files.names_seen_by(files.prosecutor) == {"RESTRICTED"}


def test_a_grant_opens_one_file_to_one_person_until_it_ends(files: Files) -> None:
    case = files.files["STANDARD"]
    grant_sight(actor(files.approver), case.pk, files.outsider)
    assert files.names_seen_by(files.outsider) == {"STANDARD"}
    assert files.names_seen_by(files.policeman) == set()
    end_sight(actor(files.approver), case.pk, files.outsider)
    assert files.names_seen_by(files.outsider) == set()


def test_the_inactive_see_nothing(files: Files) -> None:
    User.objects.filter(pk=files.drafter.pk).update(is_active=False)
    assert files.names_seen_by(files.drafter) == set()
