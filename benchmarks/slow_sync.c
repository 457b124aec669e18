/* Makes every sync of a file take a fixed time longer, like a slower disk: SYNC_NS nanoseconds. Loaded with LD_PRELOAD. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

static void wait_longer(void) {
    const char *text = getenv("SYNC_NS");
    long ns = text ? atol(text) : 0;
    struct timespec wait = {ns / 1000000000L, ns % 1000000000L};
    nanosleep(&wait, NULL);
}

int fsync(int file) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    wait_longer();
    return real(file);
}

int fdatasync(int file) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    wait_longer();
    return real(file);
}
