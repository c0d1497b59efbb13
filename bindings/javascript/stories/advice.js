// What a failure means for a second try: the end of each story.
"use strict";
const { CodeArtsDeployError } = require("codearts_deploy");

const ADVICE = {
  not_sent: "Nothing was started: it is safe to try again.",
  refused: "The service refused it: change what it objects to, then try again.",
  started: "It was started: do not start it again.",
  unknown: "It may be running: look at the application's records before you start it again.",
  none: "Nothing was to be started.",
};

module.exports = function giveUp(error) {
  if (!(error instanceof CodeArtsDeployError)) throw error;
  const outcome = error.outcome ?? "none";
  console.error(`${error.status}: ${error.message}\noutcome: ${outcome}\n${ADVICE[outcome]}`);
  process.exitCode = outcome === "unknown" ? 2 : 1;
};
