/* Python.h asks the C library for more than other headers do, and so would see types in another form than they. Whatever
 * it shares with them is included first, in the form that they know. */
#include <sys/select.h>
#include <Python.h>
