// Releases to many applications, one first and then all others; the first failure stops it: many TASK_ID...
#include "advice.hpp"

namespace cad = codearts_deploy;

int main(int argc, char **argv) {
    usage(argc > 1, "many TASK_ID...");
    std::string items;
    for (int i = 1; i < argc; i++) {
        items += (i > 1 ? ", " : "") + std::string(R"({"task_id": )") + cad::quote(argv[i]) +
            R"(, "name": "app-)" + std::to_string(i) + R"("})";
    }
    try {
        const cad::Client client;
        auto release = client.submit(
            "deploy_many", R"({"waves": [1, "100%"], "max_failures": 0, "items": [)" + items + "]}");
        while (!release.has_ended()) {
            const auto event = release.next_event();
            if (!event || event->text("/event") != "item") continue;
            std::cout << event->text("/name") << ' ' << event->text("/state") << std::endl;
        }
        std::cout << "released " << release.wait().text("/counts/succeeded") << " of " << argc - 1 << '\n';
    } catch (const cad::Error &error) {
        return give_up(error);
    }
}
