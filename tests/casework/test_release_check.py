"""Conditions travel with evidence: the gate asks or blocks as the table says, wherever the bytes are."""

from datetime import timedelta

import pytest
from django.utils import timezone

from casework.choices import ConditionType
from casework.models import AssistanceRequest, CaseDocument
from casework.services.conditions import Terms, impose, record_condition
from documents.choices import Purpose
from documents.services.releases import release
from mla_portal.accounts.actors import Actor
from mla_portal.audit.models import AuditEvent
from mla_portal.common.errors import AnswerNeeded, NotPermitted, Refusal
from tests.casework.evidence import PDF, added, bind, item_received, version_of
from tests.casework.pages import signed_in
from tests.factories.casework import Cast, actor, draft
from tests.factories.states import StateFactory


@pytest.fixture
def desk(cast: Cast) -> Actor:
    return actor(cast.drafter)


@pytest.fixture
def item(desk: Actor, request_in_draft: AssistanceRequest) -> CaseDocument:
    return item_received(desk, request_in_draft)


def test_a_bound_item_is_read_only_once_the_reader_says_for_what(desk: Actor, item: CaseDocument) -> None:
    bind(desk, item)
    with pytest.raises(AnswerNeeded) as asked:
        release(desk, version_of(item), Purpose.READ, "  ")
    assert "Only for the proceedings named." in asked.value.reasons[0]
    assert not AuditEvent.objects.filter(verb__in=("document.downloaded", "document.released")).exists()
    release(desk, version_of(item), Purpose.READ, "Hearing of the witness")
    event = AuditEvent.objects.get(verb="document.released")
    assert (event.actor, event.data["purpose"], event.data["answer"]) == (
        desk.user,
        "read",
        "Hearing of the witness",
    )


def test_what_a_condition_forbids_no_answer_opens(desk: Actor, item: CaseDocument) -> None:
    bind(desk, item)
    with pytest.raises(Refusal, match="unless the State that set it consents"):
        release(desk, version_of(item), Purpose.ANOTHER_CASE, "I need it")
    with pytest.raises(Refusal, match="unless the State that set it consents"):
        release(desk, version_of(item), Purpose.ENCLOSURE, "I need it", to=StateFactory.create(code="FR"))


def test_an_item_may_go_back_to_the_state_it_came_from(desk: Actor, item: CaseDocument, cast: Cast) -> None:
    bind(desk, item)
    release(desk, version_of(item), Purpose.ENCLOSURE, to=cast.counterpart.state)


def test_a_condition_without_named_documents_binds_what_comes_later_with_the_same_communication(
    desk: Actor, item: CaseDocument
) -> None:
    bind(desk, item)
    later = added(desk, item.request, PDF + b"%2")
    release(desk, version_of(later), Purpose.READ)
    CaseDocument.objects.filter(pk=later.pk).update(communication=item.communication)
    with pytest.raises(AnswerNeeded):
        release(desk, version_of(later), Purpose.READ)


def test_a_condition_on_one_item_leaves_the_others_free(desk: Actor, item: CaseDocument) -> None:
    other = added(desk, item.request, PDF + b"%2")
    CaseDocument.objects.filter(pk=other.pk).update(communication=item.communication)
    terms = Terms(ConditionType.CONFIDENTIALITY, "Keep it sealed.")
    impose(desk, item.request, item.communication, [terms], [item])
    release(desk, version_of(other), Purpose.READ)
    with pytest.raises(AnswerNeeded):
        release(desk, version_of(item), Purpose.READ)


@pytest.mark.security
def test_saved_and_added_to_another_file_an_item_keeps_its_conditions(
    desk: Actor, item: CaseDocument, cast: Cast
) -> None:
    bind(desk, item)
    copy = added(desk, draft(cast))
    with pytest.raises(AnswerNeeded):
        release(desk, version_of(copy), Purpose.READ)


@pytest.mark.security
def test_what_we_had_before_is_not_bound_by_what_another_gives_us(
    desk: Actor, item: CaseDocument, cast: Cast
) -> None:
    own = added(desk, draft(cast), PDF + b"%own")
    theirs = added(desk, item.request, PDF + b"%own")
    CaseDocument.objects.filter(pk=theirs.pk).update(communication=item.communication)
    bind(desk, item)
    release(desk, version_of(own), Purpose.READ)
    with pytest.raises(AnswerNeeded):
        release(desk, version_of(theirs), Purpose.READ)


def test_a_condition_of_ours_binds_them_and_not_us(desk: Actor, request_in_draft: AssistanceRequest) -> None:
    link = added(desk, request_in_draft)
    record_condition(
        desk, request_in_draft.pk, Terms(ConditionType.USE_LIMITATION, "Only for this."), documents=[link.pk]
    )
    release(desk, version_of(link), Purpose.READ)


def test_an_ended_condition_binds_no_more(desk: Actor, item: CaseDocument) -> None:
    bind(desk, item)
    item.request.conditions.update(ended_on=timezone.localdate())
    release(desk, version_of(item), Purpose.READ)


def test_once_the_day_of_destruction_has_passed_nobody_reads_it(desk: Actor, item: CaseDocument) -> None:
    bind(desk, item, ConditionType.DESTROY_BY, days=1)
    release(desk, version_of(item), Purpose.READ)
    item.request.conditions.update(due_on=timezone.localdate() - timedelta(days=2))
    with pytest.raises(Refusal, match="Destruction"):
        release(desk, version_of(item), Purpose.READ, "Please")


def test_a_condition_to_return_or_destroy_needs_its_day(desk: Actor, item: CaseDocument) -> None:
    with pytest.raises(Refusal) as refused:
        impose(desk, item.request, item.communication, [Terms(ConditionType.RETURN_BY, "Return it.")])
    assert refused.value.fields.keys() == {"due_on"}


@pytest.mark.security
def test_a_document_of_another_file_cannot_be_bound(desk: Actor, item: CaseDocument, cast: Cast) -> None:
    elsewhere = added(desk, draft(cast))
    terms = Terms(ConditionType.OTHER, "Anything.")
    with pytest.raises(Refusal):
        impose(desk, item.request, item.communication, [terms], [elsewhere])
    with pytest.raises(Refusal):
        record_condition(
            desk, item.request_id, terms, communication_id=item.communication_id, documents=[elsewhere.pk]
        )
    with pytest.raises(NotPermitted):
        record_condition(desk, item.request_id, terms)


def test_the_page_asks_keeps_what_was_typed_and_then_gives_the_file(
    cast: Cast, desk: Actor, item: CaseDocument
) -> None:
    bind(desk, item)
    client, page = signed_in(cast.drafter), f"/documents/{item.document_id}/versions/1/"
    asked = client.get(page)
    assert (asked.status_code, "Only for the proceedings named." in asked.content.decode()) == (200, True)
    assert client.post(page, {"answer": " "}).status_code == 422
    given = client.post(page, {"answer": "Hearing of 3 December"})
    assert b"".join(given.streaming_content) == PDF  # type: ignore[attr-defined]
    assert AuditEvent.objects.get(verb="document.released").data["answer"] == "Hearing of 3 December"
