import { initAll } from "govuk-frontend";
import htmx from "htmx.org";

// The class the components look for; set here because the content security policy allows no inline script.
document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();

// What htmx swaps in has its components started too.
document.body.addEventListener("htmx:afterSwap", (event) => initAll({ scope: event.detail.target }));

// A page that says "print" prints; without JavaScript the button stays hidden and the browser's own menu does it.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

window.htmx = htmx;
