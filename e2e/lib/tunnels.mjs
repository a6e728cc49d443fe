// What may stand between people and Rapport: a tunnel and a TLS reverse proxy, both on this machine.

import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createServer, connect } from "node:net";
import { resolve } from "node:path";
import { authority } from "./authority.mjs";
import { root } from "./paths.mjs";
import { temporaryFolder } from "./server.mjs";
import { until } from "./until.mjs";

const BORE = process.env.RAPPORT_E2E_BORE ?? resolve(root, "target/tools/bore-0.6.0/bin/bore");
const NGINX = process.env.NGINX ?? "/usr/sbin/nginx";

/** A port of this machine that nobody uses now. */
export function freePort() {
  return new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

const answers = (port) =>
  new Promise((done) => {
    const socket = connect(port, "127.0.0.1", () => done(true) || socket.destroy()).on("error", () => done(false));
  });

/** Starts a program for one test. What it says is kept, for the error if it ends. */
function started(t, program, args) {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
  const process = { child, said: "", ended: false };
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (process.said += text));
  const closed = new Promise((done) => {
    child.on("close", done).on("error", (error) => done((process.said += error.message)));
  }).then(() => (process.ended = true));
  t.after(() => {
    // Asked, not killed: nginx has to end its workers.
    child.kill("SIGTERM");
    return closed;
  });
  return process;
}

function open(port, ...processes) {
  return until(`something listens on port ${port}`, () => {
    const ended = processes.find((process) => process.ended);
    if (ended) throw new Error(`${ended.child.spawnfile} ended: ${ended.said}`);
    return answers(port);
  });
}

/** bore: a tunnel of TCP connections, with its server on this machine too. */
export function bore() {
  const local = "127.0.0.1";
  return {
    scheme: "http",
    env: {},
    async lead(t, port, target) {
      const server = started(t, BORE, ["server", "--bind-addr", local, "--min-port", port, "--max-port", port]);
      // Its control port is the same on every machine.
      await open(7835, server);
      const client = started(t, BORE, ["local", new URL(target).port, "--local-host", local, "--to", local, "--port", port]);
      await open(port, server, client);
    },
  };
}

/** nginx, which ends TLS with a certificate of a private authority. `requests()` are those that it passed on. */
export function nginx() {
  const folder = temporaryFolder();
  const file = (name, text) => {
    const path = resolve(folder, name);
    if (text !== undefined) writeFileSync(path, text);
    return path;
  };
  const tls = authority();
  return {
    scheme: "https",
    env: { RAPPORT_TRUSTED_ROOTS: file("root.pem", tls.root) },
    log: file("access.log"),
    async lead(t, port, target) {
      const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map((kind) => `${kind}_temp_path ${file(kind)};`)
        .join("\n  ");
      const configuration = file(
        "nginx.conf",
        `daemon off;
pid ${file("nginx.pid")};
error_log stderr warn;
events {}
http {
  ${temporary}
  access_log ${file("access.log")};
  server {
    listen 127.0.0.1:${port} ssl;
    ssl_certificate ${file("certificate.pem", tls.certificate)};
    ssl_certificate_key ${file("key.pem", tls.key)};
    ssl_protocols TLSv1.2 TLSv1.3;
    location / { proxy_pass ${target}; }
  }
}
`,
      );
      const proxy = started(t, NGINX, ["-e", "stderr", "-p", folder, "-c", configuration]);
      await open(port, proxy);
    },
  };
}
