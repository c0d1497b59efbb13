<?php

// What a failure means for a second try: the end of each story.

const ADVICE = [
    'not_sent' => 'Nothing was started: it is safe to try again.',
    'refused' => 'The service refused it: change what it objects to, then try again.',
    'started' => 'It was started: do not start it again.',
    'unknown' => "It may be running: look at the application's records before you start it again.",
    'none' => 'Nothing was to be started.',
];

function advise(CodeArtsDeploy\DeployError $error): int
{
    $outcome = $error->outcome ?? 'none';
    fwrite(STDERR, "{$error->status}: {$error->getMessage()}\noutcome: $outcome\n" . ADVICE[$outcome] . "\n");
    return $outcome === 'unknown' ? 2 : 1;
}

function usage(string $words): never
{
    fwrite(STDERR, "usage: $words\n");
    exit(64);
}
