// Starts the deployment that the service's reference has as its example: start.js TASK_ID
"use strict";
const cad = require("codearts_deploy");
const giveUp = require("./advice");

// https://support.huaweicloud.com/intl/en-us/api-deployman/StartDeployTask.html, "Example Requests".
const BODY = `{
  "params" : [ {
    "key" : "string",
    "value" : "test",
    "type" : "text"
  }, {
    "key" : "env",
    "value" : "e3144513a4094398857c992606ccba12",
    "type" : "host_group"
  }, {
    "key" : "enum",
    "value" : "value1",
    "type" : "enum"
  } ],
  "trigger_source" : 0
}
`;

async function main(taskId) {
  const reply = await cad.startTask(taskId, BODY);
  console.log(`started ${reply.id}`);
}

if (process.argv.length !== 3) {
  console.error("usage: start.js TASK_ID");
  process.exit(64);
}
main(process.argv[2]).catch(giveUp);
