"""What officers find in the formal and in the legal check of a request that came to them."""

from typing import Any

import pytest

from casework.choices import CheckKind, Finding, Status
from casework.legal_basis import legal_basis_of
from casework.models import AssistanceRequest, Examination
from casework.selectors.examinations import Point, formal_check, legal_check
from casework.services.examinations import Examined, examine
from casework.services.incoming import take_revised
from casework.services.transition import perform
from mla_portal.audit.models import AuditEvent
from mla_portal.audit.services import verify
from mla_portal.common.errors import NotPermitted, Refusal, StaleVersion
from tests.factories.casework import Cast, actor, draft, in_status, incoming, received, sent
from tests.factories.documents import DocumentFactory

PURPOSE = "ljubljana-the-hague:purpose"
FACTS = "ljubljana-the-hague:facts"


@pytest.fixture
def case(cast: Cast) -> AssistanceRequest:
    return in_status(incoming(cast), Status.FORMAL_CHECK)


def fresh(case: AssistanceRequest) -> AssistanceRequest:
    return AssistanceRequest.objects.get(pk=case.pk)


def point(case: AssistanceRequest, code: str) -> Point:
    return next(p for p in formal_check(fresh(case)).points if p.code == code)


def find(cast: Cast, case: AssistanceRequest, *given: Examined, **more: Any) -> AssistanceRequest:
    return examine(actor(cast.drafter), case.pk, CheckKind.FORMAL, given, **more)


def test_each_content_says_what_was_received_and_what_the_officer_found(
    cast: Cast, case: AssistanceRequest
) -> None:
    find(cast, case, Examined(PURPOSE, "unclear", "Which hearing?"), Examined(FACTS, "met"))
    purpose = point(case, PURPOSE)
    assert purpose.received == "To obtain the witness's statement for the main hearing."
    assert purpose.found
    assert (purpose.finding, purpose.found.remarks) == ("unclear", "Which hearing?")
    assert purpose.found.examined_by == cast.drafter
    check = formal_check(fresh(case))
    assert (check.found(Finding.MET), check.found(Finding.UNCLEAR)) == (1, 1)
    assert check.unexamined == len(check.counted) - 2
    assert purpose in check.calling


def test_every_item_tells_what_stands_there_in_words(case: AssistanceRequest) -> None:
    said = {p.item.code: p.received for p in formal_check(fresh(case)).points if p.item}
    assert said["persons"] == "Ana Vzorec"
    assert said["offences"] == "War crimes"
    assert said["proceedings_stage"] == "Investigation"
    assert said["take_evidence_statements.questions"] == "What did you see?"
    assert said["language"] == "English"
    assert said["addressee"] == str(case.holder)


def test_a_finding_is_taken_back_and_the_record_keeps_both(cast: Cast, case: AssistanceRequest) -> None:
    find(cast, case, Examined(PURPOSE, "missing"))
    find(cast, case, Examined(PURPOSE, ""))
    assert not Examination.objects.exists()
    events = AuditEvent.objects.filter(chain=case.audit_chain, verb="request.examined").order_by("sequence")
    assert [event.data["findings"] for event in events] == [f"{PURPOSE} = missing", f"{PURPOSE} = "]
    assert list(verify(chain=case.audit_chain)) == []


def test_what_is_sent_again_unchanged_is_no_new_act(cast: Cast, case: AssistanceRequest) -> None:
    first = find(cast, case, Examined(PURPOSE, "met", "Good."))
    again = find(cast, case, Examined(PURPOSE, "met", "Good."), Examined(FACTS, ""))
    assert again.version == first.version
    assert AuditEvent.objects.filter(verb="request.examined").count() == 1


def test_a_finding_holds_only_for_what_it_was_found_of(cast: Cast, case: AssistanceRequest) -> None:
    find(cast, case, Examined(PURPOSE, "unclear", "Which hearing?"), Examined(FACTS, "met"))
    perform(actor(cast.approver), case.pk, "return_request", sent(reason="Unclear."))
    perform(actor(cast.drafter), case.pk, "resubmitted", received())
    take_revised(actor(cast.drafter), case.pk, sections={"purpose": "For the hearing of May."}, parts={})
    purpose = point(case, PURPOSE)
    assert purpose.finding == ""
    assert purpose.earlier
    assert purpose.earlier.remarks == "Which hearing?"
    assert point(case, FACTS).finding == "met"
    find(cast, case, Examined(PURPOSE, "met"))
    assert point(case, PURPOSE).finding == "met"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (Examined(PURPOSE, "applies"), "cannot be found in this check"),
        (Examined("ljubljana-the-hague:nonsense", "met"), "no such point"),
        (Examined(PURPOSE, "", "A remark alone."), "Say what you found"),
        (Examined(PURPOSE, "met", "x" * 200_001), "at most 200000"),
    ],
)
def test_what_does_not_hold_together_is_refused_at_its_point(
    cast: Cast, case: AssistanceRequest, given: Examined, sentence: str
) -> None:
    with pytest.raises(Refusal) as refusal:
        find(cast, case, Examined(FACTS, "met"), given)
    assert sentence in refusal.value.fields[given.point]
    assert not Examination.objects.exists()


