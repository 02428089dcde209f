"""The country sheet in the check: which rules apply, what they look at, and what excuses them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from casework.choices import ConditionType
from casework.completeness import Completeness, Item, check
from casework.models import AssistanceRequest, CaseDocument
from casework.selectors.case import cases_with_parts
from casework.selectors.translations import texts_of
from casework.services.conditions import Terms, record_condition
from casework.services.drafting import save_part, update_section
from casework.services.translations import Translated, translate
from documents.models import Document
from states.choices import LetterChannel, RuleCheck
from states.models import CountryRule
from tests.factories.casework import Cast, actor
from tests.factories.states import AuthorityFactory, CountryRuleFactory, StateFactory

Asks = Callable[..., CountryRule]


@pytest.fixture
def asks(cast: Cast) -> Asks:
    """Latvia, to which the drafts of these tests go, asks something."""

    def add(check_by: str, **parameters: Any) -> CountryRule:
        values = {"check_by": check_by, "field": "", "state": cast.counterpart.state} | parameters
        rule = CountryRuleFactory.create(**values)
        rule.clean()
        return rule

    return add


def checked(request: AssistanceRequest) -> Completeness:
    return check(AssistanceRequest.objects.get(pk=request.pk))


def items(request: AssistanceRequest, rule: CountryRule) -> list[Item]:
    return [item for item in checked(request).items if item.rule == rule.key]


def is_met(request: AssistanceRequest, rule: CountryRule) -> bool:
    found = items(request, rule)
    assert found
    return all(item.is_met for item in found)


def enclose(cast: Cast, request: AssistanceRequest, title: str) -> None:
    document = Document.objects.create(
        holder=cast.authority, title=title, audit_chain=request.audit_chain, created_by=cast.drafter
    )
    CaseDocument.objects.create(request=request, document=document, is_enclosure=True)


def change(cast: Cast, request: AssistanceRequest, section: str, **values: Any) -> None:
    update_section(actor(cast.drafter), request.pk, section, values, seen=None)


class TestChecks:
    def test_the_letters_language(self, cast: Cast, request_in_draft: AssistanceRequest, asks: Asks) -> None:
        rule = asks(RuleCheck.LANGUAGE_IN, languages=["lv", "fr"])
        assert not is_met(request_in_draft, rule)
        change(cast, request_in_draft, "addressee", language="fr")
        assert is_met(request_in_draft, rule)

    def test_a_translation_is_one_that_is_named_so(
        self, cast: Cast, request_in_draft: AssistanceRequest, asks: Asks
    ) -> None:
        rule = asks(RuleCheck.TRANSLATION_ENCLOSED, languages=["lv"], words=["translation", "tulkojums"])
        enclose(cast, request_in_draft, "Warrant of arrest")
        assert not is_met(request_in_draft, rule)
        assert [item.section for item in items(request_in_draft, rule)] == ["documents"]
        enclose(cast, request_in_draft, "TULKOJUMS latviešu valodā")
        assert is_met(request_in_draft, rule)

    def test_a_translation_beside_the_original_counts_once_every_sentence_has_one(
        self, cast: Cast, request_in_draft: AssistanceRequest, asks: Asks
    ) -> None:
        rule = asks(RuleCheck.TRANSLATION_ENCLOSED, languages=["fr", "lv"], words=["translation"])
        cast.counterpart.languages = ["fr"]
        cast.counterpart.save()
        change(cast, request_in_draft, "addressee", second_language="fr")
        draft = AssistanceRequest.objects.get(pk=request_in_draft.pk)
        sentences = {text.place: f"En français : {text.original}" for text in texts_of(draft)}
        last = sentences.pop("/facts")

        def say(state: str, texts: dict[str, str]) -> bool:
            given = [Translated(place, text, state) for place, text in texts.items()]
            translate(actor(cast.drafter), draft.pk, given)
            language = next(item for item in checked(draft).items if item.code == "language")
            assert language.is_met is is_met(draft, rule)
            return language.is_met

        assert not is_met(draft, rule)
        assert not say("human", sentences)
        assert not say("machine", {"/facts": last})
        assert say("human", {"/facts": last})
        change(cast, draft, "facts", facts="Otherwise.")
        assert not is_met(draft, rule)

    def test_a_second_language_that_is_not_accepted_changes_nothing(
        self, cast: Cast, request_in_draft: AssistanceRequest, asks: Asks
    ) -> None:
        rule = asks(RuleCheck.TRANSLATION_ENCLOSED, languages=["es"], words=["translation"])
        change(cast, request_in_draft, "addressee", second_language="fr")
        draft = AssistanceRequest.objects.get(pk=request_in_draft.pk)
        given = [Translated(text.place, "En français.", "human") for text in texts_of(draft)]
        translate(actor(cast.drafter), draft.pk, given)
        assert not is_met(draft, rule)

    def test_a_field_of_every_person(
        self, cast: Cast, request_in_draft: AssistanceRequest, asks: Asks
    ) -> None:
        rule = asks(RuleCheck.FIELD_FILLED, field="person.birth_date")
        assert is_met(request_in_draft, rule)
        other = {"role": "victim", "family_name": "Novak"}
        added = save_part(actor(cast.drafter), request_in_draft.pk, "persons", other)
        missing = [item for item in items(request_in_draft, rule) if not item.is_met]
        assert [(item.subject, item.part_id, item.field) for item in missing] == [
            ("Novak", added.pk, "born_on")
        ]

    def test_protection_is_asked_only_for_those_who_need_it(
        self, request_in_draft: AssistanceRequest, asks: Asks
    ) -> None:
        rule = asks(RuleCheck.FIELD_FILLED, field="person.protection")
        assert items(request_in_draft, rule) == []
        request_in_draft.persons.update(is_protected=True)
        assert not is_met(request_in_draft, rule)

    def test_a_particular_of_a_measure_that_is_too_short(
        self, request_in_draft: AssistanceRequest, asks: Asks
    ) -> None:
        measures = ["take_evidence_statements", "videoconference_hearing"]
        short = asks(RuleCheck.FIELD_LENGTH, field="measure.details.questions", minimum=5, measures=measures)
        long = asks(RuleCheck.FIELD_LENGTH, field="measure.details.questions", minimum=99, measures=measures)
        assert is_met(request_in_draft, short)
        assert not is_met(request_in_draft, long)
        assert [item.field for item in items(request_in_draft, long)] == ["details_questions"]

    def test_an_enclosure_by_its_title(
        self, cast: Cast, request_in_draft: AssistanceRequest, asks: Asks
    ) -> None:
        rule = asks(RuleCheck.ENCLOSURE_TITLED, words=["warrant"])
        assert not is_met(request_in_draft, rule)
        enclose(cast, request_in_draft, "The Warrant")
        assert is_met(request_in_draft, rule)

    @pytest.mark.parametrize(("days", "kept"), [(13, False), (14, True), (-1, False)])
    def test_the_time_that_a_limit_leaves(
        self, request_in_draft: AssistanceRequest, asks: Asks, days: int, kept: bool
    ) -> None:
        rule = asks(RuleCheck.TIME_LEFT, minimum=14)
        assert items(request_in_draft, rule) == []
        limit = timezone.localdate() + timedelta(days=days)
        AssistanceRequest.objects.filter(pk=request_in_draft.pk).update(time_limit=limit)
        assert is_met(request_in_draft, rule) is kept

    def test_an_assurance_of_ours_and_not_any_condition(
        self, cast: Cast, request_in_draft: AssistanceRequest, asks: Asks
    ) -> None:
        rule = asks(RuleCheck.ASSURANCE_GIVEN, words=["death penalty"])
        desk, pk = actor(cast.drafter), request_in_draft.pk
        record_condition(desk, pk, Terms(ConditionType.OTHER, "No death penalty."))
        assert not is_met(request_in_draft, rule)
        record_condition(desk, pk, Terms(ConditionType.ASSURANCE, "The Death Penalty is not sought."))
        assert is_met(request_in_draft, rule)

    def test_a_note_and_a_channel_are_told_and_stop_nothing(
        self, request_in_draft: AssistanceRequest, asks: Asks
    ) -> None:
        rules = [asks(RuleCheck.NOTE), asks(RuleCheck.CHANNEL_IN, channels=[LetterChannel.PAPER])]
        result = checked(request_in_draft)
        assert list(result.told) == rules
        assert result.is_complete


class TestApplication:
    @pytest.mark.parametrize(
        ("narrowed", "applies"),
        [
            ({"urgency": "routine"}, True),
            ({"urgency": "urgent"}, False),
            ({"measures": ["take_evidence_statements", "freezing"]}, True),
            ({"measures": ["freezing"]}, False),
            ({"crimes": ["war_crimes"]}, True),
            ({"crimes": ["genocide"]}, False),
            ({"last_day": timezone.localdate() + timedelta(days=2)}, True),
            ({"last_day": timezone.localdate() - timedelta(days=2)}, False),
        ],
    )
    def test_a_rule_applies_to_what_it_names(
        self, request_in_draft: AssistanceRequest, asks: Asks, narrowed: dict[str, Any], applies: bool
    ) -> None:
        rule = asks(RuleCheck.LANGUAGE_IN, languages=["lv"], **narrowed)
        assert bool(items(request_in_draft, rule)) is applies

    def test_a_rule_of_one_authority_is_not_that_of_another(
        self, cast: Cast, request_in_draft: AssistanceRequest, asks: Asks
    ) -> None:
        other = AuthorityFactory.create(state=cast.counterpart.state)
        elsewhere = asks(RuleCheck.LANGUAGE_IN, languages=["lv"], authority=other)
        here = asks(RuleCheck.LANGUAGE_IN, languages=["lv"], authority=cast.counterpart)
        assert items(request_in_draft, elsewhere) == []
        assert items(request_in_draft, here)

    def test_the_rules_of_another_state_and_those_of_our_own_do_not_count(
        self, request_in_draft: AssistanceRequest, asks: Asks
    ) -> None:
        for code in ("SI", "FR"):
            rule = asks(RuleCheck.LANGUAGE_IN, languages=["lv"], state=StateFactory.create(code=code))
            assert items(request_in_draft, rule) == []

    def test_on_an_incoming_file_our_own_rules_are_those_that_count(
        self, cast: Cast, request_in_draft: AssistanceRequest, asks: Asks
    ) -> None:
        ours = asks(RuleCheck.LANGUAGE_IN, languages=["sl"], state=cast.authority.state)
        theirs = asks(RuleCheck.LANGUAGE_IN, languages=["lv"])
        AssistanceRequest.objects.filter(pk=request_in_draft.pk).update(direction="incoming")
        assert items(request_in_draft, ours)
        assert items(request_in_draft, theirs) == []


class TestException:
    def test_an_exception_that_is_kept_excuses_its_rule_and_no_other(
        self, cast: Cast, request_in_draft: AssistanceRequest, asks: Asks
    ) -> None:
        rule = asks(RuleCheck.TRANSLATION_ENCLOSED, languages=["lv"], words=["translation"])
        other = asks(RuleCheck.ENCLOSURE_TITLED, words=["warrant"])
        asks(RuleCheck.LANGUAGE_IN, languages=["en"], urgency="urgent", excuses=rule.code)
        assert not is_met(request_in_draft, rule)
        change(cast, request_in_draft, "handling", urgency="urgent")
        assert [item.excused for item in items(request_in_draft, rule)] == [rule.text()]
        assert is_met(request_in_draft, rule)
        assert not is_met(request_in_draft, other)

    def test_an_exception_that_is_not_kept_excuses_nothing_and_is_no_fault_itself(
        self, cast: Cast, request_in_draft: AssistanceRequest, asks: Asks
    ) -> None:
        rule = asks(RuleCheck.TRANSLATION_ENCLOSED, languages=["lv"], words=["translation"])
        exception = asks(RuleCheck.LANGUAGE_IN, languages=["fr"], excuses=rule.code)
        assert not is_met(request_in_draft, rule)
        result = checked(request_in_draft)
        assert exception.key not in {item.rule for item in result.items}
        assert list(result.told) == [exception]


class TestItem:
    def test_an_item_names_whose_rule_it_is_with_citation_confidence_and_fix(
        self, request_in_draft: AssistanceRequest, asks: Asks
    ) -> None:
        rule = asks(RuleCheck.LANGUAGE_IN, languages=["lv"], provision="Article 22", confidence="secondary")
        (item,) = items(request_in_draft, rule)
        assert (item.asked_by, item.is_required, item.fix) == ("Latvia", True, "Give the date of birth.")
        assert item.citation == "Article 22 – From a secondary description (Invented for a test)"
        with translation.override("fr"):
            (item,) = items(request_in_draft, rule)
        assert item.label == "Date de naissance"

    def test_an_invented_rule_says_so_wherever_it_is_cited(
        self, request_in_draft: AssistanceRequest, asks: Asks
    ) -> None:
        (item,) = items(request_in_draft, asks(RuleCheck.LANGUAGE_IN, languages=["lv"], is_sample=True))
        assert item.is_sample
        assert "invented for demonstration" in item.citation

    def test_a_recommended_rule_stops_nothing(self, request_in_draft: AssistanceRequest, asks: Asks) -> None:
        asks(RuleCheck.LANGUAGE_IN, languages=["lv"], level="recommended")
        result = checked(request_in_draft)
        assert result.is_complete
        assert "Date of birth" in {item.label for item in result.recommended}

    def test_ten_rules_cost_no_more_statements_than_one(
        self, request_in_draft: AssistanceRequest, asks: Asks
    ) -> None:
        def statements() -> int:
            with CaptureQueriesContext(connection) as context:
                for case in cases_with_parts():
                    check(case)
            return len(context)

        asks(RuleCheck.FIELD_FILLED, field="person.birth_date", is_sample=True)
        one = statements()
        for _ in range(3):
            asks(RuleCheck.LANGUAGE_IN, languages=["lv"], is_sample=True)
            asks(RuleCheck.ENCLOSURE_TITLED, words=["warrant"])
            asks(RuleCheck.ASSURANCE_GIVEN, words=["death penalty"])
        assert statements() == one


def test_uploads_of_the_drafting_page_count_as_what_their_title_says(
    cast: Cast, request_in_draft: AssistanceRequest, asks: Asks
) -> None:
    from casework.services.desk import add_document

    rule = asks(RuleCheck.TRANSLATION_ENCLOSED, languages=["lv"], words=["translation"])
    file = SimpleUploadedFile("a.txt", b"Tulkojums", content_type="text/plain")
    for is_enclosure in (False, True):
        add_document(
            actor(cast.drafter),
            request_in_draft.pk,
            title="Translation",
            file=file,
            is_enclosure=is_enclosure,
        )
        file.seek(0)
        assert is_met(request_in_draft, rule) is is_enclosure
