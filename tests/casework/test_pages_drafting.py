"""The drafting path in the browser: task list, subjects, the check that runs along, who may enter."""

import json
from typing import Any

import pytest

from casework.models import AssistanceRequest, Measure
from casework.sections import SECTIONS
from casework.services.drafting import open_request, save_part, update_section
from mla_portal.common.confidentiality import Confidentiality
from states.treaties import get_treaty_rules
from states.treaties.vocabulary import FieldType
from tests.casework.pages import fields_of, send, signed_in, url, words
from tests.factories.casework import Cast, actor, draft, in_status
from tests.factories.states import StateFactory, TreatyFactory

RULES = get_treaty_rules("ljubljana-the-hague")


@pytest.fixture
def empty(cast: Cast) -> AssistanceRequest:
    return open_request(
        actor(cast.drafter), holder=cast.authority, treaty=TreatyFactory.create(), title="Nothing yet"
    )


def test_an_officer_opens_a_file_and_comes_to_its_task_list(cast: Cast) -> None:
    TreatyFactory.create()
    client = signed_in(cast.drafter)
    page = url("new")
    response = send(client, page, {"title": "Sample Town", "counterpart_state": "LV"})
    case = AssistanceRequest.objects.get()
    assert response["Location"] == url("draft", case)
    assert (case.holder, case.title, case.counterpart_state_id) == (cast.authority, "Sample Town", "LV")


@pytest.mark.parametrize("person", ["auditor", "outsider", "administrator"])
def test_nobody_else_opens_a_file(cast: Cast, person: str) -> None:
    TreatyFactory.create()
    client = signed_in(getattr(cast, person))
    assert client.get(url("new")).status_code == 403
    assert client.post(url("new"), {"title": "X"}).status_code == 403


def test_a_file_cannot_be_opened_for_an_authority_one_does_not_serve(cast: Cast) -> None:
    treaty = TreatyFactory.create()
    sent = {
        "title": "X", "holder": cast.counterpart.pk, "counterpart_state": "LV", "treaty": treaty.pk,
    }  # fmt: skip
    response = signed_in(cast.drafter).post(url("new"), sent)
    assert response.status_code == 422
    assert "holder" in response.context["form"].errors
    assert not AssistanceRequest.objects.exists()


def test_the_task_list_says_of_each_subject_how_far_it_is(cast: Cast, empty: AssistanceRequest) -> None:
    page = signed_in(cast.drafter).get(url("draft", empty))
    assert {state.slug: state.state for state in page.context["sections"]} == {
        "addressee": "missing",
        "proceedings": "not_started",
        "persons": "optional",
        "offences": "not_started",
        "facts": "not_started",
        "measures": "not_started",
        "handling": "complete",
        "documents": "optional",
    }


def test_every_missing_content_is_named_with_its_way_to_the_field_its_fix_and_how_sure_the_rule_is(
    cast: Cast, empty: AssistanceRequest
) -> None:
    page = signed_in(cast.drafter).get(url("draft", empty))
    text = words(page)
    facts = next(item for item in RULES.contents if item.code == "facts")
    assert facts.label.en in text
    assert facts.fix.en in text
    assert facts.citation in text
    assert f'href="{url("section", empty, section="facts")}#id_facts"' in page.content.decode()


def test_on_its_own_page_a_missing_content_points_into_the_page(cast: Cast, empty: AssistanceRequest) -> None:
    page = signed_in(cast.drafter).get(url("section", empty, section="facts"))
    assert 'href="#id_facts"' in page.content.decode()
    assert [line.item.code for line in page.context["panel"].missing] == ["facts", "purpose"]


def test_the_check_runs_over_what_is_typed_and_stores_nothing(cast: Cast, empty: AssistanceRequest) -> None:
    client, page = signed_in(cast.drafter), url("section", empty, section="facts")
    response = send(client, page, {"facts": "It happened.", "check": "1"}, headers={"HX-Request": "true"})
    assert [line.item.code for line in response.context["panel"].missing] == ["purpose"]
    empty.refresh_from_db()
    assert empty.facts == ""


