"""A treaty is a reviewed file: what is wrong in it is named with its line; a second one needs no code."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from ruamel.yaml import YAML

from states import checks
from states.choices import Confidence
from states.treaties import Localised, TreatyFileError, UnknownTreatyError, get_treaty_rules, treaty_codes
from states.treaties import loading as loading_module
from states.treaties.loading import FOLDER, load_treaty_file
from states.treaties.overlay import is_localised, lay_over, without
from states.treaties.vocabulary import Level, When
from states.treaties.yaml_files import DataFile

SMALL = (Path(__file__).parent / "data" / "small.yaml").read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of treaty files in place of the real one."""
    loading_module._kept.cache_clear()
    monkeypatch.setattr(loading_module, "FOLDER", tmp_path)
    yield tmp_path
    loading_module._kept.cache_clear()


def problems(folder: Path, old: str = "", new: str = "") -> tuple[str, ...]:
    """What is wrong with the small treaty once `old` is replaced."""
    assert old in SMALL
    path = folder / "small.yaml"
    path.write_text(SMALL.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(TreatyFileError) as refused:
        load_treaty_file(path)
    return refused.value.problems


def test_a_second_treaty_is_a_second_file(folder: Path) -> None:
    (folder / "small.yaml").write_text(SMALL, encoding="utf-8")
    assert treaty_codes() == ("small",)
    assert get_treaty_rules("small").crime("piracy").annex == "A"
    assert checks.treaty_files(None) == []


def test_the_same_file_is_read_once(folder: Path) -> None:
    (folder / "small.yaml").write_text(SMALL, encoding="utf-8")
    assert get_treaty_rules("small") is get_treaty_rules("small")


def test_an_unknown_treaty_is_named() -> None:
    with pytest.raises(UnknownTreatyError, match="no-such-treaty"):
        get_treaty_rules("no-such-treaty")


def test_an_unknown_type_is_named_with_its_line(folder: Path) -> None:
    (found,) = problems(folder, "type: text", "type: txt")
    assert found.startswith(
        'small.yaml:23: measures → serve_documents → fields → addressee → type: unknown type "txt" (known: '
    )


FIELD = "measures → serve_documents → fields → addressee"
FIX = "        fix: {en: Name them., fr: Nommez-les., es: Nómbrelos.}\n"
FAULTS = {
    "an annex": ("annex: A,", "annex: Z,", '12: crimes → piracy → annex: unknown annex "Z"'),
    "a part": ("part: I,", "part: IX,", '8: articles → 4 → part: unknown part "IX"'),
    "a measure": (
        "[serve_documents]",
        "[serve]",
        '33: contents → order → measures → 1: unknown measure "serve"',
    ),
    "a field of the case": (
        "field: documents",
        "field: papers",
        '33: contents → order → field: unknown field "papers"',
    ),
    "a field of the measure": (
        "field: documents",
        "field: measure.details.place",
        '33: contents → order → field: the measures named have no field "place"',
    ),
    "an article": (
        'article: "4", source',
        'article: "5", source',
        '10: annexes → A → article: unknown article "5"',
    ),
    "a source": (
        "source: S1\n",
        "source: S2\n",
        '17: measures → serve_documents → source: unknown source "S2"',
    ),
    "the name": ("code: small", "code: large", '1: code: the file is named "small", so must its code be'),
    "a key": ("level: required", "levle: required", f"24: {FIELD} → levle: unknown key"),
    "no remedy": (FIX, "", f"21: {FIELD}: a required or recommended field says in `fix` what to do"),
    "a language": (", es: Uno}", "}", "6: parts → I → label → es: Field required"),
    "a key twice": (
        "code: piracy",
        "code: piracy, code: theft",
        '12: found duplicate key "code" with value "theft" (original value: "piracy")',
    ),
}


@pytest.mark.parametrize(("old", "new", "expected"), FAULTS.values(), ids=FAULTS.keys())
def test_what_is_wrong_is_named_with_its_line(folder: Path, old: str, new: str, expected: str) -> None:
    assert problems(folder, old, new) == (f"small.yaml:{expected}",)


def test_every_fault_is_named_and_not_only_the_first(folder: Path) -> None:
    path = folder / "small.yaml"
    path.write_text(SMALL.replace("annex: A,", "annex: Z,").replace("part: I,", "part: IX,"))
    with pytest.raises(TreatyFileError) as refused:
        load_treaty_file(path)
    assert len(refused.value.problems) == 2


def test_the_system_check_refuses_a_wrong_file(folder: Path) -> None:
    (folder / "small.yaml").write_text(SMALL.replace("annex: A,", "annex: Z,"), encoding="utf-8")
    assert [error.msg for error in checks.treaty_files(None)] == [
        'small.yaml:12: crimes → piracy → annex: unknown annex "Z"'
    ]


def test_an_office_policy_cannot_pass_for_an_article(folder: Path) -> None:
    policy = (
        "deadlines:\n"
        "  - {code: d, basis: policy, days: 3, starts: sent, label: {en: d, fr: d, es: d},"
        ' article: "4", source: S1, confidence: verified}\n'
    )
    assert problems(folder, "contents:\n  -", f"{policy}contents:\n  -") == (
        "small.yaml:33: deadlines → d: an office policy has no article and is not verified law",
    )


def test_labels_follow_the_readers_language() -> None:
    label = Localised(en="Seizure", fr="Saisie", es="Incautación")
    with translation.override("fr"):
        assert str(label) == "Saisie"
    with translation.override("de"):
        assert str(label) == "Seizure"
    assert label.in_language("es-mx") == "Incautación"


def overlay_of(node: Any) -> Any:
    """Every text of a treaty file by code, in Arabic."""
    if is_localised(node):
        return "ع"
    if isinstance(node, dict):
        return {key: found for key, value in node.items() if (found := overlay_of(value))}
    if isinstance(node, list):
        return {str(entry["code"]): overlay_of(entry) for entry in node if isinstance(entry, dict)}
    return None


def test_arabic_comes_from_a_file_of_its_own_that_has_every_text_and_no_other(folder: Path) -> None:
    source, path = folder / "small.yaml", folder / "small.ar.yaml"
    source.write_text(SMALL, encoding="utf-8")
    texts = overlay_of(DataFile(source).content)
    YAML().dump({"texts": texts}, path)
    assert load_treaty_file(source).title.in_language("ar") == "ع"
    assert treaty_codes() == ("small",)
    texts["crimes"]["barratry"] = {"label": "x"}
    YAML().dump({"texts": texts}, path)
    with pytest.raises(TreatyFileError) as refused:
        load_treaty_file(source)
    told = " ".join(refused.value.problems)
    assert "barratry: the treaty file has no such text" in told


class TestTheConvention:
    rules = get_treaty_rules("ljubljana-the-hague")

    def test_every_term_is_there_in_arabic(self) -> None:
        source = DataFile(FOLDER / "ljubljana-the-hague.yaml").content
        overlay = DataFile(FOLDER / "ljubljana-the-hague.ar.yaml").content
        assert list(lay_over(source, overlay["texts"], "ar")) == []
        assert list(without(source, "ar")) == []
        assert overlay["reviewed_by"] is None

    def test_article_two_paragraph_two_is_the_acceptance_of_annexes(self) -> None:
        principle = self.rules.principle("annex_opt_in")
        assert principle is not None
        assert (principle.article, principle.confidence) == ("2(2)", Confidence.VERIFIED)

    def test_entry_into_force_is_not_verified(self) -> None:
        principle = self.rules.principle("entry_into_force")
        assert principle is not None
        assert (principle.article, principle.confidence) == ("90", Confidence.UNVERIFIED)

    def test_the_verified_articles_are_those_of_the_sources_and_no_more(self) -> None:
        assert {article.code for article in self.rules.articles if article.is_verified} == {
            "1", "2", "2(2)", "9", "20", "22", "90", "92", "92(3)",
        }  # fmt: skip

    def test_no_content_of_a_request_is_verified_but_the_language(self) -> None:
        assert [entry.code for entry in self.rules.requirements if entry.is_verified] == ["language"]

    def test_no_number_of_days_is_presented_as_law(self) -> None:
        assert {rule.basis for rule in self.rules.deadlines} == {"policy"}
        assert {rule.article for rule in self.rules.deadlines} == {None}
        verified = {value.code for value in self.rules.provisional_values if value.is_verified}
        assert verified == {"ratifications_needed", "reservation_period"}

    def test_no_ground_of_refusal_is_mandatory_or_verified(self) -> None:
        assert {ground.nature for ground in self.rules.grounds} == {"optional"}
        assert not [ground.code for ground in self.rules.grounds if ground.is_verified]

    def test_a_political_offence_is_excluded_as_a_ground(self) -> None:
        assert self.rules.ground("political_offence").effect == "excluded"

    def test_only_the_annexes_that_a_source_names_are_sure(self) -> None:
        sure = {annex.code: annex.confidence for annex in self.rules.annexes}
        assert sure == dict.fromkeys("ABCDFG", Confidence.UNVERIFIED) | {
            "E": Confidence.SECONDARY,
            "H": Confidence.VERIFIED,
        }

    def test_the_facts_are_not_needed_to_serve_documents_only(self) -> None:
        only = {entry.code for entry in self.rules.requirements_for(["serve_documents"])}
        both = {entry.code for entry in self.rules.requirements_for(["serve_documents", "provide_records"])}
        assert "facts" not in only
        assert "facts" in both

    def test_reasons_are_asked_for_only_where_they_are_due(self) -> None:
        plain = {entry.code for entry in self.rules.requirements_for(["provide_records"])}
        pressed = {
            entry.code
            for entry in self.rules.requirements_for(
                ["search_seizure"], urgent=True, time_limit=True, confidential=True
            )
        }
        due = {"urgency_reason", "time_limit_reason", "confidentiality_reason", "domestic_order"}
        assert plain.isdisjoint(due)
        assert due <= pressed

    def test_a_measures_own_field_is_a_content_of_the_request_for_it(self) -> None:
        entry = next(
            entry for entry in self.rules.requirements if entry.code == "videoconference_hearing.reason"
        )
        assert entry.field == "measure.details.reason"
        assert (entry.when, entry.measures) == (When.MEASURE, ("videoconference_hearing",))
        assert (entry.level, entry.confidence) == (Level.REQUIRED, Confidence.MODEL_CLAUSE)

    def test_a_citation_never_leaves_out_how_sure_it_is(self) -> None:
        assert self.rules.article("22").citation == "Article 22 – Verified in a source (S8)"
        assert self.rules.measure("freezing").citation == (
            "No article known – Model clause of parent treaties, not this treaty's text"
            " (UNTOC 18(3), UNCAC 46(3))"
        )

    def test_every_measure_of_the_catalogue_is_there(self) -> None:
        assert len(self.rules.measures) == 26
        assert self.rules.measures[-1].code == "other"
