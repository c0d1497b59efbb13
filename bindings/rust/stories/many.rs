//! Releases to many applications, one first and then all others; the first failure stops it: many TASK_ID...

mod advice;

use codearts_deploy::{quote, Client, Document, Result};

fn show(event: &Document) {
    let text = |pointer| event.text(pointer).unwrap_or_default();
    if text("/event") == "item" {
        println!("{} {}", text("/name"), text("/state"));
    }
}

fn release(task_ids: &[String]) -> Result<Document> {
    let items: Vec<String> = task_ids
        .iter()
        .enumerate()
        .map(|(at, task_id)| format!(r#"{{"task_id": {}, "name": "app-{}"}}"#, quote(task_id), at + 1))
        .collect();
    let request = format!(r#"{{"items": [{}], "waves": [1, "100%"], "max_failures": 0}}"#, items.join(", "));
    Client::new("{}")?.run("deploy_many", &request, show)
}

fn main() {
    let arguments = advice::arguments(|count| count > 0, "many TASK_ID...");
    match release(&arguments) {
        Ok(ended) => {
            println!("released {} of {}", ended.integer("/counts/succeeded").unwrap_or(0), arguments.len())
        }
        Err(failure) => advice::give_up(failure),
    }
}
