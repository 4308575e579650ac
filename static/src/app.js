import { initAll } from "govuk-frontend";
import htmx from "htmx.org";
import "./menus.js";
import "./search.js";
import "./session.js";

// The class the components look for; set here because the content security policy allows no inline script.
document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();

// Cells with a word too long for a column may break it anywhere; see _components.scss.
const markLongWords = (root) => {
  for (const cell of root.querySelectorAll("td, th")) {
    cell.classList.toggle("sv-long-word", /\S{25,}/.test(cell.textContent));
  }
};
markLongWords(document);

// What htmx swaps in has its components started too.
document.body.addEventListener("htmx:afterSwap", (event) => {
  initAll({ scope: event.detail.target });
  markLongWords(event.detail.target);
});

// A choice may open a box. While another is chosen the box is neither seen nor sent, and keeps what was typed. The design system's
// own script marks such radios with aria-expanded, which a radio may not have.
const openWhatIsChosen = () => {
  for (const radio of document.querySelectorAll("[data-reveals]")) {
    const part = document.getElementById(radio.dataset.reveals);
    part.classList.toggle("govuk-radios__conditional--hidden", !radio.checked);
    for (const box of part.querySelectorAll("input, textarea, select")) box.disabled = !radio.checked;
  }
};
document.addEventListener("change", openWhatIsChosen);
// The browser's back button brings back what was chosen after this has run once.
window.addEventListener("pageshow", openWhatIsChosen);
openWhatIsChosen();

// Forms that save by themselves. Each save says when the last key was pressed, so that an older save that arrives late is known.
const autosaving = (form) => form?.querySelector("[data-page-name]");
for (const kind of ["input", "change"]) {
  document.addEventListener(kind, ({ target }) => {
    const page = autosaving(target.form);
    if (!page) return;
    const [name, last] = page.value.split(".");
    // Always later than the last key: a clock that was put back must not make what is typed now older than what is saved
    page.value = `${name}.${Math.max(Date.now(), Number(last || 0) + 1)}`;
  }, true);
}

const unsaved = new Map();
const notSaved = (line, element, words) => {
  const said = document.createElement("span");
  said.className = "govuk-error-message";
  said.textContent = words;
  line.replaceChildren(said);
  if (element) unsaved.set(line, element);
};
const OFFLINE = "Not saved: no connection. Keep this page open: what you typed is saved when the connection is back.";

// The button sends all that is typed: what still saves by itself is stopped. Without a connection the words stay on the page.
const sending = new Set();
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!autosaving(form)) return;
  const parts = [form, ...form.querySelectorAll("[hx-post]")].filter((part) => part.hasAttribute("hx-post"));
  if (!navigator.onLine) {
    event.preventDefault();
    const line = document.querySelector("#saved");
    notSaved(line, parts[0], OFFLINE);
    line.scrollIntoView({ block: "center" });
    return;
  }
  for (const part of parts) {
    sending.add(part);
    htmx.trigger(part, "htmx:abort");
  }
});
window.addEventListener("pageshow", () => sending.clear());
document.body.addEventListener("htmx:beforeRequest", (event) => {
  if (sending.has(event.detail.elt)) event.preventDefault();
});
document.body.addEventListener("htmx:afterSwap", (event) => unsaved.delete(event.detail.target));
for (const failure of ["htmx:sendError", "htmx:timeout"]) {
  document.body.addEventListener(failure, ({ detail }) => {
    if (autosaving(detail.elt.form || detail.elt.closest("form"))) notSaved(detail.target, detail.elt, OFFLINE);
  });
}
document.body.addEventListener("htmx:responseError", ({ detail }) => {
  if (!autosaving(detail.elt.form || detail.elt.closest("form"))) return;
  notSaved(detail.target, null, "Not saved: the service could not take it. Copy what you typed before you leave this page.");
});
window.addEventListener("online", () => {
  for (const element of unsaved.values()) element.dispatchEvent(new Event("change", { bubbles: true }));
});

// A page that says "print" prints; without JavaScript the button stays hidden and the browser's own menu does it.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// On a phone a filter is folded, so that the list comes first (above it stands what is in force); wider screens have no handle and keep it open.
const narrow = window.matchMedia("(max-width: 40em)");
const fold = () => {
  for (const filter of document.querySelectorAll("[data-fold-on-phone]")) {
    filter.open = !narrow.matches || filter.querySelector(".govuk-error-message") !== null;
  }
};
narrow.addEventListener("change", fold);
fold();

window.htmx = htmx;
