import pytest

from casework.models import AssistanceRequest
from casework.sections import PART_FIELDS, SECTIONS
from casework.services.drafting import open_request, remove_part, save_part, update_section
from mla_portal.audit.models import AuditEvent
from mla_portal.common.confidentiality import Confidentiality
from mla_portal.common.errors import NotPermitted, Refusal, StaleVersion
from mla_portal.common.fingerprints import fingerprint, values_of
from tests.factories.casework import Cast, actor, in_status
from tests.factories.states import MembershipFactory, TreatyFactory


def seen(request: AssistanceRequest, section: str) -> str:
    return fingerprint(values_of(request, SECTIONS[section].fields))


def test_an_opened_file_has_its_reference_and_is_assigned_to_its_drafter(
    cast: Cast, request_in_draft: AssistanceRequest
) -> None:
    assert request_in_draft.own_reference.startswith("SI-MOJ/")
    assert request_in_draft.own_reference.endswith("/O/00001")
    assert [a.officer for a in request_in_draft.assignments.all()] == [cast.drafter]


@pytest.mark.parametrize("person", ["auditor", "other_state_officer", "outsider", "administrator"])
def test_only_officers_of_the_authority_open_a_file_for_it(cast: Cast, person: str) -> None:
    with pytest.raises(NotPermitted):
        open_request(
            actor(getattr(cast, person)), holder=cast.authority, treaty=TreatyFactory.create(), title="No"
        )
    assert not AssistanceRequest.objects.exists()


def test_the_second_saver_is_told_and_both_texts_are_kept(
    cast: Cast, request_in_draft: AssistanceRequest
) -> None:
    both_read = seen(request_in_draft, "facts")
    update_section(actor(cast.drafter), request_in_draft.pk, "facts", {"facts": "First."}, seen=both_read)
    with pytest.raises(StaleVersion) as stale:
        update_section(
            actor(cast.colleague), request_in_draft.pk, "facts", {"facts": "Second."}, seen=both_read
        )
    assert stale.value.current["facts"] == "First."
    update_section(
        actor(cast.colleague), request_in_draft.pk, "facts", {"facts": "Second."}, seen=stale.value.seen
    )
    request_in_draft.refresh_from_db()
    assert request_in_draft.facts == "Second."


def test_two_officers_on_different_subjects_do_not_disturb_each_other(
    cast: Cast, request_in_draft: AssistanceRequest
) -> None:
    facts, handling = seen(request_in_draft, "facts"), seen(request_in_draft, "handling")
    update_section(actor(cast.drafter), request_in_draft.pk, "facts", {"facts": "First."}, seen=facts)
    update_section(
        actor(cast.colleague), request_in_draft.pk, "handling", {"urgency": "urgent"}, seen=handling
    )
    request_in_draft.refresh_from_db()
    assert (request_in_draft.facts, request_in_draft.urgency) == ("First.", "urgent")


def test_a_section_writes_only_its_own_fields(cast: Cast, request_in_draft: AssistanceRequest) -> None:
    update_section(
        actor(cast.drafter), request_in_draft.pk, "facts", {"status": "sent", "title": "X"}, seen=None
    )
    request_in_draft.refresh_from_db()
    assert (request_in_draft.status, request_in_draft.title) == ("draft", "Sample Town")


@pytest.mark.parametrize("status", ["review", "approved", "sent", "closed"])
def test_only_a_draft_can_be_changed(cast: Cast, request_in_draft: AssistanceRequest, status: str) -> None:
    in_status(request_in_draft, status)
    person = request_in_draft.persons.get()
    with pytest.raises(NotPermitted):
        update_section(actor(cast.drafter), request_in_draft.pk, "facts", {"facts": "Late."}, seen=None)
    with pytest.raises(NotPermitted):
        save_part(
            actor(cast.drafter), request_in_draft.pk, "persons", {"family_name": "L"}, part_id=person.pk
        )
    with pytest.raises(NotPermitted):
        remove_part(actor(cast.drafter), request_in_draft.pk, "persons", person.pk)


