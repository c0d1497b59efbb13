// Starts the deployment that the service's reference has as its example: start TASK_ID
package main

import (
	"encoding/json"
	"fmt"
	"os"

	cad "codeartsdeploy"
	"codeartsdeploy/stories/advice"
)

// https://support.huaweicloud.com/intl/en-us/api-deployman/StartDeployTask.html, "Example Requests".
const body = `{
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
`

func main() {
	advice.Usage(len(os.Args) == 2, "start TASK_ID")
	document, err := cad.StartTask(os.Args[1], body)
	if err != nil {
		advice.GiveUp(err)
	}
	var reply struct{ ID string }
	if err := json.Unmarshal(document, &reply); err != nil {
		advice.GiveUp(err)
	}
	fmt.Println("started", reply.ID)
}