@pytest.mark.security
def test_only_the_desk_of_the_holder_examines(cast: Cast, case: AssistanceRequest) -> None:
    for person in (cast.auditor, cast.other_state_officer, cast.outsider, cast.prosecutor):
        with pytest.raises((NotPermitted, AssistanceRequest.DoesNotExist)):
            examine(actor(person), case.pk, CheckKind.FORMAL, [Examined(PURPOSE, "met")])
    find(cast, case, Examined(PURPOSE, "met"))
    seen = [cast.drafter, cast.approver, cast.auditor]
    assert all(Examination.objects.visible_to(user).exists() for user in seen)
    unseen = (cast.other_state_officer, cast.outsider, cast.prosecutor)
    assert not any(Examination.objects.visible_to(user).exists() for user in unseen)


@pytest.mark.parametrize("status", [Status.IN_EXECUTION, Status.RETURNED, Status.CLOSED, Status.REFUSED])
def test_what_was_found_stays_once_the_request_is_decided(
    cast: Cast, case: AssistanceRequest, status: Status
) -> None:
    in_status(case, status)
    with pytest.raises(Refusal, match="stays as it is"):
        find(cast, case, Examined(PURPOSE, "met"))


def test_a_request_of_our_own_is_not_examined_by_us(cast: Cast) -> None:
    with pytest.raises(Refusal, match="came to you"):
        find(cast, draft(cast), Examined(PURPOSE, "met"))


def test_who_read_an_older_version_changes_nothing(cast: Cast, case: AssistanceRequest) -> None:
    find(cast, case, Examined(PURPOSE, "met"), expected_version=case.version)
    with pytest.raises(StaleVersion):
        find(cast, case, Examined(PURPOSE, "missing"), expected_version=case.version)
    assert point(case, PURPOSE).finding == "met"


def test_a_ground_applies_or_does_not_and_the_excluded_ones_are_no_grounds(
    cast: Cast, case: AssistanceRequest
) -> None:
    codes = {p.code for p in legal_check(case).points}
    assert "essential_interests" in codes
    assert "political_offence" not in codes
    given = [
        Examined("essential_interests", "applies", "The base."),
        Examined("ne_bis_in_idem", "does_not_apply"),
    ]
    examine(actor(cast.drafter), case.pk, CheckKind.LEGAL, given)
    assert [p.code for p in legal_check(fresh(case)).calling] == ["essential_interests"]
    with pytest.raises(Refusal, match="no such point"):
        examine(actor(cast.drafter), case.pk, CheckKind.LEGAL, [Examined("political_offence", "applies")])
    with pytest.raises(Refusal):
        examine(actor(cast.drafter), case.pk, CheckKind.LEGAL, [Examined("essential_interests", "met")])


def test_what_came_with_the_request_counts_as_enclosed(cast: Cast) -> None:
    parts = {"measures": [{"type": "search_seizure", "description": "Search the house."}]}
    order = DocumentFactory.create(holder=cast.authority, title="Search order")
    told = []
    for documents in ([], [order]):
        case = incoming(cast, parts=parts, documents=documents)
        content = point(case, "ljubljana-the-hague:domestic_order")
        assert content.item
        told.append((content.item.is_met, content.received))
    assert told == [(False, ""), (True, "Search order")]


def test_the_language_is_the_one_that_we_accept(cast: Cast) -> None:
    cast.authority.languages = ["sl"]
    cast.authority.save()
    content = point(incoming(cast), "ljubljana-the-hague:language").item
    assert content
    assert not content.is_met


def test_the_legal_basis_names_them_as_the_requesting_state(case: AssistanceRequest) -> None:
    found = legal_basis_of(fresh(case))
    assert found
    assert (found.requesting.state, found.requested.state) == (case.counterpart_state, case.holder.state)
