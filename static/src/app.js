import { initAll } from "govuk-frontend";
import htmx from "htmx.org";

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

// A page that says "print" prints; without JavaScript the button stays hidden and the browser's own menu does it.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// On a phone a filter nobody uses yet is folded, so that the list comes first; wider screens have no handle and keep it open.
const narrow = window.matchMedia("(max-width: 40em)");
const fold = () => {
  for (const filter of document.querySelectorAll("[data-fold-on-phone]")) {
    filter.open = !narrow.matches || window.location.search.length > 1;
  }
};
narrow.addEventListener("change", fold);
fold();

window.htmx = htmx;
