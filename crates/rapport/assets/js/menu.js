// Menus are <details>; they also close on Escape and when something else is clicked.

/** All `details.more` of the page, now and later. */
export function watchMenus() {
  const open = () => document.querySelector("details.more[open]");
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" ? open() : null;
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  document.addEventListener("click", (event) => {
    const menu = open();
    if (menu && !menu.contains(event.target)) menu.open = false;
  });
}
