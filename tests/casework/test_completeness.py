import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.completeness import check
from casework.models import AssistanceRequest
from casework.sections import PART_FIELDS, SECTIONS
from casework.services.drafting import remove_part, save_part, update_section
from tests.factories.casework import Cast, actor


def missing(request: AssistanceRequest) -> set[str]:
    fresh = AssistanceRequest.objects.get(pk=request.pk)
    return {item.code for item in check(fresh).missing}


def test_a_complete_draft_lacks_nothing(request_in_draft: AssistanceRequest) -> None:
    assert missing(request_in_draft) == set()
    assert check(request_in_draft).percentage == 100


@pytest.mark.parametrize(
    ("section", "field", "code"),
    [
        ("facts", "facts", "facts"),
        ("facts", "purpose", "purpose"),
        ("proceedings", "subject_matter", "subject_matter"),
        ("proceedings", "competent_authority", "competent_authority"),
        ("offences", "legal_provisions", "legal_provisions"),
    ],
)
def test_each_required_content_is_missed(
    cast: Cast, request_in_draft: AssistanceRequest, section: str, field: str, code: str
) -> None:
    update_section(actor(cast.drafter), request_in_draft.pk, section, {field: "  "}, seen=None)
    assert missing(request_in_draft) == {code}


def test_a_measures_own_particulars_are_required(cast: Cast, request_in_draft: AssistanceRequest) -> None:
    measure = request_in_draft.measures.get()
    save_part(actor(cast.drafter), request_in_draft.pk, "measures", {"details": {}}, part_id=measure.pk)
    items = check(AssistanceRequest.objects.get(pk=request_in_draft.pk)).missing
    assert {item.code for item in items} == {
        "take_evidence_statements.persons_to_hear",
        "take_evidence_statements.questions",
    }
    assert {item.part_id for item in items} == {measure.pk}
    assert {item.field for item in items} == {"details_persons_to_hear", "details_questions"}


def test_an_undertaking_that_is_not_given_is_missed(cast: Cast, request_in_draft: AssistanceRequest) -> None:
    measure = request_in_draft.measures.get()
    for given, expected in ((False, True), (True, False)):
        changes = {"type": "temporary_transfer_detained", "details": {"custody_undertaking": given}}
        save_part(actor(cast.drafter), request_in_draft.pk, "measures", changes, part_id=measure.pk)
        code = "temporary_transfer_detained.custody_undertaking"
        assert (code in missing(request_in_draft)) is expected


def test_a_language_the_addressee_does_not_read_is_missed(
    cast: Cast, request_in_draft: AssistanceRequest
) -> None:
    cast.counterpart.languages = ["lv", "en"]
    cast.counterpart.save()
    assert missing(request_in_draft) == set()
    update_section(actor(cast.drafter), request_in_draft.pk, "addressee", {"language": "es"}, seen=None)
    assert missing(request_in_draft) == {"language"}


def test_facts_are_not_required_merely_to_serve_documents(
    cast: Cast, request_in_draft: AssistanceRequest
) -> None:
    measure = request_in_draft.measures.get()
    details = {"documents_to_serve": "Summons", "addressee": "Ana Vzorec", "serve_by": "2027-01-31"}
    save_part(
        actor(cast.drafter),
        request_in_draft.pk,
        "measures",
        {"type": "serve_documents", "details": details},
        part_id=measure.pk,
    )
    update_section(actor(cast.drafter), request_in_draft.pk, "facts", {"facts": ""}, seen=None)
    assert missing(request_in_draft) == set()


def test_urgency_a_time_limit_and_confidentiality_want_their_reasons(
    cast: Cast, request_in_draft: AssistanceRequest
) -> None:
    changes = {"urgency": "urgent", "time_limit": "2027-01-31", "confidentiality_wish": True}
    update_section(actor(cast.drafter), request_in_draft.pk, "handling", changes, seen=None)
    assert missing(request_in_draft) == {"urgency_reason", "time_limit_reason", "confidentiality_reason"}


def test_every_item_shows_its_confidence_and_where_to_mend_it(
    cast: Cast, request_in_draft: AssistanceRequest
) -> None:
    remove_part(actor(cast.drafter), request_in_draft.pk, "offences", request_in_draft.offences.get().pk)
    items = check(AssistanceRequest.objects.get(pk=request_in_draft.pk)).items
    for item in items:
        assert str(item.confidence.label) in item.citation
        assert item.fix
        section = SECTIONS[item.section]
        known = {*section.fields, *PART_FIELDS.get(section.part, ())}
        assert item.field in known or item.field == "" or item.field.startswith("details_")


def test_the_check_asks_the_database_as_often_for_two_measures_as_for_ten(
    cast: Cast, request_in_draft: AssistanceRequest
) -> None:
    def queries() -> int:
        fresh = AssistanceRequest.objects.get(pk=request_in_draft.pk)
        with CaptureQueriesContext(connection) as context:
            check(fresh)
        return len(context)

    save_part(actor(cast.drafter), request_in_draft.pk, "measures", {"type": "freezing"})
    one = queries()
    for _ in range(8):
        save_part(actor(cast.drafter), request_in_draft.pk, "measures", {"type": "freezing"})
        save_part(
            actor(cast.drafter), request_in_draft.pk, "persons", {"role": "victim", "family_name": "N."}
        )
    assert queries() == one
