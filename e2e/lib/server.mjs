// Starts the program as a person would, in a folder of its own and on free ports, and ends it
// as Ctrl-C would.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { root } from "./paths.mjs";

export const program = process.env.RAPPORT_E2E_PROGRAM ?? resolve(root, "target/debug/rapport");

const READY = /^Rapport is ready at (https?:\/\/\S+?)\/?\s*$/m;
const LISTENING = /^Listening on (http:\/\/\S+?)\/?\s*$/m;
const SANDBOX = /Zoom sandbox at (http:\/\/\S+?)\/?\s*$/im;
const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 15_000;

// The data folders of this test file, and what still runs. Both are gone when the file ends.
const folders = new Set();
const running = new Set();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A new empty folder that is deleted at the end. */
export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), "rapport-e2e-"));
  folders.add(folder);
  return folder;
}

// `serve` has no option for the sandbox's port; on a free one, test files can run beside each other.
const FREE_SANDBOX = { RAPPORT_ZOOM__SANDBOX_LISTEN: "127.0.0.1:0" };

/** Starts a process and collects what it prints. Nobody's own RAPPORT_ settings reach it. */
export function run(args, env = {}) {
  const clean = Object.entries(process.env).filter(([name]) => !name.startsWith("RAPPORT_"));
  const child = spawn(program, args, {
    cwd: temporaryFolder(),
    env: { ...Object.fromEntries(clean), ...FREE_SANDBOX, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const started = { child, stdout: "", stderr: "" };
  started.ended = new Promise((done) => {
    running.add(child);
    child.on("error", (error) => {
      started.stderr += `cannot start ${program}: ${error.message}\n`;
      running.delete(child);
      done({ code: null, signal: null });
    });
    child.on("close", (code, signal) => {
      running.delete(child);
      done({ code, signal });
    });
  });
  for (const stream of ["stdout", "stderr"]) {
    child[stream].setEncoding("utf8");
    child[stream].on("data", (text) => {
      started[stream] += text;
      started.onOutput?.();
    });
  }
  return started;
}

// On PostgreSQL, each data folder has a database of its own, so that a second start finds the first one's. They vanish
// with the server that `cargo xtask e2e` starts.
const server = process.env.RAPPORT_E2E_POSTGRES;
const databases = new Map();

function database(data) {
  if (!server) return {};
  const url = new URL(server);
  if (!databases.has(data)) {
    const name = `e2e_${process.pid}_${databases.size}`;
    const create = ["--no-psqlrc", "--quiet", "--command", `CREATE DATABASE ${name}`, server];
    const made = spawnSync(process.env.RAPPORT_E2E_PSQL, create, { encoding: "utf8" });
    assert.equal(made.status, 0, `no database: ${made.stderr ?? made.error}`);
    databases.set(data, name);
  }
  url.pathname = `/${databases.get(data)}`;
  return { RAPPORT_DATABASE__URL: url.href };
}

/** Starts as `start` does, for one test: ended, cleanly, when that test ends. */
export async function startFor(t, options) {
  const server = await start(options);
  t.after(() => server.stop());
  return server;
}

/**
 * Starts `rapport demo` (or another command) and waits until it says where it is.
 * Answers { url, listening, sandbox, data, output(), stop() }; `listening` is null unless `url` is a tunnel's, and
 * `sandbox` where none is embedded.
 */
export async function start({ command = "demo", data = temporaryFolder(), env = {} } = {}) {
  const args = [command, "--listen", "127.0.0.1:0", "--data", data];
  if (command === "demo") args.push("--sandbox-listen", "127.0.0.1:0");
  const started = run(args, { ...database(data), ...env });
  const output = () => `${started.stdout}${started.stderr}`;
  await ready(started, output);
  return {
    url: output().match(READY)[1],
    listening: output().match(LISTENING)?.[1] ?? null,
    sandbox: output().match(SANDBOX)?.[1] ?? null,
    data,
    output,
    stop: () => stop(started, output),
  };
}

function ready(started, output) {
  return new Promise((done, fail) => {
    const limit = setTimeout(() => fail(new Error(`not ready in time:\n${output()}`)), START_LIMIT_MS);
    const settle = (settled) => {
      clearTimeout(limit);
      started.onOutput = undefined;
      settled();
    };
    started.onOutput = () => READY.test(output()) && settle(done);
    started.ended.then(({ code }) =>
      settle(() => fail(new Error(`rapport ended with code ${code}:\n${output()}`))),
    );
  });
}

/** Ctrl-C. The program must end by itself, soon, and with code 0. A second call waits for the same end. */
async function stop(started, output) {
  started.child.kill("SIGINT");
  const limit = setTimeout(() => started.child.kill("SIGKILL"), STOP_LIMIT_MS);
  const { code, signal } = await started.ended;
  clearTimeout(limit);
  assert.equal(signal, null, `Ctrl-C did not end rapport:\n${output()}`);
  assert.equal(code, 0, `after Ctrl-C rapport ended with code ${code}:\n${output()}`);
}
