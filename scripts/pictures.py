"""Takes the pictures of the README from a running `make demo`, as a person who signs in would see them.

Into docs/images: the worklist and a file of the authority that asks, the execution tab of the authority that
is asked, the first page of the sealed letter, its verification. Chromium is needed.
"""

import json
import os
import shutil
import sys
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "images"
FACTS = Path(os.environ.get("MLA_VAR", ROOT / "var")) / "demo.json"
WIDTH, HEIGHT, COLOURS = 1280, 900, 128
LETTER_SCALE = 1.1


def main() -> None:
    if not FACTS.exists():
        sys.exit("Start `make demo` first, in another terminal.")
    facts = json.loads(FACTS.read_text())
    accounts = {account["role"]: account for account in facts["accounts"]}
    with sync_playwright() as playwright:
        chromium = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        asking = signed_in(browser, facts["url"], accounts["drafter"])
        keep(asking, "worklist")
        asking.locator("table a.reference, table a", has_text="/O/00001").first.click()
        keep(asking, "case")
        asked = signed_in(browser, facts["url"], accounts["drafter, Latvia"])
        asked.locator("table a", has_text="/I/00001").first.click()
        asked.goto(asked.url.rstrip("/") + "/execution")
        keep(asked, "execution")
        asked.goto(facts["verify_url"])
        keep(asked, "verification")
        browser.close()
    page = pypdfium2.PdfDocument(facts["letter"])[0]
    save(page.render(scale=LETTER_SCALE).to_pil(), "letter")


def signed_in(browser: Browser, url: str, account: dict[str, str]) -> Page:
    """A tab of this person, with the one-time code that the demonstration shows."""
    page = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, locale="en-GB").new_page()
    page.goto(url)
    page.fill("[name=login]", account["email"])
    page.fill("[name=password]", account["password"])
    page.press("[name=password]", "Enter")
    page.locator("#demo-code-fill:enabled").click(timeout=60_000)
    page.press("[name=code]", "Enter")
    page.get_by_role("heading", level=1).wait_for()
    page.wait_for_url(lambda address: "/accounts/" not in address)
    return page


def keep(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    path = TARGET / f"{name}.png"
    page.screenshot(path=path, full_page=True)
    save(Image.open(path), name)


def save(picture: Image.Image, name: str) -> None:
    path = TARGET / f"{name}.png"
    picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
