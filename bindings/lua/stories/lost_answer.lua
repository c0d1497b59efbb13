-- Deploys a version; if the answer to the start is lost, its record is found again: lost_answer.lua TASK_ID VERSION
local cad = require("codearts_deploy")
local give_up = require("advice")

if #arg ~= 2 then
  io.stderr:write("usage: lost_answer.lua TASK_ID VERSION\n")
  os.exit(64)
end
local task_id, version = arg[1], arg[2]
local client, err = cad.client()
if not client then give_up(err) end
local request = {task_id = task_id, interval_ms = 1000, params = {{key = "version", value = version, type = "text"}}}
local deployment, failed = client:call("deploy", request)
if not deployment then
  local remarks = {}
  for index = 0, (failed.document:count("/candidates") or 0) - 1 do
    remarks[index + 1] = "candidate " .. failed.document:text("/candidates/" .. index) .. "\n"
  end
  give_up(failed, table.concat(remarks))
end
print((deployment:boolean("/adopted") and "found " or "deployed ") .. deployment:text("/record_id"))
