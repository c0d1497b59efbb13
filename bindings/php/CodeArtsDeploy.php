<?php

/**
 * CodeArts Deploy through its C library, by PHP's own FFI. codearts_deploy.h describes the operations.
 *
 *     $client = new CodeArtsDeploy\Client(['region' => 'cn-north-4']);
 *     $deployment = $client->call('deploy', ['task_id' => '...', 'params' => [...]], fn (array $event) => ...);
 *
 * PHP waits for the library in slices, and runs its signal handlers between two of them (pcntl_async_signals).
 */

declare(strict_types=1);

namespace CodeArtsDeploy;

/** What the library answers instead of a result. */
final class DeployError extends \RuntimeException
{
    /** The name of the status, "CAD_E_VALIDATION". */
    public readonly string $status;
    /** What it means for a second try: "not_sent", "refused", "started", "unknown"; null where nothing was to start. */
    public readonly ?string $outcome;
    /** Every fault of a request: ["path" => ..., "rule" => ..., "message" => ...]. */
    public readonly array $violations;

    public function __construct(string $status, public readonly array $document)
    {
        parent::__construct($document['message'] ?? 'no document, memory ran out');
        $this->status = $status;
        $this->outcome = $document['outcome'] ?? null;
        $this->violations = $document['violations'] ?? [];
    }
}

/** A client or an operation was used after its close(). */
final class ClosedError extends \LogicException
{
    public function __construct(string $what)
    {
        parent::__construct("this $what is closed; nothing was sent");
    }
}

/** The library's functions, and the one place where its text is taken over. */
final class Native
{
    public const PENDING = 1;
    public const FINISHED = 2;
    private const JSON = JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES;

    private static ?\FFI $library = null;

    public static function library(): \FFI
    {
        if (self::$library === null) {
            $declarations = file_get_contents(__DIR__ . '/codearts_deploy.h');
            self::$library = \FFI::cdef($declarations, getenv('CODEARTS_DEPLOY_LIBRARY') ?: 'libcodearts_deploy.so.0');
        }
        return self::$library;
    }

    /** Calls with one more argument, `out`; gives the status and the document, null while there is none. */
    public static function call(string $function, mixed ...$arguments): array
    {
        $library = self::library();
        $out = $library->new('cad_buffer');
        try {
            $status = $library->$function(...$arguments, ...[\FFI::addr($out)]);
            $text = $out->len === 0 ? null : \FFI::string($out->data, $out->len);
        } finally {
            $library->cad_buffer_free(\FFI::addr($out));
        }
        $document = $text === null ? null : json_decode($text, true, 512, JSON_THROW_ON_ERROR | JSON_BIGINT_AS_STRING);
        if ($status > self::FINISHED) {
            throw new DeployError($library->cad_status_name($status), $document ?? []);
        }
        return [$status, $document];
    }

    /** The handle, a `cad_client *`, that a function writes to its last argument but one. */
    public static function handle(string $type, string $function, mixed ...$arguments): \FFI\CData
    {
        $place = self::library()->new($type);
        self::call($function, ...$arguments, ...[\FFI::addr($place)]);
        return $place;
    }

    /** A text as C takes it. A NUL, at which it would end, becomes two bytes, which the library refuses at their place. */
    public static function text(?string $text): ?string
    {
        return $text === null ? null : str_replace("\0", "\xC0\x80", $text);
    }

    /** A request or a configuration; a string is JSON already. What is no UTF-8 is passed on, for the library to refuse. */
    public static function json(array|string $document): string
    {
        if (is_string($document)) {
            return self::text($document);
        }
        try {
            $json = json_encode((object) $document, self::JSON);
        } catch (\JsonException $error) {
            if ($error->getCode() !== JSON_ERROR_UTF8) {
                throw $error;
            }
            $json = iconv('UTF-8', 'ISO-8859-1', json_encode((object) self::bytewise($document), self::JSON));
        }
        return self::text(preg_replace('/(?<!\\\\)((?:\\\\\\\\)*)\\\\u0000/', "\$1\0", $json));
    }

