# The runner of the Perl binding. See Tests/Bindings/README.md for its orders.
use strict;
use warnings;

use CodeArtsDeploy;
use JSON::PP ();
use Scalar::Util qw(blessed);

my $json = JSON::PP->new->utf8->canonical;
my $client;

sub text {
    my ($order, $name) = @_;
    my $hex = $order->{"${name}_hex"};
    return pack 'H*', $hex if defined $hex;
    my $text = $order->{$name};
    utf8::encode($text) if defined $text;
    return $text;
}

sub say_answer {
    my (%answer) = @_;
    delete @answer{ grep { !defined $answer{$_} } keys %answer };
    print $json->encode(\%answer), "\n";
    return;
}

# JSON as characters, to stand in a text.
sub written { return JSON::PP->new->canonical->encode($_[0]) }

my %DO = (
    open => sub {
        my ($order) = @_;
        $client->close if $client;
        $client = CodeArtsDeploy::Client->new(text($order, 'configuration'));
        return {};
    },
    run => sub {
        my ($order, $events) = @_;
        my @what = (text($order, 'operation'), text($order, 'request'));
        return $client->call(@what) if ($order->{events} // '') eq 'no';
        my $running = $client->submit(@what);
        while (my $event = $running->next_event) {
            push @$events, written($event);
            $running->cancel if $event->{event} eq ($order->{cancel_on} // '');
        }
        return $running->wait;
    },
    validate => sub { return CodeArtsDeploy::validate(map { text($_[0], $_) } qw(operation request)) },
    schema   => sub { return CodeArtsDeploy::schema(text($_[0], 'operation')) },
    start    => sub { return CodeArtsDeploy::start_task(map { text($_[0], $_) } qw(task_id body token)) },
    close    => sub { $client->close; return {} },
    starts   => sub {
        my ($order) = @_;
        $client->call(start_deploy_task => text($order, 'request')) for 1 .. $order->{count};
        return { ok => $order->{count} };
    },
    abandon => sub {
        my ($order) = @_;
        my $running = $client->submit(text($order, 'operation'), text($order, 'request'));
        while (my $event = $running->next_event) { last if $event->{event} eq 'started' }
        say_answer(status => 'CAD_OK');
        exit;
    },
    drop => sub {
        my ($order) = @_;
        for (1 .. $order->{count}) {
            my $other = CodeArtsDeploy::Client->new;
            $other->submit(text($order, 'operation'), text($order, 'request'));
        }
        return {};
    },
);

sub carry_out {
    my ($order) = @_;
    my @events;
    my $result = eval { $DO{ $order->{do} }->($order, \@events) };
    if ($result) {
        return say_answer(status => 'CAD_OK', document => written($result), events => \@events, ok => $result->{ok});
    }
    my $error = $@;
    if (blessed $error && $error->isa('CodeArtsDeploy::Error')) {
        my @violations = map { [$_->{path}, $_->{rule}] } $error->violations;
        return say_answer(status => $error->status, outcome => $error->outcome, message => $error->message,
            violations => \@violations, document => written($error->document), events => \@events);
    }
    my $is_closed = $error =~ /is closed; nothing was sent/;
    return say_answer(status => $is_closed ? 'closed' : 'crash', message => "$error");
}

$| = 1;
while (my $line = <STDIN>) { carry_out($json->decode($line)) }
