// A box for a name (data-suggest, the address that knows names) offers what fits while somebody types, in the browser's own list.
// Without this the name is typed in full: the answer says whom it could be.
const WAIT = 200;

for (const box of document.querySelectorAll("input[data-suggest]")) {
  const list = document.createElement("datalist");
  list.id = `${box.id}-names`;
  box.after(list);
  box.setAttribute("list", list.id);
  let waiting;
  let asked = "";

  const offer = async () => {
    const words = box.value.trim();
    if (words === asked) return;
    asked = words;
    const answer = await fetch(`${box.dataset.suggest}?q=${encodeURIComponent(words)}`, { headers: { Accept: "application/json" } }).catch(() => null);
    // Signed out meanwhile, or somebody typed on
    if (!answer?.ok || answer.redirected || words !== asked) return;
    const { names } = await answer.json();
    list.replaceChildren(...names.map((name) => new Option(name, name)));
  };
  box.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(offer, WAIT);
  });
}
