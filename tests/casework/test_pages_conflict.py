"""Two officers on one draft, and every other way in which a form can come too late: nothing typed is lost."""

import pytest
from django.test import Client

from casework.models import AssistanceRequest
from casework.services.drafting import save_part, update_section
from casework.services.transition import perform
from tests.casework.pages import fields_of, send, signed_in, url, words
from tests.factories.casework import STATEMENT, Cast, actor


def _write(cast: Cast, case: AssistanceRequest, section: str, **values: object) -> None:
    """The colleague saves meanwhile."""
    update_section(actor(cast.colleague), case.pk, section, values, seen=None)


def test_the_second_saver_sees_both_texts_and_saves_what_they_decide(
    cast: Cast, request_in_draft: AssistanceRequest
) -> None:
    client, page = signed_in(cast.drafter), url("section", request_in_draft, section="facts")
    mine = {**fields_of(client, page), "facts": "As I saw it."}
    _write(cast, request_in_draft, "facts", facts="As the colleague saw it.")
    response = client.post(page, mine)
    assert response.status_code == 409
    text = words(response)
    assert "As I saw it." in text
    assert "As the colleague saw it." in text
    assert f"{cast.colleague} saved this meanwhile" in text
    form = response.context["form"]
    assert set(form.conflicts) == {"facts"}
    request_in_draft.refresh_from_db()
    assert request_in_draft.facts == "As the colleague saw it."
    decided = {name: form[name].value() for name in form.fields} | {"facts": "As we both saw it."}
    assert client.post(page, decided).status_code == 302
    request_in_draft.refresh_from_db()
    assert request_in_draft.facts == "As we both saw it."


def test_what_only_the_other_changed_is_taken_over_and_said(
    cast: Cast, request_in_draft: AssistanceRequest
) -> None:
    client, page = signed_in(cast.drafter), url("section", request_in_draft, section="facts")
    mine = {**fields_of(client, page), "facts": "Mine."}
    _write(cast, request_in_draft, "facts", purpose="Theirs.")
    response = client.post(page, mine)
    form = response.context["form"]
    assert response.status_code == 409
    assert not form.conflicts
    assert form.taken_over == [str(form.fields["purpose"].label)]
    assert (form["facts"].value(), form["purpose"].value()) == ("Mine.", "Theirs.")
    assert client.post(page, {name: form[name].value() for name in form.fields}).status_code == 302
    request_in_draft.refresh_from_db()
    assert (request_in_draft.facts, request_in_draft.purpose) == ("Mine.", "Theirs.")


def test_a_third_writer_in_between_is_noticed_again(cast: Cast, request_in_draft: AssistanceRequest) -> None:
    client, page = signed_in(cast.drafter), url("section", request_in_draft, section="facts")
    mine = {**fields_of(client, page), "facts": "Mine."}
    _write(cast, request_in_draft, "facts", facts="Second.")
    form = client.post(page, mine).context["form"]
    _write(cast, request_in_draft, "facts", facts="Third.")
    response = client.post(page, {name: form[name].value() for name in form.fields})
    assert response.status_code == 409
    assert response.context["form"].conflicts["facts"].theirs == "Third."


def test_the_same_text_written_twice_is_no_conflict(cast: Cast, request_in_draft: AssistanceRequest) -> None:
    client, page = signed_in(cast.drafter), url("section", request_in_draft, section="facts")
    mine = {**fields_of(client, page), "facts": "The same."}
    _write(cast, request_in_draft, "facts", facts="The same.")
    form = client.post(page, mine).context["form"]
    assert not form.conflicts
    assert not form.taken_over


def test_choices_and_days_conflict_in_words(cast: Cast, request_in_draft: AssistanceRequest) -> None:
    client, page = signed_in(cast.drafter), url("section", request_in_draft, section="proceedings")
    mine = {**fields_of(client, page), "proceedings_stage": "trial"}
    _write(cast, request_in_draft, "proceedings", proceedings_stage="prosecution")
    conflict = client.post(page, mine).context["form"].conflicts["proceedings_stage"]
    assert (conflict.theirs, conflict.raw) == ("Prosecution", "prosecution")


