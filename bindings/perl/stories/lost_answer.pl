# Deploys a version; if the answer to the start is lost, its record is found again: lost_answer.pl TASK_ID VERSION
use strict;
use warnings;

use CodeArtsDeploy;
use Encode qw(decode);
use FindBin;
require "$FindBin::Bin/advice.pl";

usage('lost_answer.pl TASK_ID VERSION') if @ARGV != 2;
my ($task_id, $version) = map { decode('UTF-8', $_) } @ARGV;
my $deployment = eval {
    my $client = CodeArtsDeploy::Client->new;
    my $params = [{ key => 'version', value => $version, type => 'text' }];
    $client->call(deploy => { task_id => $task_id, interval_ms => 1000, params => $params });
};
if (!$deployment) {
    my $error = $@;
    my $code  = advise($error);
    print STDERR "candidate $_\n" for @{ $error->document->{candidates} // [] };
    exit $code;
}
print $deployment->{adopted} ? 'found' : 'deployed', " $deployment->{record_id}\n";
