// One key goes to the search box, for whoever has not switched it off: the form says which (data-search-key).
const WRITES = "input, textarea, select, [contenteditable]:not([contenteditable=false]), [role=textbox]";
document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (event.target instanceof Element && event.target.closest(WRITES)) return;
  const form = document.querySelector("form[data-search-key]");
  if (!form || event.key !== form.dataset.searchKey) return;
  const box = form.querySelector("[name=q]");
  // On a phone the box has given way to a link
  if (!box.offsetParent) return;
  event.preventDefault();
  box.focus();
  box.select();
});
