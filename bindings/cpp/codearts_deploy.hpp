// codearts_deploy.hpp - codearts_deploy.h in C++17: what is owned frees itself, and a failure is an exception.
//
//     codearts_deploy::Client client;                            // configured by the environment
//     auto end = client.call("deploy", R"({"task_id": "d2dc947ec2424d8789bb3984bb3adf45"})");
//     std::cout << end.text("/record_id") << '\n';
//
// Build with: c++ -std=c++17 program.cpp $(pkg-config --cflags --libs codearts_deploy)
//
// Every operation, its request and its result are described in codearts_deploy.h. Requests are JSON texts; quote() writes
// a text as a JSON string. Objects of this header are moved, not copied; a Client may be used by many threads at once, an
// Operation by one. Needs ABI 4.
#ifndef CODEARTS_DEPLOY_HPP
#define CODEARTS_DEPLOY_HPP

#include <cstdint>
#include <exception>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "codearts_deploy.h"

namespace codearts_deploy {

/// A document of the library: a result, the error document of an Error, or an event.
class Document {
public:
    Document() noexcept : buffer_{nullptr, 0} {}
    Document(Document &&other) noexcept : buffer_(std::exchange(other.buffer_, cad_buffer{nullptr, 0})) {}
    Document &operator=(Document &&other) noexcept {
        std::swap(buffer_, other.buffer_);
        return *this;
    }
    ~Document() { cad_buffer_free(&buffer_); }

    /// All of its JSON. It lives as long as the document.
    std::string_view json() const noexcept {
        return buffer_.data != nullptr ? std::string_view(buffer_.data, buffer_.len) : std::string_view();
    }

    /// The text at a JSON pointer, "/deployment/failed_step/name"; of a number or an object its JSON. Nothing where there
    /// is none, or null.
    std::optional<std::string> find(const std::string &pointer) const {
        Document text;
        const cad_status status = cad_text(&buffer_, pointer.c_str(), &text.buffer_);
        if (status != CAD_OK) return nothing(status);
        return std::string(text.json());
    }
    /// The same, or a substitute.
    std::string text(const std::string &pointer, const std::string &otherwise = {}) const {
        return find(pointer).value_or(otherwise);
    }
    std::optional<std::int64_t> integer(const std::string &pointer) const {
        std::int64_t value = 0;
        const cad_status status = cad_integer(&buffer_, pointer.c_str(), &value);
        if (status != CAD_OK) return nothing(status);
        return value;
    }
    std::optional<bool> boolean(const std::string &pointer) const {
        std::int32_t value = 0;
        const cad_status status = cad_boolean(&buffer_, pointer.c_str(), &value);
        if (status != CAD_OK) return nothing(status);
        return value != 0;
    }
    /// How many elements an array or members an object has; 0 where there is none.
    std::size_t count(const std::string &pointer) const {
        std::size_t value = 0;
        const cad_status status = cad_count(&buffer_, pointer.c_str(), &value);
        if (status != CAD_OK) nothing(status);
        return value;
    }

    const cad_buffer *get() const noexcept { return &buffer_; }
    /// Where a function of the C header puts its document.
    cad_buffer *put() noexcept {
        cad_buffer_free(&buffer_);
        return &buffer_;
    }

private:
    static std::nullopt_t nothing(cad_status status) {
        // What stands there is of another kind, or the pointer is none.
        if (status == CAD_E_NOT_FOUND || status == CAD_E_INVALID_ARGUMENT) return std::nullopt;
        throw std::bad_alloc();
    }

    cad_buffer buffer_;
};

/// A call that failed: the error document says everything that is known about it.
class Error : public std::exception {
public:
    Error(cad_status status, Document document)
        : status_(status), document_(std::make_shared<Document>(std::move(document))),
          message_(document_->text("/message", cad_status_name(status))) {}

    /// What happened, whether it was sent, what to do now.
    const char *what() const noexcept override { return message_.c_str(); }
    cad_status status() const noexcept { return status_; }
    /// "CAD_E_BUSY"
    const char *name() const noexcept { return cad_status_name(status_); }
    /// "not_sent", "refused", "started" or "unknown"; empty where the operation starts no deployment.
    std::string_view outcome() const noexcept {
        const char *outcome = cad_outcome(document_->get());
        return outcome != nullptr ? outcome : "";
    }
    const Document &document() const noexcept { return *document_; }

private:
    cad_status status_;
    std::shared_ptr<const Document> document_;
    std::string message_;
};

namespace detail {

/// A text for C. A NUL, at which C would end it, becomes two bytes that are no UTF-8: the library refuses them.
class Text {
public:
    explicit Text(std::string_view text) {
        text_.reserve(text.size());
        for (const char each : text) {
            if (each != '\0') text_ += each;
            else text_ += "\xC0\x80";
        }
    }
    operator const char *() const noexcept { return text_.c_str(); }

private:
    std::string text_;
};

/// The document of a function that succeeded.
template <typename Function>
Document answer(Function &&function) {
    Document document;
    const cad_status status = function(document.put());
    if (status != CAD_OK) throw Error(status, std::move(document));
    return document;
}

struct Free {
    void operator()(cad_client *client) const noexcept { cad_client_free(client); }
    void operator()(cad_operation *operation) const noexcept { cad_operation_free(operation); }
};

}  // namespace detail

/// An operation in the background, or on the thread that waits for it.
class Operation {
public:
    explicit Operation(cad_operation *operation) noexcept : operation_(operation) {}

