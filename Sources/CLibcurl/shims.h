// Typed wrappers for libcurl's variadic functions, which Swift cannot call, and the headers of epoll and eventfd,
// which the Glibc module leaves out.
#ifndef DEFIB_CLIBCURL_SHIMS_H
#define DEFIB_CLIBCURL_SHIMS_H

#include <curl/curl.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>

static inline CURLcode defib_curl_setopt_long(CURL *easy, CURLoption option, long value) {
    return curl_easy_setopt(easy, option, value);
}

#endif
