"""What the rules said of a request when it went out, why it came back, and what the rules were worth."""

from datetime import date
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.choices import CommunicationDirection, CommunicationType, RuleVerdict, Status
from casework.models import AssistanceRequest, Communication, RequestReturn, RuleFinding
from casework.selectors.rule_worth import proposals, rules_worth
from casework.services.communications import Particulars
from casework.services.contents import Failing
from casework.services.returns import note_causes, record_causes
from casework.services.transition import perform
from documents.models import Letter
from documents.services.production import produce
from mla_portal.audit.models import AuditEvent
from mla_portal.common.errors import NotPermitted, Refusal
from states.choices import LetterChannel, RuleCheck
from states.models import CountryRule
from tests.casework.pages import signed_in, url, words
from tests.factories.casework import Cast, actor, draft, in_status, incoming, received, sent
from tests.factories.states import CountryRuleFactory


@pytest.fixture
def kept(cast: Cast) -> CountryRule:
    """A date of birth, which the complete draft has."""
    return CountryRuleFactory.create(state=cast.counterpart.state, code="birth-dates")


@pytest.fixture
def broken(cast: Cast) -> CountryRule:
    """A translation, which it has not."""
    return CountryRuleFactory.create(
        state=cast.counterpart.state,
        code="translation",
        label_en="Translation",
        check_by=RuleCheck.ENCLOSURE_TITLED,
        field="",
        words=["tulkojums"],
    )


@pytest.fixture
def warned(cast: Cast) -> CountryRule:
    return CountryRuleFactory.create(
        state=cast.counterpart.state,
        code="paper",
        check_by=RuleCheck.CHANNEL_IN,
        field="",
        channels=[LetterChannel.PAPER],
    )


def goes_out(cast: Cast, request: AssistanceRequest) -> AssistanceRequest:
    """Approved on an override, sealed and sent by e-mail."""
    perform(actor(cast.drafter), request.pk, "submit")
    perform(actor(cast.approver), request.pk, "approve", Particulars(override_reason="Life at risk."))
    perform(actor(cast.approver, fresh_second_factor=True), request.pk, "seal")
    produce(Letter.objects.get().pk, task="test")
    return perform(actor(cast.drafter), request.pk, "send", sent())


def letter(request: AssistanceRequest, kind: CommunicationType, on: date, *, received: bool) -> Communication:
    direction = CommunicationDirection.RECEIVED if received else CommunicationDirection.ISSUED
    return Communication.objects.create(
        request=request, type=kind, direction=direction, passed_on=on, channel="email"
    )


def finding(communication: Communication, rule: CountryRule, verdict: RuleVerdict) -> None:
    RuleFinding.objects.create(
        request=communication.request, communication=communication, rule=rule.key, verdict=verdict
    )


@pytest.fixture
def asked_about(request_in_draft: AssistanceRequest) -> Communication:
    """A question of theirs about our request, which is out."""
    in_status(request_in_draft, Status.SENT)
    return letter(request_in_draft, CommunicationType.QUESTION, date(2026, 3, 1), received=True)


class TestFindings:
    def test_what_each_rule_said_is_kept_as_the_request_leaves(
        self,
        cast: Cast,
        request_in_draft: AssistanceRequest,
        kept: CountryRule,
        broken: CountryRule,
        warned: CountryRule,
    ) -> None:
        goes_out(cast, request_in_draft)
        said = dict(RuleFinding.objects.values_list("rule", "verdict"))
        assert said[kept.key] == RuleVerdict.KEPT
        assert said[broken.key] == RuleVerdict.OVERRIDDEN
        assert said[warned.key] == RuleVerdict.WARNED
        assert said["ljubljana-the-hague:facts"] == RuleVerdict.KEPT
        assert said["ljubljana-the-hague:procedure_wanted"] == RuleVerdict.WARNED


