// Opens pages that have a dialog part over the current page; their forms stay inside it.
import { askForDialog, formBody } from "./request.js";

/** Links with `data-dialog` open as a dialog; with a modifier key, or when anything fails, as a page. */
export function openInDialog() {
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[data-dialog]");
    if (!link || event.defaultPrevented || event.button) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    try {
      const { section } = await askForDialog(link.href);
      if (section) return show(section, link);
    } catch { /* offline: the browser says so on its own page */ }
    window.location.assign(link.href);
  });
}

/** Forms inside a dialog are sent in the background; what comes back replaces them. */
export function watchDialogForms() {
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    const dialog = form.closest("dialog.modal");
    if (!dialog || form.hasAttribute("data-plain") || event.defaultPrevented) return;
    event.preventDefault();
    if (form.getAttribute("aria-busy") === "true") return;
    const button = event.submitter;
    const question = form.method === "get";
    const url = question ? `${form.action}?${formBody(form, button)}` : form.action;
    const body = question ? undefined : formBody(form, button);
    busy(form, button, true);
    try {
      const { location, section } = await askForDialog(url, { method: form.method, body });
      if (location) return window.location.assign(location);
      if (section) {
        fill(dialog, section);
        return focusFirst(dialog);
      }
    } catch { /* no answer: send it the plain way, the form's idempotency key makes that safe */ }
    busy(form, button, false);
    sendPlainly(form, button);
  });
}

function show(section, opener) {
  // A link inside a dialog leads to the next step of the same dialog.
  const current = opener.closest("dialog.modal");
  if (current) {
    fill(current, section);
    return focusFirst(current);
  }
  const dialog = document.createElement("dialog");
  dialog.className = "modal";
  fill(dialog, section);
  document.body.append(dialog);
  // Cancel, Close and Keep meeting are links to the page below; here they only close.
  dialog.addEventListener("click", (event) => {
    if (!event.target.closest("[data-close]")) return;
    event.preventDefault();
    dialog.close();
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
    opener.focus();
  });
  dialog.showModal();
  focusFirst(dialog);
}

function fill(dialog, section) {
  dialog.replaceChildren(section);
  const name = section.getAttribute("aria-labelledby");
  if (name) dialog.setAttribute("aria-labelledby", name);
}

// The note about errors, else what the page asks for, else its first field.
function focusFirst(dialog) {
  const fields = "input:not([type=hidden]), select, textarea";
  for (const selector of ["[data-form-errors]", "[autofocus]", fields]) {
    const target = dialog.querySelector(selector);
    if (target) return target.focus();
  }
}

export function busy(form, button, on) {
  if (on) form.setAttribute("aria-busy", "true");
  else form.removeAttribute("aria-busy");
  const icon = button?.querySelector(".ic");
  if (!icon) return;
  // The spinner takes the icon's place while the answer is on its way; the label stays.
  icon.toggleAttribute("hidden", on);
  if (on) icon.insertAdjacentHTML("afterend", '<span class="spin" aria-hidden="true"></span>');
  else button.querySelector(".spin")?.remove();
}

// `form.submit()` forgets the pressed button, so it travels as a field.
function sendPlainly(form, button) {
  if (button?.name) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: button.name, value: button.value });
    form.append(field);
  }
  form.submit();
}
