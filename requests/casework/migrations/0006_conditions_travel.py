from typing import Any

import django.db.models.deletion
from django.db import migrations, models

import mla_portal.common.models


def rename(apps: Any, old: str, new: str) -> None:
    apps.get_model("requests", "Condition").objects.filter(type=old).update(type=new)


def forwards(apps: Any, schema_editor: Any) -> None:
    """A condition to return items carries its day from now on, and its code says so."""
    rename(apps, "return", "return_by")


def backwards(apps: Any, schema_editor: Any) -> None:
    rename(apps, "return_by", "return")
    for newer in ("speciality", "destroy_by"):
        rename(apps, newer, "other")


class Migration(migrations.Migration):
    dependencies = [
        ("requests", "0005_letters_in_arabic"),
    ]

    operations = [
        migrations.AddField(
            model_name="condition",
            name="decision",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="requests.decision",
                verbose_name="part of the decision",
            ),
        ),
        migrations.AddField(
            model_name="condition",
            name="documents",
            field=models.ManyToManyField(
                blank=True,
                related_name="conditions",
                to="requests.casedocument",
                verbose_name="documents bound",
            ),
        ),
        migrations.AddField(
            model_name="condition",
            name="due_on",
            field=models.DateField(
                blank=True,
                help_text="The day by which items are returned or destroyed.",
                null=True,
                verbose_name="due on",
            ),
        ),
        migrations.AddField(
            model_name="condition",
            name="end_proof",
            field=mla_portal.common.models.FreeTextField(
                blank=True, verbose_name="why it ended, and the proof"
            ),
        ),
        migrations.AddField(
            model_name="condition",
            name="ended_by",
            field=models.ForeignKey(
                blank=True,
                help_text="The communication in which the side that set it consents.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="conditions_ended",
                to="requests.communication",
                verbose_name="ended by",
            ),
        ),
        migrations.AddField(
            model_name="condition",
            name="ended_on",
            field=models.DateField(blank=True, null=True, verbose_name="ended on"),
        ),
        migrations.AlterField(
            model_name="condition",
            name="type",
            field=models.CharField(
                choices=[
                    ("use_limitation", "Use limitation"),
                    ("speciality", "Speciality"),
                    ("confidentiality", "Confidentiality"),
                    ("return_by", "Return of items"),
                    ("destroy_by", "Destruction of items"),
                    ("assurance", "Assurance"),
                    ("other", "Other condition"),
                ],
                max_length=16,
                verbose_name="type",
            ),
        ),
        migrations.RunPython(forwards, backwards),
    ]
