import { initAll } from "govuk-frontend";
import htmx from "htmx.org";

// The class the components look for; set here because the content security policy allows no inline script.
document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();

// What htmx swaps in has its components started too.
document.body.addEventListener("htmx:afterSwap", (event) => initAll({ scope: event.detail.target }));

// A box that a choice has opened counts with that choice only: while another is chosen it is not sent, and keeps what was typed.
const sendWhatIsOpen = () => {
  for (const radio of document.querySelectorAll(".govuk-radios__input[aria-controls]")) {
    for (const box of document.getElementById(radio.getAttribute("aria-controls")).querySelectorAll("input, textarea, select")) {
      box.disabled = !radio.checked;
    }
  }
};
document.addEventListener("change", sendWhatIsOpen);
// The browser's back button brings back what was chosen after this has run once.
window.addEventListener("pageshow", sendWhatIsOpen);
sendWhatIsOpen();

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
