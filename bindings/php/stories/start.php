<?php

// Starts the deployment that the service's reference has as its example: start.php TASK_ID

require 'CodeArtsDeploy.php';
require __DIR__ . '/advice.php';

// https://support.huaweicloud.com/intl/en-us/api-deployman/StartDeployTask.html, "Example Requests".
const BODY = <<<'JSON'
{
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

JSON;

$argc === 2 or usage('start.php TASK_ID');
try {
    $reply = CodeArtsDeploy\start_task($argv[1], BODY);
    echo "started {$reply['id']}\n";
} catch (CodeArtsDeploy\DeployError $error) {
    exit(advise($error));
}
