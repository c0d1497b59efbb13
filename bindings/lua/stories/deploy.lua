-- Deploys a version, shows how far it is, and says how it ended: deploy.lua TASK_ID VERSION
--
-- Ctrl-C ends the following and leaves the deployment running; on_cancel = "stop" would stop it.
local cad = require("codearts_deploy")
local give_up = require("advice")

local function show(event)
  local kind = event:text("/event")
  if kind == "state" then print("state " .. event:text("/state")) end
  if kind == "step" then print("step " .. event:text("/name") .. ": " .. event:text("/state")) end
  if kind == "log" then io.write(event:text("/text")) end
end

local function deploy(task_id, version)
  local client, err = cad.client()
  if not client then give_up(err) end
  local request = {task_id = task_id, params = {{key = "version", value = version, type = "text"}}}
  local deployment, failed = client:call("deploy", request, show)
  if not deployment then give_up(failed) end
  print("deployed " .. version .. ", record " .. deployment:text("/record_id"))
end

if #arg ~= 2 then
  io.stderr:write("usage: deploy.lua TASK_ID VERSION\n")
  os.exit(64)
end
local is_well, why = pcall(deploy, arg[1], arg[2])
if not is_well then
  io.stderr:write(why, "\n")
  os.exit(why:find("interrupted!", 1, true) and 130 or 1)
end
