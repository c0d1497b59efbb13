-- Releases to many applications, one first and then all others; the first failure stops it: many.lua TASK_ID...
local cad = require("codearts_deploy")
local give_up = require("advice")

local function show(event)
  if event:text("/event") == "item" then print(event:text("/name") .. " " .. event:text("/state")) end
end

if #arg == 0 then
  io.stderr:write("usage: many.lua TASK_ID...\n")
  os.exit(64)
end
local items = {}
for index, task_id in ipairs(arg) do items[index] = {task_id = task_id, name = "app-" .. index} end
local client, err = cad.client()
if not client then give_up(err) end
local release, failed = client:call("deploy_many", {items = items, waves = {1, "100%"}, max_failures = 0}, show)
if not release then give_up(failed) end
print("released " .. release:text("/counts/succeeded") .. " of " .. #items)
