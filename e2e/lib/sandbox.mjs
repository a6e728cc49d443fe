// The control plane of the Zoom sandbox: what the tests set up and look at from outside.

import assert from "node:assert/strict";

/** Handles on the sandbox at `url`. */
export function sandbox(url) {
  const call = async (method, path, body) => {
    const response = await fetch(`${url}/_sandbox/${path}`, {
      method,
      headers: body === undefined ? {} : { "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    assert.ok(response.ok, `${method} /_sandbox/${path} answered ${response.status}: ${text}`);
    return text === "" ? null : JSON.parse(text);
  };
  return {
    /** Everything it knows. */
    state: () => call("GET", "state"),
    /** Calls it has seen. */
    requests: async () => (await call("GET", "requests")).requests,
    /** Every call to its REST interface answers 503 until `recover`. */
    breakDown: () => call("POST", "faults", { route: "/v2/*", kind: "status", status: 503 }),
    recover: () => call("DELETE", "faults"),
    /** Somebody starts or ends a meeting in Zoom, as `what` says. */
    meeting: async (topic, what) => {
      const found = (await call("GET", "state")).meetings.find((meeting) => meeting.topic === topic);
      await call("POST", `meetings/${found.id}/${what}`, {});
    },
    /** Somebody’s settings, plan or name are others in Zoom. */
    changeUser: (email, change) => call("PATCH", `users/${email}`, change),
    /** Topics of the meetings that exist in Zoom now. */
    topics: async () => (await call("GET", "state")).meetings.map(({ topic }) => topic),
  };
}
