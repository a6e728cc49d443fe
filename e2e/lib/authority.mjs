// A private certificate authority, made anew for each test, and a certificate of it for `localhost` (RFC 5280). Node can
// read certificates but not write them, so the few fields that servers need are put together here.

import { generateKeyPairSync, randomBytes, sign } from "node:crypto";

const DAY_MS = 24 * 60 * 60 * 1000;

function der(tag, ...parts) {
  const content = Buffer.concat(parts);
  const length = [];
  for (let rest = content.length; rest > 0; rest >>= 8) length.unshift(rest & 0xff);
  const size = content.length < 128 ? [content.length] : [0x80 | length.length, ...length];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...parts) => der(0x30, ...parts);
const integer = (bytes) => der(0x02, Buffer.from(bytes));
const TRUE = der(0x01, Buffer.from([0xff]));

/** An object identifier, such as "2.5.4.3". */
function oid(text) {
  const [first, second, ...rest] = text.split(".").map(Number);
  const bytes = [first * 40 + second];
  for (const number of rest) {
    const groups = [number & 0x7f];
    for (let left = number >> 7; left > 0; left >>= 7) groups.unshift(0x80 | (left & 0x7f));
    bytes.push(...groups);
  }
  return der(0x06, Buffer.from(bytes));
}

const ECDSA_WITH_SHA256 = sequence(oid("1.2.840.10045.4.3.2"));
const name = (text) => sequence(der(0x31, sequence(oid("2.5.4.3"), der(0x0c, Buffer.from(text)))));
const extension = (id, content, critical = []) => sequence(oid(id), ...critical, der(0x04, content));
const time = (ms) => der(0x17, Buffer.from(`${new Date(ms).toISOString().replace(/[-:T]/g, "").slice(2, 14)}Z`));

// For an authority: it is one, and signs certificates.
const AUTHORITY = [
  extension("2.5.29.19", sequence(TRUE), [TRUE]),
  extension("2.5.29.15", der(0x03, Buffer.from([2, 4])), [TRUE]),
];
// For a server: its names, and that it is a server.
const LOCALHOST = [
  extension("2.5.29.17", sequence(der(0x82, Buffer.from("localhost")), der(0x87, Buffer.from([127, 0, 0, 1])))),
  extension("2.5.29.37", sequence(oid("1.3.6.1.5.5.7.3.1"))),
];

function certificate({ subject, issuer, publicKey, signingKey, extensions }) {
  const content = sequence(
    der(0xa0, integer([2])),
    integer([1, ...randomBytes(8)]),
    ECDSA_WITH_SHA256,
    name(issuer),
    sequence(time(Date.now() - DAY_MS), time(Date.now() + 30 * DAY_MS)),
    name(subject),
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, sequence(...extensions)),
  );
  const signature = der(0x03, Buffer.from([0]), sign("sha256", content, signingKey));
  const lines = sequence(content, ECDSA_WITH_SHA256, signature).toString("base64").match(/.{1,64}/g);
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}

const keys = () => generateKeyPairSync("ec", { namedCurve: "prime256v1" });

/** PEM texts: the authority's certificate, and a server's certificate and key. */
export function authority() {
  const [ours, servers] = [keys(), keys()];
  const issuer = "Rapport end-to-end tests";
  const signed = { issuer, signingKey: ours.privateKey };
  return {
    root: certificate({ ...signed, subject: issuer, publicKey: ours.publicKey, extensions: AUTHORITY }),
    certificate: certificate({ ...signed, subject: "localhost", publicKey: servers.publicKey, extensions: LOCALHOST }),
    key: servers.privateKey.export({ type: "pkcs8", format: "pem" }),
  };
}
