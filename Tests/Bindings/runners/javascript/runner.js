// The runner of the JavaScript binding. See Tests/Bindings/README.md for its orders.
"use strict";
const cad = require("codearts_deploy");
const readline = require("node:readline");

let client;

function text(order, name) {
  const hex = order[`${name}_hex`];
  return hex === undefined ? order[name] : Buffer.from(hex, "hex").swap16().toString("utf16le");
}

const DO = {
  open(order) {
    client?.close();
    client = new cad.Client(text(order, "configuration"));
  },
  async run(order, events) {
    const [operation, request] = [text(order, "operation"), text(order, "request")];
    if (order.events === "no") return client.call(operation, request);
    const enough = new AbortController();
    const onEvent = (event) => {
      events.push(JSON.stringify(event));
      if (event.event === order.cancel_on) enough.abort();
    };
    return client.call(operation, request, { onEvent, signal: enough.signal });
  },
  validate: (order) => cad.validate(text(order, "operation"), text(order, "request")),
  schema: (order) => cad.schema(text(order, "operation")),
  start: (order) => cad.startTask(text(order, "task_id"), text(order, "body"), text(order, "token")),
  close: () => client.close(),
  async starts(order) {
    let left = Number(order.count);
    const work = async () => {
      while (left-- > 0) await client.call("start_deploy_task", text(order, "request"));
    };
    await Promise.all(Array.from({ length: Number(order.threads) }, work));
    global.gc(); // what is left is kept, and not only uncollected
    return { ok: order.count };
  },
  async abandon(order) {
    for await (const event of client.submit(text(order, "operation"), text(order, "request"))) {
      if (event.event === "started") break;
    }
    say({ status: "CAD_OK" });
    process.exit();
  },
  async drop(order) {
    for (let count = Number(order.count); count > 0; count--) {
      new cad.Client().submit(text(order, "operation"), text(order, "request"));
    }
    global.gc();
  },
};

function say(answer) {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}

async function carryOut(order) {
  const events = [];
  try {
    const document = await DO[order.do](order, events);
    say({ status: "CAD_OK", document: JSON.stringify(document ?? {}), events, ok: document?.ok });
  } catch (error) {
    if (error instanceof cad.ClosedError) say({ status: "closed" });
    else if (!(error instanceof cad.CodeArtsDeployError)) say({ status: "crash", message: String(error) });
    else {
      const { status, outcome, message, document } = error;
      const violations = error.violations.map(({ path, rule }) => [path, rule]);
      say({ status, outcome, message, violations, document: JSON.stringify(document), events });
    }
  }
}

async function main() {
  for await (const line of readline.createInterface({ input: process.stdin })) await carryOut(JSON.parse(line));
}

main();
