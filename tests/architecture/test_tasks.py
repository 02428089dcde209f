"""Tasks are queued when the transaction that asks for them is committed, and never before."""

import ast

from mla_portal.celery import app
from mla_portal.settings.environment import ROOT
from tests.architecture.sources import PACKAGES, python_files

AT_ONCE = {"delay", "apply_async", "send_task"}


def test_no_task_is_queued_before_the_commit() -> None:
    found = [
        f"{path}:{node.lineno}"
        for path in python_files(*PACKAGES)
        if path.name != "tasks.py"
        for node in ast.walk(ast.parse((ROOT / path).read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in AT_ONCE
    ]
    assert found == [], "use delay_on_commit or apply_async_on_commit"


def test_beat_asks_only_for_tasks_that_exist() -> None:
    app.loader.import_default_modules()
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= set(app.tasks)


def test_letters_have_a_queue_of_their_own() -> None:
    queues = {queue.name for queue in app.conf.task_queues}
    assert queues == {"default", "letters"}
    assert app.amqp.router.route({}, "documents.tasks.anything")["queue"].name == "letters"
    assert app.amqp.router.route({}, "casework.tasks.anything")["queue"].name == "default"
