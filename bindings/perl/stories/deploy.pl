# Deploys a version, shows how far it is, and says how it ended: deploy.pl TASK_ID VERSION
#
# Ctrl-C ends the following and leaves the deployment running; on_cancel => 'stop' would stop it.
use strict;
use warnings;

use CodeArtsDeploy;
use Encode qw(decode);
use FindBin;
require "$FindBin::Bin/advice.pl";

sub show {
    my ($event) = @_;
    print "state $event->{state}\n"                if $event->{event} eq 'state';
    print "step $event->{name}: $event->{state}\n" if $event->{event} eq 'step';
    print $event->{text}                           if $event->{event} eq 'log';
    return;
}

usage('deploy.pl TASK_ID VERSION') if @ARGV != 2;
my ($task_id, $version) = map { decode('UTF-8', $_) } @ARGV;
my $is_interrupted;
my $deployment = eval {
    my $client  = CodeArtsDeploy::Client->new;
    my $params  = [{ key => 'version', value => $version, type => 'text' }];
    my $running = $client->submit(deploy => { task_id => $task_id, params => $params });
    local $SIG{INT} = sub { $is_interrupted = 1; $running->cancel };
    while (my $event = $running->next_event) { show($event) }
    $running->wait;
};
if (!$deployment) {
    my $code = advise($@);
    exit($is_interrupted ? 130 : $code);
}
print "deployed $version, record $deployment->{record_id}\n";
