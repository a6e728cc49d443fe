// Pages with `data-follow` parts hear from the server that a meeting changed, and renew those parts from the same page.

const parts = () => document.querySelectorAll("[data-follow]");
let source;

/** Listens while somebody looks: a hidden page gives its connection back. */
export function followMeetings() {
  if (!parts().length) return;
  const listen = () => {
    source?.close();
    source = document.hidden ? undefined : new EventSource("/events");
    source?.addEventListener("meeting", soon);
  };
  document.addEventListener("visibilitychange", () => { listen(); if (!document.hidden) soon(); });
  addEventListener("pagehide", () => source?.close());
  listen();
}

let waiting;
function soon() {
  clearTimeout(waiting);
  waiting = setTimeout(renew, 150); // several events of one moment are one look
}

async function renew() {
  try {
    const response = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!response.ok || response.redirected) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    for (const part of parts()) {
      const fresh = page.querySelector(`[data-follow="${part.dataset.follow}"]`);
      // What somebody is using stays until they are done.
      if (!fresh || fresh.innerHTML === part.innerHTML || part.contains(document.activeElement)) continue;
      part.replaceChildren(...fresh.childNodes);
    }
  } catch { /* no answer: the page stays as it is */ }
}
