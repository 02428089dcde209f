// Compares a chosen or dropped file with the hash of the sealed letter. The file never leaves the device.
(() => {
  "use strict";

  const LARGEST_LETTER = 256 * 1024 * 1024; // WebCrypto hashes in one piece, so the file must fit in memory.
  const drop = document.getElementById("verify-drop");
  const input = document.getElementById("verify-file");
  const result = document.getElementById("verify-result");
  if (!drop || !input || !result) return;

  const looks = { working: "text-secondary", same: "alert alert-success" };

  const say = (outcome) => {
    result.textContent = drop.dataset[outcome];
    result.className = `mt-3 mb-0 ${looks[outcome] || "alert alert-danger"}`;
  };

  const hex = (buffer) =>
    Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");

  let latest = 0;

  const compare = async (file) => {
    const mine = ++latest;
    if (!window.crypto || !window.crypto.subtle) return say("insecure");
    if (file.size > LARGEST_LETTER) return say("tooLarge");
    say("working");
    let outcome;
    try {
      const digest = hex(await window.crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
      outcome = digest === drop.dataset.sha256 ? "same" : "different";
    } catch {
      outcome = "unreadable";
    }
    if (mine === latest) say(outcome);
  };

  input.addEventListener("change", () => {
    if (input.files.length) compare(input.files[0]);
  });

  // A file dropped anywhere on the page is taken, so that a near miss does not make the browser open it.
  for (const type of ["dragenter", "dragover"]) {
    document.addEventListener(type, (event) => {
      event.preventDefault();
      drop.classList.add("border-primary");
    });
  }
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) drop.classList.remove("border-primary");
  });
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("border-primary");
    const file = event.dataTransfer && event.dataTransfer.files[0];
    if (file) compare(file);
  });
})();
