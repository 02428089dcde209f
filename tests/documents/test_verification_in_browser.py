"""The file in the visitor's hands is compared in the browser, and goes nowhere."""

from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright
from pytest_django.live_server_helper import LiveServer

from documents.letters.codes import grouped
from tests.conftest import CHROMIUM
from tests.factories.documents import sealed_letter

SAME = "Your file is exactly the sealed letter."
DIFFERENT = "Your file is not the sealed letter: at least one byte differs. Do not rely on it."


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_dropped_file_is_compared_on_the_visitors_device(live_server: LiveServer, tmp_path: Path) -> None:
    letter = sealed_letter()
    assert letter.version is not None
    content = letter.version.file.read()
    letter.version.file.close()
    genuine, altered = tmp_path / "genuine.pdf", tmp_path / "altered.pdf"
    genuine.write_bytes(content)
    altered.write_bytes(content[:-1] + b"?")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking"]
        )
        page = browser.new_page()
        page.goto(f"{live_server.url}/verify/{grouped(letter.verification_code)}")
        sent: list[str] = []
        page.on("request", lambda request: sent.append(request.method))
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        for file, sentence in ((genuine, SAME), (altered, DIFFERENT), (genuine, SAME)):
            page.set_input_files("#verify-file", file)
            page.get_by_text(sentence).wait_for()
        browser.close()
    assert set(sent) <= {"GET"}
    assert complaints == []
