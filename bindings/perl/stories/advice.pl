# What a failure means for a second try: the end of each story.
use strict;
use warnings;

binmode $_, ':encoding(UTF-8)' for *STDOUT, *STDERR;

my %ADVICE = (
    not_sent => 'Nothing was started: it is safe to try again.',
    refused  => 'The service refused it: change what it objects to, then try again.',
    started  => 'It was started: do not start it again.',
    unknown  => "It may be running: look at the application's records before you start it again.",
    none     => 'Nothing was to be started.',
);

# Says it, and returns the exit code.
sub advise {
    my ($error) = @_;
    die $error if !ref $error;
    my $outcome = $error->outcome // 'none';
    print STDERR "$error\noutcome: $outcome\n$ADVICE{$outcome}\n";
    return $outcome eq 'unknown' ? 2 : 1;
}

sub usage {
    my ($words) = @_;
    print STDERR "usage: $words\n";
    exit 64;
}

1;
