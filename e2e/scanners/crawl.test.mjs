// A scanner of other people crawls a running demo and attacks every address and form that it finds.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import test from "node:test";
import { root } from "../lib/paths.mjs";
import { startFor, temporaryFolder } from "../lib/server.mjs";
import { front } from "./lib/front.mjs";
import { listen } from "./lib/listener.mjs";
import { guest, invite, isLoggedIn, logIn, read } from "./lib/person.mjs";

const WAPITI = process.env.RAPPORT_E2E_WAPITI ?? resolve(root, "target/scanners/python/bin/wapiti");

// What can be true of a program on this machine. Left out: guessing passwords, guessing names of files of other people's
// products, LDAP (which we have not), and what needs a name in DNS.
const MODULES = [
  "cookieflags", "crlf", "csp", "csrf", "exec", "file", "http_headers", "methods", "permanentxss", "redirect",
  "shellshock", "sql", "ssrf", "upload", "xss", "xxe",
];

// Not followed: what ends the session or takes the demo apart, a stream that does not end.
const AVOIDED = [
  "/logout", "/events", "/settings/integrations/zoom/disconnect*", "/settings/zoom-app/availability",
  "/settings/zoom-app/credentials/*", "/settings/zoom-app/use/*", "*/delete", "*/remove",
];

/** A demo behind TLS: cookies have every flag there. `direct` is where it listens itself. */
async function demo(t) {
  const tls = await front(t);
  const url = `https://127.0.0.1:${tls.httpsPort}`;
  const { listening: direct } = await startFor(t, { env: { RAPPORT_PUBLIC_URL: url } });
  tls.pass(direct);
  return { url, direct, cookie: await logIn(direct) };
}

/** The file of a session, as wapiti reads it. */
function cookieFile(cookie) {
  const [name, value] = cookie.split("=");
  const file = resolve(temporaryFolder(), "cookies.json");
  const flags = { value, secure: true, version: 0, expires: null, port: null };
  writeFileSync(file, JSON.stringify({ "127.0.0.1": { "/": { [name]: flags } } }));
  return file;
}

// Findings that are looked at and kept, with the reason.
const KEPT = [
  // An invitee has no session that another site could use: whoever can write the address of their page has the secret.
  /^Cross Site Request Forgery: POST \/i\/[\w-]{43}(\/answer)? /,
];

/** Runs wapiti. Answers its report. */
async function scan(t, url, { name, cookie, starts, depth }) {
  const folder = resolve(root, "target/scanners");
  mkdirSync(folder, { recursive: true });
  const report = resolve(folder, `${name}.json`);
  const sessions = temporaryFolder();
  const elsewhere = await listen(t);
  const args = ["--url", `${url}/`, "--scope", "folder", "--module", MODULES.join(","), "--depth", depth];
  args.push("--store-session", sessions, "--store-config", sessions, "--flush-session", "--no-bugreport");
  args.push("--format", "json", "--output", report, "--detailed-report", "1", "--verbose", "1");
  args.push("--endpoint", elsewhere.url, "--max-scan-time", "25", "--max-attack-time", "6");
  for (const start of starts) args.push("--start", `${url}${start}`);
  for (const path of AVOIDED) args.push("--exclude", path.startsWith("/") ? `${url}${path}` : `${url}/${path}`);
  if (cookie) args.push("--cookie", cookieFile(cookie));
  const wapiti = spawn(WAPITI, args, { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [wapiti.stdout, wapiti.stderr]) stream.on("data", (text) => (said += text));
  const code = await new Promise((done, fail) => wapiti.on("close", done).on("error", fail));
  assert.equal(code, 0, said);
  assert.deepEqual(elsewhere.asked, [], "Rapport asked a server that a scanner typed in");
  return JSON.parse(readFileSync(report, "utf8"));
}

/** Everything above informational, one line each. */
function findings(report) {
  const all = { ...report.vulnerabilities, ...report.anomalies };
  const lines = Object.entries(all).flatMap(([kind, found]) =>
    found.map(({ method, path, parameter, info }) => `${kind}: ${method} ${path} ${parameter ?? ""}: ${info}`),
  );
  return lines.filter((line) => !KEPT.some((kept) => kept.test(line)));
}

/** Paths that were read and answered with 200, each once. */
const pages = (report) => [
  ...new Set(report.infos.crawled_pages.map(({ request }) => request).filter((one) => one.status_code === 200).map((one) => new URL(one.url).pathname)),
];

test("a scanner that is logged in finds nothing", async (t) => {
  const { url, direct, cookie } = await demo(t);
  await invite(direct, cookie);
  const one = async (list) => (await read(`${direct}${list}`, cookie)).match(new RegExp(`${list}/[0-9a-f-]{36}`))[0];
  const starts = [
    ...(await Promise.all(["/contacts", "/companies", "/deals", "/meetings"].map(one))),
    "/contacts", "/companies", "/deals", "/meetings", "/search?q=ana", "/mailbox", "/settings/profile",
    "/settings/integrations", "/settings/calendar", "/settings/audit", "/settings/jobs", "/settings/zoom-app",
  ];
  const report = await scan(t, url, { name: "logged-in", cookie, starts, depth: "1" });
  const found = pages(report);
  t.diagnostic(`${found.length} pages`);
  for (const path of starts) assert.ok(found.includes(path.split("?")[0]), `${path} was not read: ${found}`);
  assert.ok(found.length >= 30, `only ${found.length} pages were read: ${found}`);
  assert.deepEqual(findings(report), []);
  assert.ok(await isLoggedIn(direct, cookie), "the scanner lost its session on the way");
});

test("a scanner that is not logged in finds nothing", async (t) => {
  const { url, direct, cookie } = await demo(t);
  // The login form belongs to the cookie that came with it; wapiti opens several pages at once, and would mix them up.
  const starts = ["/login", await invite(direct, cookie), "/healthz"];
  const report = await scan(t, url, { name: "stranger", cookie: await guest(direct), starts, depth: "3" });
  const found = pages(report);
  t.diagnostic(`${found.length} pages`);
  for (const path of starts) assert.ok(found.includes(path), `${path} was not read: ${found}`);
  assert.deepEqual(findings(report), []);
});
