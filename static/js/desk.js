// The pages of one file. Every form works without this; with it nothing typed is lost when a line, a session
// or a form breaks: an answer that is not the form itself is said in a sentence, and the form stays as it is.
(() => {
  "use strict";
  if (window.deskIsLoaded) return; // a swapped page names this file again
  window.deskIsLoaded = true;

  let mustRefreshToken = false;

  const say = (text) => {
    const place = document.getElementById("messages");
    const box = document.createElement("div");
    box.className = "alert alert-danger";
    box.setAttribute("role", "alert");
    box.tabIndex = -1;
    box.textContent = text;
    place.replaceChildren(box);
    box.focus();
    box.scrollIntoView({ block: "center" });
  };

  const keptForm = (event) => {
    const source = event.detail.requestConfig ? event.detail.requestConfig.elt : event.detail.elt;
    return source && source.matches && source.matches("form[data-keeps]") ? source : null;
  };

  // The portal asks before one leaves unsaved text; a refused form is unsaved again.
  const stillUnsaved = (form) => {
    const field = form.querySelector("textarea, input:not([type=hidden]), select");
    if (field) field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  document.addEventListener("htmx:beforeSwap", (event) => {
    const form = keptForm(event);
    const status = event.detail.xhr.status;
    if (!form || status < 400) return;
    const answer = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
    if (answer.getElementById(form.id)) return; // the form itself, with its errors
    event.detail.shouldSwap = false;
    mustRefreshToken = status === 401 || status === 403;
    const sentence = answer.querySelector("[data-sentence], [role=alert], .lead-line");
    const fallback = document.getElementById("no-answer");
    say(sentence ? sentence.textContent.trim() : fallback ? fallback.content.textContent.trim() : String(status));
    stillUnsaved(form);
  });

  // After signing in again in another tab the page's token is old: fetch the new one before sending.
  document.addEventListener("htmx:confirm", (event) => {
    if (!mustRefreshToken) return;
    event.preventDefault(); // the running check waits too: its own failure would hide the sentence
    if (!event.target.matches("form[data-keeps]")) return;
    fetch(window.location.href, { credentials: "same-origin" })
      .then((response) => response.text())
      .then((text) => {
        const fresh = new DOMParser().parseFromString(text, "text/html").querySelector("[name=csrfmiddlewaretoken]");
        const own = event.target.querySelector("[name=csrfmiddlewaretoken]");
        if (fresh && own) own.value = fresh.value;
        mustRefreshToken = false;
      })
      .catch(() => {})
      .finally(() => event.detail.issueRequest(true));
  });

  // Two versions of one field: take theirs into the field, to keep or to edit.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-take]");
    if (!button) return;
    const field = document.getElementById(button.dataset.for);
    if (!field) return;
    if (field.type === "checkbox") field.checked = button.dataset.take === "True";
    else field.value = button.dataset.take;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });

  // How much room is left, once a text comes near its limit. Nothing is cut off.
  const count = (field) => {
    const limit = Number(field.dataset.limit);
    let line = field.parentElement.querySelector(".count-of-text");
    if (field.value.length < limit * 0.9) {
      if (line) line.remove();
      return;
    }
    if (!line) {
      line = document.createElement("p");
      line.className = "count-of-text";
      field.after(line);
    }
    const form = new Intl.NumberFormat(document.documentElement.lang);
    line.textContent = `${form.format(field.value.length)} / ${form.format(limit)}`;
    line.classList.toggle("is-over", field.value.length > limit);
  };
  document.addEventListener("input", (event) => {
    if (event.target.dataset && event.target.dataset.limit) count(event.target);
  });

  // A file over the limit is refused before it is sent.
  document.addEventListener("change", (event) => {
    const field = event.target;
    if (!field.dataset || !field.dataset.maxBytes) return;
    const large = Array.from(field.files).find((file) => file.size > Number(field.dataset.maxBytes));
    field.setCustomValidity(large ? field.dataset.tooLarge.replace("{name}", large.name) : "");
    if (large) field.reportValidity();
  });

  // On a telephone the tabs scroll: show the one that is open.
  const here = document.querySelector(".tabs [aria-current]");
  if (here) here.scrollIntoView({ block: "nearest", inline: "center" });

  // A link of the check leads into its field.
  const enterField = () => {
    const field = window.location.hash.startsWith("#id_") && document.getElementById(window.location.hash.slice(1));
    if (field && field.focus) field.focus();
  };
  window.addEventListener("hashchange", enterField);
  enterField();
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#id_"]');
    const field = link && document.getElementById(link.getAttribute("href").slice(1));
    if (field) setTimeout(() => field.focus(), 0);
  });
})();
