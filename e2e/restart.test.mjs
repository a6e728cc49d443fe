// The program as its operator sees it: start, Ctrl-C, start again, and what cannot start.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { connectZoom, logIn, meetingAction, openContact, schedule } from "./lib/actions.mjs";
import { launch, newPage } from "./lib/browser.mjs";
import { dateIn } from "./lib/dates.mjs";
import { ANA, MARA } from "./lib/people.mjs";
import { sandbox } from "./lib/sandbox.mjs";
import { run, startFor, temporaryFolder } from "./lib/server.mjs";
import { story } from "./lib/story.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

test("Ctrl-C ends the demo cleanly, and a second start finds everything again", async (t) => {
  const topic = "Still here tomorrow";
  const first = await startFor(t);
  const before = await newPage(browser);
  const step = story(t, before, first);
  await step("schedule a meeting", async () => {
    await logIn(before, first);
    await connectZoom(before, first);
    await openContact(before, ANA.name);
    await schedule(before, ANA, { topic, date: dateIn(4, MARA.zone), time: "11:00", duration: 30 });
  });
  await step("Ctrl-C", () => first.stop());

  const second = await startFor(t, { data: first.data });
  const later = await newPage(browser);
  const again = story(t, later, second);
  await again("the meeting is there, in Rapport and in Zoom", async () => {
    await logIn(later, second);
    await openContact(later, ANA.name);
    await meetingAction(later, "Start meeting", topic).waitFor();
    assert.ok((await sandbox(second.sandbox).topics()).includes(topic));
  });
  await again("it can still be started: the connection survived too", async () => {
    await meetingAction(later, "Start meeting", topic).click();
    await later.waitForURL(/\/s\//);
  });
});

test("an occupied port ends the start with one clear line", async () => {
  const occupier = createServer();
  await new Promise((done) => occupier.listen(0, "127.0.0.1", done));
  const { port } = occupier.address();
  const line = await refusedStart(["serve", "--listen", `127.0.0.1:${port}`, "--data", temporaryFolder()]);
  occupier.close();
  assert.match(line, new RegExp(`127\\.0\\.0\\.1:${port}`));
});

test("a folder that cannot be written ends the start with one clear line", async () => {
  // A file where the folder should be: refused to root, too.
  const file = join(temporaryFolder(), "file");
  writeFileSync(file, "");
  const data = join(file, "data");
  const line = await refusedStart(["serve", "--listen", "127.0.0.1:0", "--data", data]);
  assert.ok(line.includes(data), line);
});

test("a configuration key that does not exist ends the start with one clear line", async () => {
  const config = join(temporaryFolder(), "rapport.toml");
  writeFileSync(config, '[mail]\nsmpt = "smtp://localhost"\n');
  const line = await refusedStart(["serve", "--config", config, "--listen", "127.0.0.1:0", "--data", temporaryFolder()]);
  assert.match(line, /smpt/);
});

/** Starts what must not start. Answers the one line that says why. */
async function refusedStart(args) {
  const started = run(args);
  const limit = setTimeout(() => started.child.kill("SIGKILL"), 30_000);
  const { code, signal } = await started.ended;
  clearTimeout(limit);
  assert.equal(signal, null, `it started after all:\n${started.stdout}`);
  assert.ok(code > 0, `rapport ${args.join(" ")} ended with code ${code}`);
  const lines = started.stderr.trim().split("\n");
  assert.equal(lines.length, 1, `more than one line:\n${started.stderr}`);
  assert.doesNotMatch(lines[0], /panicked|Error \{|Os \{/);
  return lines[0];
}
