"""Tasks are queued when the transaction that asks for them is committed, and never before."""

import ast

from mla_portal.celery import app
from mla_portal.settings.environment import ROOT
from tests.architecture.sources import PACKAGES, python_files

AT_ONCE = {"delay", "apply_async", "send_task"}


def calls(tree: ast.AST, *names: str) -> list[ast.Call]:
    """The calls of methods or functions of these names."""
    found = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    return [call for call in found if getattr(call.func, "attr", getattr(call.func, "id", "")) in names]


def queued_before_commit(source: str) -> list[int]:
    """The lines that queue a task at once, outside `on_commit(…)`."""
    tree = ast.parse(source)
    deferred = {inner for outer in calls(tree, "on_commit") for inner in ast.walk(outer)}
    return [call.lineno for call in calls(tree, *AT_ONCE) if call not in deferred]


def test_no_task_is_queued_before_the_commit() -> None:
    found = {
        str(path): lines
        for path in python_files(*PACKAGES)
        if path.name != "tasks.py" and (lines := queued_before_commit((ROOT / path).read_text()))
    }
    assert found == {}, "use delay_on_commit, or on_commit(…, robust=True)"


def test_beat_asks_only_for_tasks_that_exist() -> None:
    app.loader.import_default_modules()
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= set(app.tasks)


def test_letters_have_a_queue_of_their_own() -> None:
    queues = {queue.name for queue in app.conf.task_queues}
    assert queues == {"default", "letters", "deliveries"}
    assert app.amqp.router.route({}, "exchange.tasks.deliver")["queue"].name == "deliveries"
    assert app.amqp.router.route({}, "documents.tasks.render_and_seal")["queue"].name == "letters"
    assert app.amqp.router.route({}, "casework.tasks.anything")["queue"].name == "default"
