"""Country sheets: sourced or marked as invented, well-formed, and to be confirmed before they go stale."""

from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from mla_portal.accounts.actors import Actor, Channel
from states.choices import Confidence, RuleCheck
from states.models import CountryRule
from states.reference import files
from states.services.reference import load_reference_data, load_sample_data
from states.sheets import country_sheet, stale_rules
from states.treaties.yaml_files import DataFileError
from tests.factories.states import AuthorityFactory, CountryRuleFactory, MembershipFactory, StateFactory

pytestmark = pytest.mark.django_db
ACTOR = Actor.portal(Channel.COMMAND)
TODAY = date(2026, 11, 22)


class TestReferenceData:
    def test_latvia_asks_for_latvian_and_says_where(self) -> None:
        load_reference_data(ACTOR)
        rule = CountryRule.objects.get(state="LV", code="letter-in-latvian")
        assert (rule.languages, rule.confidence) == (["lv"], Confidence.VERIFIED)
        assert rule.citation == (
            "Article 22, notification of Latvia – Verified in a source "
            "(S8: likumi.lv/ta/id/361605, Latvian ratification law)"
        )

    def test_invented_rules_come_only_with_the_sample_data_and_say_what_they_are(self) -> None:
        load_reference_data(ACTOR)
        assert not CountryRule.objects.filter(is_sample=True).exists()
        load_sample_data(ACTOR)
        for rule in CountryRule.objects.filter(is_sample=True):
            assert "invented for demonstration" in rule.citation
            assert rule.confidence == Confidence.UNVERIFIED

    def test_loading_again_changes_nothing_and_an_edit_is_kept(self) -> None:
        load_reference_data(ACTOR)
        load_sample_data(ACTOR)
        CountryRule.objects.filter(code="letter-in-latvian").update(text_en="Edited by an administrator.")
        again = load_reference_data(ACTOR)
        assert (again.created, again.updated) == (0, 0)
        assert again.kept == ["country rule LV:letter-in-latvian"]
        assert (load_sample_data(ACTOR).created, load_sample_data(ACTOR).updated) == (0, 0)

    def test_a_confirmation_is_no_edit_of_the_rule(self) -> None:
        load_reference_data(ACTOR)
        CountryRule.objects.update(confirmed_on=TODAY, confirmed_how="Asked by telephone")
        assert load_reference_data(ACTOR).kept == []

    @pytest.mark.parametrize("sample", [False, True])
    def test_every_rule_of_the_files_is_one_the_administration_would_take(self, sample: bool) -> None:
        load_reference_data(ACTOR)
        load_sample_data(ACTOR)
        for rule in CountryRule.objects.filter(is_sample=sample):
            rule.full_clean()

    def test_a_faulty_file_is_refused_with_each_fault_and_its_line(self, tmp_path: Path) -> None:
        good = (files.FOLDER / "sample_country_rules" / "lv.yaml").read_text()
        path = tmp_path / "lv.yaml"
        path.write_text(
            good.replace("person.birth_date", "person.shoe_size")
            .replace("confidence: unverified", "confidence: verified", 1)
            .replace("check_by: field_filled", "check_by: field_filled\n    measures: [levitation]")
        )
        with pytest.raises(DataFileError) as refused:
            files.read_country_rules(path, sample=True)
        told = "\n".join(refused.value.problems)
        assert "an invented rule is not verified" in told
        assert "No treaty file has the measure levitation." in told
        assert "There is no such field" in told
        assert "lv.yaml:" in told


class TestForm:
    def test_a_check_takes_its_own_parameters_and_no_others(self) -> None:
        rule = CountryRuleFactory.build(
            state=StateFactory(code="LV"), check_by=RuleCheck.LANGUAGE_IN, languages=[], field="facts"
        )
        with pytest.raises(ValidationError) as refused:
            rule.clean()
        assert set(refused.value.message_dict) == {"languages", "field"}

    def test_a_field_of_a_measure_needs_the_measures_that_have_it(self) -> None:
        rule = CountryRuleFactory.build(state=StateFactory(code="LV"), field="measure.details.link")
        with pytest.raises(ValidationError):
            rule.clean()
        rule.measures = ["search_seizure", "freezing"]
        rule.clean()
        rule.measures = ["search_seizure", "serve_documents"]
        with pytest.raises(ValidationError):
            rule.clean()

    def test_an_exception_names_a_rule_of_the_same_state(self) -> None:
        other = CountryRuleFactory(state=StateFactory(code="SI"))
        rule = CountryRuleFactory.build(state=StateFactory(code="LV"), excuses=other.code)
        with pytest.raises(ValidationError):
            rule.clean()

    def test_a_rule_is_not_for_an_authority_of_another_state(self) -> None:
        foreign = AuthorityFactory(state=StateFactory(code="SI"))
        rule = CountryRuleFactory.build(state=StateFactory(code="LV"), authority=foreign)
        with pytest.raises(ValidationError):
            rule.clean()


class TestFreshness:
    @pytest.mark.parametrize(
        ("read", "confirmed", "stale"),
        [
            (None, None, True),
            (date(2026, 11, 21), None, False),
            (date(2024, 1, 1), None, True),
            (date(2024, 1, 1), date(2026, 11, 12), False),
            (date(2026, 11, 12), date(2024, 1, 1), False),
            (date(2026, 11, 11), None, True),
        ],
    )
    def test_the_list_and_the_rule_agree_on_what_is_stale(
        self, read: date | None, confirmed: date | None, stale: bool
    ) -> None:
        rule = CountryRuleFactory(source_read_on=read, confirmed_on=confirmed, stale_after_days=10)
        assert rule.is_stale(TODAY) is stale
        assert list(stale_rules(TODAY)) == ([rule] if stale else [])

    def test_what_never_was_confirmed_comes_first_and_what_ended_not_at_all(self) -> None:
        old = CountryRuleFactory(confirmed_on=date(2020, 1, 1))
        never = CountryRuleFactory()
        CountryRuleFactory(last_day=date(2026, 11, 21))
        assert list(stale_rules(TODAY)) == [never, old]


class TestSheet:
    def test_the_sheet_is_in_the_order_of_its_categories_and_leaves_out_what_ended(self) -> None:
        member = MembershipFactory().user
        content = CountryRuleFactory(category="content")
        language = CountryRuleFactory(category="language")
        CountryRuleFactory(category="channel", last_day=date(2026, 11, 21))
        sheet = country_sheet(member, content.state, TODAY)
        assert [[line.rule for line in section.lines] for section in sheet] == [[language], [content]]
