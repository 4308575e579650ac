import { initAll } from "govuk-frontend";
import htmx from "htmx.org";
import "./autosave.js";
import "./menus.js";
import "./passkey.js";
import "./score.js";
import "./search.js";
import "./session.js";
import "./suggest.js";
import "./upload.js";

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
