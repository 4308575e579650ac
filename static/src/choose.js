// A long list of boxes to tick (data-choose) is narrowed by what is typed above it. What is ticked stays in sight, at the top when
// the page opens. Without this the whole list stands in its frame.
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

for (const part of document.querySelectorAll("[data-choose]")) {
  const items = [...part.querySelectorAll(".govuk-checkboxes__item")];
  const box = part.querySelector("[data-choose-words]");
  const said = part.querySelector("[data-choose-said]");
  const isTicked = (item) => item.querySelector("input").checked;

  items[0]?.parentElement.prepend(...items.filter(isTicked));
  box.parentElement.hidden = false;
  box.addEventListener("input", () => {
    const words = plain(box.value).split(/\s+/).filter(Boolean);
    for (const item of items) {
      const text = plain(item.textContent);
      item.hidden = !isTicked(item) && !words.every((word) => text.includes(word));
    }
    const shown = items.filter((item) => !item.hidden).length;
    said.textContent = words.length ? `${shown} of ${items.length} shown` : "";
  });
  // Enter in this box would send the whole form
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
}
