//! Deploys a version, shows how far it is, and says how it ended: deploy TASK_ID VERSION
//!
//! Ctrl-C ends the program and leaves the deployment running.

mod advice;

use codearts_deploy::models::{DeployRequest, DeployResponse, DynamicConfigInfo};
use codearts_deploy::{Client, Document, Result};

fn show(event: &Document) {
    let text = |pointer| event.text(pointer).unwrap_or_default();
    match text("/event").as_str() {
        "state" => println!("state {}", text("/state")),
        "step" => println!("step {}: {}", text("/name"), text("/state")),
        "log" => print!("{}", text("/text")),
        _ => {}
    }
}

fn deploy(task_id: &str, version: &str) -> Result<DeployResponse> {
    let version = DynamicConfigInfo { key: "version".into(), value: version.into(), r#type: "text".into() };
    let request = DeployRequest { task_id: task_id.into(), params: Some(vec![version]), ..Default::default() };
    let deployment = Client::new("{}")?.run("deploy", &request.json(), show)?;
    Ok(DeployResponse::from(&deployment))
}

fn main() {
    let arguments = advice::arguments(|count| count == 2, "deploy TASK_ID VERSION");
    match deploy(&arguments[0], &arguments[1]) {
        Ok(ended) => println!("deployed {}, record {}", arguments[1], ended.record_id.unwrap_or_default()),
        Err(failure) => advice::give_up(failure),
    }
}
