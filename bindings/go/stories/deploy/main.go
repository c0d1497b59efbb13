// Deploys a version, shows how far it is, and says how it ended: deploy TASK_ID VERSION
//
// Ctrl-C ends the program and leaves the deployment running; with signal.NotifyContext it would be cancelled, and with
// "on_cancel": "stop" stopped as well.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	cad "codeartsdeploy"
	"codeartsdeploy/stories/advice"
)

func show(event cad.Event) {
	switch event.Event {
	case "state":
		fmt.Println("state", event.State)
	case "step":
		fmt.Printf("step %s: %s\n", event.Name, event.State)
	case "log":
		fmt.Print(event.Text)
	}
}

func main() {
	advice.Usage(len(os.Args) == 3, "deploy TASK_ID VERSION")
	taskID, version := os.Args[1], os.Args[2]
	client, err := cad.NewClient(cad.Config{})
	if err != nil {
		advice.GiveUp(err)
	}
	defer client.Close()
	request := cad.DeployRequest{
		TaskID: taskID,
		Params: []cad.DynamicConfigInfo{{Key: "version", Value: version, Type: "text"}},
	}
	document, err := client.Run(context.Background(), "deploy", request, show)
	if err != nil {
		advice.GiveUp(err)
	}
	var deployment cad.DeployResponse
	if err := json.Unmarshal(document, &deployment); err != nil {
		advice.GiveUp(err)
	}
	fmt.Printf("deployed %s, record %s\n", version, deployment.RecordID)
}