def test_the_check_of_a_new_measure_counts_the_measure_that_is_being_typed(
    cast: Cast, empty: AssistanceRequest
) -> None:
    page = f"{url('part-new', empty, part='measures')}?type=search_seizure"
    client = signed_in(cast.drafter)
    response = send(client, page, {"details_items": "Ledgers", "check": "1"})
    missing = {line.item.code for line in response.context["panel"].missing}
    assert "search_seizure.location" in missing
    assert "search_seizure.items" not in missing
    assert not Measure.objects.exists()


@pytest.mark.parametrize("section", [slug for slug, section in SECTIONS.items() if section.fields])
def test_a_subject_opened_and_saved_unchanged_changes_nothing(
    cast: Cast, request_in_draft: AssistanceRequest, section: str
) -> None:
    before = request_in_draft.version
    response = send(signed_in(cast.drafter), url("section", request_in_draft, section=section), {})
    assert response.status_code == 302
    request_in_draft.refresh_from_db()
    assert request_in_draft.version == before


def test_save_and_go_on_leads_to_the_next_subject(cast: Cast, empty: AssistanceRequest) -> None:
    page = url("section", empty, section="addressee")
    response = send(signed_in(cast.drafter), page, {"then": "next"})
    assert response["Location"] == url("section", empty, section="proceedings")


def test_another_state_takes_the_authority_chosen_before_with_it(
    cast: Cast, request_in_draft: AssistanceRequest
) -> None:
    StateFactory.create(code="NL")
    page = url("section", request_in_draft, section="addressee")
    assert send(signed_in(cast.drafter), page, {"counterpart_state": "NL"}).status_code == 302
    request_in_draft.refresh_from_db()
    assert (request_in_draft.counterpart_state_id, request_in_draft.counterpart) == ("NL", None)


def test_an_authority_of_another_state_cannot_be_addressed(
    cast: Cast, request_in_draft: AssistanceRequest
) -> None:
    page = url("section", request_in_draft, section="addressee")
    response = send(signed_in(cast.drafter), page, {"counterpart": cast.prosecutors.pk})
    assert response.status_code == 422
    assert "counterpart" in response.context["form"].errors


def test_a_person_has_names_in_any_script(cast: Cast, empty: AssistanceRequest) -> None:
    page = url("part-new", empty, part="persons")
    send(
        signed_in(cast.drafter), page,
        {"role": "suspect", "family_name": "Ćirić", "aliases": "Ђорђе Ћирић\r\nجورجي"},
    )  # fmt: skip
    person = empty.persons.get()
    assert person.aliases == "Ђорђе Ћирић\nجورجي"
    assert set(person.names.values_list("written", flat=True)) == {"Ćirić", "Ђорђе Ћирић", "جورجي"}


def test_the_same_name_in_another_visible_file_is_offered_and_not_merged(
    cast: Cast, request_in_draft: AssistanceRequest, empty: AssistanceRequest
) -> None:
    save_part(actor(cast.drafter), empty.pk, "persons", {"role": "suspect", "family_name": "Vzorec",
                                                         "given_names": "Ana"})  # fmt: skip
    page = url("part", empty, part="persons", part_id=empty.persons.get().pk)
    alike = signed_in(cast.drafter).get(page).context["alike"]
    assert [like.person.request for like in alike] == [request_in_draft]
    assert empty.persons.count() == request_in_draft.persons.count() == 1


def test_the_same_name_in_a_file_one_may_not_see_is_not_hinted_at(
    cast: Cast, request_in_draft: AssistanceRequest
) -> None:
    other = open_request(
        actor(cast.other_state_officer),
        holder=cast.counterpart,
        treaty=TreatyFactory.create(),
        title="Theirs",
    )
    save_part(actor(cast.other_state_officer), other.pk, "persons", {"role": "suspect", "given_names": "Ana",
                                                                     "family_name": "Vzorec"})  # fmt: skip
    page = url("part", other, part="persons", part_id=other.persons.get().pk)
    assert signed_in(cast.other_state_officer).get(page).context["alike"] == []


