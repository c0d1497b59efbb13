-- CodeArts Deploy for LuaJIT, by its FFI. codearts_deploy.h describes the operations.
--
--   local cad = require("codearts_deploy")
--   local client = assert(cad.client({region = "cn-north-4"}))
--   local deployment, err = client:call("deploy", {task_id = "...", params = {...}}, function(event) print(event) end)
--
-- What fails returns nil and an error, a table with status, outcome, message, violations and document. Documents are
-- read by JSON pointer: deployment:text("/record_id"). In OpenResty a call sleeps with ngx.sleep and blocks no worker.

local ffi = require("ffi")
local header = require("codearts_deploy_h")

if not pcall(ffi.typeof, "cad_buffer") then ffi.cdef(header.declarations) end
local C = ffi.load(os.getenv("CODEARTS_DEPLOY_LIBRARY") or "libcodearts_deploy.so.0")
assert(C.cad_abi_version() >= header.abi_version, "the library's ABI is older than " .. header.abi_version)

local OK, PENDING, FINISHED = 0, 1, 2
local SLICE_MS = 100 -- between two slices Lua feels Ctrl-C
local SLEEP_S = 0.05 -- between two looks where a call must not block

local cad = {version = ffi.string(C.cad_version()), sleep = ngx and ngx.sleep}

-- ------------------------------------------------------------------------------------------------------ Documents --

-- A JSON text that the library reads.
local Document = {}
Document.__index = Document

function Document:__tostring() return self.json end