class TestCauses:
    def test_the_officer_names_the_rules_and_the_file_remembers_who_and_when(
        self, cast: Cast, asked_about: Communication, broken: CountryRule
    ) -> None:
        record_causes(actor(cast.colleague), asked_about.request_id, asked_about.pk, rules=[broken.key])
        cause = RequestReturn.objects.get()
        assert (cause.rule, cause.recorded_by) == (broken.key, cast.colleague)
        event = AuditEvent.objects.get(verb="request.return_causes_recorded")
        assert event.data == {"id": str(asked_about.pk), "causes": broken.key}

    def test_recording_again_replaces_and_a_proposal_is_a_cause_too(
        self, cast: Cast, asked_about: Communication, broken: CountryRule
    ) -> None:
        given = (actor(cast.drafter), asked_about.request_id, asked_about.pk)
        record_causes(*given, rules=[broken.key])
        record_causes(*given, rules=[], proposal=" They want two copies. ")
        assert [(c.rule, c.proposal) for c in RequestReturn.objects.all()] == [("", "They want two copies.")]
        assert [c.proposal for c in proposals(cast.colleague, "LV")] == ["They want two copies."]
        assert not proposals(cast.other_state_officer, "LV")

    def test_nothing_and_a_rule_that_does_not_apply_are_refused(
        self, cast: Cast, asked_about: Communication
    ) -> None:
        given = (actor(cast.drafter), asked_about.request_id, asked_about.pk)
        with pytest.raises(Refusal, match="Name a rule"):
            record_causes(*given, rules=[])
        with pytest.raises(Refusal, match="SI:nothing"):
            record_causes(*given, rules=["SI:nothing"])
        assert not RequestReturn.objects.exists()

    def test_only_a_return_or_a_question_of_theirs_has_causes(
        self, cast: Cast, request_in_draft: AssistanceRequest, broken: CountryRule
    ) -> None:
        of_theirs = letter(
            request_in_draft, CommunicationType.ACKNOWLEDGEMENT, date(2026, 1, 1), received=True
        )
        of_ours = letter(request_in_draft, CommunicationType.QUESTION, date(2026, 1, 1), received=False)
        for communication in (of_theirs, of_ours):
            with pytest.raises(Refusal):
                record_causes(actor(cast.drafter), request_in_draft.pk, communication.pk, rules=[broken.key])

    def test_others_record_nothing(self, cast: Cast, asked_about: Communication, broken: CountryRule) -> None:
        with pytest.raises(NotPermitted):
            record_causes(actor(cast.auditor), asked_about.request_id, asked_about.pk, rules=[broken.key])
        with pytest.raises(AssistanceRequest.DoesNotExist):
            record_causes(
                actor(cast.other_state_officer), asked_about.request_id, asked_about.pk, rules=[broken.key]
            )

    def test_a_letter_of_another_file_is_not_found(
        self, cast: Cast, asked_about: Communication, broken: CountryRule
    ) -> None:
        other = draft(cast)
        with pytest.raises(Communication.DoesNotExist):
            record_causes(actor(cast.drafter), other.pk, asked_about.pk, rules=[broken.key])

    def test_the_page_takes_the_causes_and_the_letters_show_them(
        self, cast: Cast, asked_about: Communication, broken: CountryRule
    ) -> None:
        client, case = signed_in(cast.drafter), asked_about.request
        page = url("return-causes", case, communication_id=asked_about.pk)
        assert "Latvia: Translation" in words(client.get(page))
        assert client.post(page, {"rules": [], "proposal": ""}).status_code == 409
        answer = client.post(page, {"rules": [broken.key], "proposal": ""})
        assert answer["Location"] == url("case-tab", case, tab="communications")
        assert broken.key in words(client.get(answer["Location"]))
        assert client.get(page).context["form"].initial["rules"] == [broken.key]

    def test_a_page_for_an_acknowledgement_does_not_exist(
        self, cast: Cast, request_in_draft: AssistanceRequest
    ) -> None:
        page = url("return-causes", request_in_draft, communication_id=UUID(int=0))
        assert signed_in(cast.drafter).get(page).status_code == 404


