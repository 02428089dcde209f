import pytest

from casework.legal_basis import legal_basis_of
from casework.models import AssistanceRequest
from casework.services.drafting import save_part
from tests.factories.casework import Cast, actor


def test_there_is_no_basis_before_a_state_is_chosen(request_in_draft: AssistanceRequest) -> None:
    request_in_draft.counterpart_state = None
    assert legal_basis_of(request_in_draft) is None


@pytest.mark.parametrize("crime", ["torture", "aggression"])
def test_a_crime_of_an_annex_brings_its_own_warning(
    cast: Cast, request_in_draft: AssistanceRequest, crime: str
) -> None:
    before = legal_basis_of(request_in_draft)
    save_part(actor(cast.drafter), request_in_draft.pk, "offences", {"crime": crime})
    after = legal_basis_of(AssistanceRequest.objects.get(pk=request_in_draft.pk))
    assert before is not None
    assert after is not None
    assert set(before.warnings) < set(after.warnings)
