from django.conf import settings

from casework.diagram import workflow_document


def test_the_workflow_document_is_that_of_the_table() -> None:
    written = (settings.BASE_DIR / "docs" / "workflow.md").read_text(encoding="utf-8")
    assert written == workflow_document(), "Run: manage.py write_workflow"