class TestIncoming:
    def test_our_return_of_their_request_counts_the_rules_it_failed(self, cast: Cast) -> None:
        ours = CountryRuleFactory.create(state=cast.authority.state, code="birth-dates")
        request = incoming(cast)
        given = Particulars(reason="No date of birth.", channel="email", passed_on=received().passed_on)
        perform(actor(cast.approver), request.pk, "return_request", given)
        causes = RequestReturn.objects.filter(request=request)
        assert ours.key in {cause.rule for cause in causes}
        assert {cause.communication.type for cause in causes} == {CommunicationType.RETURN}

    def test_where_the_return_names_its_rules_those_count(self, cast: Cast) -> None:
        request = incoming(cast)
        named = (Failing(rule="SI:birth-dates", sentence="Give the date of birth."),)
        given = Particulars(
            reason="No date of birth.", channel="email", passed_on=received().passed_on, failings=named
        )
        perform(actor(cast.approver), request.pk, "return_request", given)
        assert [cause.rule for cause in RequestReturn.objects.all()] == ["SI:birth-dates"]


class TestWorth:
    @pytest.fixture
    def history(self, cast: Cast, kept: CountryRule, broken: CountryRule) -> None:
        """Two requests of 2025, one of 2026. Hand-counted below."""
        for year, verdict, came_back in (
            (2025, RuleVerdict.OVERRIDDEN, True),
            (2025, RuleVerdict.OVERRIDDEN, False),
            (2026, RuleVerdict.WARNED, True),
        ):
            request = draft(cast)
            out = letter(request, CommunicationType.REQUEST, date(year, 5, 1), received=False)
            finding(out, broken, verdict)
            finding(out, kept, RuleVerdict.KEPT)
            if came_back:
                back = letter(request, CommunicationType.RETURN, date(year, 6, 1), received=True)
                note_causes(actor(cast.drafter), back, [broken.key])
        question = letter(request, CommunicationType.QUESTION, date(2026, 7, 1), received=True)
        note_causes(actor(cast.drafter), question, [kept.key])

    @pytest.mark.usefixtures("history")
    def test_a_rule_is_counted_by_year_and_in_all(self, cast: Cast, broken: CountryRule) -> None:
        worth = rules_worth(cast.colleague, "LV")[broken.key]
        assert list(worth.years) == [2026, 2025]
        by_year = {
            year: (of.checked, of.warned, of.overridden, of.came_true, of.returned)
            for year, of in worth.years.items()
        }
        assert by_year == {2025: (2, 0, 2, 1, 1), 2026: (1, 1, 0, 1, 1)}
        assert (worth.total.checked, worth.total.flagged, worth.total.returned) == (3, 3, 2)
        assert worth.total.missed == 0

    @pytest.mark.usefixtures("history")
    def test_a_return_for_a_rule_that_was_content_was_missed(self, cast: Cast, kept: CountryRule) -> None:
        total = rules_worth(cast.colleague, "LV")[kept.key].total
        assert (total.flagged, total.came_true, total.returned, total.missed) == (0, 0, 1, 1)

    @pytest.mark.usefixtures("history")
    def test_who_sees_no_file_counts_none(self, cast: Cast) -> None:
        assert rules_worth(cast.other_state_officer, "LV") == {}

    @pytest.mark.usefixtures("history")
    def test_the_worth_costs_two_statements_and_the_sheet_shows_it(
        self, cast: Cast, broken: CountryRule
    ) -> None:
        rules_worth(cast.colleague, "LV")
        with CaptureQueriesContext(connection) as context:
            rules_worth(cast.colleague, "LV")
        assert sum("finding" in q["sql"] or "requestreturn" in q["sql"] for q in context) == 2
        page = words(signed_in(cast.colleague).get(url("sheet", code="LV")))
        assert "looked at 3 requests, found fault with 3, 2 returns" in page
        assert "2026, 2025" in page
