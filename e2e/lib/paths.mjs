// Where things are in the project.

import { mkdirSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** The folder `target/e2e/<name>`, made if it is not there. */
export function outputFolder(name) {
  const folder = resolve(root, "target/e2e", name);
  mkdirSync(folder, { recursive: true });
  return folder;
}
