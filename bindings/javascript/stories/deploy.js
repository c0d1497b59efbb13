// Deploys a version, shows how far it is, and says how it ended: deploy.js TASK_ID VERSION
//
// Ctrl-C ends the following and leaves the deployment running; `on_cancel: "stop"` would stop it.
"use strict";
const cad = require("codearts_deploy");
const giveUp = require("./advice");

function show(event) {
  if (event.event === "state") console.log(`state ${event.state}`);
  if (event.event === "step") console.log(`step ${event.name}: ${event.state}`);
  if (event.event === "log") process.stdout.write(event.text);
}

const interrupted = new AbortController();

async function main(task_id, version) {
  const client = new cad.Client();
  const request = { task_id, params: [{ key: "version", value: version, type: "text" }] };
  const deployment = await client.call("deploy", request, { onEvent: show, signal: interrupted.signal });
  console.log(`deployed ${version}, record ${deployment.record_id}`);
}

if (process.argv.length !== 4) {
  console.error("usage: deploy.js TASK_ID VERSION");
  process.exit(64);
}
process.once("SIGINT", () => interrupted.abort());
main(...process.argv.slice(2)).catch((error) => {
  giveUp(error);
  if (interrupted.signal.aborted) process.exitCode = 130;
}).finally(() => process.removeAllListeners("SIGINT"));
