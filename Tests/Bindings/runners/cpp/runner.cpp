// The runner of the C++ header. See Tests/Bindings/README.md for its orders.
#include <codearts_deploy.hpp>

#include <atomic>
#include <cstdlib>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

namespace cad = codearts_deploy;

namespace {

/// An order: a line of JSON, read with the library's own functions.
class Order {
public:
    explicit Order(std::string line) : line_(std::move(line)) {}

    std::optional<std::string> find(const std::string &name) const {
        cad_buffer document = {const_cast<char *>(line_.data()), line_.size()};
        cad::Document text;
        if (cad_text(&document, ("/" + name + "_hex").c_str(), text.put()) == CAD_OK) return bytes(text.json());
        if (cad_text(&document, ("/" + name).c_str(), text.put()) == CAD_OK) return std::string(text.json());
        return std::nullopt;
    }
    std::string text(const std::string &name) const { return find(name).value_or(""); }
    int number(const std::string &name) const { return std::atoi(text(name).c_str()); }

private:
    static std::string bytes(std::string_view digits) {
        std::string bytes;
        for (std::size_t at = 0; at + 1 < digits.size(); at += 2) {
            bytes += static_cast<char>(std::stoi(std::string(digits.substr(at, 2)), nullptr, 16));
        }
        return bytes;
    }

    std::string line_;
};

struct Answer {
    std::string status = "CAD_OK", others, document, events;

    void add(const char *name, std::string_view text) {
        others += ", \"" + std::string(name) + "\": " + cad::quote(text);
    }
    void say() const {
        std::cout << "{\"status\": " << cad::quote(status) << others << ", \"document\": " << cad::quote(document)
                  << ", \"events\": [" << events << "]}" << std::endl;
    }
};

std::unique_ptr<cad::Client> client;

cad::Document run(const Order &order, Answer &answer) {
    if (order.text("events") == "no") return client->call(order.text("operation"), order.text("request"));
    auto operation = client->submit(order.text("operation"), order.text("request"));
    while (!operation.has_ended()) {
        const auto event = operation.next_event();
        if (!event) continue;
        answer.events += (answer.events.empty() ? "" : ", ") + cad::quote(event->json());
        if (event->text("/event") == order.text("cancel_on")) operation.cancel();
    }
    return operation.wait();
}

void starts(const Order &order, Answer &answer) {
    std::atomic<int> left(order.number("count")), done(0);
    std::vector<std::thread> threads;
    for (int i = 0; i < order.number("threads"); i++) {
        threads.emplace_back([&] {
            while (left-- > 0) {
                try {
                    client->call("start_deploy_task", order.text("request"));
                    done++;
                } catch (const cad::Error &) {
                    // Not counted: the answer says how many there were.
                }
            }
        });
    }
    for (auto &thread : threads) thread.join();
    answer.add("ok", std::to_string(done));
}

void abandon(const Order &order) {
    auto operation = client->submit(order.text("operation"), order.text("request"));
    while (!operation.has_ended()) {
        const auto event = operation.next_event();
        if (event && event->text("/event") == "started") break;
    }
    Answer().say();
    std::exit(0);
}

void drop(const Order &order) {
    for (int i = 0; i < order.number("count"); i++) {
        cad::Client().submit(order.text("operation"), order.text("request"));
    }
}

cad::Document carry_out(const Order &order, Answer &answer) {
    const std::string what = order.text("do");
    if (what == "open") client = std::make_unique<cad::Client>(order.text("configuration"));
    if (what == "close") client.reset();
    if (what == "run") return run(order, answer);
    if (what == "validate") return cad::validate(order.text("operation"), order.text("request"));
    if (what == "schema") return cad::schema(order.text("operation"));
    if (what == "start") {
        return cad::start_task(
            order.text("task_id"), order.find("body").value_or("{}"), order.find("token"));
    }
    if (what == "starts") starts(order, answer);
    if (what == "abandon") abandon(order);
    if (what == "drop") drop(order);
    return {};
}

void tell(const cad::Error &error, Answer &answer) {
    answer.status = error.name();
    answer.document = error.document().json();
    answer.add("message", error.what());
    if (!error.outcome().empty()) answer.add("outcome", error.outcome());
    std::string violations;
    for (std::size_t i = 0; i < error.document().count("/violations"); i++) {
        const std::string at = "/violations/" + std::to_string(i);
        violations += (i > 0 ? ", [" : "[") + cad::quote(error.document().text(at + "/path")) + ", " +
            cad::quote(error.document().text(at + "/rule")) + "]";
    }
    answer.others += ", \"violations\": [" + violations + "]";
}

}  // namespace

int main() {
    std::string line;
    while (std::getline(std::cin, line)) {
        const Order order(line);
        Answer answer;
        try {
            // A client that is gone cannot be used: there is no such expression in C++.
            if (!client && order.text("do") == "run") {
                answer.status = "closed";
            } else {
                answer.document = carry_out(order, answer).json();
            }
        } catch (const cad::Error &error) {
            tell(error, answer);
        } catch (const std::exception &error) {
            answer.status = "crash";
            answer.add("message", error.what());
        }
        answer.say();
    }
}
