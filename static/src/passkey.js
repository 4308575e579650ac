// Passkeys: the browser's own dialog, and its answer in the form's hidden field. What goes wrong is said on the page.
const SAID_NO = "The passkey was not used. Try again, or choose another way.";
const NOT_HERE = "This browser does not know passkeys. Use your password, or a code from an app.";
const ALREADY = "This device has a passkey for your account already.";
const NO_ANSWER = "We could not reach the service. Try again.";

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const listed = (credentials) => (credentials ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

// A passkey that the device keeps and unlocks by itself: with it alone somebody signs in
async function create({ publicKey }) {
  return navigator.credentials.create({
    publicKey: {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      user: { ...publicKey.user, id: bytes(publicKey.user.id) },
      excludeCredentials: listed(publicKey.excludeCredentials),
      authenticatorSelection: {
        ...publicKey.authenticatorSelection,
        residentKey: "required",
        requireResidentKey: true,
        userVerification: "required",
      },
    },
  });
}

async function get({ publicKey }) {
  return navigator.credentials.get({
    publicKey: { ...publicKey, challenge: bytes(publicKey.challenge), allowCredentials: listed(publicKey.allowCredentials) },
  });
}

function asJSON(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  const said = { id: credential.id, rawId: text(credential.rawId), type: credential.type, response };
  return JSON.stringify({ ...said, clientExtensionResults: credential.getClientExtensionResults() });
}

async function options(form) {
  if (form.dataset.passkeyOptions) {
    const data = JSON.parse(document.getElementById(form.dataset.passkeyOptions).textContent);
    return data.creation_options ?? data.request_options;
  }
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new TypeError(String(answer.status));
  return (await answer.json()).request_options;
}

function reason(error) {
  if (error.name === "InvalidStateError") return ALREADY;
  return error instanceof TypeError ? NO_ANSWER : SAID_NO;
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const says = document.querySelector("[data-passkey-says]");
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!window.PublicKeyCredential) {
      says.textContent = NOT_HERE;
      return;
    }
    says.textContent = "";
    try {
      const ask = form.dataset.passkey === "create" ? create : get;
      form.elements.credential.value = asJSON(await ask(await options(form)));
      form.submit();
    } catch (error) {
      says.textContent = reason(error);
    }
  });
}
