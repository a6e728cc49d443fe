// One way to talk to the server: the page's own links and forms, answered as a fragment.

/**
 * Asks for the dialog part of a page.
 * Answers `{ location }` when the server sends the reader elsewhere, `{ section }` with the part itself,
 * or `{}` when there is none (logged out, an error page): the caller then goes there the plain way.
 */
export async function askForDialog(url, options = {}) {
  const response = await fetch(url, { ...options, headers: { "X-Rapport-Fragment": "dialog", Accept: "text/html" } });
  const location = response.headers.get("X-Rapport-Location");
  if (location) return { location };
  if (response.redirected || response.status === 204) return {};
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  // A whole page has its dialog inside <main>; only a fragment is one by itself.
  return { section: page.querySelector("body > section.dialog") };
}

/** What a form would post, with the button that was pressed. */
export function formBody(form, button, extra = {}) {
  const body = new URLSearchParams(new FormData(form, button ?? null));
  for (const [name, value] of Object.entries(extra)) body.set(name, value);
  return body;
}
