# frozen_string_literal: true

# The runner of the Ruby binding. See Tests/Bindings/README.md for its orders.

require "codearts_deploy"

class Runner
  def open(order, _events)
    @client&.close
    @client = CodeArtsDeploy::Client.new(text(order, "configuration"))
    {}
  end

  def run(order, events)
    operation, request = text(order, "operation"), text(order, "request")
    return @client.run(operation, request) if order["events"] == "no"

    running = @client.submit(operation, request)
    running.each_event do |event|
      events << JSON.generate(event)
      running.cancel if event["event"] == order["cancel_on"]
    end
    running.wait
  ensure
    running&.close
  end

  def validate(order, _events) = CodeArtsDeploy.validate(text(order, "operation"), text(order, "request"))

  def schema(order, _events) = CodeArtsDeploy.schema(text(order, "operation"))

  def start(order, _events)
    CodeArtsDeploy.start_task(text(order, "task_id"), text(order, "body") || "{}", token: text(order, "token"))
  end

  def close(_order, _events)
    @client.close
    {}
  end

  def starts(order, _events)
    count, threads = Integer(order["count"]), Integer(order["threads"])
    work = Queue.new
    count.times { work << text(order, "request") }
    Array.new(threads) { Thread.new { drain(work) } }.sum(&:value)
  end

  def abandon(order, _events)
    running = @client.submit(text(order, "operation"), text(order, "request"))
    running.each_event { |event| break if event["event"] == "started" }
    say(status: "CAD_OK")
    exit
  end

  def drop(order, _events)
    Integer(order["count"]).times do
      CodeArtsDeploy::Client.new.submit(text(order, "operation"), text(order, "request"))
    end
    GC.start
    {}
  end

  private

  def drain(work)
    done = 0
    while (request = work.pop(true))
      done += 1 if @client.run("start_deploy_task", request).key?("id")
    end
  rescue ThreadError # there is no more
    done
  end

  def text(order, name)
    hex = order["#{name}_hex"]
    hex ? [hex].pack("H*") : order[name]
  end
end

def say(**answer)
  puts JSON.generate(answer.compact)
  $stdout.flush
end

def carry_out(runner, order)
  events = []
  result = runner.public_send(order["do"], order, events)
  return say(status: "CAD_OK", ok: result.to_s) if order["do"] == "starts"

  say(status: "CAD_OK", document: JSON.generate(result), events: events)
rescue CodeArtsDeploy::ClosedError
  say(status: "closed")
rescue CodeArtsDeploy::Error => e
  say(status: e.status, outcome: e.outcome, message: e.document["message"], events: events,
      violations: e.violations.map { |each| each.values_at("path", "rule") }, document: JSON.generate(e.document))
rescue StandardError => e
  say(status: "crash", message: e.full_message(highlight: false))
end

runner = Runner.new
$stdin.each_line { |line| carry_out(runner, JSON.parse(line)) }
