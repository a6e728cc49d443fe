// Clocks and countdowns that were right when the page was made, kept right each minute.

/** `<time data-clock="Europe/Lisbon">` and `<span data-countdown="2027-03-16T09:00:00Z">In 18 minutes</span>`. */
export function startClocks() {
  if (!document.querySelector("[data-clock], [data-countdown]")) return;
  // Counted from the server's time, so that a wrong clock of the reader's machine changes nothing.
  const server = Date.parse(document.documentElement.dataset.now ?? "");
  const skew = Number.isNaN(server) ? 0 : server - Date.now();
  const tick = () => {
    const now = new Date(Date.now() + skew);
    for (const clock of document.querySelectorAll("[data-clock]")) showTime(clock, now);
    for (const countdown of document.querySelectorAll("[data-countdown]")) showMinutes(countdown, now);
    setTimeout(tick, 60_000 - (now.getTime() % 60_000));
  };
  setTimeout(tick, 60_000 - ((Date.now() + skew) % 60_000));
}

function showTime(clock, now) {
  const format = new Intl.DateTimeFormat("en-GB", { timeZone: clock.dataset.clock, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  clock.textContent = format.format(now);
}

function showMinutes(countdown, now) {
  const minutes = Math.ceil((Date.parse(countdown.dataset.countdown) - now) / 60_000);
  if (minutes > 60) return;
  if (minutes > 0) countdown.textContent = minutes === 1 ? "In 1 minute" : `In ${minutes} minutes`;
  else countdown.textContent = "Now";
}
