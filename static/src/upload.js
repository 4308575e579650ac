// A file that is too large is told beside its field as soon as it is chosen, and is not sent: the service refuses such a request
// unread, and what was typed with it. The field says how large it may be (data-most-bytes).
const FIELD = "input[type=file][data-most-bytes]";
const size = (bytes) => `${(bytes / 1024 ** 2).toFixed(1)}\u00a0MB`;

const isTooLarge = (field) => {
  const [file] = field.files;
  const most = Number(field.dataset.mostBytes);
  const id = `${field.id}-too-large`;
  const said = document.getElementById(id);
  said?.remove();
  const others = (field.getAttribute("aria-describedby") ?? "").split(" ").filter((one) => one && one !== id);
  const tooLarge = file && file.size > most;
  if (tooLarge) {
    const words = document.createElement("p");
    words.id = id;
    words.className = "govuk-error-message";
    words.setAttribute("role", "alert");
    words.textContent = `${file.name} is ${size(file.size)}. It must be ${size(most)} or smaller. Choose another file.`;
    field.before(words);
    others.push(id);
  }
  field.setAttribute("aria-describedby", others.join(" "));
  if (!others.length) field.removeAttribute("aria-describedby");
  return tooLarge;
};

document.addEventListener("change", ({ target }) => {
  if (target.matches?.(FIELD)) isTooLarge(target);
});

// Before anything else that listens: what saves by itself must not think that the page is on its way
document.addEventListener("submit", (event) => {
  const [field] = [...event.target.querySelectorAll(FIELD)].filter(isTooLarge);
  if (!field) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  field.focus();
}, true);
