// Starts the deployment that the service's reference has as its example: start TASK_ID
#include "advice.hpp"

namespace cad = codearts_deploy;

// https://support.huaweicloud.com/intl/en-us/api-deployman/StartDeployTask.html, "Example Requests".
static const char *const body = R"({
  "params" : [ {
    "key" : "string",
    "value" : "test",
    "type" : "text"
  }, {
    "key" : "env",
    "value" : "e3144513a4094398857c992606ccba12",
    "type" : "host_group"
  }, {
    "key" : "enum",
    "value" : "value1",
    "type" : "enum"
  } ],
  "trigger_source" : 0
}
)";

int main(int argc, char **argv) {
    usage(argc == 2, "start TASK_ID");
    try {
        std::cout << "started " << cad::start_task(argv[1], body).text("/id") << '\n';
    } catch (const cad::Error &error) {
        return give_up(error);
    }
}
