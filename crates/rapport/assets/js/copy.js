// Copy join link: the address goes to the clipboard and the label says so for two seconds.

/** Buttons with `data-copy`. Without a clipboard they do what their form does: open the page that shows the link. */
export function watchCopyButtons() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button || !navigator.clipboard) return;
    event.preventDefault();
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
    } catch {
      return button.form?.submit();
    }
    const label = button.querySelector("[data-copy-label]") ?? button;
    if (button.dataset.copied) return;
    button.dataset.copied = "yes";
    const before = label.textContent;
    const name = button.getAttribute("aria-label");
    label.textContent = "Copied";
    if (name) button.setAttribute("aria-label", "Copied");
    setTimeout(() => {
      label.textContent = before;
      if (name) button.setAttribute("aria-label", name);
      delete button.dataset.copied;
    }, 2000);
  });
}
