//! Deploys a version; if the answer to the start is lost, its record is found again: lost_answer TASK_ID VERSION

mod advice;

use codearts_deploy::models::{DeployRequest, DeployResponse, DynamicConfigInfo};
use codearts_deploy::{Client, Result};

fn deploy(task_id: &str, version: &str) -> Result<DeployResponse> {
    let version = DynamicConfigInfo { key: "version".into(), value: version.into(), r#type: "text".into() };
    let request = DeployRequest {
        task_id: task_id.into(), params: Some(vec![version]), interval_ms: Some(1000), ..Default::default()
    };
    Ok(DeployResponse::from(&Client::new("{}")?.call("deploy", &request.json())?))
}

fn main() {
    let arguments = advice::arguments(|count| count == 2, "lost_answer TASK_ID VERSION");
    match deploy(&arguments[0], &arguments[1]) {
        Ok(ended) => {
            let word = if ended.adopted == Some(true) { "found" } else { "deployed" };
            println!("{} {}", word, ended.record_id.unwrap_or_default());
        }
        Err(failure) => {
            let document = failure.document();
            for record in document.each("/candidates", |at| document.text(at).unwrap_or_default()) {
                eprintln!("candidate {}", record);
            }
            advice::give_up(failure)
        }
    }
}
