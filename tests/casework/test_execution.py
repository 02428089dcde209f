"""What is done with a measure after it was given: the table, who may do what, results and their review."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pgtrigger
import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import override_settings

from casework.choices import AssignmentStatus, MeasureOutcome, Status
from casework.clock import today
from casework.models import AssistanceRequest, ExecutionStep, Measure, MeasureAssignment
from casework.policies import available_acts
from casework.services.assignment_letters import give_letter_along, order_assignment_letter
from casework.services.results import Said, enter_own_result, perform_assignment
from casework.workflow.execution import EXECUTION, ExecutionRule, Side, acts_from
from documents.models import Document
from documents.services.uploads import new_document
from mla_portal.accounts.models import User
from mla_portal.audit.services import verify
from mla_portal.common.errors import NotPermitted, Refusal, SecondFactorRequired, StaleVersion
from states.treaties import get_treaty_rules
from tests.api.test_documents import PDF
from tests.cast import FullCast
from tests.factories.casework import actor, in_status
from tests.factories.execution import HEARING, given_to, in_execution, returned
from tests.factories.states import MembershipFactory


@pytest.fixture
def cast(db: None) -> FullCast:
    return FullCast()


@pytest.fixture
def given(cast: FullCast) -> MeasureAssignment:
    return given_to(cast, in_execution(cast))


def put(assignment: MeasureAssignment, status: AssignmentStatus) -> MeasureAssignment:
    """The same assignment put into a status, for tests of the guard alone."""
    fields: dict[str, Any] = {"status": status}
    if status in (AssignmentStatus.RESULTS_RETURNED, AssignmentStatus.RELEASED):
        fields["outcome"] = MeasureOutcome.EXECUTED
    MeasureAssignment.objects.filter(pk=assignment.pk).update(**fields)
    assignment.refresh_from_db()
    return assignment


def do(user: User, assignment: MeasureAssignment, name: str, **said: Any) -> MeasureAssignment:
    return perform_assignment(actor(user), assignment.pk, name, Said(**said))


def said_for(rule: ExecutionRule) -> Said:
    if rule.takes_results:
        return returned()
    instructions = "Hear her on the second day too." if rule.takes_instructions else None
    return Said(text="Because." if rule.says else "", instructions=instructions)


WHO: Mapping[str, Side | None] = {
    "prosecutor": Side.COMPETENT,
    "drafter": Side.CENTRAL,
    "approver": Side.CENTRAL,
    "auditor": None,
    "policeman": None,
    "other_state_officer": None,
    "outsider": None,
    "administrator": None,
}


@pytest.mark.parametrize("status", AssignmentStatus)
def test_exactly_what_the_table_says_is_possible_for_exactly_its_side(
    cast: FullCast, given: MeasureAssignment, status: AssignmentStatus
) -> None:
    put(given, status)
    for name, side in WHO.items():
        for rule in EXECUTION.values():
            allowed = status in rule.sources and side is rule.side
            with transaction.atomic():
                try:
                    perform_assignment(actor(getattr(cast, name)), given.pk, rule.name, said_for(rule))
                    happened = True
                except (NotPermitted, Refusal, ObjectDoesNotExist):
                    happened = False
                given.refresh_from_db()
                expected = (rule.target or status) if allowed else status
                assert (happened, given.status) == (allowed, expected), (name, rule.name)
                transaction.set_rollback(True)


@pytest.mark.parametrize("status", AssignmentStatus)
def test_the_buttons_are_the_rows_of_the_table(
    cast: FullCast, given: MeasureAssignment, status: AssignmentStatus
) -> None:
    put(given, status)
    for name, side in WHO.items():
        if side is None:
            continue
        shown = available_acts(given, actor(getattr(cast, name)))
        assert shown == [rule for rule in acts_from(status) if rule.side is side]


def test_nothing_is_done_once_the_file_left_the_execution(cast: FullCast, given: MeasureAssignment) -> None:
    for status in (Status.WITHDRAWN, Status.CLOSED, Status.EXECUTED):
        in_status(given.request, status)
        given.refresh_from_db()
        assert available_acts(given, actor(cast.prosecutor)) == []
        with pytest.raises(Refusal, match="in execution"):
            do(cast.prosecutor, given, "accept")


@pytest.mark.parametrize("name", [rule.name for rule in EXECUTION.values() if rule.says])
def test_an_act_that_says_something_is_refused_without_it(
    cast: FullCast, given: MeasureAssignment, name: str
) -> None:
    rule = EXECUTION[name]
    put(given, sorted(rule.sources)[0])
    who = cast.prosecutor if rule.side is Side.COMPETENT else cast.drafter
    with pytest.raises(Refusal) as refusal:
        do(who, given, name, text="  ")
    assert set(refusal.value.fields) == {"text"}


def test_the_way_from_the_assignment_to_the_release_is_kept_with_every_word(
    cast: FullCast, given: MeasureAssignment
) -> None:
    do(cast.prosecutor, given, "accept")
    do(cast.prosecutor, given, "ask", text="In which language?")
    do(cast.drafter, given, "answer", text="In English.")
    do(cast.prosecutor, given, "report", text="Summoned for Monday.")
    perform_assignment(actor(cast.prosecutor), given.pk, "return_results", returned())
    do(cast.colleague, given, "send_back", text="The oath is missing.")
    perform_assignment(actor(cast.prosecutor), given.pk, "return_results", returned(under_oath=True))
    do(cast.colleague, given, "release")
    steps = list(ExecutionStep.objects.order_by("id").values_list("name", "text"))
    assert steps == [
        ("assign", ""), ("accept", ""), ("ask", "In which language?"), ("answer", "In English."),
        ("report", "Summoned for Monday."), ("return_results", ""), ("send_back", "The oath is missing."),
        ("return_results", ""), ("release", ""),
    ]  # fmt: skip
    given.refresh_from_db()
    assert given.results["under_oath"] is True
    assert given.measure.outcome == MeasureOutcome.EXECUTED
    assert list(verify(chain=given.request.audit_chain)) == []


def test_a_step_is_never_changed(cast: FullCast, given: MeasureAssignment) -> None:
    with pytest.raises(Exception, match="steps_are_append_only"), transaction.atomic():
        ExecutionStep.objects.update(text="Otherwise")
    assert pgtrigger.registered()


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        (Said(), {"outcome", "text", "executed_on"}),
        (Said(outcome="pending", text="-"), {"outcome", "executed_on"}),
        (Said(outcome="refused", text="-"), {"outcome", "executed_on"}),
        (Said(outcome="executed"), {"executed_on", "results_held_on", "results_persons_heard"}),
        (Said(outcome="executed_in_part"), {"executed_on", "text"}),
        (Said(outcome="not_executed"), {"text"}),
        (returned(held_on="last week"), {"results_held_on"}),
        (returned(under_oath="yes"), {"results_under_oath"}),
        (returned(invented="x"), {"results_invented"}),
        (returned(persons_heard="x\0"), {"results_persons_heard"}),
        (Said(outcome="not_executed", text="x\0"), {"text"}),
    ],
)
def test_results_that_lack_something_are_refused_at_each_field(
    cast: FullCast, given: MeasureAssignment, said: Said, fields: set[str]
) -> None:
    put(given, AssignmentStatus.ACCEPTED)
    with pytest.raises(Refusal) as refusal:
        perform_assignment(actor(cast.prosecutor), given.pk, "return_results", said)
    assert set(refusal.value.fields) == fields


def test_a_measure_is_not_executed_tomorrow(cast: FullCast, given: MeasureAssignment) -> None:
    put(given, AssignmentStatus.ACCEPTED)
    tomorrow = today(cast.authority) + timedelta(days=1)
    with pytest.raises(Refusal) as refusal:
        do(
            cast.prosecutor,
            given,
            "return_results",
            outcome="executed_in_part",
            text="-",
            executed_on=tomorrow,
        )
    assert set(refusal.value.fields) == {"executed_on"}


@pytest.mark.parametrize("kind", get_treaty_rules("ljubljana-the-hague").measures, ids=lambda kind: kind.code)
def test_every_measure_of_the_catalogue_says_what_its_execution_reports(kind: Any) -> None:
    assert any(field.is_required for field in kind.outcome.fields)
    assert not kind.outcome.is_verified
    assert all(
        field.label.fr != field.label.en or field.label.fr == "Expert" for field in kind.outcome.fields
    )


def test_two_who_accept_at_once_are_told_apart_and_a_stale_page_is_refused(
    cast: FullCast, given: MeasureAssignment
) -> None:
    second = MembershipFactory.create(authority=cast.prosecutors, confidentiality=3).user
    seen = given.version
    perform_assignment(actor(cast.prosecutor), given.pk, "accept", Said(), expected_version=seen)
    with pytest.raises(Refusal, match="not possible now"):
        do(second, given, "accept")
    with pytest.raises(StaleVersion):
        perform_assignment(actor(second), given.pk, "report", Said(text="-"), expected_version=seen)


def test_an_authority_without_the_portal_answers_through_the_holders_desk(cast: FullCast) -> None:
    cast.prosecutors.is_hosted = False
    cast.prosecutors.save()
    given = given_to(cast, in_execution(cast))
    do(cast.drafter, given, "accept")
    perform_assignment(actor(cast.drafter), given.pk, "return_results", returned())
    with pytest.raises(NotPermitted):
        do(cast.prosecutor, put(given, AssignmentStatus.ACCEPTED), "report", text="-")


class TestFiles:
    def scan(self, content: bytes = PDF) -> "SimpleUploadedFile":
        return SimpleUploadedFile("record.pdf", content)

    def give_back(self, cast: FullCast, given: MeasureAssignment) -> MeasureAssignment:
        put(given, AssignmentStatus.ACCEPTED)
        return perform_assignment(
            actor(cast.prosecutor), given.pk, "return_results", returned(), files=[self.scan()]
        )

    def test_result_files_belong_to_the_holders_file(self, cast: FullCast, given: MeasureAssignment) -> None:
        self.give_back(cast, given)
        link = given.files.get()
        assert (link.is_result, link.document.request) == (True, given.request)
        assert link.document.document.holder == cast.authority

    @pytest.mark.parametrize("name", ["accept", "release"])
    def test_an_act_that_takes_no_files_refuses_them(
        self, cast: FullCast, given: MeasureAssignment, name: str
    ) -> None:
        rule = EXECUTION[name]
        put(given, sorted(rule.sources)[0])
        who = cast.prosecutor if rule.side is Side.COMPETENT else cast.drafter
        with pytest.raises(Refusal, match="takes no files"):
            perform_assignment(actor(who), given.pk, name, Said(), files=[self.scan()])
        assert not given.files.exists()

    def test_a_file_of_a_wrong_kind_undoes_the_whole_act(
        self, cast: FullCast, given: MeasureAssignment
    ) -> None:
        put(given, AssignmentStatus.ACCEPTED)
        with pytest.raises(Refusal):
            perform_assignment(
                actor(cast.prosecutor), given.pk, "return_results", returned(), files=[self.scan(b"MZ")]
            )
        given.refresh_from_db()
        assert given.status == AssignmentStatus.ACCEPTED

    def test_results_are_not_released_with_a_file_that_was_not_scanned(
        self, cast: FullCast, given: MeasureAssignment
    ) -> None:
        self.give_back(cast, given)
        with override_settings(RELEASE_UNSCANNED=False), pytest.raises(Refusal, match="never scanned"):
            do(cast.drafter, given, "release")


class TestOutcomeOfTheMeasure:
    def release(self, cast: FullCast, given: MeasureAssignment, who: User, said: Said) -> Measure:
        put(given, AssignmentStatus.ACCEPTED)
        perform_assignment(actor(who), given.pk, "return_results", said)
        do(cast.drafter, given, "release")
        return Measure.objects.get(pk=given.measure_id)

    def test_nothing_of_it_shows_before_the_release(self, cast: FullCast, given: MeasureAssignment) -> None:
        put(given, AssignmentStatus.ACCEPTED)
        perform_assignment(actor(cast.prosecutor), given.pk, "return_results", returned())
        assert Measure.objects.get(pk=given.measure_id).outcome == MeasureOutcome.PENDING

    def test_of_two_authorities_the_first_leaves_it_in_part_and_the_second_completes_it(
        self, cast: FullCast, given: MeasureAssignment
    ) -> None:
        second = given_to(cast, given.request, cast.police)
        first_outcome = self.release(cast, given, cast.prosecutor, returned()).outcome
        measure = self.release(cast, second, cast.policeman, returned())
        assert (first_outcome, measure.outcome) == ("executed_in_part", "executed")
        assert measure.outcome_on == today(cast.authority)

    def test_a_revoked_or_declined_one_does_not_count(self, cast: FullCast, given: MeasureAssignment) -> None:
        second = given_to(cast, given.request, cast.police)
        do(cast.drafter, second, "revoke", text="Given twice.")
        assert self.release(cast, given, cast.prosecutor, returned()).outcome == MeasureOutcome.EXECUTED

    def test_what_could_not_be_executed_says_so(self, cast: FullCast, given: MeasureAssignment) -> None:
        said = Said(outcome="not_executed", text="The witness has moved abroad.")
        assert self.release(cast, given, cast.prosecutor, said).outcome == MeasureOutcome.NOT_EXECUTED

    def test_a_release_taken_back_is_pending_again(self, cast: FullCast, given: MeasureAssignment) -> None:
        self.release(cast, given, cast.prosecutor, returned())
        do(cast.drafter, given, "take_back", text="The wrong record.")
        measure = Measure.objects.get(pk=given.measure_id)
        assert (measure.outcome, measure.outcome_on) == (MeasureOutcome.PENDING, None)


class TestOwnResults:
    def test_the_central_authority_enters_what_it_executed_itself(self, cast: FullCast) -> None:
        request = in_execution(cast)
        own = enter_own_result(actor(cast.drafter), request.pk, request.measures.get().pk, returned())
        assert (own.authority, own.status) == (cast.authority, AssignmentStatus.RELEASED)
        assert request.measures.get().outcome == MeasureOutcome.EXECUTED

    def test_not_while_an_authority_has_the_measure(self, cast: FullCast, given: MeasureAssignment) -> None:
        with pytest.raises(Refusal, match="still has this measure"):
            enter_own_result(actor(cast.drafter), given.request_id, given.measure_id, returned())

    def test_not_twice_and_not_by_others(self, cast: FullCast) -> None:
        request: AssistanceRequest = in_execution(cast)
        measure = request.measures.get().pk
        for who in (cast.auditor, cast.prosecutor, cast.other_state_officer):
            with pytest.raises((NotPermitted, ObjectDoesNotExist)):
                enter_own_result(actor(who), request.pk, measure, returned())
        enter_own_result(actor(cast.drafter), request.pk, measure, returned())
        with pytest.raises(Refusal, match="an outcome already"):
            enter_own_result(actor(cast.drafter), request.pk, measure, returned())


def test_the_hearings_fields_are_those_of_the_treaty_file() -> None:
    fields = get_treaty_rules("ljubljana-the-hague").measure("take_evidence_statements").outcome.fields
    assert {field.code for field in fields if field.is_required} == set(HEARING)


class TestTheLetter:
    def sealed(self, cast: FullCast, given: MeasureAssignment) -> MeasureAssignment:
        return order_assignment_letter(actor(cast.drafter, fresh_second_factor=True), given.pk)

    def test_it_says_the_measure_in_a_language_of_the_holder(
        self, cast: FullCast, given: MeasureAssignment
    ) -> None:
        cast.authority.languages = ["sl", "fr"]
        cast.authority.save()
        letter = self.sealed(cast, given).letter
        assert letter is not None
        assert (letter.kind, letter.language, letter.authority) == ("assignment", "fr", cast.authority)
        assert letter.data["instructions"]["text"] == "Hear the witness."
        assert "subject_matter" not in letter.data

    def test_it_asks_for_a_fresh_second_factor_and_is_made_once(
        self, cast: FullCast, given: MeasureAssignment
    ) -> None:
        with pytest.raises(SecondFactorRequired):
            order_assignment_letter(actor(cast.drafter), given.pk)
        self.sealed(cast, given)
        with pytest.raises(Refusal, match="a letter already"):
            self.sealed(cast, given)

    def test_neither_the_competent_authority_nor_an_auditor_seals_it(
        self, cast: FullCast, given: MeasureAssignment
    ) -> None:
        for who in (cast.prosecutor, cast.auditor):
            with pytest.raises(NotPermitted):
                order_assignment_letter(actor(who, fresh_second_factor=True), given.pk)

    def test_a_revoked_measure_gets_none(self, cast: FullCast, given: MeasureAssignment) -> None:
        do(cast.drafter, given, "revoke", text="Withdrawn.")
        with pytest.raises(Refusal, match="not with a competent authority"):
            self.sealed(cast, given)

    def test_sealed_it_is_given_along_with_the_measure(
        self, cast: FullCast, given: MeasureAssignment
    ) -> None:
        letter = self.sealed(cast, given).letter
        document = new_document(
            actor(cast.drafter), holder=cast.authority, title="Letter", file=SimpleUploadedFile("l.pdf", PDF),
            audit_chain=given.request.audit_chain,
        )  # fmt: skip
        assert letter is not None
        letter.version = document.versions.get()
        letter.save()
        give_letter_along(letter)
        link = given.files.get()
        assert (link.document.document, link.is_result) == (document, False)
        assert Document.objects.visible_to(cast.prosecutor).filter(pk=document.pk).exists()
