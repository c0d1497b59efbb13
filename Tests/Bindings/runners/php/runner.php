<?php

// The runner of the PHP binding. See Tests/Bindings/README.md for its orders.

declare(strict_types=1);

use CodeArtsDeploy\Client;
use CodeArtsDeploy\ClosedError;
use CodeArtsDeploy\DeployError;

require 'CodeArtsDeploy.php';

final class Runner
{
    private ?Client $client = null;

    public function open(array $order): array
    {
        $this->client?->close();
        $this->client = new Client(self::text($order, 'configuration'));
        return [];
    }

    public function run(array $order, array &$events): array
    {
        [$operation, $request] = [self::text($order, 'operation'), self::text($order, 'request')];
        if (($order['events'] ?? null) === 'no') {
            return $this->client->call($operation, $request);
        }
        $running = $this->client->submit($operation, $request);
        foreach ($running->events() as $event) {
            $events[] = json_encode($event);
            if ($event['event'] === ($order['cancel_on'] ?? null)) {
                $running->cancel();
            }
        }
        return $running->wait();
    }

    public function validate(array $order): array
    {
        return CodeArtsDeploy\validate(self::text($order, 'operation'), self::text($order, 'request'));
    }

    public function schema(array $order): array
    {
        return CodeArtsDeploy\schema(self::text($order, 'operation'));
    }

    public function start(array $order): array
    {
        $body = self::text($order, 'body') ?? [];
        return CodeArtsDeploy\start_task(self::text($order, 'task_id'), $body, self::text($order, 'token'));
    }

    public function close(): array
    {
        $this->client->close();
        return [];
    }

    public function starts(array $order): string
    {
        for ($left = (int) $order['count']; $left > 0; $left--) {
            $this->client->call('start_deploy_task', self::text($order, 'request'));
        }
        return $order['count'];
    }

    public function abandon(array $order): never
    {
        $running = $this->client->submit(self::text($order, 'operation'), self::text($order, 'request'));
        foreach ($running->events() as $event) {
            if ($event['event'] === 'started') {
                break;
            }
        }
        say(['status' => 'CAD_OK']);
        exit;
    }

    public function drop(array $order): array
    {
        for ($left = (int) $order['count']; $left > 0; $left--) {
            (new Client())->submit(self::text($order, 'operation'), self::text($order, 'request'));
        }
        gc_collect_cycles();
        return [];
    }

    private static function text(array $order, string $name): ?string
    {
        return isset($order["{$name}_hex"]) ? hex2bin($order["{$name}_hex"]) : $order[$name] ?? null;
    }
}

function say(array $answer): void
{
    echo json_encode(array_filter($answer, fn ($value) => $value !== null)), "\n";
}

function carry_out(Runner $runner, array $order): void
{
    $events = [];
    try {
        $result = $order['do'] === 'run' ? $runner->run($order, $events) : $runner->{$order['do']}($order);
        say(is_string($result) ? ['status' => 'CAD_OK', 'ok' => $result]
            : ['status' => 'CAD_OK', 'document' => json_encode($result), 'events' => $events]);
    } catch (ClosedError) {
        say(['status' => 'closed']);
    } catch (DeployError $error) {
        $violations = array_map(fn (array $each) => [$each['path'], $each['rule']], $error->violations);
        say(['status' => $error->status, 'outcome' => $error->outcome, 'message' => $error->getMessage(),
             'violations' => $violations, 'document' => json_encode($error->document), 'events' => $events]);
    } catch (Throwable $error) {
        say(['status' => 'crash', 'message' => (string) $error]);
    }
}

$runner = new Runner();
while (($line = fgets(STDIN)) !== false) {
    carry_out($runner, json_decode($line, true));
}
