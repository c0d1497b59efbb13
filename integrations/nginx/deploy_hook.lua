-- A deployment hook for nginx: the body of a POST is a request of `deploy`, the answer its events and its end, a JSON
-- object a line. A worker goes on with other requests meanwhile.
--
-- Refused before anything was started: 400, 401 or 403, 409, or 502. Once the answer is 200 its last line says how it
-- ended. A client that hangs up cancels, which leaves the deployment running unless it said "on_cancel": "stop".
local cad = require("codearts_deploy")

local STATUSES = {
  CAD_E_VALIDATION = ngx.HTTP_BAD_REQUEST, CAD_E_AUTHENTICATION = ngx.HTTP_UNAUTHORIZED,
  CAD_E_PERMISSION = ngx.HTTP_FORBIDDEN, CAD_E_BUSY = ngx.HTTP_CONFLICT}
local client -- one for each worker

local function say(document)
  ngx.say(tostring(document))
  ngx.flush(true)
end

local function refuse(err)
  ngx.status = STATUSES[err.status] or ngx.HTTP_BAD_GATEWAY
  ngx.say(tostring(err.document))
end

local function handle()
  ngx.req.read_body()
  local request = ngx.req.get_body_data()
  if ngx.req.get_method() ~= "POST" or not request then return ngx.exit(ngx.HTTP_BAD_REQUEST) end
  ngx.header.content_type = "application/x-ndjson"
  local err
  if not client then client, err = cad.client() end
  if not client then return refuse(err) end
  local running, refused = client:submit("deploy", request)
  if not running then return refuse(refused) end
  local has_begun = false
  for event in running:events() do
    has_begun = has_begun or event:text("/event") == "started"
    if has_begun then say(event) end
  end
  local deployment, failed = running:wait()
  running:close()
  if failed and not has_begun then return refuse(failed) end
  say(deployment or failed.document)
end

return {handle = handle}
