// The menus of the header are details elements and work without this. With it one is open at a time, Escape closes it and gives
// the keyboard back, and so does a click or a tab to somewhere else.
const menus = () => document.querySelectorAll("details[data-menu][open]");
const close = (menu) => { menu.open = false; };

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus()) {
    const inside = menu.contains(document.activeElement);
    close(menu);
    if (inside) menu.querySelector("summary").focus();
  }
});
for (const kind of ["click", "focusin"]) {
  document.addEventListener(kind, ({ target }) => {
    for (const menu of menus()) if (!menu.contains(target)) close(menu);
  });
}
