// Forms that save by themselves: while somebody types, and at once when the page is left, closed or hidden behind another app.
import htmx from "htmx.org";

const OFFLINE = "Not saved: no connection. Keep this page open: what you typed is saved when the connection is back.";
const pageOf = (form) => form?.querySelector("[data-page-name]");
const formOf = (element) => element.form || element.closest("form");
// A file that is sent as soon as it is chosen is no saving of what was typed (upload.js)
const isFile = (element) => element.matches("[type=file]");
const partsOf = (form) => [form, ...form.querySelectorAll("[hx-post]")].filter((part) => part.hasAttribute("hx-post") && !isFile(part));

// What was sent last from each form, and whether the service said that it is saved.
const sent = new Map();
// Forms whose button was pressed: it sends all that is typed.
const submitted = new Set();
// Lines that say “Not saved”, each with what saves again when the connection is back.
const unsaved = new Map();

const fieldsOf = (form) => {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") fields.append(name, value);
  return fields;
};
const typedIn = (form) => {
  const fields = fieldsOf(form);
  for (const name of ["page", "version", "csrfmiddlewaretoken"]) fields.delete(name);
  return fields.toString();
};
const isTyped = (form) => pageOf(form).value.includes(".");
const isSent = (form) => sent.get(form)?.typed === typedIn(form);

// Each save says when the last key was pressed, so that an older save that arrives late is known.
for (const kind of ["input", "change"]) {
  document.addEventListener(kind, ({ target }) => {
    const page = pageOf(target.form);
    if (!page) return;
    const [name, last] = page.value.split(".");
    // Always later than the last key: a clock that was put back must not make what is typed now older than what is saved
    page.value = `${name}.${Math.max(Date.now(), Number(last || 0) + 1)}`;
    // Before the next page is asked for, so that it is drawn with what was typed here; not before somebody has typed
    window.addEventListener("beforeunload", saveAll);
  }, true);
}

const notSaved = (line, element, words) => {
  const said = document.createElement("span");
  said.className = "govuk-error-message";
  said.textContent = words;
  line.replaceChildren(said);
  if (element) unsaved.set(line, element);
};

// The button sends all that is typed: what still saves by itself is stopped. Without a connection the words stay on the page.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!pageOf(form)) return;
  const parts = partsOf(form);
  if (!navigator.onLine) {
    event.preventDefault();
    const line = document.querySelector("#saved");
    notSaved(line, parts[0], OFFLINE);
    line.scrollIntoView({ block: "center" });
    return;
  }
  submitted.add(form);
  for (const part of parts) htmx.trigger(part, "htmx:abort");
});
window.addEventListener("pageshow", () => submitted.clear());

document.body.addEventListener("htmx:beforeRequest", (event) => {
  const form = formOf(event.detail.elt);
  if (!pageOf(form) || isFile(event.detail.elt)) return;
  if (submitted.has(form) || isSent(form)) return event.preventDefault();
  sent.set(form, { typed: typedIn(form), saved: false });
});
document.body.addEventListener("htmx:afterSwap", ({ detail }) => {
  unsaved.delete(detail.target);
  const form = formOf(detail.elt);
  if (pageOf(form) && detail.xhr && !isFile(detail.elt)) answered(form, detail.xhr.responseText);
});
for (const failure of ["htmx:sendError", "htmx:timeout"]) {
  document.body.addEventListener(failure, ({ detail }) => {
    const form = formOf(detail.elt);
    if (!pageOf(form) || isFile(detail.elt)) return;
    sent.delete(form);
    notSaved(detail.target, detail.elt, OFFLINE);
  });
}
document.body.addEventListener("htmx:responseError", ({ detail }) => {
  const form = formOf(detail.elt);
  if (!pageOf(form) || isFile(detail.elt)) return;
  sent.delete(form);
  notSaved(detail.target, null, "Not saved: the service could not take it. Copy what you typed before you leave this page.");
});
window.addEventListener("online", () => {
  for (const element of unsaved.values()) element.dispatchEvent(new Event("change", { bubbles: true }));
});

function answered(form, text) {
  if (!text.trim().startsWith("Saved")) sent.delete(form);
  else if (sent.has(form)) sent.get(form).saved = true;
}

// A request of htmx ends with its page; one that is kept alive arrives. What is on its way so already is not sent again.
async function saveNow(form) {
  const [part] = partsOf(form);
  const last = sent.get(form);
  if (!part || submitted.has(form) || !isTyped(form) || (isSent(form) && (last.saved || last.lives))) return;
  for (const one of partsOf(form)) htmx.trigger(one, "htmx:abort");
  const now = { typed: typedIn(form), saved: false, lives: true };
  sent.set(form, now);
  const sentAt = Date.now();
  remember(sentAt);
  const line = document.querySelector(part.getAttribute("hx-target"));
  try {
    const asked = { method: "POST", body: fieldsOf(form), headers: { "HX-Request": "true" }, keepalive: true };
    const response = await fetch(part.getAttribute("hx-post"), asked);
    if (!response.ok) throw new Error(String(response.status));
    const text = await response.text();
    remember(sentAt, Date.now());
    // What was typed since says for itself whether it is saved
    if (sent.get(form) !== now) return;
    answered(form, text);
    htmx.swap(line, text, { swapStyle: "innerHTML" }, { eventInfo: { target: line } });
  } catch {
    if (sent.get(form) !== now) return;
    sent.delete(form);
    notSaved(line, part, OFFLINE);
  }
}
// A form that is opened again at once may have been drawn while its save was on the way: then it is asked for once more, unless
// the service had answered before it was asked for. What is kept for it is an address and two moments, none of the words.
const LEFT = "saved-on-leaving";
const JUST_LEFT = 5_000;
const remember = (sentAt, answeredAt = Infinity) => sessionStorage.setItem(LEFT, [location.pathname, sentAt, answeredAt].join(" "));
function drawAgainIfOlder(form) {
  const [path, sentAt, answeredAt] = (sessionStorage.getItem(LEFT) || "").split(" ");
  sessionStorage.removeItem(LEFT);
  if (path !== location.pathname || Date.now() - sentAt > JUST_LEFT || answeredAt < performance.timeOrigin) return;
  setTimeout(() => { if (!isTyped(form)) location.reload(); }, 700);
}
for (const page of document.querySelectorAll("[data-page-name]")) drawAgainIfOlder(page.form);

function saveAll() {
  for (const page of document.querySelectorAll("[data-page-name]")) saveNow(page.form);
}
window.addEventListener("pagehide", saveAll);
document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") saveAll(); });
