import pytest

from casework.names import fold, skeleton


@pytest.mark.parametrize("other", ["Muhammad", "Mohamed", "محمد", "Мохаммед", "MUHAMMED"])
def test_one_name_in_five_spellings_has_one_skeleton(other: str) -> None:
    assert skeleton(other) == skeleton("Mohammed")


@pytest.mark.parametrize("other", ["Ђорђе Ћирић", "Djordje Ciric", "Đorđe Ćirić"])
def test_latin_and_cyrillic_serbian_have_one_skeleton(other: str) -> None:
    assert skeleton(other) == skeleton("Đorđe Ćirić")


def test_different_names_differ() -> None:
    assert skeleton("Ana Novak") != skeleton("Ivan Novak")


def test_folding_leaves_plain_latin_words() -> None:
    assert fold("  Müller-Łódź, O'Brien ") == "muller lodz obrien"


def test_a_name_of_vowels_keeps_them() -> None:
    assert skeleton("Aia") == "aia"
