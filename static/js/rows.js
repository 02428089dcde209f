// Folds the blank rows of a form away, and shows the next one when asked. Without this they all stand there.
(() => {
  "use strict";
  if (window.rowsAreFolded) return; // a swapped page names this file again
  window.rowsAreFolded = true;

  const fold = () => {
    const button = document.getElementById("one-more-row");
    if (!button) return;
    const kinds = new Set([...document.querySelectorAll("[data-rows]")].map((row) => row.dataset.rows));
    for (const kind of kinds) {
      const rows = [...document.querySelectorAll(`[data-rows="${kind}"]`)];
      const spare = rows.filter((row) => "spare" in row.dataset);
      if (!spare.length || rows.some((row) => row.dataset.folds)) continue;
      rows[0].dataset.folds = "1";
      for (const row of spare) row.hidden = true;
      const more = button.content.firstElementChild.cloneNode(true);
      rows.at(-1).after(more);
      more.addEventListener("click", () => {
        const next = spare.find((row) => row.hidden);
        if (!next) return;
        next.hidden = false;
        next.querySelector("textarea, select, input").focus();
        more.hidden = !spare.some((row) => row.hidden);
      });
    }
  };

  // Offers the names of the files just chosen where a row asks for some of them.
  document.addEventListener("change", (event) => {
    const names = document.getElementById("chosen-files");
    if (!names || event.target.type !== "file") return;
    names.replaceChildren(...[...event.target.files].map((file) => new Option(file.name, file.name)));
  });

  document.addEventListener("DOMContentLoaded", fold);
  document.addEventListener("htmx:afterSettle", fold);
})();
