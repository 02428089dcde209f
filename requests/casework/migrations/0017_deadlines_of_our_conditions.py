"""The days of return and destruction that we set were not deadlines; they are from now on."""

from textwrap import shorten
from typing import Any

from django.db import migrations

KINDS = {"return_by": "Return of items", "destroy_by": "Destruction of items"}


def start(apps: Any, editor: Any) -> None:
    deadlines = apps.get_model("requests", "Deadline")
    conditions = apps.get_model("requests", "Condition").objects.filter(
        due_on__isnull=False, ended_on=None, communication__direction="issued"
    )
    for row in conditions.select_related("request__counterpart"):
        words = f"{KINDS.get(row.type, row.type)}: {' '.join(row.text.split())}"
        deadlines.objects.get_or_create(
            request=row.request,
            code=f"{row.type}:{row.pk}",
            ended_at=None,
            defaults={
                "text": shorten(words, 200, placeholder="…"),
                "due_on": row.due_on,
                "basis": "own",
                "time_zone": row.request.counterpart.time_zone if row.request.counterpart else "",
            },
        )


class Migration(migrations.Migration):
    dependencies = [("requests", "0016_expiries")]

    operations = [migrations.RunPython(start, migrations.RunPython.noop)]
