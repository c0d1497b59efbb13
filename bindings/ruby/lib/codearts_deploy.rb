# frozen_string_literal: true

require "fiddle/import"
require "json"
require_relative "codearts_deploy/prototypes"

# CodeArts Deploy through its C library, by Ruby's own Fiddle. codearts_deploy.h describes the operations.
#
#   client = CodeArtsDeploy::Client.new(region: "cn-north-4")
#   deployment = client.run("deploy", { task_id: "...", params: [...] }) { |event| puts event["event"] }
#
# A thread waits for the library in slices, so that it feels Ctrl-C, Thread#kill and Timeout between two of them.
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

    # Every fault of a request: {"path", "rule", "message", ...}.
    def violations = document.fetch("violations", [])
  end

  # A client or an operation was used after its `close`.
  class ClosedError < ArgumentError
    def initialize(what)
      super("this #{what} is closed; nothing was sent")
    end
  end

  # The library's functions, and the one place where its text is taken over.
  module Native
    extend Fiddle::Importer
    dlload ENV.fetch("CODEARTS_DEPLOY_LIBRARY", "libcodearts_deploy.so.0")
    PROTOTYPES.each { |prototype| extern prototype }
    raise LoadError, "the library's ABI is older than #{ABI_VERSION}" if cad_abi_version < ABI_VERSION

    Buffer = struct(["char *data", "size_t len"])
    PENDING = 1
    FINISHED = 2

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

    # The handle that a function writes to its last argument but one; `free` is called when nobody refers to it, and at
    # once where Ctrl-C comes between.
    def self.handle(free, function, *arguments)
      place = Fiddle::Pointer.malloc(Fiddle::SIZEOF_VOIDP, Fiddle::RUBY_FREE)
      place[0, Fiddle::SIZEOF_VOIDP] = "\0" * Fiddle::SIZEOF_VOIDP
      begin
        call(function, *arguments, place)
        is_ours = true
      ensure
        handle = place.ptr
        handle.free = self[free]
        handle.call_free unless is_ours
      end
      handle
    end

    # A text as C takes it. A NUL, at which it would end, becomes two bytes, which the library refuses at their place.
    def self.text(text)
      text && text.to_str.b.gsub("\0", "\xC0\x80".b)
    end

    # A request or a configuration; a String is JSON already. What is no UTF-8 is passed on, for the library to refuse.
    def self.json(document)
      return text(document) if document.is_a?(String)

      text(unescaped(JSON.generate(document)))
    rescue JSON::GeneratorError
      text(unescaped(JSON.generate(bytewise(document))).encode(Encoding::ISO_8859_1))
    end

    def self.unescaped(json) = json.gsub(/(?<!\\)((?:\\\\)*)\\u0000/) { "#{Regexp.last_match(1)}\0" }

    # The same with each byte a character of its own.
    def self.bytewise(document)
      case document
      when Hash then document.to_h { |name, value| [bytewise(name.to_s), bytewise(value)] }
      when Array then document.map { |value| bytewise(value) }
      when String then document.dup.force_encoding(Encoding::ISO_8859_1)
      else document
      end
    end
    private_class_method :unescaped, :bytewise
  end

  # Starts a deployment with a credential of the environment, or with this token. Cannot be interrupted: up to 60 s.
  def self.start_task(task_id, body = {}, token: nil)
    Native.call(:cad_start_task, Native.text(task_id), Native.json(body), Native.text(token)).last
  end

  # Checks a request without sending anything.
  def self.validate(operation, request)
    Native.call(:cad_validate, Native.text(operation), Native.json(request)).last
  end

  # Describes an operation, or all of them as one OpenAPI document.
  def self.schema(operation = nil)
    Native.call(:cad_schema, Native.text(operation)).last
  end

  # A configuration with its connections; threads may share it.
  class Client
    # What is not given comes from the environment. Instead of members, `json` may be the whole as a JSON text.
    def initialize(json = nil, **configuration)
      @lock = Mutex.new
      @handle = Native.handle("cad_client_free", :cad_client_new, Native.json(json || configuration))
    end

    # Closes the connections; operations that run go on.
    def close
      @lock.synchronize do
        @handle&.call_free
        @handle = nil
      end
    end

    # Runs an operation to its end and gives its result; each of its events goes to the block. Whatever leaves this
    # method early, Ctrl-C or an exception of the block, cancels the operation.
    def run(operation, request = {}, &on_event)
      running = on_event ? submit(operation, request) : prepare(operation, request)
      begin
        running.each_event(&on_event) if on_event
        running.wait
      ensure
        running.close
      end
    end

    # Begins an operation on a thread of the library.
    def submit(operation, request = {}) = begin_by(:cad_client_submit, operation, request)

    # Makes an operation that runs on the thread that waits for it, while it waits.
    def prepare(operation, request = {}) = begin_by(:cad_client_prepare, operation, request)

    private

    def begin_by(function, operation, request)
      arguments = [Native.text(operation), Native.json(request)]
      @lock.synchronize do
        raise ClosedError, "client" unless @handle

        Operation.new(Native.handle("cad_operation_free", function, @handle, *arguments))
      end
    end
  end

  # An operation that Client#submit or Client#prepare began. Any thread may cancel it, and so may a trap.
  class Operation
    SLICE_MS = 100

    def initialize(handle)
      @lock = Mutex.new
      @handle = handle
      @id = Native.cad_operation_id(handle)
    end

    # A number that no other operation of this process has.
    attr_reader :id

    # Its result. Raises Error if it failed, every time.
    def wait
      loop do
        status, document = look(:cad_operation_wait)
        return document unless status == Native::PENDING
      end
    end

    # Gives the events that were not taken yet to the block, to the last one.
    def each_event
      return enum_for(:each_event) unless block_given?

      loop do
        status, event = look(:cad_operation_next_event)
        return if status == Native::FINISHED

        yield event if event
      end
    end

    # Ends it; `wait` says how it ended.
    def cancel
      handle = @handle
      Native.cad_operation_cancel(handle) if handle
    end

    # Frees it. One that has not ended is cancelled, and its outcome is lost.
    def close
      cancel # ends the wait of another thread
      @lock.synchronize do
        @handle&.call_free
        @handle = nil
      end
    end

    private

    def look(function)
      @lock.synchronize do
        raise ClosedError, "operation" unless @handle

        Native.call(function, @handle, SLICE_MS)
      end
    end
  end
end
