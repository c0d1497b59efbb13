# CodeArts Deploy through its C library, by FFI::Platypus. codearts_deploy.h describes the operations.
#
#   my $client     = CodeArtsDeploy::Client->new(region => 'cn-north-4');
#   my $deployment = $client->call(deploy => { task_id => '...', params => [...] }, sub { print $_[0]{event}, "\n" });
#
# Perl runs its signal handlers while a call waits. Texts in a request are characters; a string in place of a request is
# JSON, in UTF-8.
use strict;
use warnings;

# What the library answers instead of a result: status ("CAD_E_BUSY"), message, outcome, violations and document.
package CodeArtsDeploy::Error;

use overload '""' => sub { "$_[0]{status}: $_[0]{message}" }, fallback => 1;

sub new {
    my ($class, $status, $document) = @_;
    return bless {
        status     => $status,
        message    => $document->{message} // 'no document, memory ran out',
        outcome    => $document->{outcome},
        violations => $document->{violations} // [],
        document   => $document,
    }, $class;
}

sub status     { return $_[0]{status} }
sub message    { return $_[0]{message} }
sub outcome    { return $_[0]{outcome} }    # undef where nothing was to start
sub violations { return @{ $_[0]{violations} } }
sub document   { return $_[0]{document} }

# The library's functions, and the one place where its text is taken over.
package CodeArtsDeploy::Native;

use Carp ();
use CodeArtsDeploy::Prototypes;
use FFI::Platypus 2.00;
use FFI::Platypus::Buffer qw(buffer_to_scalar scalar_to_pointer);
use JSON::PP ();

our ($PENDING, $FINISHED) = (1, 2);

