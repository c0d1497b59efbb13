package codeartsdeploy

/*
#cgo pkg-config: codearts_deploy
#include <codearts_deploy.h>
#include <stdlib.h>
*/
import "C"

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"unsafe"
)

// A Violation is a fault of a request or a configuration. Line and column count from 1, columns in bytes.
type Violation struct {
	Path    string `json:"path"`
	Rule    string `json:"rule"`
	Message string `json:"message"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
}

// An Error is what the library answers instead of a result. Use errors.As to get at it.
type Error struct {
	Status     Status          `json:"-"`
	Message    string          `json:"message"`
	Outcome    string          `json:"outcome"` // "not_sent", "refused", "started", "unknown"; "" where nothing was to start
	Retryable  bool            `json:"retryable"`
	Violations []Violation     `json:"violations"`
	RecordID   string          `json:"record_id"`
	Candidates []string        `json:"candidates"`
	Document   json.RawMessage `json:"-"` // the whole error document
}

func (e *Error) Error() string { return e.Status.String() + ": " + e.Message }

// Is says whether the target is an Error of the same status, so that errors.Is(err, &Error{Status: StatusBusy}) works.
func (e *Error) Is(target error) bool {
	other, ok := target.(*Error)
	return ok && other.Status == e.Status
}

// String is the status's name, "CAD_E_BUSY".
func (s Status) String() string {
	if name, ok := statusNames[s]; ok {
		return name
	}
	return "CAD_E_UNKNOWN"
}

func init() {
	if has := uint32(C.cad_abi_version()); has < abiVersion {
		panic(fmt.Sprintf("codeartsdeploy: the library has version %d of its interface, %d is needed", has, abiVersion))
	}
}

// Version is that of the library.
func Version() string { return C.GoString(C.cad_version()) }

// StartTask starts a deployment with what the environment says: endpoint or region, credential, TLS and proxy. The
// body is JSON text or what encoding/json makes one of; nil is {}. The token "" is the environment's credential; to
// pass a token that may be empty, and is to be refused then, use StartTaskWithToken.
func StartTask(taskID string, body any) (json.RawMessage, error) {
	return startTask(taskID, body, nil)
}

// StartTaskWithToken is StartTask with a token of the caller's.
func StartTaskWithToken(taskID string, body any, token string) (json.RawMessage, error) {
	return startTask(taskID, body, &token)
}

func startTask(taskID string, body any, token *string) (json.RawMessage, error) {
	text := "{}"
	if body != nil {
		var err error
		if text, err = jsonText(body); err != nil {
			return nil, err
		}
	}
	task, request := cString(taskID), cString(text)
	defer free(task, request)
	var secret *C.char
	if token != nil {
		secret = cString(*token)
		defer free(secret)
	}
	var out C.cad_buffer
	status := C.cad_start_task(task, request, secret, &out)
	return taken(status, &out)
}

// Validate checks a request with every rule that the call applies, and sends nothing.
func Validate(operation string, request any) (json.RawMessage, error) {
	text, err := jsonText(request)
	if err != nil {
		return nil, err
	}
	name, c := cString(operation), cString(text)
	defer free(name, c)
	var out C.cad_buffer
	status := C.cad_validate(name, c, &out)
	return taken(status, &out)
}

// Schema describes an operation, or all of them as one OpenAPI document where its name is "".
func Schema(operation string) (json.RawMessage, error) {
	var name *C.char
	if operation != "" {
		name = cString(operation)
		defer free(name)
	}
	var out C.cad_buffer
	status := C.cad_schema(name, &out)
	return taken(status, &out)
}

// taken takes the library's text over: the result, or the error. Without a text it is nil: CAD_PENDING and CAD_END.
func taken(status C.cad_status, out *C.cad_buffer) (json.RawMessage, error) {
	defer C.cad_buffer_free(out)
	var document json.RawMessage
	if out.data != nil {
		document = C.GoBytes(unsafe.Pointer(out.data), C.int(out.len))
	}
	if Status(status) < StatusInvalidArgument {
		return document, nil
	}
	failure := &Error{Status: Status(status), Document: document}
	if document == nil {
		failure.Message = "there is no error document: memory ran out"
	} else if err := json.Unmarshal(document, failure); err != nil {
		failure.Message = string(document)
	}
	return nil, failure
}

// cString is a text for C. A NUL, at which C would end it, goes over as the two bytes that are no UTF-8, so that the
// library refuses it at its place.
func cString(text string) *C.char {
	return C.CString(strings.ReplaceAll(text, "\x00", "\xc0\x80"))
}

func free(texts ...*C.char) {
	for _, each := range texts {
		C.free(unsafe.Pointer(each))
	}
}

// jsonText is a request as the library takes it: JSON text as it is, anything else by encoding/json. That writes six
// characters in the place of a byte that is no UTF-8; here it becomes such a byte again, for the library to refuse.
func jsonText(request any) (string, error) {
	switch text := request.(type) {
	case string:
		return text, nil
	case []byte:
		return string(text), nil
	case json.RawMessage:
		return string(text), nil
	}
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(request); err != nil {
		return "", err
	}
	return unrepaired(buffer.String()), nil
}

func unrepaired(text string) string {
	if !strings.Contains(text, `\ufffd`) {
		return text
	}
	var whole strings.Builder
	for at := 0; at < len(text); at++ {
		switch {
		case strings.HasPrefix(text[at:], `\ufffd`):
			whole.WriteByte(0xff)
			at += 5
		case text[at] == '\\' && at+1 < len(text):
			whole.WriteString(text[at : at+2])
			at++
		default:
			whole.WriteByte(text[at])
		}
	}
	return whole.String()
}
