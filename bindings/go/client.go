// Package codeartsdeploy starts deployments of Huawei Cloud CodeArts Deploy, each at most once, follows them to their
// end, and reports how they ended. The work is done by the shared library libcodearts_deploy.so.0.
package codeartsdeploy

/*
#include <codearts_deploy.h>
*/
import "C"

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"runtime"
	"sync"
)

// ErrClosed is returned by what was closed; nothing was sent.
var ErrClosed = errors.New("codeartsdeploy: this is closed; nothing was sent")

// A Client is a configuration with its connections. Goroutines may share one.
type Client struct {
	lock   sync.RWMutex
	handle *C.cad_client
}

// NewClient makes a client. The configuration is a Config, or any JSON; what it does not say comes from the environment.
func NewClient(configuration any) (*Client, error) {
	text, err := jsonText(configuration)
	if err != nil {
		return nil, err
	}
	c := cString(text)
	defer free(c)
	client := &Client{}
	var out C.cad_buffer
	status := C.cad_client_new(c, &client.handle, &out)
	if _, err := taken(status, &out); err != nil {
		return nil, err
	}
	runtime.SetFinalizer(client, (*Client).Close)
	return client, nil
}

// Close closes the connections. Operations that run go on.
func (c *Client) Close() {
	c.lock.Lock()
	defer c.lock.Unlock()
	C.cad_client_free(c.handle)
	c.handle = nil
	runtime.SetFinalizer(c, nil)
}

// Call runs an operation to its end and gives its result. The request is JSON text or what encoding/json makes one of.
// When ctx is done the operation is cancelled, and the error says what that means.
func (c *Client) Call(ctx context.Context, operation string, request any) (json.RawMessage, error) {
	running, err := c.begin(operation, request, false)
	if err != nil {
		return nil, err
	}
	defer running.Close()
	return running.Wait(ctx)
}

// Run does the same, and gives each event to onEvent while it runs.
func (c *Client) Run(ctx context.Context, operation string, request any, onEvent func(Event)) (json.RawMessage, error) {
	running, err := c.Submit(operation, request)
	if err != nil {
		return nil, err
	}
	defer running.Close()
	for {
		event, err := running.Next(ctx)
		if err == io.EOF {
			return running.Wait(ctx)
		}
		if err != nil {
			return nil, err
		}
		if onEvent != nil {
			onEvent(event)
		}
	}
}

// Submit begins an operation in the background. Close it, or the garbage collector does; one that runs is then
// cancelled.
func (c *Client) Submit(operation string, request any) (*Operation, error) {
	return c.begin(operation, request, true)
}

func (c *Client) begin(operation string, request any, inBackground bool) (*Operation, error) {
	text, err := jsonText(request)
	if err != nil {
		return nil, err
	}
	name, body := cString(operation), cString(text)
	defer free(name, body)
	c.lock.RLock()
	defer c.lock.RUnlock()
	if c.handle == nil {
		return nil, ErrClosed
	}
	running := &Operation{}
	var out C.cad_buffer
	var status C.cad_status
	if inBackground {
		status = C.cad_client_submit(c.handle, name, body, &running.handle, &out)
	} else {
		status = C.cad_client_prepare(c.handle, name, body, &running.handle, &out)
	}
	if _, err := taken(status, &out); err != nil {
		return nil, err
	}
	runtime.SetFinalizer(running, (*Operation).Close)
	return running, nil
}

// An Operation runs in the background. One goroutine at a time may wait for it; any may cancel it.
type Operation struct {
	turn   sync.Mutex   // of the one that waits
	lock   sync.RWMutex // of the handle
	handle *C.cad_operation
}

// An Event is something that happened while an operation ran.
type Event struct {
	Event    string `json:"event"`
	RecordID string `json:"record_id"`
	State    string `json:"state"`
	Name     string `json:"name"`
	Text     string `json:"text"`
	Message  string `json:"message"`
	Index    int    `json:"index"`
	// All of its members.
	Document json.RawMessage `json:"-"`
}

// Wait waits for the end and gives the result. When ctx is done the operation is cancelled and its end is waited for.
func (o *Operation) Wait(ctx context.Context) (json.RawMessage, error) {
	document, _, err := o.look(ctx, func(out *C.cad_buffer) C.cad_status {
		return C.cad_operation_wait(o.handle, -1, out)
	})
	return document, err
}

// Next waits for the next event; io.EOF is returned after the last.
func (o *Operation) Next(ctx context.Context) (Event, error) {
	document, status, err := o.look(ctx, func(out *C.cad_buffer) C.cad_status {
		return C.cad_operation_next_event(o.handle, -1, out)
	})
	if err == nil && status == StatusEnd {
		err = io.EOF
	}
	if err != nil {
		return Event{}, err
	}
	event := Event{Document: document}
	return event, json.Unmarshal(document, &event)
}

// look waits until there is something to see. A signal may end the library's wait before; then it waits on.
func (o *Operation) look(
	ctx context.Context, wait func(*C.cad_buffer) C.cad_status,
) (json.RawMessage, Status, error) {
	o.turn.Lock()
	defer o.turn.Unlock()
	if o.handle == nil {
		return nil, 0, ErrClosed
	}
	defer o.cancelWhenDone(ctx)()
	for {
		var out C.cad_buffer
		status := wait(&out)
		if Status(status) != StatusPending {
			document, err := taken(status, &out)
			return document, Status(status), err
		}
	}
}

// cancelWhenDone gives the function that ends it.
func (o *Operation) cancelWhenDone(ctx context.Context) func() {
	if ctx.Done() == nil {
		return func() {}
	}
	ended, left := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(left)
		select {
		case <-ctx.Done():
			o.Cancel()
		case <-ended:
		}
	}()
	return func() {
		close(ended)
		<-left
	}
}

// Cancel ends it, from any goroutine. Wait reports what that means.
func (o *Operation) Cancel() {
	o.lock.RLock()
	defer o.lock.RUnlock()
	C.cad_operation_cancel(o.handle)
}

// Close cancels it unless it has ended, and frees it.
func (o *Operation) Close() {
	o.Cancel()
	o.turn.Lock()
	defer o.turn.Unlock()
	o.lock.Lock()
	defer o.lock.Unlock()
	C.cad_operation_free(o.handle)
	o.handle = nil
	runtime.SetFinalizer(o, nil)
}
