//! The runner of the Rust binding. See Tests/Bindings/README.md for its orders.

use codearts_deploy::{quote, schema, start_task, validate, Client, Document, Error, Result};
use std::io::{self, BufRead, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

fn text(order: &Document, name: &str) -> Option<String> {
    match order.text(&format!("/{}_hex", name)) {
        None => order.text(&format!("/{}", name)),
        Some(digits) => {
            let bytes = (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(&digits[at..at + 2], 16));
            let bytes = bytes.collect::<std::result::Result<Vec<u8>, _>>().expect("hexadecimal digits");
            Some(String::from_utf8(bytes).expect("UTF-8"))
        }
    }
}

fn number(order: &Document, name: &str) -> usize {
    text(order, name).and_then(|digits| digits.parse().ok()).unwrap_or(0)
}

struct Runner {
    client: Option<Client>,
}

/// The closed client, which Rust's users have no more.
enum Answer {
    Result(Document),
    Started(usize),
    Closed,
}

impl Runner {
    fn run(&self, order: &Document, events: &mut Vec<String>) -> Result<Answer> {
        let client = match &self.client {
            Some(client) => client,
            None => return Ok(Answer::Closed),
        };
        let operation = text(order, "operation").unwrap_or_default();
        let request = text(order, "request").unwrap_or_default();
        if order.text("/events").is_some() {
            return client.call(&operation, &request).map(Answer::Result);
        }
        let mut running = client.submit(&operation, &request)?;
        let canceller = running.canceller();
        while let Some(event) = running.next_event()? {
            if event.text("/event") == order.text("/cancel_on") {
                canceller.cancel();
            }
            events.push(event.json().into());
        }
        running.wait().map(Answer::Result)
    }

    fn starts(&self, order: &Document) -> Answer {
        let client = self.client.as_ref().expect("a client");
        let request = text(order, "request").unwrap_or_default();
        let (begun, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let count = number(order, "count");
        thread::scope(|scope| {
            for _ in 0..number(order, "threads") {
                scope.spawn(|| {
                    while begun.fetch_add(1, Ordering::SeqCst) < count {
                        if client.call("start_deploy_task", &request).is_ok() {
                            done.fetch_add(1, Ordering::SeqCst);
                        }
                    }
                });
            }
        });
        Answer::Started(done.into_inner())
    }

    fn abandon(&self, order: &Document) -> Result<Answer> {
        let client = self.client.as_ref().expect("a client");
        let request = text(order, "request").unwrap_or_default();
        let mut running = client.submit(&text(order, "operation").unwrap_or_default(), &request)?;
        while let Some(event) = running.next_event()? {
            if event.text("/event").as_deref() == Some("started") {
                break;
            }
        }
        thread::spawn(move || running.wait());
        say(r#"{"status":"CAD_OK"}"#);
        std::process::exit(0)
    }

    fn drop_many(&self, order: &Document) -> Result<Answer> {
        for _ in 0..number(order, "count") {
            let request = text(order, "request").unwrap_or_default();
            Client::new("{}")?.submit(&text(order, "operation").unwrap_or_default(), &request)?;
        }
        Ok(Answer::Result(Document::default()))
    }

    fn carry_out(&mut self, order: &Document, events: &mut Vec<String>) -> Result<Answer> {
        let given = |name| text(order, name).unwrap_or_default();
        let result = match given("do").as_str() {
            "open" => {
                self.client = Some(Client::new(&given("configuration"))?);
                Document::default()
            }
            "close" => {
                self.client = None;
                Document::default()
            }
            "run" => return self.run(order, events),
            "starts" => return Ok(self.starts(order)),
            "abandon" => return self.abandon(order),
            "drop" => return self.drop_many(order),
            "validate" => validate(&given("operation"), &given("request"))?,
            "schema" => schema(Some(&given("operation")))?,
            "start" => start_task(&given("task_id"), text(order, "body").as_deref(), text(order, "token").as_deref())?,
            other => panic!("there is no order {}", other),
        };
        Ok(Answer::Result(result))
    }
}

fn listed(texts: &[String]) -> String {
    texts.iter().map(|text| quote(text)).collect::<Vec<_>>().join(",")
}

fn failure(error: &Error, events: &[String]) -> String {
    let violations: Vec<String> =
        error.violations().iter().map(|each| format!("[{},{}]", quote(&each.path), quote(&each.rule))).collect();
    let outcome = error.outcome().map_or(String::new(), |word| format!(r#","outcome":{}"#, quote(&word)));
    format!(
        r#"{{"status":"{}","message":{},"violations":[{}],"document":{},"events":[{}]{}}}"#,
        error.status(), quote(&error.message()), violations.join(","), quote(error.document().json()), listed(events),
        outcome
    )
}

fn say(line: &str) {
    println!("{}", line);
    io::stdout().flush().expect("standard output");
}

fn main() {
    let mut runner = Runner { client: None };
    for line in io::stdin().lock().lines() {
        let order = Document(line.expect("UTF-8"));
        let mut events = Vec::new();
        match runner.carry_out(&order, &mut events) {
            Ok(Answer::Closed) => say(r#"{"status":"closed"}"#),
            Ok(Answer::Started(count)) => say(&format!(r#"{{"status":"CAD_OK","ok":"{}"}}"#, count)),
            Ok(Answer::Result(result)) => say(&format!(
                r#"{{"status":"CAD_OK","document":{},"events":[{}]}}"#, quote(result.json()), listed(&events))),
            Err(error) => say(&failure(&error, &events)),
        }
    }
}
