// Typed wrappers for libcurl's variadic functions, which Swift cannot call; the macros that the importer leaves out;
// and the headers that the Glibc module lacks.
#ifndef DEFIB_CLIBCURL_SHIMS_H
#define DEFIB_CLIBCURL_SHIMS_H

#include <curl/curl.h>
#include <sys/epoll.h>
#include <linux/filter.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>

// Options of an easy handle, by the type each takes (curl_easy_setopt(3)).

static inline CURLcode defib_curl_setopt_long(CURL *easy, CURLoption option, long value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode defib_curl_setopt_off_t(CURL *easy, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode defib_curl_setopt_pointer(CURL *easy, CURLoption option, const void *value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode defib_curl_setopt_string(CURL *easy, CURLoption option, const char *value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode defib_curl_setopt_slist(CURL *easy, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(easy, option, value);
}

// CURLOPT_WRITEFUNCTION and CURLOPT_HEADERFUNCTION.
static inline CURLcode defib_curl_setopt_write(CURL *easy, CURLoption option, curl_write_callback value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode defib_curl_setopt_read(CURL *easy, curl_read_callback value) {
    return curl_easy_setopt(easy, CURLOPT_READFUNCTION, value);
}

static inline CURLcode defib_curl_setopt_debug(CURL *easy, curl_debug_callback value) {
    return curl_easy_setopt(easy, CURLOPT_DEBUGFUNCTION, value);
}

static inline CURLcode defib_curl_setopt_opensocket(CURL *easy, curl_opensocket_callback value) {
    return curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, value);
}

static inline CURLcode defib_curl_setopt_closesocket(CURL *easy, curl_closesocket_callback value) {
    return curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, value);
}

// What a transfer can be asked (curl_easy_getinfo(3)).

static inline CURLcode defib_curl_getinfo_long(CURL *easy, CURLINFO info, long *value) {
    return curl_easy_getinfo(easy, info, value);
}

static inline CURLcode defib_curl_getinfo_double(CURL *easy, CURLINFO info, double *value) {
    return curl_easy_getinfo(easy, info, value);
}

static inline CURLcode defib_curl_getinfo_off_t(CURL *easy, CURLINFO info, curl_off_t *value) {
    return curl_easy_getinfo(easy, info, value);
}

static inline CURLcode defib_curl_getinfo_socket(CURL *easy, CURLINFO info, curl_socket_t *value) {
    return curl_easy_getinfo(easy, info, value);
}

// The string is libcurl's, valid until the handle's next use.
static inline CURLcode defib_curl_getinfo_string(CURL *easy, CURLINFO info, const char **value) {
    return curl_easy_getinfo(easy, info, value);
}

static inline CURLcode defib_curl_getinfo_pointer(CURL *easy, CURLINFO info, void **value) {
    return curl_easy_getinfo(easy, info, value);
}

// The list is the caller's, to free with curl_slist_free_all.
static inline CURLcode defib_curl_getinfo_slist(CURL *easy, CURLINFO info, struct curl_slist **value) {
    return curl_easy_getinfo(easy, info, value);
}

// The chain is libcurl's, valid until the handle's next use.
static inline CURLcode defib_curl_getinfo_certinfo(CURL *easy, struct curl_certinfo **value) {
    return curl_easy_getinfo(easy, CURLINFO_CERTINFO, value);
}

// Options of a multi handle (curl_multi_setopt(3)).

static inline CURLMcode defib_curl_multi_setopt_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}

static inline CURLMcode defib_curl_multi_setopt_pointer(CURLM *multi, CURLMoption option, void *value) {
    return curl_multi_setopt(multi, option, value);
}

static inline CURLMcode defib_curl_multi_setopt_socket(CURLM *multi, curl_socket_callback value) {
    return curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, value);
}

static inline CURLMcode defib_curl_multi_setopt_timer(CURLM *multi, curl_multi_timer_callback value) {
    return curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, value);
}

// Has the easy handles that are given the share keep their connections in it (curl_share_setopt(3)).
static inline CURLSHcode defib_curl_share_connections(CURLSH *share) {
    return curl_share_setopt(share, CURLSHOPT_SHARE, CURL_LOCK_DATA_CONNECT);
}

// The result in a message: a member of a union, which Swift would have to read blindly.
static inline CURLcode defib_curl_msg_result(const CURLMsg *message) {
    return message->data.result;
}

// prctl is variadic too. At most 15 bytes of the name are kept.
static inline int defib_name_this_thread(const char *name) {
    return prctl(PR_SET_NAME, name, 0, 0, 0);
}

// sendmmsg(2) and recvmmsg(2), which glibc declares for GNU sources only.

struct defib_message {
    struct msghdr header;
    unsigned int length;
};

extern int sendmmsg(int socket, struct defib_message *messages, unsigned int count, int flags);
extern int recvmmsg(int socket, struct defib_message *messages, unsigned int count, int flags, struct timespec *timeout);

static inline int defib_send_messages(int socket, struct defib_message *messages, unsigned int count) {
    return sendmmsg(socket, messages, count, 0);
}

static inline int defib_receive_messages(int socket, struct defib_message *messages, unsigned int count) {
    return recvmmsg(socket, messages, count, 0, NULL);
}

// Lets a raw ICMP socket have such echo replies alone whose payload's last two bytes of the first eight are `tag`. An IPv4
// packet comes with its IP header, whose length is in its first byte; an IPv6 one begins at ICMP.
static inline int defib_filter_echoes(int socket, int is_v4, uint16_t tag) {
    struct sock_filter code[] = {
        BPF_STMT(BPF_LDX | (is_v4 ? BPF_B | BPF_MSH : BPF_W | BPF_IMM), 0),
        BPF_STMT(BPF_LD | BPF_H | BPF_IND, 8 + 6),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint16_t)((tag << 8 & 0xFF00) | tag >> 8), 0, 1),
        BPF_STMT(BPF_RET | BPF_K, UINT32_MAX),
        BPF_STMT(BPF_RET | BPF_K, 0),
    };
    struct sock_fprog program = {sizeof code / sizeof code[0], code};
    return setsockopt(socket, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program);
}

static const curl_socket_t defib_curl_socket_timeout = CURL_SOCKET_TIMEOUT;
static const curl_socket_t defib_curl_socket_bad = CURL_SOCKET_BAD;
static const long defib_curl_global_default = CURL_GLOBAL_DEFAULT;

#endif
