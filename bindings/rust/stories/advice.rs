//! What a failure means for a second try: the end of each story.

use codearts_deploy::Error;
use std::process::exit;

/// Ends the program.
pub fn give_up(failure: Error) -> ! {
    let outcome = failure.outcome().unwrap_or_else(|| "none".into());
    let advice = match outcome.as_str() {
        "not_sent" => "Nothing was started: it is safe to try again.",
        "refused" => "The service refused it: change what it objects to, then try again.",
        "started" => "It was started: do not start it again.",
        "unknown" => "It may be running: look at the application's records before you start it again.",
        _ => "Nothing was to be started.",
    };
    eprintln!("{}\noutcome: {}\n{}", failure, outcome, advice);
    exit(if outcome == "unknown" { 2 } else { 1 })
}

/// The arguments; ends the program where their number is wrong.
pub fn arguments(is_right: impl Fn(usize) -> bool, usage: &str) -> Vec<String> {
    let given: Vec<String> = std::env::args().skip(1).collect();
    if !is_right(given.len()) {
        eprintln!("usage: {}", usage);
        exit(64)
    }
    given
}
