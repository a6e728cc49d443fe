// Waiting for a condition that no single page shows.

const LIMIT_MS = 20_000;
const PAUSE_MS = 100;

/** Asks `check` until it answers something true, and answers that. Fails with `what` after the limit. */
export async function until(what, check, limit = LIMIT_MS) {
  const end = performance.now() + limit;
  for (;;) {
    const answer = await check();
    if (answer) return answer;
    if (performance.now() > end) throw new Error(`waited ${limit / 1000} s in vain: ${what}`);
    await new Promise((done) => setTimeout(done, PAUSE_MS));
  }
}
