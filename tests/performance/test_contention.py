"""Acts that meet on the same files: none waits for another in a circle, and no number is lost on the way."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from random import Random
from uuid import UUID

import pytest
from django.db import connection

from casework.choices import Status
from casework.models import AssistanceRequest, NumberSeries
from casework.numbering import Series
from casework.services.communications import Particulars
from casework.services.drafting import open_request
from casework.services.transition import perform
from documents.choices import LetterStatus
from documents.models import Letter
from documents.services import production
from mla_portal.audit.services import verify
from mla_portal.common.errors import Refusal
from states.models import Treaty
from tests.factories.casework import Cast, actor, draft

pytestmark = pytest.mark.django_db(transaction=True)

Act = Callable[[UUID], object]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return Cast()


def all_at_once(acts: list[Callable[[], object]]) -> None:
    """Every act in a thread of its own. A refusal is an answer; any other error (a deadlock) is not."""

    def run(act: Callable[[], object]) -> None:
        try:
            act()
        except Refusal:
            pass
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as hands:
        for done in [hands.submit(run, act) for act in acts]:
            done.result(timeout=120)


def test_sealing_giving_up_and_finishing_at_once_end_in_one_of_their_orders(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = []
    for _ in range(4):
        case = draft(cast)
        perform(actor(cast.drafter), case.pk, "submit")
        perform(actor(cast.approver), case.pk, "approve")
        cases.append(case.pk)
    desk = actor(cast.approver, fresh_second_factor=True)

    def seal(case: UUID) -> None:
        perform(desk, case, "seal")

    def give_up(case: UUID) -> None:
        perform(desk, case, "stop_sealing", Particulars(reason="Wrong date."))

    def finish(case: UUID) -> None:
        for letter in Letter.objects.filter(communication__request=case):
            production.produce(letter.pk, task=f"task {letter.pk}")

    def sweep(case: UUID) -> None:
        production.sweep()

    steps: list[Act] = [seal, give_up, finish, finish, sweep, seal, seal]
    acts = [lambda act=act, case=case: act(case) for case in cases for act in steps]
    Random(7).shuffle(acts)
    all_at_once(acts)
    for case in cases:
        finish(case)

    assert set(AssistanceRequest.objects.values_list("status", flat=True)) <= {Status.APPROVED, Status.SEALED}
    states = {LetterStatus.READY, LetterStatus.CANCELLED}
    assert set(Letter.objects.values_list("status", flat=True)) <= states
    for case in AssistanceRequest.objects.all():
        ready = Letter.objects.filter(communication__request=case, status=LetterStatus.READY).count()
        assert ready == (case.status == Status.SEALED)
    assert list(verify()) == []


def test_files_opened_at_once_take_every_number_once(cast: Cast) -> None:
    treaty = Treaty.objects.get(code=draft(cast).treaty_id)

    def open_one(number: int) -> AssistanceRequest:
        people = (cast.drafter, cast.colleague, cast.approver)
        return open_request(
            actor(people[number % 3]), holder=cast.authority, treaty=treaty, title=f"Sample {number}"
        )

    all_at_once([lambda number=number: open_one(number) for number in range(40)])

    numbers = sorted(
        int(reference[-5:]) for reference in AssistanceRequest.objects.values_list("own_reference", flat=True)
    )
    assert numbers == list(range(1, 42))
    assert NumberSeries.objects.get(series=Series.OUTGOING).last == 41
