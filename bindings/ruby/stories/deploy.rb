# frozen_string_literal: true

# Deploys a version, shows how far it is, and says how it ended: deploy.rb TASK_ID VERSION
#
# Ctrl-C ends the following and leaves the deployment running; `on_cancel: "stop"` would stop it.

require "codearts_deploy"
require_relative "advice"

def show(event)
  case event["event"]
  when "state" then puts "state #{event["state"]}"
  when "step" then puts "step #{event["name"]}: #{event["state"]}"
  when "log" then print event["text"]
  end
end

if ARGV.length != 2
  warn "usage: deploy.rb TASK_ID VERSION"
  exit 64
end
task_id, version = ARGV
begin
  client = CodeArtsDeploy::Client.new
  request = { task_id: task_id, params: [{ key: "version", value: version, type: "text" }] }
  deployment = client.run("deploy", request) { |event| show(event) }
  puts "deployed #{version}, record #{deployment["record_id"]}"
rescue CodeArtsDeploy::Error => e
  give_up(e)
end