def test_the_other_state_cannot_know_of_the_draft(cast: Cast, request_in_draft: AssistanceRequest) -> None:
    with pytest.raises(AssistanceRequest.DoesNotExist):
        update_section(
            actor(cast.other_state_officer), request_in_draft.pk, "facts", {"facts": "X"}, seen=None
        )


def test_ten_megabytes_of_text_are_refused_at_their_field(
    cast: Cast, request_in_draft: AssistanceRequest
) -> None:
    with pytest.raises(Refusal) as refusal:
        update_section(
            actor(cast.drafter), request_in_draft.pk, "facts", {"facts": "x" * 10_000_000}, seen=None
        )
    assert "200000" in refusal.value.fields["facts"].replace(",", "")


def test_a_protected_person_makes_the_file_confidential(
    cast: Cast, request_in_draft: AssistanceRequest
) -> None:
    person = request_in_draft.persons.get()
    protect = {"is_protected": True}
    with pytest.raises(Refusal) as refusal:
        save_part(actor(cast.drafter), request_in_draft.pk, "persons", protect, part_id=person.pk)
    assert "is_protected" in refusal.value.fields
    update_section(
        actor(cast.drafter),
        request_in_draft.pk,
        "addressee",
        {"confidentiality": Confidentiality.CONFIDENTIAL},
        seen=None,
    )
    save_part(actor(cast.drafter), request_in_draft.pk, "persons", protect, part_id=person.pk)
    with pytest.raises(Refusal):
        update_section(
            actor(cast.drafter),
            request_in_draft.pk,
            "addressee",
            {"confidentiality": Confidentiality.STANDARD},
            seen=None,
        )


def test_nobody_puts_a_file_out_of_their_own_sight(cast: Cast, request_in_draft: AssistanceRequest) -> None:
    junior = MembershipFactory.create(
        authority=cast.authority, confidentiality=Confidentiality.RESTRICTED
    ).user
    with pytest.raises(NotPermitted):
        update_section(
            actor(junior),
            request_in_draft.pk,
            "addressee",
            {"confidentiality": Confidentiality.CONFIDENTIAL},
            seen=None,
        )
    request_in_draft.refresh_from_db()
    assert request_in_draft.confidentiality == Confidentiality.STANDARD


def test_a_part_of_another_file_cannot_be_reached_through_ones_own(cast: Cast) -> None:
    from tests.factories.casework import draft

    mine, other = draft(cast), draft(cast)
    with pytest.raises(type(other.persons.get()).DoesNotExist):
        save_part(actor(cast.drafter), mine.pk, "persons", {}, part_id=other.persons.get().pk)


def test_every_spelling_of_a_person_is_kept_searchable(
    cast: Cast, request_in_draft: AssistanceRequest
) -> None:
    person = request_in_draft.persons.get()
    save_part(
        actor(cast.drafter), request_in_draft.pk, "persons", {"aliases": "محمد\nAnja V."}, part_id=person.pk
    )
    assert set(person.names.values_list("written", flat=True)) == {"Ana Vzorec", "محمد", "Anja V."}


def test_each_change_is_in_the_files_audit_chain(request_in_draft: AssistanceRequest) -> None:
    verbs = AuditEvent.objects.filter(chain=request_in_draft.audit_chain).values_list("verb", flat=True)
    assert list(verbs) == [
        "request.opened",
        "request.changed",
        "request.changed",
        "request.changed",
        "request.part_added",
        "request.part_added",
        "request.part_added",
    ]


def test_every_field_of_a_section_or_part_is_a_field_of_its_model() -> None:
    from casework.services.drafting import PARTS

    names = {field.name for field in AssistanceRequest._meta.get_fields()}
    assert all(set(section.fields) <= names for section in SECTIONS.values())
    for part, fields in PART_FIELDS.items():
        assert set(fields) <= {field.name for field in PARTS[part]._meta.get_fields()}
