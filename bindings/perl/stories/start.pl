# Starts the deployment that the service's reference has as its example: start.pl TASK_ID
use strict;
use warnings;

use CodeArtsDeploy;
use FindBin;
require "$FindBin::Bin/advice.pl";

# https://support.huaweicloud.com/intl/en-us/api-deployman/StartDeployTask.html, "Example Requests".
my $body = <<'JSON';
{
  "params" : [ {
    "key" : "string",
    "value" : "test",
    "type" : "text"
  }, {
    "key" : "env",
    "value" : "e3144513a4094398857c992606ccba12",
    "type" : "host_group"
  }, {
    "key" : "enum",
    "value" : "value1",
    "type" : "enum"
  } ],
  "trigger_source" : 0
}
JSON

usage('start.pl TASK_ID') if @ARGV != 1;
my $reply = eval { CodeArtsDeploy::start_task($ARGV[0], $body) } or exit advise($@);
print "started $reply->{id}\n";
