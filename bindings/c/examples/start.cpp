// start.cpp - starts a deployment from C++17: the buffer frees itself, and a failure is an exception.
//
//     c++ -std=c++17 start.cpp -o start $(pkg-config --cflags --libs codearts_deploy)
//     export CODEARTS_DEPLOY_REGION=cn-north-4 CODEARTS_DEPLOY_TOKEN=...
//     ./start d2dc947ec2424d8789bb3984bb3adf45 '{"params": [{"key": "version", "value": "1.2.3", "type": "text"}]}'
//
// Exit codes: 0 the deployment was started; 1 it failed, and the error document says what that means; 64 usage.
#include <codearts_deploy.h>

#include <exception>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>

namespace {

struct Failure : std::runtime_error {
    Failure(cad_status status, const std::string &document)
        : std::runtime_error(std::string(cad_status_name(status)) + "\n" + document) {}
};

// The library's text, taken over as a string; the library gets its own back whatever happens.
std::string taken(cad_buffer buffer) {
    const std::unique_ptr<cad_buffer, decltype(&cad_buffer_free)> owner(&buffer, cad_buffer_free);
    return buffer.data != nullptr ? std::string(buffer.data, buffer.len) : std::string();
}

std::string start(const std::string &task_id, const std::string &body) {
    cad_buffer out;
    const cad_status status = cad_start_task(task_id.c_str(), body.c_str(), nullptr, &out);
    std::string document = taken(out);
    if (status != CAD_OK) throw Failure(status, document);
    return document;
}

}  // namespace

int main(int argc, char **argv) {
    if (argc != 2 && argc != 3) {
        std::cerr << "usage: " << argv[0] << " TASK_ID [JSON]\n";
        return 64;
    }
    try {
        std::cout << start(argv[1], argc == 3 ? argv[2] : "{}") << '\n';
    } catch (const std::exception &failure) {
        std::cerr << failure.what() << '\n';
        return 1;
    }
}
