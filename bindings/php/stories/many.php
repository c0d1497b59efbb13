<?php

// Releases to many applications, one first and then all others; the first failure stops it: many.php TASK_ID...

require 'CodeArtsDeploy.php';
require __DIR__ . '/advice.php';

function show(array $event): void
{
    if ($event['event'] === 'item') {
        echo "{$event['name']} {$event['state']}\n";
    }
}

$argc > 1 or usage('many.php TASK_ID...');
$items = [];
foreach (array_slice($argv, 1) as $index => $task_id) {
    $items[] = ['task_id' => $task_id, 'name' => 'app-' . ($index + 1)];
}
try {
    $client = new CodeArtsDeploy\Client();
    $request = ['items' => $items, 'waves' => [1, '100%'], 'max_failures' => 0];
    $release = $client->call('deploy_many', $request, show(...));
    echo "released {$release['counts']['succeeded']} of ", count($items), "\n";
} catch (CodeArtsDeploy\DeployError $error) {
    exit(advise($error));
}
