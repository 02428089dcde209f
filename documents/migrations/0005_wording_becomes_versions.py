from django.db import migrations
from django.utils import timezone


def to_versions(apps, schema_editor):
    """Each text that was in force is version 1. Who wrote it is in the audit record alone."""
    texts, versions = (
        apps.get_model("documents", "LetterText"),
        apps.get_model("documents", "LetterTextVersion"),
    )
    for row in texts.objects.all():
        row.in_use = versions.objects.create(clause=row, number=1, text=row.text, approved_at=timezone.now())
        row.save(update_fields=["in_use"])


def to_texts(apps, schema_editor):
    """The version in use is the text; a clause that had gone back to the standard had no row."""
    texts, versions = (
        apps.get_model("documents", "LetterText"),
        apps.get_model("documents", "LetterTextVersion"),
    )
    versions.objects.filter(clause__in_use=None).delete()
    texts.objects.filter(in_use=None).delete()
    for row in texts.objects.select_related("in_use"):
        row.text = row.in_use.text
        row.save(update_fields=["text"])
    texts.objects.update(in_use=None)
    versions.objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("documents", "0004_wording_versions")]

    operations = [migrations.RunPython(to_versions, to_texts)]
