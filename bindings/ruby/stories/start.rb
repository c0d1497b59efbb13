# frozen_string_literal: true

# Starts the deployment that the service's reference has as its example: start.rb TASK_ID

require "codearts_deploy"
require_relative "advice"

# https://support.huaweicloud.com/intl/en-us/api-deployman/StartDeployTask.html, "Example Requests".
BODY = <<~JSON
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
JSON

if ARGV.length != 1
  warn "usage: start.rb TASK_ID"
  exit 64
end
begin
  puts "started #{CodeArtsDeploy.start_task(ARGV[0], BODY)["id"]}"
rescue CodeArtsDeploy::Error => e
  give_up(e)
end
