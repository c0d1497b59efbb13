-- Starts the deployment that the service's reference has as its example: start.lua TASK_ID
local cad = require("codearts_deploy")
local give_up = require("advice")

-- https://support.huaweicloud.com/intl/en-us/api-deployman/StartDeployTask.html, "Example Requests".
local BODY = [[
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
]]

if #arg ~= 1 then
  io.stderr:write("usage: start.lua TASK_ID\n")
  os.exit(64)
end
local reply, err = cad.start_task(arg[1], BODY)
if not reply then give_up(err) end
print("started " .. reply:text("/id"))
