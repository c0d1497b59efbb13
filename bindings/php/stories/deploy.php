<?php

// Deploys a version, shows how far it is, and says how it ended: deploy.php TASK_ID VERSION
//
// Ctrl-C ends the following and leaves the deployment running; 'on_cancel' => 'stop' would stop it.

require 'CodeArtsDeploy.php';
require __DIR__ . '/advice.php';

function show(array $event): void
{
    echo match ($event['event']) {
        'state' => "state {$event['state']}\n",
        'step' => "step {$event['name']}: {$event['state']}\n",
        'log' => $event['text'],
        default => '',
    };
}

$argc === 3 or usage('deploy.php TASK_ID VERSION');
[, $task_id, $version] = $argv;
$is_interrupted = false;
try {
    $client = new CodeArtsDeploy\Client();
    $params = [['key' => 'version', 'value' => $version, 'type' => 'text']];
    $running = $client->submit('deploy', ['task_id' => $task_id, 'params' => $params]);
    pcntl_async_signals(true);
    pcntl_signal(SIGINT, function () use ($running, &$is_interrupted) {
        $is_interrupted = true;
        $running->cancel();
    });
    foreach ($running->events() as $event) {
        show($event);
    }
    $deployment = $running->wait();
    echo "deployed $version, record {$deployment['record_id']}\n";
} catch (CodeArtsDeploy\DeployError $error) {
    $code = advise($error);
    exit($is_interrupted ? 130 : $code);
}
