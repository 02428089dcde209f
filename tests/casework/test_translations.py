"""Free texts and their translations: how each came about, and whether it still holds."""

import pytest

from casework.choices import CommunicationType
from casework.letters import compose, compose_request
from casework.models import AssistanceRequest, FreeTextTranslation
from casework.selectors.translations import texts_of
from casework.services import correspondence
from casework.services.communications import Particulars
from casework.services.drafting import update_section
from casework.services.transition import perform
from casework.services.translations import Translated, translate
from mla_portal.common.errors import NotPermitted, Refusal
from tests.casework.pages import signed_in, url, words
from tests.factories.casework import Cast, actor, incoming


@pytest.fixture
def in_two(cast: Cast, request_in_draft: AssistanceRequest) -> AssistanceRequest:
    """A draft whose letter is to be in English and French."""
    update_section(
        actor(cast.drafter), request_in_draft.pk, "addressee", {"second_language": "fr"}, seen=None
    )
    return AssistanceRequest.objects.get(pk=request_in_draft.pk)


def facts(text: str = "Les faits.", state: str = "human", by: str = "") -> list[Translated]:
    return [Translated("/facts", text, state, by)]


def said_of_facts(request: AssistanceRequest) -> tuple[str, str, str] | None:
    letter = compose_request(request, number="–", signatory=None)
    found = next((text for text in letter.second if text.at == "/facts"), None)
    return (found.text, found.state, found.certified_by) if found else None


def test_the_letter_says_a_text_in_both_languages_and_how_it_was_translated(
    cast: Cast, in_two: AssistanceRequest
) -> None:
    translate(actor(cast.drafter), in_two.pk, facts(state="certified", by="A. Interpreter"))
    assert said_of_facts(in_two) == ("Les faits.", "certified", "A. Interpreter")
    letter = compose_request(in_two, number="–", signatory=None)
    assert letter.second_language == "fr"
    assert any(text.at == "/requesting/state/label" or text.at.endswith("/label") for text in letter.second)


def test_a_translation_holds_only_for_the_wording_it_was_made_from(
    cast: Cast, in_two: AssistanceRequest
) -> None:
    translate(actor(cast.drafter), in_two.pk, facts())
    update_section(actor(cast.drafter), in_two.pk, "facts", {"facts": "Otherwise."}, seen=None)
    changed = AssistanceRequest.objects.get(pk=in_two.pk)
    assert [text.place for text in texts_of(changed) if text.is_stale] == ["/facts"]
    assert said_of_facts(changed) is None
    translate(actor(cast.drafter), in_two.pk, facts("Autrement."))
    assert not any(text.is_stale for text in texts_of(changed))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (facts(state="none"), "how it was translated"),
        (facts(state="certified"), "who certified"),
        (facts(state="machine", by="Somebody"), "Only a certified"),
    ],
)
def test_a_state_that_does_not_hold_is_refused_at_its_text(
    cast: Cast, in_two: AssistanceRequest, given: list[Translated], sentence: str
) -> None:
    with pytest.raises(Refusal) as refusal:
        translate(actor(cast.drafter), in_two.pk, given)
    assert sentence in refusal.value.fields["/facts"]
    assert not FreeTextTranslation.objects.exists()


def test_a_submitted_request_is_translated_no_more(cast: Cast, in_two: AssistanceRequest) -> None:
    perform(actor(cast.drafter), in_two.pk, "submit")
    with pytest.raises(NotPermitted):
        translate(actor(cast.drafter), in_two.pk, facts())


def test_a_passage_of_another_letter_carries_its_translation(cast: Cast) -> None:
    request = incoming(cast)
    letter = correspondence.prepare(
        actor(cast.drafter),
        request.pk,
        CommunicationType.ACKNOWLEDGEMENT,
        Particulars(text="Thank you."),
        language="en",
        second_language="es",
    )
    given = [Translated("/text", "Gracias.", "machine")]
    translate(actor(cast.colleague), request.pk, given, communication_id=letter.pk)
    letter.refresh_from_db()
    text = compose(letter, number="–", signatory=None).text
    assert text is not None
    assert (text.second, text.state) == ("Gracias.", "machine")
    assert letter.changed_by == cast.colleague


def test_the_page_stands_beside_the_text_and_keeps_what_was_typed(
    cast: Cast, in_two: AssistanceRequest
) -> None:
    client, address = signed_in(cast.drafter), url("translations", in_two)
    rows = client.get(address).context["rows"]
    number = next(n for n, form in enumerate(rows) if form.source.place == "/facts")
    refused = client.post(address, {f"t{number}-text": "Les faits.", f"t{number}-state": "none"})
    assert refused.status_code == 409
    assert "Les faits." in words(refused)
    client.post(address, {f"t{number}-text": "Les faits.", f"t{number}-state": "human"})
    assert FreeTextTranslation.objects.get().text == "Les faits."
