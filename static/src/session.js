// Warns ten minutes before the session ends, in every tab, and says so when it has ended. What was typed stays on the page.
const MINUTE = 60_000;
const WARN_BEFORE = 10 * MINUTE;
const AGAIN_BEFORE = 2 * MINUTE;
const LOOK_EVERY = 5_000;
const CLOCK = new Intl.DateTimeFormat("en-GB", { hour: "numeric", minute: "2-digit", hour12: true, timeZone: "Europe/London" });

const dialog = document.querySelector("#session-ends");
const atOClock = (moment) => CLOCK.format(moment).replace(/\s/g, "").toLowerCase();

function watch() {
  const words = dialog.querySelector("[data-words]");
  const title = dialog.querySelector("h2");
  const stay = dialog.querySelector("[data-stay]");
  const leave = dialog.querySelector("[data-leave]");
  const close = dialog.querySelector("[data-close]");
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel("session") : null;
  // The service's clock counts: this machine's may be wrong, so only the time that passes is taken from it.
  const fromService = ({ ends, now }) => ({ ends: Date.parse(ends), ahead: Date.now() - Date.parse(now) });
  let session = fromService(dialog.dataset);
  let dismissedAt = Infinity;
  let said = "";

  const left = () => session.ends - (Date.now() - session.ahead);
  const say = (text) => {
    if (text === said) return;
    said = text;
    words.textContent = text;
  };
  const open = () => {
    if (!dialog.open) dialog.showModal();
  };

  function ended() {
    title.textContent = "You have been signed out";
    say("What you typed is still on this page. Close this message and press the page’s button: after you have signed in again you get back what you typed.");
    const hadFocus = stay.contains(document.activeElement) || leave.contains(document.activeElement);
    stay.hidden = leave.hidden = true;
    close.hidden = false;
    open();
    if (hadFocus) close.focus();
  }

  function look() {
    const remaining = left();
    if (remaining <= 0) {
      if (dismissedAt > 0) ended();
      return;
    }
    if (remaining > WARN_BEFORE || (remaining > AGAIN_BEFORE ? dismissedAt <= WARN_BEFORE : dismissedAt <= AGAIN_BEFORE)) return;
    if (stay.hidden && dialog.open) return;
    const minutes = Math.ceil(remaining / MINUTE);
    say(`You will be signed out at ${atOClock(session.ends)}, in ${minutes === 1 ? "less than a minute" : `${minutes} minutes`}.`);
    open();
  }

  // Eight hours after signing in it cannot be put off; what is sent afterwards is kept all the same
  function theLast() {
    const hadFocus = stay.contains(document.activeElement);
    say(`Your working day here ends at ${atOClock(session.ends)}, eight hours after you signed in. Save now. What you send later is kept until you have signed in again.`);
    stay.hidden = true;
    close.hidden = false;
    if (hadFocus) close.focus();
  }

  function renewed(answer) {
    session = fromService(answer);
    dismissedAt = Infinity;
    title.textContent = "You will be signed out soon";
    stay.hidden = leave.hidden = false;
    close.hidden = true;
    if (dialog.open) dialog.close("renewed");
  }

  stay.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const response = await fetch(stay.action, { method: "POST", body: new FormData(stay), headers: { Accept: "application/json" } });
      if (response.status === 403) return ended();
      if (!response.ok) throw new Error(String(response.status));
      const answer = await response.json();
      if (Date.parse(answer.ends) <= session.ends + 1000) return theLast();
      renewed(answer);
      tabs?.postMessage(answer);
    } catch {
      say("We could not reach the service. Save what you typed somewhere else, or try again.");
    }
  });
  close.addEventListener("click", () => dialog.close());
  // Also by Escape: it is not shown again until two minutes are left, or the session has ended
  dialog.addEventListener("close", () => {
    if (dialog.returnValue === "renewed") dialog.returnValue = "";
    else dismissedAt = left();
  });
  tabs?.addEventListener("message", ({ data }) => { if (Date.parse(data.ends) > session.ends) renewed(data); });
  tabs?.postMessage({ ends: dialog.dataset.ends, now: dialog.dataset.now });
  // A machine that slept looks as soon as it wakes
  for (const kind of ["visibilitychange", "focus", "pageshow"]) window.addEventListener(kind, look);
  setInterval(look, LOOK_EVERY);
  look();
}

if (dialog?.dataset.ends) watch();
