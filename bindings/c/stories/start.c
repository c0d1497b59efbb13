/* Starts the deployment that the service's reference has as its example: start TASK_ID */
#include "advice.h"

/* https://support.huaweicloud.com/intl/en-us/api-deployman/StartDeployTask.html, "Example Requests". */
static const char body[] =
    "{\n"
    "  \"params\" : [ {\n"
    "    \"key\" : \"string\",\n"
    "    \"value\" : \"test\",\n"
    "    \"type\" : \"text\"\n"
    "  }, {\n"
    "    \"key\" : \"env\",\n"
    "    \"value\" : \"e3144513a4094398857c992606ccba12\",\n"
    "    \"type\" : \"host_group\"\n"
    "  }, {\n"
    "    \"key\" : \"enum\",\n"
    "    \"value\" : \"value1\",\n"
    "    \"type\" : \"enum\"\n"
    "  } ],\n"
    "  \"trigger_source\" : 0\n"
    "}\n";

int main(int argc, char **argv) {
    usage(argc == 2, "start TASK_ID");
    cad_buffer reply;
    cad_status status = cad_start_task(argv[1], body, NULL, &reply);
    int code = status == CAD_OK ? 0 : give_up(status, &reply);
    if (status == CAD_OK) print_text("started ", &reply, "/id", "\n");
    cad_buffer_free(&reply);
    return code;
}
