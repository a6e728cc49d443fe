// A plain form whose answer takes a moment (`data-busy`) says so on its button, and is sent once.
import { busy } from "./dialog.js";

export function watchSlowForms() {
  document.addEventListener("submit", ({ target: form, submitter: button, defaultPrevented }) => {
    const words = form.dataset.busy;
    if (!words || !button || defaultPrevented) return;
    busy(form, button, true);
    button.lastChild.textContent = words;
    button.disabled = true;
  });
  // Back from the next page, the browser may show this one as it was left.
  window.addEventListener("pageshow", ({ persisted }) => {
    if (persisted && document.querySelector("form[data-busy][aria-busy]")) window.location.reload();
  });
}