my $platypus = FFI::Platypus->new(api => 2, lib => [ $ENV{CODEARTS_DEPLOY_LIBRARY} // 'libcodearts_deploy.so.0' ]);
my %function = map { ($_->[0] => $platypus->function(@$_)) } @CodeArtsDeploy::Prototypes::FUNCTIONS;
my $json     = JSON::PP->new->utf8->canonical->allow_nonref;

die "the library's ABI is older than $CodeArtsDeploy::Prototypes::ABI_VERSION\n"
    if $function{cad_abi_version}->call < $CodeArtsDeploy::Prototypes::ABI_VERSION;

sub plain {
    my ($name, @arguments) = @_;
    return $function{$name}->call(@arguments);
}

# Calls with one more argument, `out`; gives the status and the document, undef while there is none.
sub answer {
    my ($name, @arguments) = @_;
    my $out    = pack 'J2', 0, 0;
    my $place  = scalar_to_pointer($out);
    my $status = plain($name, @arguments, $place);
    my ($data, $length) = unpack 'J2', $out;
    my $text = $data ? buffer_to_scalar($data, $length) : undef;
    plain(cad_buffer_free => $place);
    my $document = defined $text ? $json->decode($text) : undef;
    die CodeArtsDeploy::Error->new(plain(cad_status_name => $status), $document // {}) if $status > $FINISHED;
    return ($status, $document);
}

# The handle that a function writes to its last argument but one.
sub handle {
    my ($name, @arguments) = @_;
    my $place = pack 'J', 0;
    answer($name, @arguments, scalar_to_pointer($place));
    return unpack 'J', $place;
}

# A text as C takes it. A NUL, at which it would end, becomes two bytes, which the library refuses at their place.
sub text {
    my ($text) = @_;
    return undef if !defined $text;
    utf8::encode($text) if utf8::is_utf8($text);
    return $text =~ s/\0/\xC0\x80/gr;
}

# A request or a configuration; a string is JSON already.
sub json {
    my ($document) = @_;
    return text($document) if defined $document && !ref $document;
    return text($json->encode($document // {}) =~ s/(?<!\\)((?:\\\\)*)\\u0000/$1\0/gr);
}

sub open_handle {
    my ($object, $what) = @_;
    return $object->{handle} // Carp::croak("this $what is closed; nothing was sent");
}

package CodeArtsDeploy;

# Starts a deployment with a credential of the environment, or with this token. Blocks, up to 60 s.
sub start_task {
    my ($task_id, $body, $token) = @_;
    my @arguments = (CodeArtsDeploy::Native::text($task_id), CodeArtsDeploy::Native::json($body));
    return (CodeArtsDeploy::Native::answer(cad_start_task => @arguments, CodeArtsDeploy::Native::text($token)))[1];
}

# Checks a request without sending anything.
sub validate {
    my ($operation, $request) = @_;
    my @arguments = (CodeArtsDeploy::Native::text($operation), CodeArtsDeploy::Native::json($request));
    return (CodeArtsDeploy::Native::answer(cad_validate => @arguments))[1];
}

# Describes an operation, or all of them as one OpenAPI document.
sub schema {
    my ($operation) = @_;
    return (CodeArtsDeploy::Native::answer(cad_schema => CodeArtsDeploy::Native::text($operation)))[1];
}

# A configuration with its connections.
package CodeArtsDeploy::Client;

sub CLONE_SKIP { return 1 }    # a thread makes a client of its own

# What is not given comes from the environment. A single argument is the whole configuration, as a hash or as JSON.
sub new {
    my ($class, @configuration) = @_;
    my $json = CodeArtsDeploy::Native::json(@configuration == 1 ? $configuration[0] : {@configuration});
    return bless { handle => CodeArtsDeploy::Native::handle(cad_client_new => $json) }, $class;
}

# Closes the connections; operations that run go on.
sub close {    ## no critic (ProhibitBuiltinHomonyms)
    my ($self) = @_;
    CodeArtsDeploy::Native::plain(cad_client_free => delete $self->{handle});
    return;
}

sub DESTROY {
    local ($@, $!, $?);
    $_[0]->close if ${^GLOBAL_PHASE} ne 'DESTRUCT';    # when the process ends, the library sees to itself
    return;
}

# Runs an operation to its end and gives its result; each of its events goes to the code. What leaves this method early,
# a die of the code or of a signal handler, cancels the operation.
sub call {
    my ($self, $operation, $request, $on_event) = @_;
    return $self->prepare($operation, $request)->wait if !$on_event;
    my $running = $self->submit($operation, $request);
    while (my $event = $running->next_event) { $on_event->($event) }
    return $running->wait;
}

# Begins an operation on a thread of the library.
sub submit { my ($self, @what) = @_; return $self->_begin(cad_client_submit => @what) }

# Makes an operation that runs on the thread that waits for it, while it waits.
sub prepare { my ($self, @what) = @_; return $self->_begin(cad_client_prepare => @what) }

sub _begin {
    my ($self, $function, $operation, $request) = @_;
    my $client    = CodeArtsDeploy::Native::open_handle($self, 'client');
    my @arguments = (CodeArtsDeploy::Native::text($operation), CodeArtsDeploy::Native::json($request));
    my $handle    = CodeArtsDeploy::Native::handle($function => $client, @arguments);
    return bless { handle => $handle }, 'CodeArtsDeploy::Operation';
}

# An operation that a client's submit or prepare began.
package CodeArtsDeploy::Operation;

use constant SLICE_MS => 100;

sub CLONE_SKIP { return 1 }

# A number that no other operation of this process has.
sub id { return CodeArtsDeploy::Native::plain(cad_operation_id => $_[0]{handle}) }

# Its result. Dies with the error if it failed, every time.
sub wait {    ## no critic (ProhibitBuiltinHomonyms)
    my ($self) = @_;
    while (1) {
        my ($status, $document) = $self->_look('cad_operation_wait');
        return $document if $status != $CodeArtsDeploy::Native::PENDING;
    }
}

# The next event that was not taken yet; undef after the last one.
sub next_event {
    my ($self) = @_;
    while (1) {
        my ($status, $event) = $self->_look('cad_operation_next_event');
        return $event if $event || $status == $CodeArtsDeploy::Native::FINISHED;
    }
}

# Ends it; `wait` says how it ended. A signal handler may do so.
sub cancel {
    my ($self) = @_;
    CodeArtsDeploy::Native::plain(cad_operation_cancel => $self->{handle});
    return;
}

# Frees it. One that has not ended is cancelled, and its outcome is lost.
sub close {    ## no critic (ProhibitBuiltinHomonyms)
    my ($self) = @_;
    CodeArtsDeploy::Native::plain(cad_operation_free => delete $self->{handle});
    return;
}

sub DESTROY {
    local ($@, $!, $?);
    $_[0]->close if ${^GLOBAL_PHASE} ne 'DESTRUCT';    # when the process ends, the library sees to itself
    return;
}

sub _look {
    my ($self, $function) = @_;
    return CodeArtsDeploy::Native::answer($function => CodeArtsDeploy::Native::open_handle($self, 'operation'), SLICE_MS);
}

1;
