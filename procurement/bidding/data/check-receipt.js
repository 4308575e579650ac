"use strict";
// Checks a receipt and a bid in the browser. Nothing is sent: the page's own policy allows no connection.
const KEYS = JSON.parse(document.getElementById("keys").textContent);
const answer = document.getElementById("answer");

const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
const sha256 = async (bytes) => hex(await crypto.subtle.digest("SHA-256", bytes));
const bytesOf = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
const chosen = (id) => document.getElementById(id).files[0];

function line(text, kind) {
  const made = document.createElement("p");
  made.textContent = text;
  made.className = kind;
  answer.append(made);
}

function list(rows) {
  const made = document.createElement("dl");
  for (const [name, value] of rows) {
    const term = document.createElement("dt");
    const said = document.createElement("dd");
    term.textContent = name;
    said.textContent = value;
    made.append(term, said);
  }
  answer.append(made);
}

function receiptIn(text) {
  try {
    const file = JSON.parse(text);
    const said = JSON.parse(file.signed);
    if (file.format !== "signed-receipt/1" || said.format !== "receipt/1") return null;
    return { signed: file.signed, signature: bytesOf(file.signature), said };
  } catch {
    return null;
  }
}

async function isSigned({ signed, signature, said }) {
  const key = await crypto.subtle.importKey("raw", bytesOf(KEYS[said.key]), { name: "Ed25519" }, false, ["verify"]);
  return crypto.subtle.verify({ name: "Ed25519" }, key, signature, new TextEncoder().encode(signed));
}

function tell(said) {
  const back = said.withdraws ? `, withdraws the bid of ${said.withdraws}` : "";
  list([
    ["Receipt", `${said.receipt}, bid ${said.kind}${back}`],
    ["Time (UTC)", said.at],
    ["Bidder", said.bidder],
    ["Tender", `${said.tender}, ${said.council}, submission ${said.submission}`],
    ["SHA-256 of the bid", said.sha256],
    ["Head of the record", said.record ? `entry ${said.record.number}, digest ${said.record.digest}` : "no linked entry yet"],
  ]);
}

async function check() {
  answer.replaceChildren();
  const file = chosen("receipt");
  if (!file) return line("Choose the receipt", "wrong");
  const receipt = receiptIn(await file.text());
  if (!receipt) return line(`${file.name} is not a receipt`, "wrong");
  const { said } = receipt;
  if (!Object.hasOwn(KEYS, said.key)) return line(`The receipt names the key ${said.key}, which is not among the public keys`, "wrong");
  let right;
  try {
    right = await isSigned(receipt);
  } catch {
    return line("This browser cannot check the signature. Use a newer one, or the program check_receipt.py", "wrong");
  }
  if (!right) return line("The receipt was changed after it was signed, or was signed with another key", "wrong");
  line(`The receipt was signed with the key ${said.key}, and nothing in it was changed`, "right");
  const bid = chosen("bid");
  if (bid) {
    const digest = await sha256(await bid.arrayBuffer());
    if (digest === said.sha256) line("The bid is the one this receipt was given for, byte for byte", "right");
    else line(`The bid is not the one this receipt was given for: its SHA-256 is ${digest}`, "wrong");
  }
  tell(said);
}

document.getElementById("check").addEventListener("click", check);
