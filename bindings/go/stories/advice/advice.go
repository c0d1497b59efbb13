// Package advice says what a failure means for a second try: the end of each story.
package advice

import (
	"errors"
	"fmt"
	"os"

	cad "codeartsdeploy"
)

var words = map[string]string{
	"not_sent": "Nothing was started: it is safe to try again.",
	"refused":  "The service refused it: change what it objects to, then try again.",
	"started":  "It was started: do not start it again.",
	"unknown":  "It may be running: look at the application's records before you start it again.",
	"none":     "Nothing was to be started.",
}

// GiveUp ends the program.
func GiveUp(err error) {
	var failure *cad.Error
	if !errors.As(err, &failure) {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	outcome, code := failure.Outcome, 1
	if outcome == "" {
		outcome = "none"
	}
	if outcome == "unknown" {
		code = 2
	}
	fmt.Fprintf(os.Stderr, "%v: %s\noutcome: %s\n%s\n", failure.Status, failure.Message, outcome, words[outcome])
	os.Exit(code)
}

// Usage ends the program where the number of arguments is wrong.
func Usage(is bool, text string) {
	if !is {
		fmt.Fprintln(os.Stderr, "usage: "+text)
		os.Exit(64)
	}
}
