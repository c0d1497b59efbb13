// Deploys a version; if the answer to the start is lost, its record is found again: lost_answer TASK_ID VERSION
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	cad "codeartsdeploy"
	"codeartsdeploy/stories/advice"
)

func main() {
	advice.Usage(len(os.Args) == 3, "lost_answer TASK_ID VERSION")
	client, err := cad.NewClient(cad.Config{})
	if err != nil {
		advice.GiveUp(err)
	}
	defer client.Close()
	request := cad.DeployRequest{
		TaskID:     os.Args[1],
		Params:     []cad.DynamicConfigInfo{{Key: "version", Value: os.Args[2], Type: "text"}},
		IntervalMS: 1000,
	}
	document, err := client.Call(context.Background(), "deploy", request)
	if err != nil {
		var failure *cad.Error
		if errors.As(err, &failure) {
			for _, record := range failure.Candidates {
				fmt.Fprintln(os.Stderr, "candidate", record)
			}
		}
		advice.GiveUp(err)
	}
	var deployment cad.DeployResponse
	if err := json.Unmarshal(document, &deployment); err != nil {
		advice.GiveUp(err)
	}
	if deployment.Adopted {
		fmt.Println("found", deployment.RecordID)
	} else {
		fmt.Println("deployed", deployment.RecordID)
	}
}
