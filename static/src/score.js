// Scoring by keyboard, for whoever has not switched keys off: the form says so (data-score-keys). A digit chooses that level of the
// scale, from anywhere on the page but a box that takes words; one that is given is changed from within the form alone, where it
// is seen. Ctrl or Cmd with Enter saves and goes on, from the boxes too.
const TAKES_WORDS = "input:not([type=radio], [type=checkbox], [type=button], [type=submit]), textarea, select, " +
  "[contenteditable]:not([contenteditable=false]), [role=textbox]";
const form = document.querySelector("form[data-score-keys]");
const levelOf = (key) => (/^\d$/.test(key) ? form.querySelector(`input[type=radio][name=level][value="${key}"]`) : null);

function choose(level) {
  level.focus();
  if (level.checked) return;
  level.checked = true;
  for (const kind of ["input", "change"]) level.dispatchEvent(new Event(kind, { bubbles: true }));
}

if (form) {
  for (const level of form.querySelectorAll("input[type=radio][name=level]")) {
    if (levelOf(level.value) === level) level.setAttribute("aria-keyshortcuts", level.value);
  }
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey || event.isComposing || event.repeat) return;
    if (event.ctrlKey || event.metaKey) {
      if (event.key !== "Enter" || !form.contains(event.target)) return;
      event.preventDefault();
      form.requestSubmit(form.querySelector("button[type=submit]:not([name])"));
      return;
    }
    if (event.target instanceof Element && event.target.closest(TAKES_WORDS)) return;
    const level = levelOf(event.key);
    if (!level || (!form.contains(event.target) && form.querySelector("input[type=radio][name=level]:checked"))) return;
    event.preventDefault();
    choose(level);
  });
}
