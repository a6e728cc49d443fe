// What a Zoom account has, where it matters: new meetings begin as in its settings, and its telephone numbers lead into
// them.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertTold, choose, connectZoom, logIn, openContact, openSchedule, fillSchedule, submitScheduled } from "./lib/actions.mjs";
import { assertAccessible } from "./lib/axe.mjs";
import { assertNoProblems, launch, newPage } from "./lib/browser.mjs";
import { dateIn } from "./lib/dates.mjs";
import { mailButton, openMail } from "./lib/mailbox.mjs";
import { ANA, MARA } from "./lib/people.mjs";
import { sandbox } from "./lib/sandbox.mjs";
import { startFor } from "./lib/server.mjs";
import { story } from "./lib/story.mjs";
import { until } from "./lib/until.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

const TOPIC = "Depot by phone";

const number = (country_code, country_name, shown) => ({
  code: "1", country_code, country_name, display_number: shown, number: shown,
});

const SETTINGS = {
  in_meeting: { waiting_room: false },
  schedule_meeting: { require_password_for_scheduling_new_meetings: true },
  audio_conferencing: {
    toll_call: {
      enable: true,
      numbers: [number("SE", "Sweden", "+46 850 539 728"), number("PT", "Portugal", "+351 308 804 188")],
    },
  },
};

for (const javaScript of [true, false]) {
  test(`a Zoom account’s own settings and numbers with JavaScript ${javaScript ? "on" : "off"}`, async (t) => {
    const server = await startFor(t);
    const page = await newPage(browser, { javaScript });
    const step = story(t, page, server);
    const zoom = sandbox(server.sandbox);

    await step("Mara chooses that meetings begin as in Zoom", async () => {
      await zoom.changeUser(MARA.email, { settings: SETTINGS });
      await logIn(page, server);
      await page.goto(`${server.url}/settings/zoom-app`);
      await choose(page.getByRole("radio", { name: "As in each person’s Zoom settings" }));
      await page.getByRole("button", { name: "Save how meetings begin" }).click();
      await assertTold(page, "New meetings begin as in each person’s Zoom settings");
      await page.getByText("Scopes and events for Zoom’s portal").click();
      await page.getByText("user:read:settings", { exact: true }).last().waitFor();
    });

    await step("the sandbox, which is its own portal, takes the scope", () =>
      until("the scope in the portal", async () => JSON.stringify(await zoom.state()).includes("user:read:settings")));

    await step("she connects, and the form begins so", async () => {
      await connectZoom(page, server);
      await openContact(page, ANA.name);
      const form = await openSchedule(page, ANA.name);
      assert.equal(await form.getByRole("switch", { name: /^Waiting room/ }).isChecked(), false);
      const passcode = form.getByRole("switch", { name: /^Passcode/ });
      assert.equal(await passcode.isChecked(), true);
      assert.equal(await passcode.isDisabled(), true);
      await form.getByText("Always on: Zoom asks for one on every meeting of this account").waitFor();
      await form.getByText("These begin as in your Zoom settings.").waitFor();
      if (javaScript) await assertAccessible(page, "the form");
      await fillSchedule(form, { topic: TOPIC, date: dateIn(3, MARA.zone), time: "16:00", duration: 30, agenda: "" });
      await submitScheduled(page, form, ANA);
    });

    await step("Ana’s mail and page name the number of her country first", async () => {
      await openMail(page, server, new RegExp(TOPIC));
      const numbers = page.frameLocator("iframe").getByRole("link", { name: /^\+/ });
      await numbers.first().waitFor();
      assert.deepEqual(await numbers.allInnerTexts(), ["+351 308 804 188", "+46 850 539 728"]);
      assert.match(await numbers.first().getAttribute("href"), /^tel:\+351308804188,,\d+%23,,,,\*\d+%23$/);
      await page.goto(await mailButton(page, "Answer or propose a new time"));
      await page.getByRole("heading", { name: "By phone", level: 2 }).waitFor();
      await page.getByRole("link", { name: "+351 308 804 188" }).waitFor();
      if (javaScript) await assertAccessible(page, "the page of the invitee");
    });

    assertNoProblems(page);
  });
}