local function buffer_of(document)
  return ffi.new("cad_buffer", ffi.cast("char *", document.json), #document.json)
end

-- What `out` holds, which is freed; nil if it is empty.
local function taken(out)
  if out.data == nil then return nil end
  local json = ffi.string(out.data, out.len)
  C.cad_buffer_free(out)
  return json
end

-- What stands at a JSON pointer, as text: "/steps/0/name". nil if there is nothing.
function Document:text(pointer)
  local out = ffi.new("cad_buffer")
  local status = C.cad_text(buffer_of(self), pointer, out)
  local text = taken(out)
  return status == OK and (text or "") or nil
end

local function number_at(read, kind)
  return function(self, pointer)
    local out = ffi.new(kind)
    if read(buffer_of(self), pointer, out) == OK then return tonumber(out[0]) end
  end
end

Document.integer = number_at(C.cad_integer, "int64_t[1]")
-- The elements of an array, or the members of an object.
Document.count = number_at(C.cad_count, "size_t[1]")
local boolean = number_at(C.cad_boolean, "int32_t[1]")

function Document:boolean(pointer)
  local value = boolean(self, pointer)
  return value and value ~= 0
end

function cad.document(json) return setmetatable({json = json}, Document) end

-- ---------------------------------------------------------------------------------------------------------- Texts --

-- A table that is an array also where it is empty: cad.array{}.
local Array = {}
function cad.array(table) return setmetatable(table, Array) end

local function escaped(character) return ("\\u%04x"):format(character:byte()) end

-- A value as JSON. What JSON cannot express is passed on, for the library to refuse at its place.
function cad.json(value)
  if type(value) == "string" then return '"' .. value:gsub('[\1-\31"\\]', escaped) .. '"' end
  if type(value) == "number" then return ("%.17g"):format(value) end
  if type(value) ~= "table" then return value == nil and "null" or tostring(value) end
  if getmetatable(value) == Document then return value.json end
  local parts = {}
  if #value > 0 or getmetatable(value) == Array then
    for index, element in ipairs(value) do parts[index] = cad.json(element) end
    return "[" .. table.concat(parts, ",") .. "]"
  end
  for name, member in pairs(value) do parts[#parts + 1] = cad.json(tostring(name)) .. ":" .. cad.json(member) end
  return "{" .. table.concat(parts, ",") .. "}"
end

-- A text as C takes it. A NUL, at which it would end, becomes two bytes, which the library refuses at their place.
local function text(value) return value and (value:gsub("%z", "\xC0\x80")) end

-- A request or a configuration; a string is JSON already.
local function json(value) return text(type(value) == "string" and value or cad.json(value or {})) end

-- --------------------------------------------------------------------------------------------------------- Answers --

local Error = {}
Error.__index = Error

function Error:__tostring() return self.status .. ": " .. self.message end

local function failure(status, document)
  local violations = {}
  for index = 0, (document:count("/violations") or 0) - 1 do
    local at = "/violations/" .. index
    violations[index + 1] = {path = document:text(at .. "/path"), rule = document:text(at .. "/rule"),
                             message = document:text(at .. "/message"), line = document:integer(at .. "/line"),
                             column = document:integer(at .. "/column")}
  end
  return setmetatable({
    status = ffi.string(C.cad_status_name(status)), outcome = document:text("/outcome"),
    message = document:text("/message") or "no document, memory ran out", violations = violations,
    document = document}, Error)
end

-- Calls a function with one more argument, its `out`. Returns a document; or nil and an error; or PENDING, or FINISHED.
local function call(name, ...)
  local out = ffi.new("cad_buffer")
  local arguments = {n = select("#", ...) + 1, ...}
  arguments[arguments.n] = out
  local status = C[name](unpack(arguments, 1, arguments.n))
  local json = taken(out)
  if status == PENDING or status == FINISHED then return status end
  local document = cad.document(json or "{}")
  if status == OK then return document end
  return nil, failure(status, document)
end

-- The handle that a function writes to its last argument but one; `free` is called when nobody refers to it.
local function handle(kind, free, name, ...)
  local place = ffi.new(kind .. " *[1]")
  local arguments = {n = select("#", ...) + 1, ...}
  arguments[arguments.n] = place
  local made, err = call(name, unpack(arguments, 1, arguments.n))
  if not made then return nil, err end
  return ffi.gc(place[0], free)
end

local function open(object)
  if not object.handle then error("this " .. object.what .. " is closed; nothing was sent", 3) end
  return object.handle
end

local function close(object, free)
  if object.handle then free(ffi.gc(object.handle, nil)) end
  object.handle = nil
end

-- ------------------------------------------------------------------------------------------------------ Operations --

-- An operation that client:submit or client:prepare began.
local Operation = {what = "operation"}
Operation.__index = Operation

-- Looks again and again, until there is something.
local function look(operation, name)
  while true do
    local answer, err = call(name, open(operation), cad.sleep and 0 or SLICE_MS)
    if answer ~= PENDING then return answer, err end
    if cad.sleep then cad.sleep(SLEEP_S) end
  end
end
jit.off(look) -- compiled code does not feel Ctrl-C

-- Its result; or nil and the error, every time.
function Operation:wait() return look(self, "cad_operation_wait") end

-- For `for`: the events that were not taken yet, to the last one.
function Operation:events()
  return function()
    local event, err = look(self, "cad_operation_next_event")
    if event ~= FINISHED then return assert(event, err) end
  end
end

-- Ends it; `wait` says how it ended.
function Operation:cancel()
  if self.handle then C.cad_operation_cancel(self.handle) end
end

-- Frees it. One that has not ended is cancelled, and its outcome is lost.
function Operation:close() close(self, C.cad_operation_free) end

-- --------------------------------------------------------------------------------------------------------- Clients --

-- A configuration with its connections.
local Client = {what = "client"}
Client.__index = Client

-- Makes a client. What is not given comes from the environment.
function cad.client(configuration)
  local made, err = handle("cad_client", C.cad_client_free, "cad_client_new", json(configuration))
  if not made then return nil, err end
  return setmetatable({handle = made}, Client)
end

local function begin(client, name, operation, request)
  local made, err = handle("cad_operation", C.cad_operation_free, name, open(client), text(operation), json(request))
  if not made then return nil, err end
  return setmetatable({handle = made}, Operation)
end

-- Begins an operation on a thread of the library.
function Client:submit(operation, request) return begin(self, "cad_client_submit", operation, request) end

-- Makes an operation that runs on this thread, while it waits.
function Client:prepare(operation, request) return begin(self, "cad_client_prepare", operation, request) end

-- Runs an operation to its end, with its events to `on_event`. What this raises, or Ctrl-C, cancels the operation.
function Client:call(operation, request, on_event)
  local on_own_thread = not (on_event or cad.sleep)
  local running, err = self[on_own_thread and "prepare" or "submit"](self, operation, request)
  if not running then return nil, err end
  local is_well, result, failed = pcall(function()
    if on_event then for event in running:events() do on_event(event) end end
    return running:wait()
  end)
  running:close()
  if not is_well then error(result, 0) end
  return result, failed
end

-- Closes the connections; operations that run go on.
function Client:close() close(self, C.cad_client_free) end

-- --------------------------------------------------------------------------------------------------------- Without --

-- Starts a deployment with a credential of the environment, or with this token. Blocks, up to 60 s.
function cad.start_task(task_id, body, token) return call("cad_start_task", text(task_id), json(body), text(token)) end

-- Checks a request without sending anything.
function cad.validate(operation, request) return call("cad_validate", text(operation), json(request)) end

-- Describes an operation, or all of them as one OpenAPI document.
function cad.schema(operation) return call("cad_schema", text(operation)) end

return cad
