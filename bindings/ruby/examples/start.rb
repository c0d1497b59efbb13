# frozen_string_literal: true

# Deploys a version, shows how far it is, and says how it ended: ruby start.rb TASK_ID VERSION
#
# The service and the credential come from the environment, as codearts_deploy.h says. Exit codes: 0 it was deployed;
# 1 it was not, and the outcome says what that means for a second try; 64 usage.

require_relative "../lib/codearts_deploy"

if ARGV.length != 2
  warn "usage: ruby start.rb TASK_ID VERSION"
  exit 64
end
task_id, version = ARGV

client = CodeArtsDeploy::Client.new
begin
  request = { task_id: task_id, params: [{ key: "version", value: version, type: "text" }] }
  deployment = client.run("deploy", request) do |event|
    case event["event"]
    when "state" then puts "deployment #{event["record_id"]} is #{event["state"]}"
    when "step" then puts "  step #{event["name"]}: #{event["state"]}"
    when "log" then print event["text"]
    end
  end
  puts "#{version} was deployed, record #{deployment["record_id"]}"
rescue CodeArtsDeploy::Error => e
  warn e.message, "outcome: #{e.outcome || "none"}"
  exit 1
ensure
  client.close
end
