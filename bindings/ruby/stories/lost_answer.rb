# frozen_string_literal: true

# Deploys a version; if the answer to the start is lost, its record is found again: lost_answer.rb TASK_ID VERSION

require "codearts_deploy"
require_relative "advice"

if ARGV.length != 2
  warn "usage: lost_answer.rb TASK_ID VERSION"
  exit 64
end
task_id, version = ARGV
begin
  client = CodeArtsDeploy::Client.new
  request = { task_id: task_id, interval_ms: 1000, params: [{ key: "version", value: version, type: "text" }] }
  deployment = client.run("deploy", request)
  puts "#{deployment["adopted"] ? "found" : "deployed"} #{deployment["record_id"]}"
rescue CodeArtsDeploy::Error => e
  give_up(e, e.document.fetch("candidates", []).map { |record_id| "candidate #{record_id}" })
end