    /** The same with each byte a character of its own. */
    private static function bytewise(mixed $value): mixed
    {
        if (is_string($value)) {
            return iconv('ISO-8859-1', 'UTF-8', $value);
        }
        if (!is_array($value)) {
            return $value;
        }
        return array_combine(array_map(self::bytewise(...), array_keys($value)), array_map(self::bytewise(...), $value));
    }
}

/** Starts a deployment with a credential of the environment, or with this token. Blocks, up to 60 s. */
function start_task(string $task_id, array|string $body = [], ?string $token = null): array
{
    return Native::call('cad_start_task', Native::text($task_id), Native::json($body), Native::text($token))[1];
}

/** Checks a request without sending anything. */
function validate(string $operation, array|string $request): array
{
    return Native::call('cad_validate', Native::text($operation), Native::json($request))[1];
}

/** Describes an operation, or all of them as one OpenAPI document. */
function schema(?string $operation = null): array
{
    return Native::call('cad_schema', Native::text($operation))[1];
}

/** A configuration with its connections. */
final class Client
{
    private ?\FFI\CData $handle;

    /** What is not given comes from the environment. */
    public function __construct(array|string $configuration = [])
    {
        $this->handle = Native::handle('cad_client *', 'cad_client_new', Native::json($configuration));
    }

    public function __destruct()
    {
        $this->close();
    }

    /** Closes the connections; operations that run go on. */
    public function close(): void
    {
        if (isset($this->handle)) {
            Native::library()->cad_client_free($this->handle);
        }
        $this->handle = null;
    }

    /**
     * Runs an operation to its end and gives its result; each of its events goes to the callback. What leaves this method
     * early, an exception of the callback or of a signal handler, cancels the operation.
     */
    public function call(string $operation, array|string $request = [], ?callable $on_event = null): array
    {
        $running = $on_event === null ? $this->prepare($operation, $request) : $this->submit($operation, $request);
        try {
            foreach ($on_event === null ? [] : $running->events() as $event) {
                $on_event($event);
            }
            return $running->wait();
        } finally {
            $running->close();
        }
    }

    /** Begins an operation on a thread of the library. */
    public function submit(string $operation, array|string $request = []): Operation
    {
        return $this->begin('cad_client_submit', $operation, $request);
    }

    /** Makes an operation that runs on the thread that waits for it, while it waits. */
    public function prepare(string $operation, array|string $request = []): Operation
    {
        return $this->begin('cad_client_prepare', $operation, $request);
    }

    private function begin(string $function, string $operation, array|string $request): Operation
    {
        $client = $this->handle ?? throw new ClosedError('client');
        $arguments = [$client, Native::text($operation), Native::json($request)];
        return new Operation(Native::handle('cad_operation *', $function, ...$arguments));
    }
}

/** An operation that Client::submit or Client::prepare began. */
final class Operation
{
    private const SLICE_MS = 100;

    /** A number that no other operation of this process has. */
    public readonly int $id;

    public function __construct(private ?\FFI\CData $handle)
    {
        $this->id = Native::library()->cad_operation_id($handle);
    }

    public function __destruct()
    {
        $this->close();
    }

    /** Its result. Throws DeployError if it failed, every time. */
    public function wait(): array
    {
        do {
            [$status, $document] = $this->look('cad_operation_wait');
        } while ($status === Native::PENDING);
        return $document;
    }

    /** The events that were not taken yet, to the last one. */
    public function events(): \Generator
    {
        do {
            [$status, $event] = $this->look('cad_operation_next_event');
            if ($event !== null) {
                yield $event;
            }
        } while ($status !== Native::FINISHED);
    }

    /** Ends it; wait() says how it ended. A signal handler may do so. */
    public function cancel(): void
    {
        if ($this->handle !== null) {
            Native::library()->cad_operation_cancel($this->handle);
        }
    }

    /** Frees it. One that has not ended is cancelled, and its outcome is lost. */
    public function close(): void
    {
        if ($this->handle !== null) {
            Native::library()->cad_operation_free($this->handle);
        }
        $this->handle = null;
    }

    private function look(string $function): array
    {
        return Native::call($function, $this->handle ?? throw new ClosedError('operation'), self::SLICE_MS);
    }
}
