package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	cad "codeartsdeploy"
)

func main() {
	ak := os.Getenv("CLOUD_SDK_AK")
	sk := os.Getenv("CLOUD_SDK_SK")

	client, err := cad.NewClient(cad.Config{AK: ak, SK: sk}) // and Region: "cn-north-4", where the environment names none
	if err != nil {
		fmt.Println(err)
		return
	}
	request := cad.StartDeployTaskRequest{
		TaskID: "d2dc947ec2424d8789bb3984bb3adf45",
		Params: []cad.DynamicConfigInfo{
			{Type: "text", Value: "test", Key: "string"},
			{Type: "host_group", Value: "e3144513a4094398857c992606ccba12", Key: "env"},
			{Type: "enum", Value: "value1", Key: "enum"},
		},
		TriggerSource: "0",
	}
	response, err := client.Call(context.Background(), "start_deploy_task", request)
	var failure *cad.Error
	if errors.As(err, &failure) {
		fmt.Println(failure.Status, failure.Outcome, failure.Message)
		return
	}
	var reply cad.StartDeployTaskResponse
	if err := json.Unmarshal(response, &reply); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%+v\n", reply)
}
