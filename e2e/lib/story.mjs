// A test told in steps. When a step fails, its name, a picture of the page and what the server
// said are kept, so that the cause can be found without running it again.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { outputFolder } from "./paths.mjs";

/**
 * Answers `step(name, action)`. The first step that fails ends the test; a picture and the page's
 * HTML are then in target/e2e/failures.
 */
export function story(t, page, server) {
  return async (name, action) => {
    try {
      return await action();
    } catch (error) {
      const kept = await keep(page, `${t.name} ${name}`);
      const cause = error instanceof Error ? (error.stack ?? error.message) : String(error);
      throw new Error(
        `at the step "${name}", on ${page.url()} (see ${kept}.png)\n${cause}\n--- the server said\n${tail(server.output())}`,
      );
    }
  };
}

async function keep(page, name) {
  const file = join(outputFolder("failures"), name.replace(/[^a-zA-Z0-9]+/g, "-").slice(0, 100));
  try {
    await page.screenshot({ path: `${file}.png`, fullPage: true });
    writeFileSync(`${file}.html`, await page.content());
  } catch {
    // The page may be gone; the error that brought us here matters more.
  }
  return file;
}

function tail(text) {
  return text.split("\n").slice(-30).join("\n");
}
