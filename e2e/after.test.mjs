// A meeting runs, ends, and something comes of it: what an open page shows by itself, and what Today asks.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertTold, connectZoom, logIn } from "./lib/actions.mjs";
import { assertAccessible } from "./lib/axe.mjs";
import { assertNoProblems, launch, newPage } from "./lib/browser.mjs";
import { dateIn } from "./lib/dates.mjs";
import { MARA } from "./lib/people.mjs";
import { sandbox } from "./lib/sandbox.mjs";
import { startFor } from "./lib/server.mjs";
import { story } from "./lib/story.mjs";
import { until } from "./lib/until.mjs";

/** The next meeting of the sample world, and one of the working day before: over at whatever hour this runs. */
const NEXT = "Rollout kick-off, Iberia";
const OVER = "Demo, two depots";

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

test("an open page follows a meeting while it runs", async (t) => {
  const server = await startFor(t);
  const zoom = sandbox(server.sandbox);
  const page = await newPage(browser);
  const step = story(t, page, server);
  const running = () => page.getByRole("main").getByText(/^Running since /).first().isVisible();

  await step("Today knows the next meeting", async () => {
    await logIn(page, server);
    await connectZoom(page, server);
    await until("the meeting is in Zoom", async () => (await zoom.topics()).includes(NEXT));
    await page.goto(`${server.url}/`);
    await page.getByRole("heading", { name: NEXT }).first().waitFor();
    assert.equal(await running(), false);
  });
  await step("it runs, and the page says so without being loaded again", async () => {
    await page.evaluate(() => (window.here = true));
    await zoom.meeting(NEXT, "start");
    await until("the page says that it runs", running);
    assert.equal(await page.evaluate(() => window.here), true, "the page was loaded again");
    await assertAccessible(page, "Today with a running meeting");
  });
  await step("so does the week, which follows when it ends", async () => {
    await page.goto(`${server.url}/meetings?view=week`);
    const day = page.getByRole("region", { name: "Week calendar" });
    const runs = () => day.getByRole("link", { name: new RegExp(`${NEXT}.*running`) }).isVisible();
    assert.equal(await runs(), true);
    await assertAccessible(page, "the week with a running meeting");
    await page.evaluate(() => (window.here = true));
    await zoom.meeting(NEXT, "end");
    await until("the week no longer says that it runs", async () => !(await runs()) && !(await running()));
    assert.equal(await page.evaluate(() => window.here), true, "the page was loaded again");
  });
  assertNoProblems(page);
});

for (const javaScript of [true, false]) {
  test(`Today asks what came of a meeting, with JavaScript ${javaScript ? "on" : "off"}`, async (t) => {
    const server = await startFor(t);
    const page = await newPage(browser, { javaScript });
    const step = story(t, page, server);

    await step("say what came of it, and what comes next", async () => {
      await logIn(page, server);
      await page.getByRole("link", { name: `Note outcome: ${OVER}`, exact: true }).click();
      await page.getByRole("heading", { name: `What came of ${OVER}?` }).waitFor();
      const form = page.locator("form").filter({ has: page.getByRole("button", { name: "Save outcome" }) });
      if (javaScript) await assertAccessible(page, "the form that asks what came of a meeting");
      await form.getByRole("radio", { name: "It took place" }).check();
      await form.getByRole("textbox", { name: /^Note/ }).fill("They sign in January.");
      await form.getByRole("textbox", { name: /^Next step/ }).fill("Send the offer");
      await form.getByLabel("Until", { exact: true }).fill(dateIn(1, MARA.zone));
      await form.getByRole("button", { name: "Save outcome" }).click();
      await assertTold(page, `Noted what came of ${OVER}`);
    });
    await step("it is not asked again, and the next step waits until it is done", async () => {
      await page.goto(`${server.url}/`);
      assert.equal(await page.getByRole("link", { name: `Note outcome: ${OVER}`, exact: true }).count(), 0);
      await page.getByText("Send the offer").waitFor();
      await page.getByRole("button", { name: "Done: Send the offer", exact: true }).click();
      await page.goto(`${server.url}/`);
      assert.equal(await page.getByRole("button", { name: "Done: Send the offer", exact: true }).count(), 0);
    });
    assertNoProblems(page);
  });
}
