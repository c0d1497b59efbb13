# frozen_string_literal: true

# Releases to many applications, one first and then all others; the first failure stops it: many.rb TASK_ID...

require "codearts_deploy"
require_relative "advice"

if ARGV.empty?
  warn "usage: many.rb TASK_ID..."
  exit 64
end
items = ARGV.each_with_index.map { |task_id, index| { task_id: task_id, name: "app-#{index + 1}" } }
begin
  client = CodeArtsDeploy::Client.new
  release = client.run("deploy_many", { items: items, waves: [1, "100%"], max_failures: 0 }) do |event|
    puts "#{event["name"]} #{event["state"]}" if event["event"] == "item"
  end
  puts "released #{release["counts"]["succeeded"]} of #{items.length}"
rescue CodeArtsDeploy::Error => e
  give_up(e)
end
