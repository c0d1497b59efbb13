// Releases to many applications, one first and then all others; the first failure stops it: many.js TASK_ID...
"use strict";
const cad = require("codearts_deploy");
const giveUp = require("./advice");

function show(event) {
  if (event.event === "item") console.log(`${event.name} ${event.state}`);
}

async function main(...tasks) {
  const client = new cad.Client();
  const items = tasks.map((task_id, index) => ({ task_id, name: `app-${index + 1}` }));
  const request = { items, waves: [1, "100%"], max_failures: 0 };
  const release = await client.call("deploy_many", request, { onEvent: show });
  console.log(`released ${release.counts.succeeded} of ${items.length}`);
}

if (process.argv.length < 3) {
  console.error("usage: many.js TASK_ID...");
  process.exit(64);
}
main(...process.argv.slice(2)).catch(giveUp);
