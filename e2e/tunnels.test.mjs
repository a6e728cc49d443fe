// The whole journey through a tunnel and through a TLS reverse proxy, with nothing set but RAPPORT_PUBLIC_URL (and, for
// a private authority, RAPPORT_TRUSTED_ROOTS). Zoom's events arrive at the public address as well.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import {
  connectZoom,
  disconnectZoom,
  logIn,
  meetingAction,
  openContact,
  openIntegrations,
  pressable,
  removeMeeting,
  schedule,
  zoomCard,
} from "./lib/actions.mjs";
import { assertNoProblems, launch, newPage } from "./lib/browser.mjs";
import { dateIn } from "./lib/dates.mjs";
import { mailButton, openMail } from "./lib/mailbox.mjs";
import { ANA, MARA } from "./lib/people.mjs";
import { sandbox } from "./lib/sandbox.mjs";
import { run, startFor } from "./lib/server.mjs";
import { story } from "./lib/story.mjs";
import { bore, freePort, nginx } from "./lib/tunnels.mjs";
import { until } from "./lib/until.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

const meeting = (topic) => ({ topic, date: dateIn(3, MARA.zone), time: "16:00", duration: 30 });

for (const [name, make] of [["bore", bore], ["nginx", nginx]]) {
  test(`the whole journey through ${name}`, async (t) => {
    const way = make();
    const https = way.scheme === "https";
    const port = await freePort();
    const env = { RAPPORT_PUBLIC_URL: `${way.scheme}://localhost:${port}`, ...way.env };
    const server = await startFor(t, { env });
    assert.equal(server.url, env.RAPPORT_PUBLIC_URL);
    await way.lead(t, `${port}`, server.listening);
    const zoom = sandbox(server.sandbox);
    const page = await newPage(browser, { ignoreHTTPSErrors: https });
    page.on("websocket", () => page.problems.push("a websocket, which not every tunnel carries"));
    const step = story(t, page, server);

    await step("log in: redirects stay outside, cookies are for HTTPS only where there is some", async () => {
      await logIn(page, server);
      const cookies = await page.context().cookies();
      const session = cookies.find(({ name }) => name === "rapport_session");
      assert.deepEqual([session.secure, session.httpOnly, session.sameSite], [https, true, "Lax"]);
      const headers = (await page.reload()).headers();
      assert.equal(headers["strict-transport-security"], https ? "max-age=31536000" : undefined);
    });

    await step("a form of another site is refused", async () => {
      const forged = { headers: { origin: "https://evil.example" }, form: { email: MARA.email } };
      assert.equal((await page.request.post(`${server.url}/login`, forged)).status(), 403);
    });

    await step("connect Zoom", () => connectZoom(page, server));

    await step("schedule, and the contact's mail leads into the meeting", async () => {
      await openContact(page, ANA.name);
      await schedule(page, ANA, meeting("Through the tunnel"));
      await openMail(page, server, /Through the tunnel/);
      assert.ok((await mailButton(page, "Join meeting")).startsWith(`${server.sandbox}/j/`));
    });

    await step("start the meeting, and end it", async () => {
      await page.goto(server.url);
      await openContact(page, ANA.name);
      await meetingAction(page, "Start meeting", "Through the tunnel").click();
      await page.waitForURL(`${server.sandbox}/s/**`);
      await page.getByRole("button", { name: "End meeting" }).click();
    });

    await step("remove it", async () => {
      await page.goto(server.url);
      await openContact(page, ANA.name);
      await removeMeeting(page, "Through the tunnel", { tell: ANA.first });
      await until("Zoom deletes it", async () => !(await zoom.topics()).includes("Through the tunnel"));
    });

    await step("disconnect, and connect again", async () => {
      await disconnectZoom(page);
      await connectZoom(page, server);
    });

    await step("rapport doctor finds this installation at its public address", async () => {
      const sandbox = new URL(server.sandbox).host;
      const doctor = run(["doctor", "--json", "--data", server.data, "--sandbox-listen", sandbox], env);
      const { code } = await doctor.ended;
      const { probes } = JSON.parse(doctor.stdout);
      const results = Object.fromEntries(probes.map(({ id, result }) => [id, result]));
      const passes = ["reachable", "headers", "redirect-url", "webhook-challenge", "webhook-forged", "webhook-old"];
      for (const id of [...passes, "database", "secret-key", ...(https ? ["tls-old"] : [])]) {
        assert.equal(results[id], "pass", `${id}: ${doctor.stdout}`);
      }
      // Zoom and mail are simulated, and nobody else trusts a private authority.
      assert.equal(results.tls, https ? "warn" : undefined);
      assert.equal(code, 1, doctor.stdout);
    });

    await step("the person removes the app in Zoom, and its event arrives at the public address", async () => {
      await page.goto(server.sandbox);
      await page.getByRole("button", { name: "Send deauthorization", exact: true }).first().click();
      await page.goto(server.url);
      await until("the card offers to connect again", async () => {
        await openIntegrations(page);
        return pressable(zoomCard(page), "Connect Zoom").isVisible();
      });
      await until("Zoom is told of the deletion", async () => (await zoom.state()).compliance.length > 0);
      if (way.log) assert.match(readFileSync(way.log, "utf8"), /POST \/integrations\/zoom\/webhook HTTP\/1\.1" 200/);
    });

    assertNoProblems(page);
  });
}
