// Deploys a version, shows how far it is, and says how it ended: deploy TASK_ID VERSION
//
// Ctrl-C ends the program and leaves the deployment running.
#include "advice.hpp"

namespace cad = codearts_deploy;

static void show(const cad::Document &event) {
    const std::string name = event.text("/event");
    if (name == "state") std::cout << "state " << event.text("/state") << std::endl;
    if (name == "step") std::cout << "step " << event.text("/name") << ": " << event.text("/state") << std::endl;
    if (name == "log") std::cout << event.text("/text") << std::flush;
}

int main(int argc, char **argv) {
    usage(argc == 3, "deploy TASK_ID VERSION");
    try {
        const cad::Client client;
        auto operation = client.submit("deploy", R"({"task_id": )" + cad::quote(argv[1]) +
            R"(, "params": [{"key": "version", "value": )" + cad::quote(argv[2]) + R"(, "type": "text"}]})");
        while (!operation.has_ended()) {
            if (const auto event = operation.next_event()) show(*event);
        }
        std::cout << "deployed " << argv[2] << ", record " << operation.wait().text("/record_id") << '\n';
    } catch (const cad::Error &error) {
        return give_up(error);
    }
}
