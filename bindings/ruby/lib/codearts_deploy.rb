# frozen_string_literal: true

require "fiddle/import"
require "json"

# CodeArts Deploy through its C library: what a call needs of codearts_deploy.h, by Ruby's own Fiddle.
#
#   client = CodeArtsDeploy::Client.new(region: "cn-north-4")
#   deployment = client.run("deploy", { task_id: "...", params: [...] }) { |event| puts event["event"] }
#
# An operation runs on a thread of the library; this one waits for it in slices, so that Ctrl-C is felt.
module CodeArtsDeploy
  # What the library answers instead of a result: a status, and the error document with message and outcome.
  class Error < StandardError
    attr_reader :status, :document

    def initialize(status, document)
      @status = status
      @document = document
      super("#{status}: #{document.fetch("message", "no document, memory ran out")}")
    end

    # What it means for a second try: "not_sent", "refused", "started", "unknown", or nil where nothing was to start.
    def outcome = document["outcome"]
  end

  # The functions, as the header declares them, and the one place where the library's text is taken over.
  module Native
    extend Fiddle::Importer
    dlload ENV.fetch("CODEARTS_DEPLOY_LIBRARY", "libcodearts_deploy.so.0")

    Buffer = struct(["char *data", "size_t len"])
    OK = 0
    PENDING = 1
    FINISHED = 2

    extern "void cad_buffer_free(void *)"
    extern "const char *cad_status_name(int)"
    extern "int cad_client_new(const char *, void *, void *)"
    extern "void cad_client_free(void *)"
    extern "int cad_client_submit(void *, const char *, const char *, void *, void *)"
    extern "int cad_operation_wait(void *, int, void *)"
    extern "int cad_operation_next_event(void *, int, void *)"
    extern "void cad_operation_cancel(void *)"
    extern "void cad_operation_free(void *)"

    # Calls with one more argument, `out`; gives the status and the document, nil while there is none.
    def self.call(function, *arguments)
      out = Buffer.malloc(Fiddle::RUBY_FREE)
      out.data = nil
      out.len = 0
      status = public_send(function, *arguments, out)
      text = out.len.zero? ? nil : out.data[0, out.len].force_encoding(Encoding::UTF_8)
      raise Error.new(cad_status_name(status).to_s, JSON.parse(text || "{}")) if status > FINISHED

      [status, text && JSON.parse(text)]
    ensure
      cad_buffer_free(out) if out
    end

    # The handle that a function writes to its last argument but one.
    def self.handle(function, *arguments)
      Fiddle::Pointer.malloc(Fiddle::SIZEOF_VOIDP, Fiddle::RUBY_FREE) do |place|
        place[0, Fiddle::SIZEOF_VOIDP] = "\0" * Fiddle::SIZEOF_VOIDP
        call(function, *arguments, place)
        place.ptr
      end
    end

    # A request or a configuration as C takes it: one NUL, and that at the end.
    def self.text(document)
      JSON.generate(document)
    end
  end

  # A configuration with its connections.
  class Client
    SLICE_MS = 100

    def initialize(**configuration)
      @handle = Native.handle(:cad_client_new, Native.text(configuration))
    end

    # Closes the connections; operations that run go on.
    def close
      Native.cad_client_free(@handle) if @handle
      @handle = nil
    end

    # Runs an operation to its end and gives its result; each of its events goes to the block. Whatever leaves this
    # method early, Ctrl-C or an exception of the block, cancels the operation.
    def run(operation, request, &on_event)
      raise ArgumentError, "this client is closed; nothing was sent" unless @handle

      running = Native.handle(:cad_client_submit, @handle, operation, Native.text(request))
      begin
        each_event(running, &on_event)
        Native.call(:cad_operation_wait, running, -1).last
      ensure
        Native.cad_operation_free(running) # which cancels it, if it has not ended
      end
    end

    private

    def each_event(running)
      loop do
        status, event = Native.call(:cad_operation_next_event, running, SLICE_MS)
        break if status == Native::FINISHED

        yield event if event && block_given?
      end
    end
  end
end
