// What an operator puts in front of Rapport, as small as it can be: TLS, and a redirect for who comes without. Headers
// pass as they are.

import { request, createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { authority } from "../../lib/authority.mjs";
import { temporaryFolder } from "../../lib/server.mjs";

const port = (server) => new Promise((done) => server.listen(0, "127.0.0.1", () => done(server.address().port)));

/** Listens for one test. `pass(target)` says where to; answers both ports and the file of the root certificate. */
export async function front(t) {
  const tls = authority();
  const root = join(temporaryFolder(), "root.pem");
  writeFileSync(root, tls.root);
  let target;
  const secure = createTlsServer({ key: tls.key, cert: tls.certificate }, (asked, answer) => {
    const passed = request(`${target}${asked.url}`, { method: asked.method, headers: asked.headers }, (got) => {
      answer.writeHead(got.statusCode, got.rawHeaders);
      got.pipe(answer);
    });
    passed.on("error", () => answer.destroy());
    asked.pipe(passed);
  });
  const httpsPort = await port(secure);
  const plain = createServer((asked, answer) => {
    answer.writeHead(301, { location: `https://localhost:${httpsPort}${asked.url}` }).end();
  });
  const httpPort = await port(plain);
  t.after(() => {
    for (const server of [secure, plain]) {
      server.closeAllConnections();
      server.close();
    }
  });
  return { httpPort, httpsPort, root, pass: (to) => (target = to) };
}
