"""No path gets past a condition: each way out, under every kind of condition, does what the table says."""

import json
import zipfile
from collections.abc import Callable, Mapping

import pytest
from django.db import transaction
from django.http.response import HttpResponseBase

from casework.choices import CommunicationType, ConditionType, Status
from casework.conditions import OVERDUE, TABLE, Verdict, verdict
from casework.models import AssistanceRequest, Measure
from casework.services import correspondence
from casework.services.execution import Instructions, assign_measure
from casework.services.export import export_documents
from casework.services.reuse import use_in_another_case
from casework.services.transition import perform
from documents.choices import Purpose
from documents.services.releases import release
from mla_portal.accounts.actors import Actor
from mla_portal.common.errors import AnswerNeeded, Refusal
from tests.casework.evidence import PDF, added, bind, item_received, version_of
from tests.casework.pages import signed_in
from tests.cast import Api, FullCast
from tests.factories.casework import Cast, actor, draft, in_status, sent
from tests.factories.states import AuthorityFactory, StateFactory

ANSWER = "Main hearing of 3 December"


class Walk:
    """One item that came from Latvia, bound; and each way out of the house. A way answers with nothing or
    raises what the gate raises."""

    def __init__(self, cast: Cast, api: Api) -> None:
        self.cast, self.api = cast, api
        self.desk = actor(cast.drafter)
        self.item = item_received(self.desk, draft(cast))
        self.elsewhere = draft(cast)
        france = AuthorityFactory.create(code="FR-MOJ", state=StateFactory.create(code="FR"))
        self.elsewhere.counterpart, self.elsewhere.counterpart_state = france, france.state
        self.elsewhere.save()

    def page(self, answer: str) -> None:
        address = f"/documents/{self.item.document_id}/versions/1/"
        client = signed_in(self.cast.drafter)
        self.judge(client.post(address, {"answer": answer}) if answer else client.get(address))

    def through_the_api(self, answer: str) -> None:
        address = f"/api/v1/documents/{self.item.document_id}/versions/1/content"
        given = {"answer": answer}
        self.judge(self.api.write("POST", address, given) if answer else self.api.get(address))

    def saved_and_added_again(self, answer: str) -> None:
        copy = added(self.desk, self.elsewhere)
        release(self.desk, version_of(copy), Purpose.READ, answer).open().close()

    def export(self, answer: str) -> None:
        with zipfile.ZipFile(export_documents(self.desk, self.item.request_id, answer)) as archive:
            manifest = json.loads(archive.read("manifest.json"))
            assert archive.testzip() is None
            [row] = manifest["documents"]
            assert [name for name in archive.namelist() if name != "manifest.json"] == list(
                filter(None, [row["file"]])
            )
        if row["withheld"]:
            raise Refusal(row["withheld"])

    def another_case(self, answer: str) -> None:
        reference = self.elsewhere.own_reference
        use_in_another_case(self.desk, self.item.request_id, self.item.pk, reference, answer=answer)

    def copied_into_a_supplement(self, answer: str) -> None:
        case = in_status(self.elsewhere, Status.INFORMATION_ASKED)
        copy = added(self.desk, case)
        perform(self.desk, case.pk, "supply_information", sent(documents=(copy.pk,), answer=answer))

    def copied_into_a_prepared_letter(self, answer: str) -> None:
        case = in_status(self.elsewhere, Status.INFORMATION_ASKED)
        copy = added(self.desk, case)
        given = sent(documents=(copy.pk,), answer=answer, channel="", passed_on=None)
        correspondence.prepare(self.desk, case.pk, CommunicationType.SUPPLEMENT, given)

    def delivery(self, answer: str) -> None:
        release(Actor.portal(), version_of(self.item), Purpose.DELIVERY, to=self.elsewhere.counterpart_state)

    def given_to_the_prosecutor(self, answer: str) -> None:
        AssistanceRequest.objects.filter(pk=self.item.request_id).update(
            direction="incoming", status=Status.IN_EXECUTION
        )
        measure = Measure.objects.get(request=self.item.request_id)
        given = Instructions(text="Hear her.", documents=[self.item.pk], answer=answer)
        assign_measure(self.desk, self.item.request_id, measure.pk, self.cast.prosecutors, given)

    @staticmethod
    def judge(response: HttpResponseBase) -> None:
        """A page or an answer of the API as the gate's own refusals."""
        if getattr(response, "streaming", False):
            assert b"".join(response.streaming_content) == PDF  # type: ignore[attr-defined]
            return
        content = response.content.decode()  # type: ignore[attr-defined]
        assert "%PDF" not in content
        if "answer-needed" in content or 'name="answer"' in content:
            raise AnswerNeeded("asked", reasons=[])
        assert response.status_code == 409
        raise Refusal("refused")


