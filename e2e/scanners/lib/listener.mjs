// Stands for a server elsewhere that Rapport must never ask: counts who comes.

import { createServer } from "node:http";

/**
 * Listens on a free port for one test. `asked` is what came but the scanner's own question whether anything came, which
 * is answered truthfully: it is how wapiti's modules `ssrf` and `xxe` find out.
 */
export function listen(t) {
  const asked = [];
  const server = createServer((request, answer) => {
    const own = /\/get_(ssrf|xxe)\.php/.test(request.url);
    if (!own) asked.push(`${request.method} ${request.url}`);
    answer.setHeader("content-type", "application/json");
    answer.end(own && asked.length > 0 ? JSON.stringify({ asked }) : "{}");
  });
  t.after(() => server.close());
  return new Promise((done) => {
    server.listen(0, "127.0.0.1", () => done({ url: `http://127.0.0.1:${server.address().port}/`, asked }));
  });
}