def test_one_field_of_a_measure_conflicts_and_the_others_do_not(
    cast: Cast, request_in_draft: AssistanceRequest
) -> None:
    measure = request_in_draft.measures.get()
    client = signed_in(cast.drafter)
    page = url("part", request_in_draft, part="measures", part_id=measure.pk)
    mine = {**fields_of(client, page), "details_questions": "Mine?"}
    theirs = {**STATEMENT, "questions": "Theirs?", "allowances": "Travel"}
    save_part(actor(cast.colleague), request_in_draft.pk, "measures", {"details": theirs}, part_id=measure.pk)
    form = client.post(page, mine).context["form"]
    assert set(form.conflicts) == {"details_questions"}
    assert form["details_allowances"].value() == "Travel"


def test_a_text_that_comes_after_the_draft_was_submitted_is_kept_on_the_page(
    cast: Cast, request_in_draft: AssistanceRequest
) -> None:
    client, page = signed_in(cast.drafter), url("section", request_in_draft, section="facts")
    mine = {**fields_of(client, page), "facts": "A late thought."}
    perform(actor(cast.colleague), request_in_draft.pk, "submit")
    response = client.post(page, mine)
    assert response.status_code == 403
    assert "no longer a draft" in words(response)
    assert "A late thought." in response.content.decode()


def test_a_part_that_the_other_removed_is_not_found(cast: Cast, request_in_draft: AssistanceRequest) -> None:
    client, person = signed_in(cast.drafter), request_in_draft.persons.get()
    page = url("part", request_in_draft, part="persons", part_id=person.pk)
    mine = {**fields_of(client, page), "location": "Elsewhere"}
    person.delete()
    assert client.post(page, mine).status_code == 404


def test_a_text_that_comes_after_the_session_ended_is_given_back(
    cast: Cast, request_in_draft: AssistanceRequest
) -> None:
    page = url("section", request_in_draft, section="facts")
    response = Client().post(page, {"facts": "Forty minutes of work.", "seen": "x"})
    assert response.status_code == 401
    assert "Forty minutes of work." in response.content.decode()
    assert f"next={page}" in response.content.decode()
    request_in_draft.refresh_from_db()
    assert request_in_draft.facts != "Forty minutes of work."


def test_a_form_of_another_session_is_given_back(cast: Cast, request_in_draft: AssistanceRequest) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.drafter)
    page = url("section", request_in_draft, section="facts")
    response = client.post(page, {"facts": "Typed with an old token."})
    assert response.status_code == 403
    assert "Typed with an old token." in response.content.decode()


@pytest.mark.security
def test_a_password_is_never_given_back(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post("/accounts/login/", {"login": "a@example.org", "password": "correct horse"})
    assert response.status_code == 403
    assert "correct horse" not in response.content.decode()


@pytest.mark.security
@pytest.mark.parametrize("altered", ["", "not json", "[1]", '{"facts": 3}'])
def test_an_altered_memory_of_what_was_read_costs_only_its_help(
    cast: Cast, request_in_draft: AssistanceRequest, altered: str
) -> None:
    client, page = signed_in(cast.drafter), url("section", request_in_draft, section="facts")
    mine = {**fields_of(client, page), "facts": "Mine.", "base": altered}
    _write(cast, request_in_draft, "facts", facts="Theirs.")
    response = client.post(page, mine)
    assert response.status_code == 409
    assert "facts" in response.context["form"].conflicts


@pytest.mark.security
def test_without_saying_what_was_read_nothing_is_overwritten(
    cast: Cast, request_in_draft: AssistanceRequest
) -> None:
    client, page = signed_in(cast.drafter), url("section", request_in_draft, section="facts")
    response = send(client, page, {"facts": "Blind.", "seen": ""})
    assert response.status_code == 409
    request_in_draft.refresh_from_db()
    assert request_in_draft.facts != "Blind."
