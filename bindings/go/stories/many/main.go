// Releases to many applications, one first and then all others; the first failure stops it: many TASK_ID...
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
	if event.Event == "item" {
		fmt.Println(event.Name, event.State)
	}
}

func main() {
	advice.Usage(len(os.Args) > 1, "many TASK_ID...")
	var items []map[string]any
	for index, taskID := range os.Args[1:] {
		items = append(items, map[string]any{"task_id": taskID, "name": fmt.Sprintf("app-%d", index+1)})
	}
	client, err := cad.NewClient(cad.Config{})
	if err != nil {
		advice.GiveUp(err)
	}
	defer client.Close()
	request := map[string]any{"items": items, "waves": []any{1, "100%"}, "max_failures": 0}
	document, err := client.Run(context.Background(), "deploy_many", request, show)
	if err != nil {
		advice.GiveUp(err)
	}
	var release struct{ Counts struct{ Succeeded int } }
	if err := json.Unmarshal(document, &release); err != nil {
		advice.GiveUp(err)
	}
	fmt.Printf("released %d of %d\n", release.Counts.Succeeded, len(items))
}
