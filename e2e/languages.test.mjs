// The publisher offers the public pages in more languages; strangers read them in their own.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertTold, choose, logIn } from "./lib/actions.mjs";
import { assertAccessible } from "./lib/axe.mjs";
import { assertNoProblems, launch, LOOKS, newPage } from "./lib/browser.mjs";
import { start } from "./lib/server.mjs";
import { story } from "./lib/story.mjs";

let browser;
let server;
before(async () => {
  [browser, server] = await Promise.all([launch(), start()]);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

test("public pages are read in the reader's language, or in the one they choose", async (t) => {
  const page = await newPage(browser);
  const step = story(t, page, server);

  await step("offer every language", async () => {
    await logIn(page, server);
    await page.goto(`${server.url}/settings/zoom-app`);
    const languages = page.getByRole("group", { name: "Languages of the public pages" });
    assert.equal(await languages.getByRole("checkbox", { name: /^English/ }).isDisabled(), true);
    for (const name of [/^German/, /^French/, /^Spanish/, /^Portuguese/, /^Swedish/]) {
      await choose(languages.getByRole("checkbox", { name }));
    }
    await page.getByRole("button", { name: "Save languages", exact: true }).click();
    await assertTold(page, "Public pages are offered in English, German, French, Spanish, Portuguese, Swedish");
  });

  await step("publish the privacy policy with a German text, and support as it is", async () => {
    await page.getByRole("link", { name: "Privacy policy", exact: true }).click();
    await page.getByRole("navigation", { name: "Language" }).getByRole("link", { name: "German", exact: true }).click();
    const text = page.getByLabel("Text", { exact: true });
    assert.match(await text.inputValue(), /## Ihre Rechte/);
    await text.fill("## Kurz gesagt\n\nWir speichern wenig.");
    await page.getByRole("button", { name: "Publish page", exact: true }).click();
    await assertTold(page, "Privacy policy: published");
    await page.getByRole("link", { name: /^German own text/ }).waitFor();
    await assertAccessible(page, "editor in German");
    await page.goto(`${server.url}/settings/zoom-app/pages/support`);
    await page.getByRole("button", { name: "Publish page", exact: true }).click();
    await assertTold(page, "Support: published");
  });

  await step("a stranger with a German browser reads German, in both themes and on a phone", async () => {
    for (const { name, ...look } of LOOKS) {
      const stranger = await newPage(browser, { ...look, javaScript: true, locale: "de-AT" });
      await stranger.goto(`${server.url}/privacy`);
      await stranger.getByRole("heading", { name: "Datenschutzerklärung", level: 1 }).waitFor();
      await stranger.getByText("Wir speichern wenig.").waitFor();
      assert.equal(await stranger.locator("html").getAttribute("lang"), "de");
      assertNoProblems(stranger);
      await assertAccessible(stranger, `privacy in German (${name})`);
      await stranger.context().close();
    }
  });

  await step("they choose Swedish without any script, and keep it on the next page", async () => {
    const stranger = await newPage(browser, { javaScript: false, locale: "de-AT" });
    await stranger.goto(`${server.url}/privacy`);
    const chooser = (name) => stranger.getByRole("navigation", { name });
    await chooser("Sprache").getByRole("link", { name: "Svenska", exact: true }).click();
    await stranger.getByRole("heading", { name: "Integritetspolicy", level: 1 }).waitFor();
    await stranger.getByRole("heading", { name: "Dina rättigheter" }).waitFor();
    assert.equal(await chooser("Språk").locator("[aria-current]").innerText(), "Svenska");
    await chooser("Fler sidor").getByRole("link", { name: "Support", exact: true }).click();
    await stranger.getByRole("heading", { name: "Vilka vi är" }).waitFor();
    await chooser("Språk").getByRole("link", { name: "English", exact: true }).click();
    await stranger.getByRole("heading", { name: "Who we are" }).waitFor();
    assert.deepEqual(await stranger.context().cookies(), [], "a choice of language sets no cookie");
    assertNoProblems(stranger);
    await stranger.context().close();
  });

  await step("English and whatever is not offered lead to English", async () => {
    for (const locale of ["en-GB", "it-IT"]) {
      const stranger = await newPage(browser, { locale });
      await stranger.goto(`${server.url}/privacy`);
      await stranger.getByRole("heading", { name: "Privacy policy", level: 1 }).waitFor();
      await stranger.context().close();
    }
  });
  assertNoProblems(page);
});
