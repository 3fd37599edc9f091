// Typed wrappers for libcurl's variadic functions, which Swift cannot call, and epoll's header, which the Glibc
// module leaves out.
#ifndef DEFIB_CLIBCURL_SHIMS_H
#define DEFIB_CLIBCURL_SHIMS_H

#include <curl/curl.h>
#include <sys/epoll.h>

static inline CURLcode defib_curl_setopt_long(CURL *easy, CURLoption option, long value) {
    return curl_easy_setopt(easy, option, value);
}

#endif
