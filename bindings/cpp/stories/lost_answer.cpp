// Deploys a version; if the answer to the start is lost, its record is found again: lost_answer TASK_ID VERSION
#include "advice.hpp"

namespace cad = codearts_deploy;

int main(int argc, char **argv) {
    usage(argc == 3, "lost_answer TASK_ID VERSION");
    try {
        const cad::Client client;
        const auto end = client.call("deploy", R"({"interval_ms": 1000, "task_id": )" + cad::quote(argv[1]) +
            R"(, "params": [{"key": "version", "value": )" + cad::quote(argv[2]) + R"(, "type": "text"}]})");
        const bool is_found = end.boolean("/adopted").value_or(false);
        std::cout << (is_found ? "found " : "deployed ") << end.text("/record_id") << '\n';
    } catch (const cad::Error &error) {
        const auto &document = error.document();
        for (std::size_t i = 0; i < document.count("/candidates"); i++) {
            std::cerr << "candidate " << document.text("/candidates/" + std::to_string(i)) << '\n';
        }
        return give_up(error);
    }
}