PATHS: Mapping[str, tuple[Callable[[Walk, str], None], Purpose]] = {
    "download": (Walk.page, Purpose.READ),
    "API": (Walk.through_the_api, Purpose.API),
    "saved and added to another file": (Walk.saved_and_added_again, Purpose.READ),
    "export of the file": (Walk.export, Purpose.EXPORT),
    "use in another case": (Walk.another_case, Purpose.ANOTHER_CASE),
    "enclosed in what is sent": (Walk.copied_into_a_supplement, Purpose.ENCLOSURE),
    "enclosed in a prepared letter": (Walk.copied_into_a_prepared_letter, Purpose.ENCLOSURE),
    "delivery to another State": (Walk.delivery, Purpose.DELIVERY),
    "given to a competent authority": (Walk.given_to_the_prosecutor, Purpose.ASSIGNMENT),
}


@pytest.fixture
def walk(db: None) -> Walk:
    cast = FullCast()
    return Walk(cast, Api(cast.client))


@pytest.mark.security
@pytest.mark.parametrize("path", PATHS)
def test_no_path_gets_past_a_condition(path: str, walk: Walk) -> None:
    way, purpose = PATHS[path]
    for kind in ConditionType:
        for days in (30, -2) if kind in OVERDUE else (30,):
            expected = verdict(kind, purpose, is_overdue=days < 0)
            for answer in ("", ANSWER):
                with transaction.atomic():
                    bind(walk.desk, walk.item, kind, days=days)
                    found = tried(way, walk, answer)
                    transaction.set_rollback(True)
                wanted = expected if expected is not Verdict.ASK or not answer else Verdict.ALLOW
                assert found is wanted, f"{kind}, {days} days, {answer or 'no answer'}"


def tried(way: Callable[[Walk, str], None], walk: Walk, answer: str) -> Verdict:
    try:
        with transaction.atomic():
            way(walk, answer)
    except AnswerNeeded:
        return Verdict.ASK
    except Refusal:
        return Verdict.BLOCK
    return Verdict.ALLOW


@pytest.mark.security
def test_every_purpose_has_its_path_and_every_condition_its_row() -> None:
    assert {purpose for _, purpose in PATHS.values()} == set(Purpose)
    assert set(TABLE) == set(ConditionType)
    for row in (*TABLE.values(), *OVERDUE.values()):
        assert set(row) == set(Purpose)


@pytest.mark.security
def test_a_condition_imposed_while_the_letter_lies_there_stops_its_sending(walk: Walk) -> None:
    case = in_status(walk.elsewhere, Status.INFORMATION_ASKED)
    copy = added(walk.desk, case)
    given = sent(documents=(copy.pk,), channel="", passed_on=None)
    prepared = correspondence.prepare(walk.desk, case.pk, CommunicationType.SUPPLEMENT, given)
    bind(walk.desk, walk.item)
    with pytest.raises(Refusal, match="forbids"):
        correspondence.order(actor(walk.cast.approver, fresh_second_factor=True), prepared.pk)
