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

// Fields that send their file as soon as it is chosen (hx-post): what was taken is not sent again with the form; what did not
// arrive stays chosen, so that the form's button brings it.
const onTheirWay = new Set();
document.body.addEventListener("htmx:beforeRequest", (event) => {
  const field = event.detail.elt;
  if (!field.matches?.(FIELD)) return;
  if (!field.files.length || isTooLarge(field)) return event.preventDefault();
  onTheirWay.add(field);
  event.detail.target.textContent = `Adding ${field.files[0].name} …`;
});
document.body.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (!detail.elt.matches?.(FIELD)) return;
  onTheirWay.delete(detail.elt);
  if (detail.successful) detail.elt.value = "";
  else detail.target.textContent = "Not added yet: press Save when the connection is back.";
  goOn(detail.elt.form);
});

// A button pressed meanwhile waits for them: the form would send once more what is on its way.
const waiting = new Map();
document.addEventListener("submit", (event) => {
  const form = event.target;
  const [field] = [...onTheirWay].filter((one) => one.form === form);
  if (!field) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!waiting.has(form)) document.querySelector("#saved").textContent = `Waiting until ${field.files[0].name} is added …`;
  waiting.set(form, event.submitter);
}, true);

function goOn(form) {
  if (!waiting.has(form) || [...onTheirWay].some((one) => one.form === form)) return;
  const button = waiting.get(form);
  waiting.delete(form);
  // After everything else that listens to this answer
  setTimeout(() => form.requestSubmit(button), 0);
}
