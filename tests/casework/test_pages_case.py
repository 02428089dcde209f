"""The case page: what each member of the cast sees, what it costs, and the desk around the file."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from casework.choices import DecisionType, Status
from casework.models import AssistanceRequest, RequestUserGrant
from casework.services.communications import Particulars
from casework.services.contents import Decided
from casework.services.desk import assign, grant_sight, write_note
from casework.services.drafting import save_part, update_section
from casework.services.transition import perform
from casework.views.case import TABS as ALL_TABS
from casework.views.next_step import NEXT, what_comes_next
from casework.workflow import TABLES
from tests.casework.pages import signed_in, url, words
from tests.factories.casework import Cast, actor, draft, in_status, incoming, received, sent
from tests.factories.execution import in_execution

TABS = [name for name in ALL_TABS if name not in ("execution", "legal")]
"""Of an outgoing file; what we examine and execute are tabs of an incoming one."""

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def tab(case: AssistanceRequest, name: str) -> str:
    return url("case", case) if name == "overview" else url("case-tab", case, tab=name)


@pytest.fixture
def asked(cast: Cast, request_in_draft: AssistanceRequest) -> AssistanceRequest:
    """A file that was sent, and about which they ask something."""
    in_status(request_in_draft, "sent")
    perform(
        actor(cast.drafter), request_in_draft.pk, "information_asked", received(counterpart_reference="L 7")
    )
    request_in_draft.refresh_from_db()
    return request_in_draft


@pytest.mark.parametrize("name", TABS)
@pytest.mark.parametrize("person", ["drafter", "approver", "auditor"])
def test_the_authoritys_people_see_every_tab(
    cast: Cast, asked: AssistanceRequest, person: str, name: str
) -> None:
    page = signed_in(getattr(cast, person)).get(tab(asked, name))
    assert page.status_code == 200
    assert asked.own_reference in words(page)
    assert str(what_comes_next(asked)) in words(page)


@pytest.mark.security
@pytest.mark.parametrize("name", TABS)
@pytest.mark.parametrize("person", ["other_state_officer", "outsider", "prosecutor", "administrator"])
def test_nobody_else_learns_that_the_file_exists(
    cast: Cast, asked: AssistanceRequest, person: str, name: str
) -> None:
    assert signed_in(getattr(cast, person)).get(tab(asked, name)).status_code == 404


def test_there_is_no_other_tab(cast: Cast, asked: AssistanceRequest) -> None:
    assert signed_in(cast.drafter).get(tab(asked, "secrets")).status_code == 404


@pytest.mark.parametrize("person", ["auditor", "prosecutor", "outsider"])
def test_whoever_only_reads_the_file_has_no_buttons(
    cast: Cast, asked: AssistanceRequest, person: str
) -> None:
    assign(actor(cast.drafter), asked.pk, to=cast.prosecutors)
    grant_sight(actor(cast.approver), asked.pk, cast.outsider)
    assert RequestUserGrant.objects.exists()
    for name in TABS:
        page = signed_in(getattr(cast, person)).get(tab(asked, name))
        assert page.status_code == 200
        assert not page.context["buttons"]
        text = page.content.decode()
        main = text[text.index("<main") : text.index("</main>")]
        assert 'method="post"' not in main
        assert "/do/" not in main


def test_the_buttons_are_those_of_the_table(cast: Cast, asked: AssistanceRequest) -> None:
    buttons = signed_in(cast.drafter).get(tab(asked, "overview")).context["buttons"]
    assert [rule.name for rule in buttons.forward] == ["supply_information"]
    assert "results" in [rule.name for rule in buttons.received]
    assert not buttons.back
    for_the_approver = signed_in(cast.approver).get(tab(asked, "overview")).context["buttons"]
    assert [rule.name for rule in for_the_approver.back] == ["withdraw"]


def test_an_officer_prepares_the_letter_of_what_is_proposed_and_of_nothing_else(cast: Cast) -> None:
    """Who prepares it does not seal it: in an office of two the approver could not decide otherwise."""
    case = in_status(incoming(cast), Status.LEGAL_CHECK)
    granted = Particulars(decisions=(Decided(DecisionType.GRANTED, case.measures.get().pk),))
    perform(actor(cast.drafter), case.pk, "propose_decision", granted)
    page = signed_in(cast.drafter).get(url("case", case))
    assert [rule.name for rule in page.context["buttons"].prepared] == ["grant"]
    assert "Prepare the letter: Grant and order the execution" in words(page)
    of_the_head = signed_in(cast.approver).get(url("case", case)).context["buttons"]
    assert [rule.name for rule in of_the_head.forward] == ["grant"]
    assert not of_the_head.prepared


def test_every_status_says_what_comes_next() -> None:
    for (_kind, direction), table in TABLES.items():
        assert NEXT[direction].keys() == set(table.statuses)


def test_a_file_in_execution_leads_to_the_tab_where_that_is_done(cast: Cast) -> None:
    case = in_execution(cast)
    desk, way = signed_in(cast.drafter), "Go to the execution"
    assert way in words(desk.get(tab(case, "overview")))
    assert way not in words(desk.get(tab(case, "execution")))


def test_the_timeline_shows_a_page_at_a_time_and_leads_to_what_is_older(
    cast: Cast, request_in_draft: AssistanceRequest
) -> None:
    for number in range(60):
        write_note(actor(cast.drafter), request_in_draft.pk, f"Note {number}")
    client, address = signed_in(cast.drafter), tab(request_in_draft, "timeline")
    newest = client.get(address)
    assert len(newest.context["entries"]) == 50
    older = client.get(f"{address}?before={newest.context['older']}")
    seen = [entry.event.sequence for page in (newest, older) for entry in page.context["entries"]]
    assert seen == sorted(set(seen), reverse=True)
    assert seen[-1] == 1
    assert older.context["older"] is None
    assert client.get(f"{address}?before=nonsense").context["entries"][0].event.sequence == seen[0]


def test_the_timeline_speaks_in_words_and_in_the_holders_zone(cast: Cast, asked: AssistanceRequest) -> None:
    cast.authority.time_zone = "Asia/Tokyo"
    cast.authority.save()
    page = signed_in(cast.drafter).get(tab(asked, "timeline"))
    text = words(page)
    assert "Question received (Sent → Information asked)" in text
    assert "Received: Request for further information, E-mail" in text
    assert "Added measure: Taking evidence or statements from persons" in text
    assert "Times in Asia/Tokyo" in text
    assert "+09:00" in page.content.decode()


def test_the_communications_say_what_arrived(cast: Cast, asked: AssistanceRequest) -> None:
    text = words(signed_in(cast.drafter).get(tab(asked, "communications")))
    assert "Request for further information" in text
    assert "Their letter." in text
    assert "L 7" in text


def test_a_refusal_is_shown_with_its_ground_and_how_sure_its_place_in_the_treaty_is(
    cast: Cast, asked: AssistanceRequest
) -> None:
    perform(actor(cast.drafter), asked.pk, "refused", received(ground="ne_bis_in_idem"))
    text = words(signed_in(cast.drafter).get(tab(asked, "communications")))
    assert "ne bis in idem" in text
    assert "Not verified" in text or "Model clause" in text


@pytest.mark.parametrize("name", TABS)
def test_a_tab_costs_the_same_however_much_the_file_holds(
    cast: Cast, django_assert_max_num_queries: Any, name: str
) -> None:
    small, large = draft(cast), draft(cast)
    desk = actor(cast.drafter)
    for number in range(10):
        save_part(desk, large.pk, "persons", {"role": "witness", "family_name": f"N{number}"})
        save_part(desk, large.pk, "offences", {"crime": "genocide", "place": f"P{number}"})
        save_part(desk, large.pk, "measures", {"type": "provide_records", "description": "All"})
    for case in (small, large):
        in_status(case, "sent")
        for _ in range(1 if case is small else 6):
            perform(desk, case.pk, "information_asked", received())
            perform(desk, case.pk, "supply_information", sent())
    costs = []
    for case in (small, large):
        client = signed_in(cast.drafter)
        with django_assert_max_num_queries(45) as counted:
            assert client.get(tab(case, name)).status_code == 200
        costs.append(len(counted))
    assert costs[0] == costs[1]


def test_a_note_is_written_and_stays_inside(cast: Cast, request_in_draft: AssistanceRequest) -> None:
    client = signed_in(cast.colleague)
    assert client.post(url("notes", request_in_draft), {"text": "Call Riga."}).status_code == 302
    assert "Call Riga." in words(client.get(url("case", request_in_draft)))
    assign(actor(cast.drafter), request_in_draft.pk, to=cast.prosecutors)
    assert "Call Riga." not in words(signed_in(cast.prosecutor).get(url("case", request_in_draft)))


def test_an_empty_note_is_refused_at_its_field(cast: Cast, request_in_draft: AssistanceRequest) -> None:
    response = signed_in(cast.drafter).post(url("notes", request_in_draft), {"text": "  "})
    assert response.status_code == 422
    assert "text" in response.context["note_form"].errors


def test_the_file_is_given_to_a_colleague_and_to_a_competent_authority(
    cast: Cast, request_in_draft: AssistanceRequest
) -> None:
    client, page = signed_in(cast.drafter), url("assignments", request_in_draft)
    assert client.post(page, {"officer": cast.colleague.pk}).status_code == 302
    assert client.post(page, {"authority": cast.prosecutors.pk}).status_code == 302
    assert signed_in(cast.prosecutor).get(url("case", request_in_draft)).status_code == 200
    last = request_in_draft.assignments.get(authority=cast.prosecutors)
    end = url("assignment-end", request_in_draft, assignment_id=last.pk)
    assert client.post(end).status_code == 302
    assert signed_in(cast.prosecutor).get(url("case", request_in_draft)).status_code == 404


@pytest.mark.parametrize(
    ("field", "whom"),
    [("officer", "other_state_officer"), ("officer", "auditor"), ("authority", "counterpart")],
)
def test_the_file_is_not_given_to_anybody_else(
    cast: Cast, request_in_draft: AssistanceRequest, field: str, whom: str
) -> None:
    page = url("assignments", request_in_draft)
    response = signed_in(cast.drafter).post(page, {field: getattr(cast, whom).pk})
    assert response.status_code == 422
    assert field in response.context["assign_form"].errors


def test_an_approver_opens_the_file_to_one_person_by_name_and_closes_it_again(
    cast: Cast, request_in_draft: AssistanceRequest
) -> None:
    approver, page = signed_in(cast.approver), url("grants", request_in_draft)
    assert approver.post(page, {"person": cast.prosecutor.pk}).status_code == 302
    reader = signed_in(cast.prosecutor)
    assert reader.get(url("case", request_in_draft)).status_code == 200
    grant = RequestUserGrant.objects.get()
    end = url("grant-end", request_in_draft, grant_id=grant.pk)
    assert signed_in(cast.drafter).post(end).status_code == 403
    assert approver.post(end).status_code == 302
    assert reader.get(url("case", request_in_draft)).status_code == 404


@pytest.mark.security
@pytest.mark.parametrize(
    ("person", "whom", "status"),
    [("drafter", "prosecutor", 403), ("approver", "other_state_officer", 422), ("approver", "outsider", 422),
     ("other_state_officer", "other_state_officer", 404)],
)  # fmt: skip
def test_the_file_is_opened_by_nobody_else_and_to_nobody_elses_people(
    cast: Cast, request_in_draft: AssistanceRequest, person: str, whom: str, status: int
) -> None:
    page = url("grants", request_in_draft)
    response = signed_in(getattr(cast, person)).post(page, {"person": getattr(cast, whom).pk})
    assert response.status_code == status
    assert not RequestUserGrant.objects.exists()


def test_a_condition_of_ours_belongs_to_the_draft_and_one_of_theirs_to_what_arrived(
    cast: Cast, request_in_draft: AssistanceRequest
) -> None:
    client, page = signed_in(cast.drafter), url("conditions", request_in_draft)
    ours = {"type": "confidentiality", "text": "Keep it sealed."}
    assert client.post(page, ours).status_code == 302
    in_status(request_in_draft, "sent")
    assert client.post(page, ours).status_code == 403
    perform(actor(cast.drafter), request_in_draft.pk, "acknowledged", received())
    letter = request_in_draft.communications.get()
    theirs = {"type": "use_limitation", "text": "Only for this trial.", "communication": letter.pk}
    assert client.post(page, theirs).status_code == 302
    assert [c.communication for c in request_in_draft.conditions.order_by("id")] == [None, letter]


def test_files_are_added_and_an_enclosure_is_taken_out_of_the_draft(
    cast: Cast, request_in_draft: AssistanceRequest
) -> None:
    client, page = signed_in(cast.drafter), url("documents-add", request_in_draft)
    files = [SimpleUploadedFile("order.pdf", PDF), SimpleUploadedFile("warrant.pdf", PDF + b"%2")]
    sent_ = {"documents": files, "title": "Order", "is_enclosure": "on"}
    assert client.post(page, sent_).status_code == 302
    links = list(request_in_draft.documents.order_by("id"))
    assert [(str(link), link.is_enclosure) for link in links] == [("Order (1)", True), ("Order (2)", True)]
    remove = url("document-remove", request_in_draft, link_id=links[0].pk)
    assert client.post(remove).status_code == 302
    assert [str(link) for link in request_in_draft.documents.all()] == ["Order (2)"]
    in_status(request_in_draft, "sent")
    remove = url("document-remove", request_in_draft, link_id=links[1].pk)
    assert client.post(remove).status_code == 403
    assert request_in_draft.documents.count() == 1


@pytest.mark.security
@pytest.mark.parametrize(
    ("name", "content"),
    [("order.pdf", b"PK\x03\x04" + b"\0" * 60), ("empty.pdf", b""), ("run.exe", b"MZ" + b"\0" * 200)],
    ids=["a ZIP named .pdf", "an empty file", "a program"],
)
def test_a_file_that_is_not_taken_in_is_refused_with_a_sentence_and_the_others_with_it(
    cast: Cast, request_in_draft: AssistanceRequest, name: str, content: bytes
) -> None:
    files = [SimpleUploadedFile("good.pdf", PDF), SimpleUploadedFile(name, content)]
    response = signed_in(cast.drafter).post(url("documents-add", request_in_draft), {"documents": files})
    assert response.status_code in (409, 422)
    assert response.context["documents_form"].errors
    assert not request_in_draft.documents.exists()


@pytest.mark.security
@pytest.mark.parametrize("name", ["notes", "assignments", "conditions", "documents-add"])
@pytest.mark.parametrize(("person", "status"), [("auditor", 403), ("outsider", 404), ("prosecutor", 404)])
def test_nobody_else_writes_to_the_file(
    cast: Cast, request_in_draft: AssistanceRequest, name: str, person: str, status: int
) -> None:
    response = signed_in(getattr(cast, person)).post(url(name, request_in_draft), {"text": "x"})
    assert response.status_code == status


@pytest.mark.security
def test_a_file_over_the_limit_is_refused_before_it_is_stored(
    cast: Cast, request_in_draft: AssistanceRequest, settings: Settings
) -> None:
    settings.MAX_UPLOAD_BYTES = 1_000
    sent_ = {"documents": SimpleUploadedFile("scan.pdf", PDF + b" " * 2_000)}
    response = signed_in(cast.drafter).post(url("documents-add", request_in_draft), sent_)
    assert response.status_code == 413
    assert "too large" in words(response)
    assert not request_in_draft.documents.exists()


def test_documents_added_in_the_draft_lead_back_to_the_draft(
    cast: Cast, request_in_draft: AssistanceRequest
) -> None:
    sent_ = {"documents": SimpleUploadedFile("scan.pdf", PDF), "from": "draft"}
    response = signed_in(cast.drafter).post(url("documents-add", request_in_draft), sent_)
    assert response["Location"] == url("draft-documents", request_in_draft)
    assert "scan.pdf" in words(signed_in(cast.drafter).get(response["Location"]))


HOSTILE = "<script>alert(1)</script>{{ settings.SECRET_KEY }}{% load static %}\"'>&amp;"


def test_hostile_text_appears_literally_on_every_page(
    cast: Cast, request_in_draft: AssistanceRequest
) -> None:
    desk = actor(cast.drafter)
    for section, fields in {
        "addressee": ("title",),
        "proceedings": ("competent_authority", "conducting_authority", "subject_matter", "operation_name"),
        "facts": ("facts", "purpose"),
        "measures": ("procedure_wanted",),
        "offences": ("legal_provisions",),
    }.items():
        update_section(desk, request_in_draft.pk, section, dict.fromkeys(fields, HOSTILE), seen=None)
    person = request_in_draft.persons.get()
    hostile_person = dict.fromkeys(("family_name", "aliases", "location", "birth_place"), HOSTILE)
    save_part(desk, request_in_draft.pk, "persons", hostile_person, part_id=person.pk)
    measure = request_in_draft.measures.get()
    details = {"persons_to_hear": HOSTILE, "questions": HOSTILE}
    save_part(desk, request_in_draft.pk, "measures", {"description": HOSTILE, "details": details},
              part_id=measure.pk)  # fmt: skip
    client = signed_in(cast.drafter)
    client.post(url("notes", request_in_draft), {"text": HOSTILE})
    pages = [tab(request_in_draft, name) for name in TABS]
    pages += [
        url("section", request_in_draft, section=s) for s in ("addressee", "facts", "persons", "measures")
    ]
    pages += [url("preview", request_in_draft), url("draft", request_in_draft)]
    for page in pages:
        source = client.get(page).content.decode()
        assert "<script>alert" not in source, page
        assert "{{ settings.SECRET_KEY }}" in source or page.endswith(("documents", "communications")), page


def test_ten_megabytes_in_a_field_are_refused_there_and_given_back(
    cast: Cast, request_in_draft: AssistanceRequest
) -> None:
    page = url("section", request_in_draft, section="facts")
    client = signed_in(cast.drafter)
    much = "Ž" * 10_000_000
    response = client.post(page, {"facts": much, "purpose": "To know."})
    assert response.status_code == 422
    assert "10000000" in str(response.context["form"].errors["facts"]).replace(",", "")
    assert much in response.content.decode()
