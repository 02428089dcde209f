// The portal's own behaviour on every page. No page needs it to work; it makes the pages kinder.
(() => {
  "use strict";

  const enhance = (root) => {
    root.querySelectorAll("[data-hidden-with-script]").forEach((element) => element.setAttribute("hidden", ""));
    const summary = root.querySelector("[data-takes-focus]");
    if (summary) summary.focus();
  };

  document.addEventListener("DOMContentLoaded", () => enhance(document));
  document.addEventListener("htmx:afterSwap", (event) => enhance(event.detail.target));

  // A choice that takes effect at once: <select data-submits>.
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-submits]")) event.target.form.requestSubmit();
  });

  // Fills a form of the same page: <button data-fill='{"id of field": "value"}'>.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-fill]");
    if (!button) return;
    let last = null;
    Object.entries(JSON.parse(button.dataset.fill)).forEach(([id, value]) => {
      last = document.getElementById(id);
      if (last) last.value = value;
    });
    if (last) last.focus();
  });

  // A form that was sent once is not sent twice by an impatient finger: <form data-once>.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-once]")) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });

  // Leaving with unsaved text asks first: <form data-keeps>.
  let unsaved = false;
  document.addEventListener("input", (event) => {
    if (event.target.form && event.target.form.matches("[data-keeps]")) unsaved = true;
  });
  document.addEventListener("submit", () => { unsaved = false; });
  window.addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });

  // htmx got no usable answer: say so, where messages stand.
  const noAnswer = () => {
    const place = document.getElementById("messages");
    const template = document.getElementById("no-answer");
    if (!place || !template) return;
    place.replaceChildren(template.content.cloneNode(true));
    place.firstElementChild.focus();
  };
  document.addEventListener("htmx:sendError", noAnswer);
  document.addEventListener("htmx:timeout", noAnswer);
  document.addEventListener("htmx:responseError", (event) => {
    if (!event.detail.shouldSwap) noAnswer();
  });
})();
