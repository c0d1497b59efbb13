// What a failure means for a second try: the end of each story.
#ifndef ADVICE_HPP
#define ADVICE_HPP

#include <codearts_deploy.hpp>

#include <cstdlib>
#include <iostream>
#include <string>

inline const char *advice(std::string_view outcome) {
    if (outcome == "not_sent") return "Nothing was started: it is safe to try again.";
    if (outcome == "refused") return "The service refused it: change what it objects to, then try again.";
    if (outcome == "started") return "It was started: do not start it again.";
    if (outcome == "unknown") return "It may be running: look at the application's records before you start it again.";
    return "Nothing was to be started.";
}

inline int give_up(const codearts_deploy::Error &error) {
    const std::string_view outcome = error.outcome().empty() ? "none" : error.outcome();
    std::cerr << error.name() << ": " << error.what() << "\noutcome: " << outcome << '\n' << advice(outcome) << '\n';
    return outcome == "unknown" ? 2 : 1;
}

inline void usage(bool is_right, const char *text) {
    if (is_right) return;
    std::cerr << "usage: " << text << '\n';
    std::exit(64);
}

#endif
