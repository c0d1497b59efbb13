// Deploys a version; if the answer to the start is lost, its record is found again: lost_answer.js TASK_ID VERSION
"use strict";
const cad = require("codearts_deploy");
const giveUp = require("./advice");

async function main(task_id, version) {
  const client = new cad.Client();
  const request = { task_id, interval_ms: 1000, params: [{ key: "version", value: version, type: "text" }] };
  const deployment = await client.call("deploy", request);
  console.log(`${deployment.adopted ? "found" : "deployed"} ${deployment.record_id}`);
}

if (process.argv.length !== 4) {
  console.error("usage: lost_answer.js TASK_ID VERSION");
  process.exit(64);
}
main(...process.argv.slice(2)).catch((error) => {
  giveUp(error);
  for (const record_id of error.document.candidates ?? []) console.error(`candidate ${record_id}`);
});