def test_a_protected_person_is_refused_at_the_field_while_the_file_is_not_confidential(
    cast: Cast, empty: AssistanceRequest
) -> None:
    page = url("part-new", empty, part="persons")
    response = send(
        signed_in(cast.drafter), page, {"role": "witness", "family_name": "Q", "is_protected": "on"}
    )
    assert response.status_code == 409
    assert "confidential" in str(response.context["form"].errors["is_protected"])
    assert 'value="Q"' in response.content.decode()
    update_section(
        actor(cast.drafter),
        empty.pk,
        "addressee",
        {"confidentiality": Confidentiality.CONFIDENTIAL},
        seen=None,
    )
    assert send(signed_in(cast.drafter), page, {"role": "witness", "family_name": "Q",
                                                "is_protected": "on"}).status_code == 302  # fmt: skip


def test_an_offence_ends_after_it_began(cast: Cast, empty: AssistanceRequest) -> None:
    response = send(
        signed_in(cast.drafter), url("part-new", empty, part="offences"),
        {"crime": "war_crimes", "committed_from": "1992-05-02", "committed_to": "1992-05-01"},
    )  # fmt: skip
    assert response.status_code == 422
    assert "committed_to" in response.context["form"].errors
    assert not empty.offences.exists()


def test_a_crime_the_treaty_does_not_know_is_refused(cast: Cast, empty: AssistanceRequest) -> None:
    page = url("part-new", empty, part="offences")
    response = send(signed_in(cast.drafter), page, {"crime": "jaywalking"})
    assert response.status_code == 422
    assert not empty.offences.exists()


SAMPLES: dict[FieldType, tuple[str, Any]] = {
    FieldType.TEXT: ("A text", "A text"),
    FieldType.LONG_TEXT: ("A line\r\nand another", "A line\nand another"),
    FieldType.DATE: ("2027-03-01", "2027-03-01"),
    FieldType.DATETIME: ("2027-03-01T10:30", "2027-03-01T10:30"),
    FieldType.NUMBER: ("12", 12),
    FieldType.BOOLEAN: ("on", True),
    FieldType.AUTHORITY: ("A court", "A court"),
}


@pytest.mark.parametrize("kind", RULES.measures, ids=lambda kind: str(kind.code))
def test_every_measure_of_the_treaty_is_asked_for_in_its_own_fields(
    cast: Cast, empty: AssistanceRequest, kind: Any
) -> None:
    typed, kept = {}, {}
    for field in kind.fields:
        options = {o.code for o in field.options}
        shown, stored = (min(options), min(options)) if options else SAMPLES[field.type]
        typed[f"details_{field.code}"], kept[field.code] = shown, stored
    client = signed_in(cast.drafter)
    page = f"{url('part-new', empty, part='measures')}?type={kind.code}"
    assert send(client, page, {"description": "Please.", **typed}).status_code == 302
    measure = empty.measures.get()
    assert (measure.type, measure.description, measure.details) == (kind.code, "Please.", kept)
    page = url("part", empty, part="measures", part_id=measure.pk)
    again = fields_of(client, page)
    assert {name: again[name].replace("\n", "\r\n") for name in typed} == typed
    assert send(client, page, {}).status_code == 302
    measure.refresh_from_db()
    assert measure.details == kept


def test_the_catalogue_offers_every_measure_of_the_treaty(cast: Cast, empty: AssistanceRequest) -> None:
    page = signed_in(cast.drafter).get(url("part-new", empty, part="measures"))
    offered = {kind.code for _, kinds in page.context["groups"] for kind in kinds}
    assert offered == {kind.code for kind in RULES.measures}
    assert all(f"?type={code}" in page.content.decode() for code in offered)


@pytest.mark.parametrize(
    ("field", "typed"), [("details_serve_by", "next week"), ("details_manner", "by pigeon")]
)
def test_a_value_that_does_not_fit_its_field_is_refused_there_and_kept(
    cast: Cast, empty: AssistanceRequest, field: str, typed: str
) -> None:
    page = f"{url('part-new', empty, part='measures')}?type=serve_documents"
    response = send(signed_in(cast.drafter), page, {field: typed, "description": "Serve it."})
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert "Serve it." in response.content.decode()
    assert not empty.measures.exists()


