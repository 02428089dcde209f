"""What an authority elsewhere reads of the letters sent to it: they, their enclosures, and no more."""

from typing import Any

import pytest

from casework.models import AssistanceRequest, Communication
from casework.services.transition import perform
from documents.choices import ScanState
from documents.models import Version
from mla_portal.audit.models import AuditEvent
from states.models import Authority, State
from tests.casework.evidence import bind, item_received
from tests.cast import Api, FullCast, api_client
from tests.factories.casework import actor, draft, sent
from tests.factories.exchange import SCAN, scan, sealed_request
from tests.factories.states import AuthorityFactory, StateFactory

pytestmark = pytest.mark.security

EXCHANGE = "exchange:read exchange:submit"
LETTERS = "/api/v1/exchange/letters"
RIGHTS = SCAN + b"%rights"


class Elsewhere:
    """A request sent with an enclosure to an authority with a system of its own."""

    def __init__(self, cast: FullCast) -> None:
        Authority.objects.filter(pk=cast.counterpart.pk).update(is_hosted=False)
        self.api = Api(cast.other_state_client, EXCHANGE)
        request = sealed_request(cast, enclosed=[scan("../../rights.pdf", RIGHTS)])
        perform(actor(cast.drafter), request.pk, "send", sent())
        self.request = AssistanceRequest.objects.get(pk=request.pk)
        self.letter = Communication.objects.get(request=request, letter__isnull=False)
        self.path = f"{LETTERS}/{self.letter.pk}"

    def fetch(self, sha256: str, api: Api | None = None) -> Any:
        return (api or self.api).get(f"{self.path}/enclosures/{sha256}/content")


@pytest.fixture
def elsewhere(cast: FullCast) -> Elsewhere:
    return Elsewhere(cast)


def test_enclosures_are_listed_with_exactly_these_fields_and_given_as_they_are(elsewhere: Elsewhere) -> None:
    detail = elsewhere.api.get(elsewhere.path).json()
    [listed] = detail["enclosures"]
    assert set(listed) == {"name", "type", "size", "sha256"}
    assert (listed["name"], listed["type"], listed["size"]) == ("rights.pdf", "application/pdf", len(RIGHTS))
    assert [one["sha256"] for one in detail["data"]["enclosures"]] == [listed["sha256"]]
    given = elsewhere.fetch(listed["sha256"])
    assert b"".join(given.streaming_content) == RIGHTS
    assert given.headers["Cache-Control"] == "private, no-store"
    chain = elsewhere.request.audit_chain
    event = AuditEvent.objects.filter(chain=chain, verb="document.released").latest("sequence")
    assert (event.data["sha256"], event.data["to"]) == (listed["sha256"], "LV")


def test_nobody_but_the_addressee_gets_an_enclosure(cast: FullCast, elsewhere: Elsewhere) -> None:
    [listed] = elsewhere.api.get(elsewhere.path).json()["enclosures"]
    stranger = AuthorityFactory.create(code="EE-MOJ", state=StateFactory.create(code="EE"), is_hosted=False)
    sister = AuthorityFactory.create(code="LV-2", state=cast.counterpart.state, is_hosted=False)
    for authority in (stranger, sister):
        assert elsewhere.fetch(listed["sha256"], Api(api_client(authority), EXCHANGE)).status_code == 404
    low = Api(api_client(cast.counterpart, confidentiality=1), EXCHANGE)
    AssistanceRequest.objects.update(confidentiality=2)
    assert elsewhere.fetch(listed["sha256"], low).status_code == 404
    for client in (cast.client, cast.prosecutors_client):
        assert elsewhere.fetch(listed["sha256"], Api(client, EXCHANGE)).status_code == 403
    assert elsewhere.fetch(listed["sha256"], Api()).status_code == 401
    assert elsewhere.fetch(listed["sha256"], Api(cast.other_state_client)).status_code == 403


def test_only_what_went_with_the_letter_is_found_under_it(cast: FullCast, elsewhere: Elsewhere) -> None:
    another = sealed_request(cast, enclosed=[scan("other.pdf", SCAN + b"%other")])
    perform(actor(cast.drafter), another.pk, "send", sent())
    other = Version.objects.get(filename="other.pdf")
    letter = elsewhere.letter.letter
    assert letter is not None
    assert letter.version is not None
    for sha256 in (other.sha256, letter.version.sha256, "0" * 64, "nothing"):
        assert elsewhere.fetch(sha256).status_code == 404


@pytest.mark.parametrize("state", [ScanState.WAITING, ScanState.INFECTED])
def test_what_no_scan_found_clean_is_listed_and_not_given(elsewhere: Elsewhere, state: ScanState) -> None:
    Version.objects.filter(filename="rights.pdf").update(scan_state=state)
    [listed] = elsewhere.api.get(elsewhere.path).json()["enclosures"]
    refused = elsewhere.fetch(listed["sha256"])
    assert refused.status_code == 409
    assert "not released now" in refused.json()["detail"]


def test_a_condition_that_forbids_it_holds_and_is_not_told_to_the_other_side(cast: FullCast) -> None:
    desk, other = actor(cast.drafter), draft(cast)
    other.counterpart_state = State.objects.get(pk=StateFactory.create(code="EE").pk)
    other.save(update_fields=["counterpart_state"])
    item = item_received(desk, other, RIGHTS)  # the same bytes, which came from a third State before
    elsewhere = Elsewhere(cast)
    [listed] = elsewhere.api.get(elsewhere.path).json()["enclosures"]
    assert elsewhere.fetch(listed["sha256"]).status_code == 200
    bind(desk, item)
    refused = elsewhere.fetch(listed["sha256"])
    assert refused.status_code == 409
    told = refused.content.decode()
    assert "not released now" in told
    assert "Only for the proceedings" not in told
    assert "EE" not in refused.json()["detail"]


def test_a_file_addressed_anew_shows_its_new_addressee_nothing_of_before(
    cast: FullCast, elsewhere: Elsewhere
) -> None:
    other = AuthorityFactory.create(
        code="EE-MOJ", name="Ministry of Justice of Estonia", state=StateFactory.create(code="EE"),
        is_hosted=False,
    )  # fmt: skip
    AssistanceRequest.objects.filter(pk=elsewhere.request.pk).update(
        counterpart=other, counterpart_state=other.state
    )
    api = Api(api_client(other), EXCHANGE)
    assert api.get(LETTERS).json()["items"] == []
    assert api.get(elsewhere.path).status_code == 404
