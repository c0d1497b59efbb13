// The runner of the Go binding. See Tests/Bindings/README.md for its orders.
package main

import (
	"bufio"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"

	cad "codeartsdeploy"
)

type order map[string]string

func (o order) text(name string) string {
	if digits, ok := o[name+"_hex"]; ok {
		bytes, err := hex.DecodeString(digits)
		if err != nil {
			panic(err)
		}
		return string(bytes)
	}
	return o[name]
}

func (o order) has(name string) bool {
	_, plain := o[name]
	_, digits := o[name+"_hex"]
	return plain || digits
}

type answer struct {
	Status     string      `json:"status"`
	Outcome    string      `json:"outcome,omitempty"`
	Message    string      `json:"message,omitempty"`
	Violations [][2]string `json:"violations,omitempty"`
	Document   string      `json:"document,omitempty"`
	Events     []string    `json:"events,omitempty"`
	OK         string      `json:"ok,omitempty"`
}

var client *cad.Client

func run(o order, said *answer) (json.RawMessage, error) {
	if o["events"] == "no" {
		return client.Call(context.Background(), o.text("operation"), o.text("request"))
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	return client.Run(ctx, o.text("operation"), o.text("request"), func(event cad.Event) {
		said.Events = append(said.Events, string(event.Document))
		if event.Event == o["cancel_on"] {
			cancel()
		}
	})
}

func starts(o order) (string, error) {
	count, _ := strconv.Atoi(o["count"])
	threads, _ := strconv.Atoi(o["threads"])
	var done, left int64 = 0, int64(count)
	var group sync.WaitGroup
	for n := 0; n < threads; n++ {
		group.Add(1)
		go func() {
			defer group.Done()
			for atomic.AddInt64(&left, -1) >= 0 {
				if _, err := client.Call(context.Background(), "start_deploy_task", o.text("request")); err == nil {
					atomic.AddInt64(&done, 1)
				}
			}
		}()
	}
	group.Wait()
	return fmt.Sprint(done), nil
}

func abandon(o order) error {
	running, err := client.Submit(o.text("operation"), o.text("request"))
	for err == nil {
		var event cad.Event
		event, err = running.Next(context.Background())
		if err == io.EOF || event.Event == "started" {
			say(answer{Status: "CAD_OK"})
			os.Exit(0)
		}
	}
	return err
}

func drop(o order) error {
	count, _ := strconv.Atoi(o["count"])
	for n := 0; n < count; n++ {
		other, err := cad.NewClient("{}")
		if err != nil {
			return err
		}
		if _, err := other.Submit(o.text("operation"), o.text("request")); err != nil {
			return err
		}
	}
	runtime.GC()
	runtime.GC()
	return nil
}

func carryOut(o order, said *answer) (document json.RawMessage, err error) {
	switch o["do"] {
	case "open":
		if client != nil {
			client.Close()
		}
		var opened *cad.Client
		if opened, err = cad.NewClient(o.text("configuration")); err == nil {
			client = opened
		}
	case "close":
		client.Close()
	case "run":
		return run(o, said)
	case "validate":
		return cad.Validate(o.text("operation"), o.text("request"))
	case "schema":
		return cad.Schema(o.text("operation"))
	case "start":
		var body any
		if o.has("body") {
			body = o.text("body")
		}
		if o.has("token") {
			return cad.StartTaskWithToken(o.text("task_id"), body, o.text("token"))
		}
		return cad.StartTask(o.text("task_id"), body)
	case "starts":
		said.OK, err = starts(o)
	case "abandon":
		err = abandon(o)
	case "drop":
		err = drop(o)
	default:
		err = errors.New("no such order")
	}
	return nil, err
}

func say(said answer) {
	line, err := json.Marshal(said)
	if err != nil {
		panic(err)
	}
	fmt.Println(string(line))
}

func main() {
	lines := bufio.NewReader(os.Stdin)
	for {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			return
		}
		var o order
		if err := json.Unmarshal(line, &o); err != nil {
			panic(err)
		}
		said := answer{Status: "CAD_OK"}
		document, err := carryOut(o, &said)
		said.Document = string(document)
		var failure *cad.Error
		switch {
		case errors.As(err, &failure):
			said.Status, said.Outcome, said.Message = failure.Status.String(), failure.Outcome, failure.Message
			said.Document = string(failure.Document)
			for _, each := range failure.Violations {
				said.Violations = append(said.Violations, [2]string{each.Path, each.Rule})
			}
		case errors.Is(err, cad.ErrClosed):
			said.Status = "closed"
		case err != nil:
			said.Status, said.Message = "crash", err.Error()
		}
		say(said)
	}
}
