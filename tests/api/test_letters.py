"""Letters beside the status over the API: a system prepares and sends; a person seals."""

from typing import Any

import pytest

from casework.choices import LetterState, Status
from casework.models import AssistanceRequest, Communication
from casework.services import correspondence
from documents.services import production
from tests.api.test_problems import assert_problem
from tests.cast import Api, FullCast
from tests.factories.casework import actor, incoming

FIELDS = {
    "id", "type", "state", "transition", "language", "second_language", "text", "particulars", "documents",
    "letter", "prepared_by", "changed_by", "passed_on",
}  # fmt: skip


@pytest.fixture
def theirs(cast: FullCast) -> AssistanceRequest:
    return incoming(cast)


def call(api: Api, method: str, case: AssistanceRequest, data: Any = None, path: str = "") -> Any:
    etag = api.get(f"/api/v1/requests/{case.pk}").headers["ETag"]
    return api.write(method, f"/api/v1/requests/{case.pk}/letters{path}", data, etag=etag)


def prepared(api: Api, case: AssistanceRequest) -> Communication:
    answer = call(
        api, "POST", case, {"type": "acknowledgement", "text": "Thank you.", "expected_on": "2027-01-15"}
    )
    assert answer.status_code == 201, answer.content
    letter = case.communications.get(type="acknowledgement")
    assert answer["Location"].endswith(f"/requests/{case.pk}/letters/{letter.pk}")
    return letter


def test_a_letter_is_prepared_listed_changed_and_discarded(api: Api, theirs: AssistanceRequest) -> None:
    letter = prepared(api, theirs)
    (row,) = api.get(f"/api/v1/requests/{theirs.pk}/letters").json()["items"]
    assert row.keys() == FIELDS
    assert (row["state"], row["transition"]) == ("prepared", "acknowledge")
    assert row["particulars"] == {"expected_on": "2027-01-15"}
    changed = call(api, "PATCH", theirs, {"text": "It came.", "language": "fr"}, f"/{letter.pk}")
    assert changed.status_code == 200, changed.content
    letter.refresh_from_db()
    assert (letter.text, letter.language, letter.data) == ("It came.", "fr", {})
    assert call(api, "DELETE", theirs, None, f"/{letter.pk}").status_code == 200
    assert not Communication.objects.filter(pk=letter.pk).exists()


@pytest.mark.security
def test_a_system_seals_nothing(api: Api, theirs: AssistanceRequest) -> None:
    letter = prepared(api, theirs)
    assert_problem(call(api, "POST", theirs, None, f"/{letter.pk}/order"), 403, "not-permitted")
    letter.refresh_from_db()
    assert letter.state is LetterState.PREPARED


def test_a_system_sends_what_a_person_sealed(api: Api, cast: FullCast, theirs: AssistanceRequest) -> None:
    letter = prepared(api, theirs)
    ordered = correspondence.order(actor(cast.drafter, fresh_second_factor=True), letter.pk)
    assert ordered.letter is not None
    production.produce(ordered.letter.pk, task="test")
    passage = {"channel": "email", "passed_on": str(ordered.dated_on), "proof": "Message 7"}
    answer = call(api, "POST", theirs, passage, f"/{letter.pk}/send")
    assert answer.status_code == 200, answer.content
    assert answer.json()["status"] == Status.FORMAL_CHECK


def test_what_belongs_to_the_sending_is_not_taken_with_the_preparation(
    api: Api, theirs: AssistanceRequest
) -> None:
    answer = call(api, "POST", theirs, {"type": "receipt", "channel": "email"})
    assert answer.status_code == 400
    assert "channel" in answer.content.decode()


@pytest.mark.security
def test_a_letter_of_another_file_is_not_found(
    api: Api, cast: FullCast, case: AssistanceRequest, theirs: AssistanceRequest
) -> None:
    letter = prepared(api, theirs)
    assert_problem(call(api, "DELETE", case, None, f"/{letter.pk}"), 404, "not-found")
    assert_problem(
        Api(cast.other_state_client).get(f"/api/v1/requests/{theirs.pk}/letters"), 404, "not-found"
    )