    std::uint64_t id() const noexcept { return cad_operation_id(operation_.get()); }

    /// The result; nothing where it has not ended after so many milliseconds. -1 waits until the end.
    std::optional<Document> wait(std::int32_t timeout_ms) {
        Document document;
        const cad_status status = cad_operation_wait(operation_.get(), timeout_ms, document.put());
        if (status == CAD_PENDING) return std::nullopt;
        if (status != CAD_OK) throw Error(status, std::move(document));
        return document;
    }
    /// The result, however long it takes and whatever signals arrive.
    Document wait() {
        for (;;) {
            if (auto document = wait(-1)) return std::move(*document);
        }
    }

    /// The next event; nothing where there is none after so many milliseconds, or after the last: has_ended() tells.
    std::optional<Document> next_event(std::int32_t timeout_ms = -1) {
        Document event;
        const cad_status status = cad_operation_next_event(operation_.get(), timeout_ms, event.put());
        has_ended_ = status == CAD_END;
        if (status == CAD_PENDING || status == CAD_END) return std::nullopt;
        if (status != CAD_OK) throw Error(status, std::move(event));
        return event;
    }
    /// Whether next_event has given the last one.
    bool has_ended() const noexcept { return has_ended_; }

    /// From any thread.
    void cancel() const noexcept { cad_operation_cancel(operation_.get()); }

private:
    std::unique_ptr<cad_operation, detail::Free> operation_;
    bool has_ended_ = false;
};

/// A client: a configuration with its connections.
class Client {
public:
    explicit Client(std::string_view configuration = "{}") {
        cad_client *client = nullptr;
        detail::answer([&](cad_buffer *out) { return cad_client_new(detail::Text(configuration), &client, out); });
        client_.reset(client);
    }

    /// Runs an operation and blocks until it has ended.
    Document call(std::string_view operation, std::string_view request) const {
        return detail::answer([&](cad_buffer *out) {
            return cad_client_call(client_.get(), detail::Text(operation), detail::Text(request), out);
        });
    }
    /// Runs it in the background.
    Operation submit(std::string_view operation, std::string_view request) const {
        return begin(cad_client_submit, operation, request);
    }
    /// Runs it on the thread that waits for it.
    Operation prepare(std::string_view operation, std::string_view request) const {
        return begin(cad_client_prepare, operation, request);
    }

    /// Readable while next_ready() names an operation; -1 where no descriptor is left.
    int descriptor() const noexcept { return cad_client_fd(client_.get()); }
    /// The id of an operation that has events or has ended.
    std::optional<std::uint64_t> next_ready() const noexcept {
        std::uint64_t id = 0;
        return cad_client_next_ready(client_.get(), &id) == CAD_OK ? std::optional(id) : std::nullopt;
    }

private:
    template <typename Function>
    Operation begin(Function function, std::string_view name, std::string_view request) const {
        cad_operation *operation = nullptr;
        detail::answer([&](cad_buffer *out) {
            return function(client_.get(), detail::Text(name), detail::Text(request), &operation, out);
        });
        return Operation(operation);
    }

    std::unique_ptr<cad_client, detail::Free> client_;
};

/// Starts a deployment, configured by the environment. Without a token: a credential from there.
inline Document start_task(
    std::string_view task_id, std::string_view body = "{}", std::optional<std::string_view> token = std::nullopt) {
    return detail::answer([&](cad_buffer *out) {
        const detail::Text task(task_id), json(body), secret(token.value_or(""));
        return cad_start_task(task, json, token ? static_cast<const char *>(secret) : nullptr, out);
    });
}

/// Checks a request without sending anything.
inline Document validate(std::string_view operation, std::string_view request) {
    return detail::answer(
        [&](cad_buffer *out) { return cad_validate(detail::Text(operation), detail::Text(request), out); });
}

/// Describes an operation's request and response.
inline Document schema(std::string_view operation) {
    return detail::answer([&](cad_buffer *out) { return cad_schema(detail::Text(operation), out); });
}
/// Describes all of them, as one OpenAPI document.
inline Document schema() {
    return detail::answer([](cad_buffer *out) { return cad_schema(nullptr, out); });
}

/// A text as a JSON string, with its quotes.
inline std::string quote(std::string_view text) {
    return std::string(detail::answer([&](cad_buffer *out) { return cad_quote(detail::Text(text), out); }).json());
}

}  // namespace codearts_deploy

#endif  // CODEARTS_DEPLOY_HPP
