"""What an undone upload leaves in storage goes; what a version names stays."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from documents.models import Version
from documents.services.orphans import SETTLED, sweep_orphans
from tests.documents.test_uploads import added

pytestmark = pytest.mark.django_db


def stored() -> set[str]:
    folder = f"documents/{timezone.now():%Y/%m}"
    return {f"{folder}/{name}" for name in default_storage.listdir(folder)[1]}


def test_the_file_of_an_undone_upload_is_deleted_a_day_later_and_no_other(tmp_path: Path) -> None:
    kept = added().versions.get()
    with transaction.atomic():
        undone = added().versions.get().file.name
        transaction.set_rollback(True)
    assert not Version.objects.filter(file=undone).exists()
    assert sweep_orphans() == 0
    assert undone in stored()
    later = timezone.now() + SETTLED + timedelta(minutes=1)
    sweep_orphans(later)
    assert undone not in stored()
    assert kept.file.read()
