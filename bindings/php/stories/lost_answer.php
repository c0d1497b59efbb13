<?php

// Deploys a version; if the answer to the start is lost, its record is found again: lost_answer.php TASK_ID VERSION

require 'CodeArtsDeploy.php';
require __DIR__ . '/advice.php';

$argc === 3 or usage('lost_answer.php TASK_ID VERSION');
[, $task_id, $version] = $argv;
try {
    $client = new CodeArtsDeploy\Client();
    $params = [['key' => 'version', 'value' => $version, 'type' => 'text']];
    $deployment = $client->call('deploy', ['task_id' => $task_id, 'interval_ms' => 1000, 'params' => $params]);
    echo $deployment['adopted'] ?? false ? 'found' : 'deployed', " {$deployment['record_id']}\n";
} catch (CodeArtsDeploy\DeployError $error) {
    $code = advise($error);
    foreach ($error->document['candidates'] ?? [] as $record_id) {
        fwrite(STDERR, "candidate $record_id\n");
    }
    exit($code);
}
