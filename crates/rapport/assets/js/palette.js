// The search page as a palette: it opens by Ctrl or Cmd K and by /, and finds while one types.
import { askForDialog } from "./request.js";

const PAUSE = 120;
let waiting;

const typing = (element) => element.closest("input, textarea, select, [contenteditable]");

/** Opens by keys, follows the typing, and moves through what was found by arrows. */
export function watchPalette() {
  document.addEventListener("keydown", (event) => {
    const combined = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k";
    const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !typing(event.target);
    if ((combined || slash) && !document.querySelector("dialog.modal")) {
      event.preventDefault();
      document.querySelector("a[data-search-opens]")?.click();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      move(event);
    }
  });
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-search]");
    if (!form) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => find(form), PAUSE);
  });
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("form[data-search]")) return;
    event.preventDefault();
    clearTimeout(waiting);
    await find(form);
    const first = results(form).querySelector("a");
    if (first) first.click();
  });
}

const results = (form) => form.parentElement.querySelector("[data-search-results]");

// An answer that comes after a newer question is dropped.
async function find(form) {
  const asked = form.elements.q.value;
  if (form.dataset.shown === asked) return;
  try {
    const { section } = await askForDialog(`${form.action}?${new URLSearchParams({ q: asked })}`);
    const found = section?.querySelector("[data-search-results]");
    if (!found || form.elements.q.value !== asked) return;
    results(form).replaceChildren(...found.childNodes);
    form.dataset.shown = asked;
  } catch { /* offline: what is shown stays, Enter asks again */ }
}

function move(event) {
  const section = event.target.closest(".dialog.search");
  if (!section) return;
  const stops = [section.querySelector("input[name=q]"), ...section.querySelectorAll("[data-search-results] a")];
  const at = stops.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1);
  event.preventDefault();
  stops[Math.max(0, Math.min(at, stops.length - 1))].focus();
}
