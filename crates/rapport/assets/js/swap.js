// Live preview: a change in a `data-live` form checks it, and its `data-swap-region`s are renewed from the answer.
import { askForDialog, formBody } from "./request.js";

/** Fields check when they change, buttons with `data-check` when they are pressed, both without leaving the form. */
export function watchLiveForms() {
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-live]");
    if (form && !event.target.closest("[data-not-live]")) check(form);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("form[data-live] [data-check]");
    if (!button) return;
    event.preventDefault();
    check(button.form, button);
  });
  // Enter in the field of the next invitee adds them instead of sending the form.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.value || !event.target.matches("form[data-live] [data-adds]")) return;
    event.preventDefault();
    check(event.target.form);
  });
}

let newest = 0; // answers may overtake each other; only the last question counts

async function check(form, button) {
  const mine = ++newest;
  try {
    const { section } = await askForDialog(form.action, { method: "POST", body: formBody(form, button, { check: "1" }) });
    if (!section || mine !== newest) return;
    renew(form, section);
    if (button && !button.isConnected) document.getElementById(button.dataset.then)?.focus();
  } catch { /* no answer: the form still works, and says what is wrong when it is sent */ }
}

// Regions keep their own element, so that live regions announce the change; the field in use gets the focus back.
function renew(form, section) {
  for (const region of form.querySelectorAll("[data-swap-region]")) {
    const fresh = section.querySelector(`[data-swap-region="${region.dataset.swapRegion}"]`);
    if (!fresh || fresh.innerHTML === region.innerHTML) continue;
    const focused = region.contains(document.activeElement) ? document.activeElement.id : "";
    region.replaceChildren(...fresh.childNodes);
    if (focused) document.getElementById(focused)?.focus();
  }
}
