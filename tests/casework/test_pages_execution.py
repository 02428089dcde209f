"""The competent authority's desk in the browser, and what the holder's desk does with what came back."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework.choices import AssignmentStatus, PersonExtent
from casework.clock import today
from casework.models import AssistanceRequest, MeasureAssignment, Person, RoutingRule
from casework.selectors.execution import DeskQuestion, given_to_desk, released_results
from casework.services.desk import add_document, write_note
from casework.services.results import Said, perform_assignment
from mla_portal.accounts.models import User
from mla_portal.common.errors import Refusal
from tests.api.test_documents import PDF
from tests.casework.pages import fields_of, send, signed_in, url, words
from tests.cast import FullCast
from tests.factories.casework import actor
from tests.factories.execution import HEARING, given_to, in_execution, returned

DESK = "/measures/"


@pytest.fixture
def cast(db: None) -> FullCast:
    return FullCast()


@pytest.fixture
def case(cast: FullCast) -> AssistanceRequest:
    return in_execution(cast)


def page_of(given: MeasureAssignment) -> str:
    return reverse("requests:assigned-measure", args=[given.pk])


def act(given: MeasureAssignment, name: str) -> str:
    return reverse("requests:assigned-act", args=[given.pk, name])


def accepted(cast: FullCast, case: AssistanceRequest, **instructions: Any) -> MeasureAssignment:
    given = given_to(cast, case, **instructions)
    return perform_assignment(actor(cast.prosecutor), given.pk, "accept", Said())


def scan(title: str = "scan.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(title, PDF, "application/pdf")


class TestTheDesk:
    def test_it_lists_what_is_overdue_first_then_what_is_urgent_then_by_day(
        self, cast: FullCast, case: AssistanceRequest
    ) -> None:
        now = today(cast.authority)
        urgent = in_execution(cast, urgency="urgent", urgency_reason="Trial", title="B")
        late = in_execution(cast, title="C")
        rows = [
            given_to(cast, case, due_on=now + timedelta(days=20)),
            given_to(cast, urgent, due_on=now + timedelta(days=30)),
            given_to(cast, late, due_on=now),
            given_to(cast, in_execution(cast, title="D")),
        ]
        MeasureAssignment.objects.filter(pk=rows[2].pk).update(due_on=now - timedelta(days=1))
        found = given_to_desk(fresh(cast.prosecutor), DeskQuestion(), today=now)
        assert found == [rows[2], rows[1], rows[0], rows[3]]
        assert "overdue" in words(signed_in(cast.prosecutor).get(DESK))

    @pytest.mark.parametrize(
        ("question", "expected"),
        [
            ({}, {"assigned"}),
            ({"status": ""}, {"assigned", "released", "declined"}),
            ({"status": "declined"}, {"declined"}),
            ({"due": "overdue"}, set()),
            ({"due": "week"}, {"assigned"}),
            ({"urgency": "urgent"}, set()),
            ({"status": "nonsense"}, {"assigned"}),
        ],
    )
    def test_filters_stand_in_the_address(
        self, cast: FullCast, case: AssistanceRequest, question: dict[str, str], expected: set[str]
    ) -> None:
        for status in ("assigned", "released", "declined"):
            given = given_to(cast, in_execution(cast), due_on=today(cast.authority))
            MeasureAssignment.objects.filter(pk=given.pk).update(status=status, outcome="executed")
        page = signed_in(cast.prosecutor).get(DESK, question)
        assert {row.status for row, _kind in page.context["rows"]} == expected

    def test_nothing_of_others_is_on_it(self, cast: FullCast, case: AssistanceRequest) -> None:
        given_to(cast, case, cast.police)
        assert signed_in(cast.prosecutor).get(DESK).context["rows"] == []
        assert len(signed_in(cast.policeman).get(DESK).context["rows"]) == 1

    def test_the_navigation_counts_what_is_in_hand(self, cast: FullCast, case: AssistanceRequest) -> None:
        given_to(cast, case)
        assert "Measures given to us 1" in words(signed_in(cast.prosecutor).get(DESK))
        assert "Measures given to us" not in words(signed_in(cast.drafter).get("/"))


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


class TestWhatItSees:
    def test_the_page_tells_the_measure_and_what_was_given_and_nothing_else(
        self, cast: FullCast, case: AssistanceRequest
    ) -> None:
        AssistanceRequest.objects.filter(pk=case.pk).update(
            title="Working title", subject_matter="Whole subject", operation_name="Operation Lime"
        )
        write_note(actor(cast.drafter), case.pk, "Only for us.")
        given_to(cast, case, cast.police, text="For the police.")
        given = given_to(
            cast,
            case,
            text="Hear her in the morning.",
            facts="In May 1992 civilians were detained.",
            confidentiality_note="Do not tell the press.",
            protection_note="By a side door.",
            persons={case.persons.get().pk: PersonExtent.FULL},
            due_on=today(cast.authority),
        )
        told = words(signed_in(cast.prosecutor).get(page_of(given)))
        for said in (
            "Hear her in the morning.", "In May 1992 civilians were detained.", "Do not tell the press.",
            "By a side door.", "What did you see?", "Ana Vzorec", "Sample City", "War crimes", "Latvia",
        ):  # fmt: skip
            assert said in told, said
        for hidden in (
            "Working title", "Whole subject", "Operation Lime", "Only for us.", "For the police.",
            "Investigating judge", "To obtain the witness", "Article 102",
        ):  # fmt: skip
            assert hidden not in told, hidden

    @pytest.mark.parametrize(
        ("extent", "seen", "hidden"),
        [
            (None, [], ["Zaščitena", "Vzorec-Novak", "Sample City"]),
            (PersonExtent.ROLE, ["Witness"], ["Vzorec-Novak", "Sample City", "side entrance"]),
            (PersonExtent.NAME, ["Zala Vzorec-Novak", "Witness"], ["Sample City", "side entrance"]),
            (PersonExtent.FULL, ["Zala Vzorec-Novak", "Sample City", "side entrance"], []),
        ],
    )
    def test_a_protected_person_is_shown_only_as_far_as_chosen(
        self, cast: FullCast, extent: PersonExtent | None, seen: list[str], hidden: list[str]
    ) -> None:
        case = in_execution(cast, confidentiality=3)
        Person.objects.filter(request=case).update(
            given_names="Zala", family_name="Vzorec-Novak", is_protected=True, protection_note="side entrance"
        )
        persons = {case.persons.get().pk: extent} if extent else {}
        told = words(signed_in(cast.prosecutor).get(page_of(given_to(cast, case, persons=persons))))
        assert [word for word in seen if word not in told] == []
        assert [word for word in hidden if word in told] == []

    def test_the_case_page_and_its_documents_stay_closed(
        self, cast: FullCast, case: AssistanceRequest
    ) -> None:
        given_link = add_document(actor(cast.drafter), case.pk, title="Summons", file=scan())
        other_link = add_document(actor(cast.drafter), case.pk, title="Other", file=scan())
        given = given_to(cast, case, documents=[given_link.pk])
        client = signed_in(cast.prosecutor)
        assert client.get(url("case", case)).status_code == 404
        assert client.get(url("case-tab", case, tab="execution")).status_code == 404
        statuses = [
            client.get(reverse("document-download", args=[link.document_id, 1])).status_code
            for link in (given_link, other_link)
        ]
        assert statuses == [200, 404]
        assert "Summons" in words(client.get(page_of(given)))

    def test_a_document_of_another_authoritys_measure_is_not_found(
        self, cast: FullCast, case: AssistanceRequest
    ) -> None:
        accepted(cast, case)
        other = perform_assignment(
            actor(cast.policeman), given_to(cast, case, cast.police).pk, "accept", Said()
        )
        perform_assignment(actor(cast.policeman), other.pk, "return_results", returned(), files=[scan()])
        document = other.files.get().document.document_id
        address = reverse("document-download", args=[document, 1])
        asked = [signed_in(who).get(address).status_code for who in (cast.prosecutor, cast.policeman)]
        assert asked == [404, 200]

    def test_what_is_revoked_is_closed_with_its_documents_but_stays_on_the_list(
        self, cast: FullCast, case: AssistanceRequest
    ) -> None:
        link = add_document(actor(cast.drafter), case.pk, title="Summons", file=scan())
        given = accepted(cast, case, documents=[link.pk], facts="Secret facts.")
        perform_assignment(actor(cast.drafter), given.pk, "revoke", Said(text="Withdrawn by them."))
        client = signed_in(cast.prosecutor)
        told = words(client.get(page_of(given)))
        assert "Withdrawn by them." in told
        assert "Secret facts." not in told
        assert "Summons" not in told
        assert client.get(reverse("document-download", args=[link.document_id, 1])).status_code == 404
        assert client.post(act(given, "return_results"), {"outcome": "executed"}).status_code in (409, 422)
        assert "Secret facts." in words(signed_in(cast.drafter).get(page_of(given)))


class TestActs:
    def test_results_are_returned_with_their_fields_and_files(
        self, cast: FullCast, case: AssistanceRequest
    ) -> None:
        given = accepted(cast, case)
        client = signed_in(cast.prosecutor)
        told = {f"results_{code}": value for code, value in HEARING.items()}
        sent = send(
            client,
            act(given, "return_results"),
            {**told, "outcome": "executed", "files": [scan(), scan("b.pdf")]},
        )
        assert sent.status_code == 302
        given.refresh_from_db()
        assert (given.status, given.outcome, given.results) == ("results_returned", "executed", HEARING)
        assert given.files.count() == 2

    def test_what_is_missing_is_said_at_its_field_and_nothing_typed_is_lost(
        self, cast: FullCast, case: AssistanceRequest
    ) -> None:
        given = accepted(cast, case)
        client = signed_in(cast.prosecutor)
        page = send(
            client,
            act(given, "return_results"),
            {"outcome": "executed", "results_persons_heard": "Ana", "text": "Long report."},
        )
        assert page.status_code == 409
        assert "results_held_on" in page.context["form"].errors
        assert "Long report." in page.content.decode()

    def test_a_page_read_before_a_colleagues_act_keeps_what_was_typed(
        self, cast: FullCast, case: AssistanceRequest
    ) -> None:
        given = accepted(cast, case)
        client = signed_in(cast.prosecutor)
        sent = fields_of(client, act(given, "report")) | {"text": "My report."}
        perform_assignment(actor(cast.prosecutor), given.pk, "report", Said(text="A colleague's."))
        page = client.post(act(given, "report"), sent)
        assert page.status_code == 409
        assert "My report." in page.content.decode()
        again = client.post(act(given, "report"), fields_from(page) | {"text": "My report."})
        assert again.status_code == 302

    def test_after_the_session_ended_the_text_is_given_back(
        self, cast: FullCast, case: AssistanceRequest
    ) -> None:
        given = accepted(cast, case)
        page = Client().post(act(given, "report"), {"text": "Typed for an hour."})
        assert page.status_code == 401
        assert "Typed for an hour." in page.content.decode()

    def test_an_unknown_act_is_not_found(self, cast: FullCast, case: AssistanceRequest) -> None:
        assert signed_in(cast.prosecutor).get(act(given_to(cast, case), "eat")).status_code == 404


def fields_from(page: Any) -> dict[str, str]:
    return {"version": str(page.context["form"].data["version"])}


class TestTheHoldersDesk:
    def test_it_gives_a_measure_to_the_authority_the_rules_propose(
        self, cast: FullCast, case: AssistanceRequest
    ) -> None:
        RoutingRule.objects.create(
            central=cast.authority, competent=cast.police, measures=["take_evidence_statements"]
        )
        client = signed_in(cast.drafter)
        address = url("measure-give", case, measure_id=case.measures.get().pk)
        assert "by a routing rule of your authority" in words(client.get(address))
        assert send(client, address, {"instructions": "Quickly."}).status_code == 302
        given = case.measure_assignments.get()
        assert (given.authority, given.instructions, given.facts) == (cast.police, "Quickly.", case.facts)
        assert given.shown_persons.get().extent == PersonExtent.FULL

    def test_a_protected_person_is_not_shown_unless_the_officer_says_so(self, cast: FullCast) -> None:
        case = in_execution(cast, confidentiality=3)
        case.persons.update(is_protected=True)
        client = signed_in(cast.drafter)
        address = url("measure-give", case, measure_id=case.measures.get().pk)
        send(client, address, {"authority": str(cast.police.pk)})
        assert not case.measure_assignments.get().shown_persons.exists()

    def test_the_tab_shows_who_has_what_and_what_can_be_done(
        self, cast: FullCast, case: AssistanceRequest
    ) -> None:
        given = accepted(cast, case)
        perform_assignment(actor(cast.prosecutor), given.pk, "ask", Said(text="In which language?"))
        told = words(signed_in(cast.drafter).get(url("case-tab", case, tab="execution")))
        assert "In which language?" in told
        assert "Answer the question" in told
        assert "Answer the question" not in words(
            signed_in(cast.auditor).get(url("case-tab", case, tab="execution"))
        )

    def test_the_outcome_of_a_measure_executed_here_is_entered(
        self, cast: FullCast, case: AssistanceRequest
    ) -> None:
        client = signed_in(cast.drafter)
        address = url("measure-result", case, measure_id=case.measures.get().pk)
        told = {f"results_{code}": value for code, value in HEARING.items()}
        assert send(client, address, {**told, "outcome": "executed"}).status_code == 302
        assert case.measures.get().outcome == "executed"

    def test_only_released_results_are_there_to_be_transmitted(
        self, cast: FullCast, case: AssistanceRequest
    ) -> None:
        given = accepted(cast, case)
        perform_assignment(actor(cast.prosecutor), given.pk, "return_results", returned(), files=[scan()])
        assert not released_results(case).exists()
        perform_assignment(actor(cast.drafter), given.pk, "release", Said())
        assert list(released_results(case)) == [given]

    def test_a_result_does_not_leave_before_its_release(
        self, cast: FullCast, case: AssistanceRequest
    ) -> None:
        from documents.choices import Purpose
        from documents.services.releases import release

        given = accepted(cast, case)
        perform_assignment(actor(cast.prosecutor), given.pk, "return_results", returned(), files=[scan()])
        version = given.files.get().document.document.versions.get()
        for purpose in (Purpose.ENCLOSURE, Purpose.DELIVERY, Purpose.EXPORT):
            with pytest.raises(Refusal, match="not reviewed and released"):
                release(actor(cast.drafter), version, purpose)
        release(actor(cast.drafter), version, Purpose.READ)
        perform_assignment(actor(cast.drafter), given.pk, "release", Said())
        release(actor(cast.drafter), version, Purpose.ENCLOSURE)

    def test_an_outgoing_file_has_no_such_tab(self, cast: FullCast) -> None:
        from tests.factories.casework import draft

        assert signed_in(cast.drafter).get(url("case-tab", draft(cast), tab="execution")).status_code == 404


def test_the_desk_asks_as_often_of_forty_as_of_four(cast: FullCast, django_assert_num_queries: Any) -> None:
    for _ in range(4):
        given_to(cast, in_execution(cast), due_on=timezone.localdate())
    client = signed_in(cast.prosecutor)
    client.get(DESK)
    with django_assert_num_queries(8):
        client.get(DESK)
    for _ in range(8):
        given_to(cast, in_execution(cast), due_on=timezone.localdate())
    with django_assert_num_queries(8):
        client.get(DESK)
    assert MeasureAssignment.objects.filter(status=AssignmentStatus.ASSIGNED).count() == 12
