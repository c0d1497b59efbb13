#include "CArguments.h"

static int count;
static char *const *list;

/* glibc hands the arguments of `main` to what runs before it. */
__attribute__((constructor)) static void keep(int argc, char **argv) {
    count = argc;
    list = argv;
}

int arguments_count(void) { return count; }

const char *argument_at(int index) { return index >= 0 && index < count ? list[index] : NULL; }
