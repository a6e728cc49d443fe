// Headers as others judge them: Mozilla's HTTP Observatory gives grades, Google's CSP Evaluator looks for holes in the
// policy.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { CspEvaluator } from "csp_evaluator/dist/evaluator.js";
import { Severity } from "csp_evaluator/dist/finding.js";
import { CspParser } from "csp_evaluator/dist/parser.js";
import { startFor } from "../lib/server.mjs";
import { front } from "./lib/front.mjs";
import { invite, logIn, read } from "./lib/person.mjs";

const GRADE = fileURLToPath(new URL("lib/grade.mjs", import.meta.url));

// Credentials of Zoom itself: without them the address of the demo's sandbox, which has no TLS, stands in the policy.
const ZOOM = { RAPPORT_ZOOM__CLIENT_ID: "id", RAPPORT_ZOOM__CLIENT_SECRET: "secret", RAPPORT_ZOOM__WEBHOOK_SECRET: "secret" };

// Findings of the evaluator that are looked at and kept, with the reason.
const KEPT = [
  // It warns of sites that let people upload scripts or answer JSONP. Nothing is uploaded here, no answer is JSONP, and
  // `nosniff` keeps everything else from running.
  { directive: "default-src", value: "'self'" },
];

/** A demo, and a path of each kind with the session that it is asked with. */
async function kinds(t, env) {
  const server = await startFor(t, { env: { ...ZOOM, ...env } });
  const url = server.listening ?? server.url;
  const cookie = await logIn(url);
  const contact = (await read(`${url}/contacts`, cookie)).match(/\/contacts\/[0-9a-f-]{36}/)[0];
  const style = (await read(`${url}/`, cookie)).match(/\/static\/[^"]+\.css/)[0];
  const invitee = await invite(url, cookie);
  const pages = { "/login": null, "/": cookie, [contact]: cookie, [invitee]: null, "/nothing-here": cookie, [style]: null };
  return { url, pages };
}

test("every kind of page gets the best grade behind TLS", async (t) => {
  const tls = await front(t);
  const { url, pages } = await kinds(t, { RAPPORT_PUBLIC_URL: `https://localhost:${tls.httpsPort}` });
  tls.pass(url);
  const asked = JSON.stringify({ httpPort: tls.httpPort, httpsPort: tls.httpsPort, pages });
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: tls.root };
  const graded = await new Promise((done, fail) => {
    const child = spawn(process.execPath, [GRADE, asked], { env, stdio: ["ignore", "pipe", "inherit"] });
    let said = "";
    child.stdout.on("data", (text) => (said += text));
    child.on("error", fail).on("close", () => done(said));
  }).then(JSON.parse);
  assert.deepEqual(Object.keys(graded), Object.keys(pages));
  for (const [path, { grade, score, status, failed }] of Object.entries(graded)) {
    t.diagnostic(`${path.slice(0, 12)} (${status}): ${grade}, ${score} points`);
    assert.deepEqual({ grade, failed }, { grade: "A+", failed: [] }, path);
  }
});

/** What the evaluator says of a policy, but what is kept and what is only information. */
function holes(policy) {
  const found = new CspEvaluator(new CspParser(policy).csp).evaluate();
  const kept = ({ directive, value }) => KEPT.some((one) => one.directive === directive && one.value === value);
  return found.filter((one) => one.severity < Severity.INFO && !kept(one)).map((one) => `${one.directive}: ${one.description}`);
}

test("the policy of every kind of answer has no hole", async (t) => {
  const { url, pages } = await kinds(t, {});
  const webhook = { path: "/integrations/zoom/webhook", method: "POST", body: "{}" };
  const all = Object.entries(pages).map(([path, cookie]) => ({ path, headers: cookie ? { cookie } : {} }));
  for (const { path, ...options } of [...all, webhook]) {
    const answer = await fetch(`${url}${path}`, { redirect: "manual", ...options });
    const policy = answer.headers.get("content-security-policy");
    assert.ok(policy, `${path} answered ${answer.status} without a policy`);
    assert.equal(answer.headers.get("strict-transport-security"), null, "HTTPS is not promised where there is none");
    assert.deepEqual(holes(policy), [], path);
  }
  assert.notDeepEqual(holes("default-src 'self'; script-src 'unsafe-inline' *"), [], "it does find holes");
});
