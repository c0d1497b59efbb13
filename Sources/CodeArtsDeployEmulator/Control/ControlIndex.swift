/// The index of the control plane: its calls and all that can be ordered, as Markdown. Documentation/Emulator.md has the
/// same tables, which a test compares.
enum ControlIndex {
    /// `GET /_emulator/`
    static let text = Array(
        """
        # The emulator's control requests

        They need no token, meet no faults and are not counted. Bodies and answers are JSON. Documentation/Emulator.md
        has an example of each.

        \(tables.map(\.text).joined(separator: "\n"))
        """.utf8)

    /// What is no row of the table is no setting.
    static let settingNames = settings.rows.map { String($0[0].dropFirst().dropLast()) }

    private static let tables = [calls, faults, faultMembers, mix, outcomes, settings, rateLimit]

    private static let calls = Table(
        ["request", "does"],
        [
            ["`GET /_emulator/`", "this text"],
            ["`GET /_emulator/records`", "what was really started, in order: `{\"total\", \"records\": […]}`"],
            ["`GET /_emulator/applications`", "`{\"app_ids\", \"task_ids\", \"app_names\"}`, in the same order"],
            ["`GET /_emulator/requests`", "`{\"total\"}`: how many requests reached the service"],
            ["`GET /_emulator/requests/last?n=10`", "`{\"requests\": […]}`: the newest as they came, without secrets"],
            ["`GET /_emulator/log`", "`{\"requests\": […]}`: all of them, and those to IAM and the metadata service"],
            ["`POST /_emulator/faults`", "`{\"faults\": […]}`: for the next requests; `{\"mix\": {…}}`: at random"],
            ["`POST /_emulator/outcomes`", "`{\"outcomes\": […]}`: how the next deployments go"],
            ["`POST /_emulator/foreign`", "`{\"task_id\", \"params\": […]}`: somebody else starts a deployment"],
            ["`POST /_emulator/history`", "`{\"task_id\", \"records\": [{\"days_ago\", \"state\"}]}`: older records"],
            ["`POST /_emulator/settings`", "`{\"busy\": false}`: how the service behaves from now on"],
            ["`POST /_emulator/release`", "lets the requests go on that a fault holds; `{\"total\"}`: how many"],
            ["`POST /_emulator/reset`", "forgets records, faults, counts and locks, and sets what the options say"],
        ])

    private static let faults = Table(
        ["fault", "the service does the work", "the client gets"],
        [
            ["`reset`", "no", "a broken connection"],
            ["`reset_after_work`", "yes", "a broken connection"],
            ["`cut_before_work`", "no", "a closed connection, no answer"],
            ["`cut_after_work`", "yes", "a closed connection, no answer"],
            ["`stall_before_work`", "no", "nothing until `release`, then a closed connection"],
            ["`stall_after_work`", "yes", "nothing until `release`, then the answer"],
            ["`half_body`", "yes", "half of the answer, then a closed connection"],
            ["`close_after_headers`", "yes", "only the head of the answer"],
            ["`wrong_length`", "yes", "the answer, announced as `bytes` (1) longer than it is"],
            ["`drip`", "yes", "the answer byte by byte, one every `interval_ms` (50)"],
            ["`delay`", "yes", "the answer after `ms`"],
            ["`jitter`", "yes", "the answer after a random time, `ms` (0) to `max_ms`"],
            ["`too_large`", "yes", "the answer, padded to `bytes`"],
            ["`date`", "yes", "the answer with another date; needs `date_offset_seconds`"],
            ["`throttle`", "no", "429 `APIGW.0308`, with `retry_after` if given"],
            ["`busy`", "no", "400 `Deploy.00011161`, or another `code`"],
            ["`unauthorized`", "no", "401 with this `message`"],
            ["`error`", "no", "`http_status` (400), `code` and `message` in the `dialect` 1 to 7 (2)"],
            ["`html`", "no", "a page with `http_status` (502)"],
            ["`redirect`", "no", "302 to `location`"],
        ])

    private static let faultMembers = Table(
        ["member of every fault", "default", "means"],
        [
            ["`kind`", "", "the fault"],
            ["`skip`", "0", "how many requests pass before it strikes"],
            ["`times`", "1", "how many requests in a row it strikes"],
            ["`path`", "any", "only requests whose path contains this"],
            ["`method`", "any", "only requests with this method"],
            ["`date_offset_seconds`", "0", "how far the answer's `Date` is from the service's clock"],
        ])

    private static let mix = Table(
        ["member of `mix`", "means"],
        [
            ["`rate`", "the probability, 0 to 1"], ["`kinds`", "an array of faults"],
            ["`seed`", "for the same sequence in each run"], ["`path`, `method`", "only such requests"],
        ])

    private static let outcomes = Table(
        ["member of an outcome", "default", "means"],
        [
            ["`end`", "`succeeded`", "how it ends: `succeeded`, `failed`, `abort`, `timeout`, `not_started`"],
            ["`failed_step`", "1", "the step at which it does not succeed"],
            ["`duration_ms`", "as set", "how long its steps take in all"],
            ["`pending_ms`", "as set", "how long it waits before it runs"],
            ["`hidden_ms`", "0", "how long no answer of the service shows it"],
            ["`times`", "1", "for how many deployments this is"],
        ])

    private static let settings = Table(
        ["setting", "takes", "means"],
        [
            ["`pending_ms`", "a number", "how long a deployment waits before it runs"],
            ["`step_ms`", "a number", "how long each step takes"],
            ["`steps`", "1 to 100", "how many steps there are"],
            ["`busy`", "true, false", "an application takes one deployment at a time"],
            ["`applications`", "names, or a number", "the applications of the project; names may occur twice"],
            ["`declared`", "keys, null", "the parameters that applications declare; others are dropped. null: any"],
            ["`draft`", "task ids", "applications that are not finished, so cannot be deployed"],
            ["`disabled`", "task ids", "applications that are disabled"],
            ["`pipeline_only`", "task ids", "applications that only a pipeline may start"],
            ["`forbid_view`", "task ids, true, false", "only start, stop and state; true: no lists, either"],
            ["`forbid_execute`", "task ids, true, false", "what may not be started; true: nothing"],
            ["`stop_state`", "a state", "what a stopped deployment ends as: `abort` by default"],
            ["`status_shape`", "a word", "how a status looks: `documented`, `renamed`, `flat_status`, `flat`"],
            ["`log_lines`", "0 to 10000", "how many lines a step logs"],
            ["`log_part`", "4 or more", "the bytes of a log that one answer has at most"],
            ["`clock_offset_s`", "seconds", "how far the service's clock is ahead of this machine's"],
            ["`rate_limit`", "an object, null", "how many requests are taken; the others get 429"],
        ])

    private static let rateLimit = Table(
        ["member of `rate_limit`", "default", "means"],
        [
            ["`limit`", "", "how many requests are taken in a period"],
            ["`period_ms`", "1000", "the period"],
            ["`counting`", "`window`", "in fixed windows, or by a `bucket` that fills steadily"],
            ["`says`", "`policy`", "what a refusal tells: the `policy`, `retry_after` or `nothing`"],
            ["`per`", "`api`", "requests to each API are counted, or `all` together"],
        ])

    private struct Table {
        let rows: [[String]]
        let text: String

        init(_ head: [String], _ rows: [[String]]) {
            self.rows = rows
            let lines = [head, head.map { _ in "---" }] + rows
            text = lines.map { "| \($0.joined(separator: " | ")) |\n" }.joined().replacing("|  |", with: "| |")
        }
    }
}
