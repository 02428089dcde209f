"""Consent, return, destruction and use in another case."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import ProgrammingError, transaction
from django.utils import timezone

from casework.choices import CertificateKind, ConditionType
from casework.models import AssistanceRequest, CaseDocument, Certificate, Deadline
from casework.services.certificates import Done, certify
from casework.services.conditions import Wanted, answer_consent, ask_consent, end_condition
from casework.services.reuse import use_in_another_case
from documents.choices import Purpose
from documents.models import Version
from documents.services.destruction import remove_destroyed
from documents.services.releases import release
from mla_portal.accounts.actors import Actor
from mla_portal.audit.models import AuditEvent
from mla_portal.common.errors import AnswerNeeded, NotPermitted, Refusal
from tests.casework.evidence import added, bind, item_received, version_of
from tests.factories.casework import Cast, actor, draft
from tests.factories.states import StateFactory

TODAY = timezone.localdate


@pytest.fixture
def desk(cast: Cast) -> Actor:
    return actor(cast.drafter)


@pytest.fixture
def head(cast: Cast) -> Actor:
    return actor(cast.approver)


@pytest.fixture
def item(desk: Actor, request_in_draft: AssistanceRequest) -> CaseDocument:
    return item_received(desk, request_in_draft)


@pytest.fixture
def other(cast: Cast) -> AssistanceRequest:
    return draft(cast)


def destroyed(item: CaseDocument, **changes: object) -> Done:
    values = {
        "kind": CertificateKind.DESTRUCTION,
        "done_on": TODAY(),
        "done_by": "Registrar",
        "witness": "Second registrar",
        "documents": [item.pk],
    }
    return Done(**{**values, **changes})  # type: ignore[arg-type]


def test_an_item_used_in_another_case_is_one_document_with_its_conditions(
    desk: Actor, item: CaseDocument, other: AssistanceRequest
) -> None:
    bind(desk, item, ConditionType.CONFIDENTIALITY)
    with pytest.raises(AnswerNeeded):
        use_in_another_case(desk, item.request_id, item.pk, other.own_reference)
    taken = use_in_another_case(
        desk, item.request_id, item.pk, other.own_reference, answer="Same unit, same town"
    )
    assert (taken.document_id, taken.taken_from, taken.request) == (item.document_id, item, other)
    with pytest.raises(AnswerNeeded):
        release(desk, version_of(taken), Purpose.READ)
    chains = AuditEvent.objects.filter(verb="request.document_taken").values_list("chain", flat=True)
    assert list(chains) == [other.audit_chain]
    with pytest.raises(Refusal, match="Please correct"):
        use_in_another_case(desk, item.request_id, item.pk, other.own_reference, answer="Again")


@pytest.mark.security
def test_another_case_must_be_one_the_officer_works_on(
    cast: Cast, desk: Actor, item: CaseDocument, other: AssistanceRequest
) -> None:
    for reference in ("SI-MOJ/2026/O-99999", item.request.own_reference, ""):
        with pytest.raises(Refusal) as refused:
            use_in_another_case(desk, item.request_id, item.pk, reference)
        assert refused.value.fields.keys() == {"reference"}
    with pytest.raises(NotPermitted):
        use_in_another_case(actor(cast.auditor), item.request_id, item.pk, other.own_reference)
    with pytest.raises(AssistanceRequest.DoesNotExist):
        use_in_another_case(actor(cast.other_state_officer), item.request_id, item.pk, other.own_reference)
    with pytest.raises(CaseDocument.DoesNotExist):
        use_in_another_case(desk, item.request_id, added(desk, other).pk, other.own_reference)
    assert not CaseDocument.objects.exclude(taken_from=None).exists()


def test_consent_lifts_a_condition_for_the_use_that_was_asked_and_no_other(
    desk: Actor, cast: Cast, item: CaseDocument, other: AssistanceRequest
) -> None:
    condition, third = bind(desk, item), draft(cast)
    wanted = Wanted(Purpose.ANOTHER_CASE, "The same unit.", reference=other.own_reference)
    consent = ask_consent(desk, item.request_id, condition.pk, wanted)
    with pytest.raises(Refusal, match="forbids"):
        use_in_another_case(desk, item.request_id, item.pk, other.own_reference, answer="They will agree")
    answer_consent(
        desk, item.request_id, consent.pk, is_given=True, answered_on=TODAY(), proof="Note verbale 12"
    )
    with pytest.raises(Refusal, match="forbids"):
        use_in_another_case(desk, item.request_id, item.pk, third.own_reference, answer="x")
    taken = use_in_another_case(desk, item.request_id, item.pk, other.own_reference)
    assert taken.request == other
    with pytest.raises(Refusal, match="forbids"):
        release(desk, version_of(taken), Purpose.ENCLOSURE, "x", to=StateFactory.create(code="FR"))


def test_consent_to_an_enclosure_counts_for_one_state(desk: Actor, item: CaseDocument) -> None:
    condition, france, spain = (
        bind(desk, item),
        StateFactory.create(code="FR"),
        StateFactory.create(code="ES"),
    )
    consent = ask_consent(
        desk, item.request_id, condition.pk, Wanted(Purpose.ENCLOSURE, "Joint trial.", state=france)
    )
    answer_consent(
        desk,
        item.request_id,
        consent.pk,
        is_given=True,
        answered_on=TODAY(),
        communication_id=item.communication_id,
    )
    release(desk, version_of(item), Purpose.ENCLOSURE, to=france)
    release(desk, version_of(item), Purpose.DELIVERY, to=france)
    with pytest.raises(Refusal, match="forbids"):
        release(desk, version_of(item), Purpose.ENCLOSURE, to=spain)


def test_a_refused_consent_and_one_without_proof_lift_nothing(desk: Actor, item: CaseDocument) -> None:
    condition, france = bind(desk, item), StateFactory.create(code="FR")
    consent = ask_consent(
        desk, item.request_id, condition.pk, Wanted(Purpose.ENCLOSURE, "Joint trial.", state=france)
    )
    with pytest.raises(Refusal) as refused:
        answer_consent(desk, item.request_id, consent.pk, is_given=True, answered_on=TODAY())
    assert refused.value.fields.keys() == {"proof"}
    answer_consent(desk, item.request_id, consent.pk, is_given=False, answered_on=TODAY(), proof="Their mail")
    with pytest.raises(Refusal, match="already"):
        answer_consent(desk, item.request_id, consent.pk, is_given=True, answered_on=TODAY(), proof="x")
    with pytest.raises(Refusal, match="forbids"):
        release(desk, version_of(item), Purpose.ENCLOSURE, to=france)


def test_a_condition_ends_with_what_proves_it(desk: Actor, item: CaseDocument) -> None:
    condition = bind(desk, item)
    with pytest.raises(Refusal):
        end_condition(desk, item.request_id, condition.pk, ended_on=TODAY())
    with pytest.raises(Refusal):
        end_condition(
            desk, item.request_id, condition.pk, ended_on=TODAY() + timedelta(days=2), proof="Their letter"
        )
    end_condition(desk, item.request_id, condition.pk, ended_on=TODAY(), proof="Their letter")
    release(desk, version_of(item), Purpose.READ)


def test_the_day_of_return_is_a_deadline_of_the_file_until_the_items_are_back(
    desk: Actor, item: CaseDocument
) -> None:
    condition = bind(desk, item, ConditionType.RETURN_BY, days=20)
    deadline = Deadline.objects.get(request=item.request, ended_at=None, basis="counterpart")
    item.request.refresh_from_db()
    assert (deadline.due_on, deadline.due_on) == (condition.due_on, item.request.next_due_on)
    done = destroyed(item, kind=CertificateKind.RETURN, witness="")
    certificate = certify(desk, item.request_id, done)
    condition.refresh_from_db()
    deadline.refresh_from_db()
    assert (condition.ended_on, deadline.ended_at is None) == (TODAY(), False)
    assert certificate.items[0]["sha256"] == version_of(item).sha256
    assert version_of(item).destroyed_at is None


def test_destroyed_means_the_bytes_are_gone_and_the_rest_is_kept(
    desk: Actor,
    head: Actor,
    item: CaseDocument,
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    condition = bind(desk, item, ConditionType.DESTROY_BY)
    name = version_of(item).file.name or ""
    assert default_storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        certificate = certify(head, item.request_id, destroyed(item))
    remove_destroyed()
    version = version_of(item)
    assert not default_storage.exists(name)
    assert (version.removed_at is None, version.destroyed_at is None) == (False, False)
    assert certificate.items[0]["sha256"] == version.sha256
    condition.refresh_from_db()
    assert condition.ended_on == TODAY()
    for purpose in Purpose:
        with pytest.raises(Refusal, match="was destroyed on"):
            release(head, version, purpose, "Please", to=item.request.counterpart_state)
    with pytest.raises(Refusal) as refused:
        certify(head, item.request_id, destroyed(item))
    assert refused.value.fields == {"documents": "One of these items was destroyed before."}
    assert remove_destroyed() == 0


@pytest.mark.security
def test_destruction_reaches_the_copies_and_leaves_what_we_had_before(
    desk: Actor, head: Actor, cast: Cast, request_in_draft: AssistanceRequest, other: AssistanceRequest
) -> None:
    before = added(desk, other)
    item = item_received(desk, request_in_draft)
    copy = added(desk, draft(cast))
    certify(head, item.request_id, destroyed(item))
    gone = {link.pk for link in (before, item, copy) if version_of(link).destroyed_at}
    assert gone == {item.pk, copy.pk}


@pytest.mark.security
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"witness": " "}, "witness"),
        ({"done_by": " "}, "done_by"),
        ({"documents": []}, "documents"),
        ({"done_on": date(2999, 1, 1)}, "done_on"),
    ],
)
def test_a_certificate_of_destruction_says_who_and_before_whom(
    head: Actor, item: CaseDocument, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        certify(head, item.request_id, destroyed(item, **changes))
    assert refused.value.fields.keys() == {field}
    assert version_of(item).destroyed_at is None


@pytest.mark.security
def test_an_officer_destroys_nothing_and_nobody_destroys_what_is_ours(
    desk: Actor, head: Actor, item: CaseDocument
) -> None:
    with pytest.raises(NotPermitted):
        certify(desk, item.request_id, destroyed(item))
    own = added(desk, item.request, b"%PDF-1.4\n%own\n%%EOF\n")
    with pytest.raises(Refusal) as refused:
        certify(head, item.request_id, destroyed(own))
    assert refused.value.fields.keys() == {"documents"}
    assert not Certificate.objects.exists()


@pytest.mark.security
def test_neither_a_destruction_nor_a_certificate_is_undone_in_the_database(
    head: Actor, item: CaseDocument
) -> None:
    certificate = certify(head, item.request_id, destroyed(item))
    for rows, change in (
        (Version.objects.filter(document=item.document_id), {"destroyed_at": None}),
        (Version.objects.filter(document=item.document_id), {"sha256": "0" * 64}),
        (Certificate.objects.filter(pk=certificate.pk), {"witness": "Nobody"}),
    ):
        with pytest.raises(ProgrammingError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(ProgrammingError), transaction.atomic():
        certificate.delete()
