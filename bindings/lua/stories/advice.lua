-- What a failure means for a second try: the end of each story.
local ADVICE = {
  not_sent = "Nothing was started: it is safe to try again.",
  refused = "The service refused it: change what it objects to, then try again.",
  started = "It was started: do not start it again.",
  unknown = "It may be running: look at the application's records before you start it again.",
  none = "Nothing was to be started.",
}

return function(err, remarks)
  local outcome = err.outcome or "none"
  io.stderr:write(tostring(err), "\noutcome: ", outcome, "\n", ADVICE[outcome], "\n", remarks or "")
  os.exit(outcome == "unknown" and 2 or 1)
end
