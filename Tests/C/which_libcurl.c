/* Opens libcurl as the library does, makes one handle, and prints why that cannot be done. See test_which_libcurl.py. */
#include <CCurl.h>
#include <stdio.h>

int main(void) {
    const curl_library *library = curl_library_open();
    if (library == NULL) {
        puts(curl_library_problem());
        return 1;
    }
    return library->easy_init() == NULL;
}