def test_a_measure_the_treaty_does_not_know_has_no_page(cast: Cast, empty: AssistanceRequest) -> None:
    page = f"{url('part-new', empty, part='measures')}?type=torture_him"
    assert signed_in(cast.drafter).get(page).status_code == 404


def test_a_part_is_removed_by_a_post_alone(cast: Cast, request_in_draft: AssistanceRequest) -> None:
    client, person = signed_in(cast.drafter), request_in_draft.persons.get()
    page = url("part-remove", request_in_draft, part="persons", part_id=person.pk)
    client.get(page)
    assert request_in_draft.persons.count() == 1
    assert client.post(page).status_code == 302
    assert request_in_draft.persons.count() == 0


def _pages(case: AssistanceRequest) -> list[str]:
    parts = [
        url("part", case, part=part, part_id=getattr(case, part).get().pk)
        for part in ("persons", "offences", "measures")
    ]
    return [
        url("draft", case),
        url("draft-documents", case),
        *(url("section", case, section=slug) for slug in SECTIONS if slug != "documents"),
        *(url("part-new", case, part=part) for part in ("persons", "offences", "measures")),
        *parts,
    ]


@pytest.mark.parametrize("person", ["other_state_officer", "outsider", "prosecutor", "administrator"])
@pytest.mark.security
def test_who_may_not_know_of_the_draft_finds_no_page_of_it(
    cast: Cast, request_in_draft: AssistanceRequest, person: str
) -> None:
    client = signed_in(getattr(cast, person))
    for page in _pages(request_in_draft):
        assert client.get(page).status_code == 404, page
        assert client.post(page, {"title": "Mine"}).status_code in (404, 405), page


@pytest.mark.security
def test_the_auditor_reads_the_file_but_does_not_enter_its_draft(
    cast: Cast, request_in_draft: AssistanceRequest
) -> None:
    client = signed_in(cast.auditor)
    assert client.get(url("case", request_in_draft)).status_code == 200
    for page in _pages(request_in_draft):
        assert client.get(page).status_code == 403, page


@pytest.mark.security
def test_a_part_of_another_file_is_not_found_under_this_one(
    cast: Cast, request_in_draft: AssistanceRequest, empty: AssistanceRequest
) -> None:
    stranger = request_in_draft.persons.get()
    page = url("part", empty, part="persons", part_id=stranger.pk)
    client = signed_in(cast.drafter)
    assert client.get(page).status_code == 404
    assert client.post(page, {"role": "suspect", "family_name": "X"}).status_code == 404
    remove = url("part-remove", empty, part="persons", part_id=stranger.pk)
    assert client.post(remove).status_code == 404
    assert request_in_draft.persons.get() == stranger


def test_a_file_that_is_no_draft_any_more_is_shown_as_the_case_page(
    cast: Cast, request_in_draft: AssistanceRequest
) -> None:
    in_status(request_in_draft, "review")
    response = signed_in(cast.drafter).get(url("section", request_in_draft, section="facts"), follow=True)
    assert response.redirect_chain == [(url("case", request_in_draft), 302)]
    assert "no longer a draft" in words(response)


@pytest.mark.parametrize("name", ["draft", "persons", "measures", "facts"])
def test_a_page_of_the_draft_costs_the_same_however_much_it_says(
    cast: Cast, django_assert_max_num_queries: Any, name: str
) -> None:
    small, large = draft(cast), draft(cast)
    for number in range(12):
        save_part(actor(cast.drafter), large.pk, "persons", {"role": "witness", "family_name": f"N{number}"})
        save_part(actor(cast.drafter), large.pk, "measures", {"type": "provide_records", "description": "It"})
    costs = []
    for case in (small, large):
        page = url("draft", case) if name == "draft" else url("section", case, section=name)
        client = signed_in(cast.drafter)
        with django_assert_max_num_queries(30) as counted:
            assert client.get(page).status_code == 200
        costs.append(len(counted))
    assert costs[0] == costs[1]


def test_the_hidden_fields_carry_what_was_read(cast: Cast, request_in_draft: AssistanceRequest) -> None:
    sent = fields_of(signed_in(cast.drafter), url("section", request_in_draft, section="facts"))
    assert set(json.loads(sent["base"])) == {"facts", "purpose"}
    assert len(sent["seen"]) == 32
