-- The runner of the Lua binding. See Tests/Bindings/README.md for its orders.
local cad = require("codearts_deploy")

local client

local function text(order, name)
  local hex = order:text("/" .. name .. "_hex")
  if not hex then return order:text("/" .. name) end
  return (hex:gsub("..", function(digits) return string.char(tonumber(digits, 16)) end))
end

local function say(answer)
  io.write(cad.json(answer), "\n")
  io.flush()
end

local DO = {}

function DO.open(order)
  if client then client:close() end
  local err
  client, err = cad.client(text(order, "configuration"))
  return client and cad.document("{}"), err
end

function DO.run(order, events)
  local operation, request = text(order, "operation"), text(order, "request")
  if order:text("/events") == "no" then return client:call(operation, request) end
  local running, err = client:submit(operation, request)
  if not running then return nil, err end
  for event in running:events() do
    events[#events + 1] = tostring(event)
    if event:text("/event") == order:text("/cancel_on") then running:cancel() end
  end
  return running:wait()
end

function DO.validate(order) return cad.validate(text(order, "operation"), text(order, "request")) end

function DO.schema(order) return cad.schema(text(order, "operation")) end

function DO.start(order) return cad.start_task(text(order, "task_id"), text(order, "body"), text(order, "token")) end

function DO.close()
  client:close()
  return cad.document("{}")
end

function DO.starts(order)
  local count = order:text("/count")
  for _ = 1, tonumber(count) do
    local reply, err = client:call("start_deploy_task", text(order, "request"))
    if not reply then return nil, err end
  end
  return cad.document("{}"), nil, count
end

function DO.abandon(order)
  local running = assert(client:submit(text(order, "operation"), text(order, "request")))
  for event in running:events() do
    if event:text("/event") == "started" then break end
  end
  say({status = "CAD_OK"})
  os.exit(0)
end

function DO.drop(order)
  for _ = 1, tonumber(order:text("/count")) do
    assert(cad.client():submit(text(order, "operation"), text(order, "request")))
  end
  collectgarbage()
  collectgarbage()
  return cad.document("{}")
end

local function carry_out(order)
  local events = cad.array({})
  local is_well, result, err, ok = pcall(DO[order:text("/do")], order, events)
  if not is_well then
    local is_closed = tostring(result):find("is closed; nothing was sent", 1, true)
    say({status = is_closed and "closed" or "crash", message = tostring(result)})
  elseif result then
    say({status = "CAD_OK", document = tostring(result), events = events, ok = ok})
  else
    local violations = cad.array({})
    for index, each in ipairs(err.violations) do violations[index] = {each.path, each.rule} end
    say({status = err.status, outcome = err.outcome, message = err.message, violations = violations,
         document = tostring(err.document), events = events})
  end
end

for line in io.lines() do carry_out(cad.document(line)) end
