//! Starts the deployment that the service's reference has as its example: start TASK_ID

mod advice;

use codearts_deploy::models::StartDeployTaskResponse;
use codearts_deploy::start_task;

/// https://support.huaweicloud.com/intl/en-us/api-deployman/StartDeployTask.html, "Example Requests".
const BODY: &str = r#"{
  "params" : [ {
    "key" : "string",
    "value" : "test",
    "type" : "text"
  }, {
    "key" : "env",
    "value" : "e3144513a4094398857c992606ccba12",
    "type" : "host_group"
  }, {
    "key" : "enum",
    "value" : "value1",
    "type" : "enum"
  } ],
  "trigger_source" : 0
}
"#;

fn main() {
    let arguments = advice::arguments(|count| count == 1, "start TASK_ID");
    match start_task(&arguments[0], Some(BODY), None) {
        Ok(reply) => println!("started {}", StartDeployTaskResponse::from(&reply).id.unwrap_or_default()),
        Err(failure) => advice::give_up(failure),
    }
}
