/* A libcurl that says what is done with it. NAME says which copy it is; the functions beside these are added by
 * test_which_libcurl.py. */
#include <curl/curl.h>
#include <stdarg.h>
#include <stdio.h>

CURLcode curl_global_init(long flags) {
    (void)flags;
    return CURLE_OK;
}

CURL *curl_easy_init(void) {
    static int handle;
    puts(NAME);
    return &handle;
}

#undef curl_easy_setopt
CURLcode curl_easy_setopt(CURL *handle, CURLoption option, ...) {
    va_list arguments;
    (void)handle;
    va_start(arguments, option);
    if (option == CURLOPT_CAINFO) printf("trusts %s\n", va_arg(arguments, const char *));
    if (option == CURLOPT_PROXY_CAINFO) printf("trusts %s for proxies\n", va_arg(arguments, const char *));
    va_end(arguments);
    return CURLE_OK;
}
