from django.utils import translation

from casework import events
from casework.models import AssistanceRequest
from casework.services.transition import perform
from mla_portal.audit.events import describe
from mla_portal.audit.models import AuditEvent
from tests.factories.casework import Cast, actor


def test_the_timeline_reads_without_codes(cast: Cast, request_in_draft: AssistanceRequest) -> None:
    perform(actor(cast.drafter), request_in_draft.pk, "submit")
    with translation.override("en"):
        told = [
            describe(event.verb, event.data)
            for event in AuditEvent.objects.filter(chain=request_in_draft.audit_chain)
        ]
    assert told[0] == f"File {request_in_draft.own_reference} opened"
    assert "Changed: summary of the relevant facts, purpose of the assistance" in told
    assert "Added measure: Taking evidence or statements from persons" in told
    assert told[-1] == "Submit for approval (Draft → In review)"


def test_a_code_no_longer_known_is_shown_as_it_is() -> None:
    data = {"name": "teleport", "source": "limbo", "target": "draft", "reason": ""}
    with translation.override("en"):
        assert events.TRANSITION.describe(data) == "teleport (limbo → Draft)"
