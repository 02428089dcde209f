"""The country sheet on the pages of a draft and of its approval."""

import pytest
from django.utils import timezone

from casework.models import AssistanceRequest
from casework.services.communications import Particulars
from casework.services.transition import perform
from documents.models import Letter
from documents.services.production import produce
from mla_portal.common.errors import Refusal
from states.choices import LetterChannel, RuleCheck
from states.models import CountryRule
from tests.casework.pages import fields_of, signed_in, url, words
from tests.factories.casework import Cast, actor
from tests.factories.states import CountryRuleFactory


@pytest.fixture
def asked(cast: Cast) -> CountryRule:
    """Latvia asks for the place of birth, to which the complete draft says nothing."""
    rule = CountryRuleFactory.create(
        state=cast.counterpart.state,
        check_by=RuleCheck.ENCLOSURE_TITLED,
        field="",
        words=["tulkojums"],
        label_en="Translation into Latvian",
        text_en="Requests come with a translation <into> Latvian.",
        fix_en="Enclose the translation.",
        provision="Article 22",
    )
    rule.clean()
    return rule


@pytest.fixture
def birth_date(cast: Cast) -> CountryRule:
    return CountryRuleFactory.create(state=cast.counterpart.state)


def test_the_panel_says_who_asks_by_which_rule_how_sure_it_is_what_to_do_and_where(
    cast: Cast, request_in_draft: AssistanceRequest, asked: CountryRule
) -> None:
    page = signed_in(cast.drafter).get(url("draft", request_in_draft))
    line = (
        "Translation into Latvian Latvia Enclose the translation."
        " Article 22 – Not verified (Invented for a test)"
    )
    assert line in words(page)
    assert (
        f'href="{url("draft-documents", request_in_draft)}">Translation into Latvian' in page.content.decode()
    )


def test_a_country_rule_counts_at_its_subject(
    cast: Cast, request_in_draft: AssistanceRequest, asked: CountryRule
) -> None:
    page = signed_in(cast.drafter).get(url("draft", request_in_draft))
    missing = {state.slug: state.missing for state in page.context["sections"] if state.missing}
    assert missing == {"documents": 1}


def test_the_field_says_what_the_state_asks_of_it(
    cast: Cast, request_in_draft: AssistanceRequest, birth_date: CountryRule
) -> None:
    person = request_in_draft.persons.get()
    address = url("part", request_in_draft, part="persons", part_id=person.pk)
    page = signed_in(cast.drafter).get(address).content.decode()
    hint = page[page.index('id="id_born_on_helptext"') :][:400]
    assert "Latvia: Every person is named with a date of birth." in hint
    assert 'aria-describedby="id_born_on_helptext"' in page


def test_the_check_beside_the_form_runs_the_country_rules_on_what_is_typed(
    cast: Cast, request_in_draft: AssistanceRequest, birth_date: CountryRule
) -> None:
    person = request_in_draft.persons.get()
    address = url("part", request_in_draft, part="persons", part_id=person.pk)
    client = signed_in(cast.drafter)
    typed = fields_of(client, address) | {"check": "1", "born_on": ""}
    answer = client.post(address, typed)
    assert "Date of birth (Ana Vzorec)" in words(answer)
    assert 'href="#id_born_on"' in answer.content.decode()


def test_what_cannot_be_checked_is_told(cast: Cast, request_in_draft: AssistanceRequest) -> None:
    CountryRuleFactory.create(
        state=cast.counterpart.state,
        check_by=RuleCheck.CHANNEL_IN,
        field="",
        channels=[LetterChannel.PAPER],
        label_en="Paper only",
    )
    page = words(signed_in(cast.drafter).get(url("draft", request_in_draft)))
    assert "1 more rule of the requested State Paper only" in page
    assert "Nothing required is missing" in page


def test_a_required_country_rule_stands_in_the_way_of_approval_until_it_is_overridden_with_a_reason(
    cast: Cast, request_in_draft: AssistanceRequest, asked: CountryRule
) -> None:
    perform(actor(cast.drafter), request_in_draft.pk, "submit")
    page = signed_in(cast.approver).get(url("transition", request_in_draft, name="approve"))
    assert "Translation into Latvian" in words(page)
    assert "override_reason" in page.context["form"].fields
    with pytest.raises(Refusal, match="Translation into Latvian"):
        perform(actor(cast.approver), request_in_draft.pk, "approve")
    given = Particulars(override_reason="It follows within a week.")
    approved = perform(actor(cast.approver), request_in_draft.pk, "approve", given)
    assert approved.override_missing == ["Translation into Latvian"]


def test_a_rule_cannot_bring_markup_into_the_page(
    cast: Cast, request_in_draft: AssistanceRequest, birth_date: CountryRule
) -> None:
    CountryRule.objects.update(text_en="<script>alert(1)</script>")
    person = request_in_draft.persons.get()
    for address in (
        url("part", request_in_draft, part="persons", part_id=person.pk),
        url("case-tab", request_in_draft, tab="checks"),
    ):
        page = signed_in(cast.drafter).get(address).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page


class TestChannel:
    """While the request is sent."""

    @pytest.fixture
    def sealed(self, cast: Cast, request_in_draft: AssistanceRequest) -> AssistanceRequest:
        desk, pk = actor(cast.drafter), request_in_draft.pk
        perform(desk, pk, "submit")
        perform(actor(cast.approver), pk, "approve")
        perform(actor(cast.approver, fresh_second_factor=True), pk, "seal")
        produce(Letter.objects.get().pk, task="test")
        CountryRuleFactory.create(
            state=cast.counterpart.state,
            check_by=RuleCheck.CHANNEL_IN,
            field="",
            channels=[LetterChannel.PAPER],
            text_en="Requests come on paper.",
        )
        return AssistanceRequest.objects.get(pk=pk)

    def test_one_that_the_state_does_not_accept_is_warned_of_once_with_its_citation(
        self, cast: Cast, sealed: AssistanceRequest
    ) -> None:
        client, page = signed_in(cast.drafter), url("transition", sealed, name="send")
        given = fields_of(client, page) | {"channel": "email", "passed_on": str(timezone.localdate())}
        warned = client.post(page, given)
        assert warned.status_code == 422
        said = "Latvia: Requests come on paper. Latvia – Not verified (Invented for a test)"
        assert said in words(warned)
        assert client.post(page, given | {"channel_anyway": "on"}).status_code == 302
        sealed.refresh_from_db()
        assert sealed.status == "sent"

    def test_one_that_it_accepts_goes_through(self, cast: Cast, sealed: AssistanceRequest) -> None:
        client, page = signed_in(cast.drafter), url("transition", sealed, name="send")
        given = fields_of(client, page) | {"channel": "paper", "passed_on": str(timezone.localdate())}
        assert client.post(page, given).status_code == 302
