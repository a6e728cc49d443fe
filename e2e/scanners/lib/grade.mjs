// Grades pages as Mozilla's HTTP Observatory does, with its own retriever, tests and grades. A process of its own, because
// Node reads the root certificate of the tests (NODE_EXTRA_CA_CERTS) only when it starts.
//
// Takes { httpPort, httpsPort, pages: { path: cookie } } as JSON and answers { path: { grade, score, failed } }.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const observatory = new URL("../node_modules/@mdn/mdn-http-observatory/", import.meta.url);
const part = (path) => import(new URL(path, observatory).href);

// Its install script would fetch these: sites that browsers hold to HTTPS without asking, and names of registries.
// A Rapport of one's own is in neither.
const lists = fileURLToPath(new URL("conf", observatory));
mkdirSync(lists, { recursive: true });
writeFileSync(join(lists, "hsts-preload.json"), "{}");

const { retrieve } = await part("src/retriever/retriever.js");
const { ALL_TESTS } = await part("src/constants.js");
const { getGradeForScore, getScoreModifier } = await part("src/grader/grader.js");
const { MINIMUM_SCORE_FOR_EXTRA_CREDIT } = await part("src/grader/charts.js");

const { httpPort, httpsPort, pages } = JSON.parse(process.argv[2]);
const graded = {};
for (const [path, cookie] of Object.entries(pages)) {
  const headers = ["Accept: text/html", ...(cookie ? [`Cookie: ${cookie}`] : [])];
  const requests = await retrieve("localhost", { httpPort, httpsPort, path, headers });
  if (!requests.responses.https?.verified) throw new Error(`${path} was not reached by TLS`);
  const results = ALL_TESTS.map((check) => check(requests));
  const modifiers = results.map(({ result }) => getScoreModifier(result));
  // As its scan() does: extra credit is for who needs none.
  const plain = modifiers.reduce((sum, one) => sum + Math.min(one, 0), 100);
  const score = plain >= MINIMUM_SCORE_FOR_EXTRA_CREDIT ? modifiers.reduce((sum, one) => sum + one, 100) : plain;
  const failed = results.filter(({ pass }) => !pass).map(({ constructor, result }) => `${constructor.name}: ${result}`);
  graded[path] = { ...getGradeForScore(score), status: requests.responses.https.status, failed };
}
process.stdout.write(JSON.stringify(graded));
