# Releases to many applications, one first and then all others; the first failure stops it: many.pl TASK_ID...
use strict;
use warnings;

use CodeArtsDeploy;
use FindBin;
require "$FindBin::Bin/advice.pl";

sub show {
    my ($event) = @_;
    print "$event->{name} $event->{state}\n" if $event->{event} eq 'item';
    return;
}

usage('many.pl TASK_ID...') if !@ARGV;
my @items   = map { { task_id => $ARGV[$_], name => 'app-' . ($_ + 1) } } 0 .. $#ARGV;
my $release = eval {
    my $client  = CodeArtsDeploy::Client->new;
    my $request = { items => \@items, waves => [1, '100%'], max_failures => 0 };
    $client->call(deploy_many => $request, \&show);
} or exit advise($@);
print "released $release->{counts}{succeeded} of ${\ scalar @items}\n";
