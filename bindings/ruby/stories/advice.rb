# frozen_string_literal: true

# What a failure means for a second try: the end of each story.
ADVICE = {
  "not_sent" => "Nothing was started: it is safe to try again.",
  "refused" => "The service refused it: change what it objects to, then try again.",
  "started" => "It was started: do not start it again.",
  "unknown" => "It may be running: look at the application's records before you start it again.",
  nil => "Nothing was to be started."
}.freeze

def give_up(error, remarks = [])
  warn error.message, "outcome: #{error.outcome || "none"}", ADVICE[error.outcome], *remarks
  exit error.outcome == "unknown" ? 2 : 1
end
