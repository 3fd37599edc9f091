// The floor that Defib's probes are measured against: HTTP probes through libcurl and nothing else.
//
//   http_loop [--driver socket|poll] [--rate N | --concurrency N] [--batch-ms N] [--seconds N] [--silent N]
//             [--reuse] [--abort] [--ca FILE] [--name NAME] [--resume] URL...
//
// Paced (--rate): N starts a second, in batches of --batch-ms. Saturated (--concurrency): always N in flight. Each target
// has one easy handle that is used again and again; a probe that is still under way is not started twice. With --silent, so
// many transfers besides wait all the while for a peer that never answers, as they do when a fleet hangs.
//
// The requests and options are those of Defib's own probes: the same headers, the same reading of what came. --reuse keeps
// connections, --abort closes with a reset instead of a farewell, --ca verifies a server's chain against FILE and reads it,
// --name asks for NAME and verifies it wherever the URL leads, --resume takes up TLS sessions again. Runs for --seconds, or until SIGTERM; tells what it did as meter.h says.
#define _GNU_SOURCE
#include "meter.h"
#include <arpa/inet.h>
#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

struct probe {
    CURL *easy;
    int busy;
};

static struct {
    int use_poll, reuse, abort, resume, silent;
    double seconds, rate;
    long concurrency, batch_ms;
    const char *ca, *name;
} options = {.seconds = 1e6, .concurrency = 32, .batch_ms = 10};

static struct {
    CURLM *multi;
    int epoll;
    int64_t timer_at; // ns; -1: none
    struct probe *probes;
    int count, next, in_flight;
    long succeeded, failed, skipped, bytes;
} loop = {.timer_at = -1};

static size_t take(char *bytes, size_t size, size_t count, void *context) {
    (void)bytes, (void)context;
    loop.bytes += size * count;
    return size * count;
}

static int close_with_reset(void *context, curl_socket_t socket) {
    (void)context;
    struct linger at_once = {.l_onoff = 1};
    setsockopt(socket, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    return close(socket);
}

static int watch(CURL *easy, curl_socket_t socket, int wanted, void *context, void *known) {
    (void)easy, (void)context;
    struct epoll_event event = {.data.fd = socket};
    if (wanted == CURL_POLL_REMOVE) {
        epoll_ctl(loop.epoll, EPOLL_CTL_DEL, socket, &event);
        return 0;
    }
    if (wanted & CURL_POLL_IN) event.events |= EPOLLIN;
    if (wanted & CURL_POLL_OUT) event.events |= EPOLLOUT;
    epoll_ctl(loop.epoll, known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, socket, &event);
    if (!known) curl_multi_assign(loop.multi, socket, &loop);
    return 0;
}

static int set_timer(CURLM *multi, long ms, void *context) {
    (void)multi, (void)context;
    loop.timer_at = ms < 0 ? -1 : now() + ms * 1000000;
    return 0;
}

static void set_tls(CURL *easy) {
    curl_easy_setopt(easy, CURLOPT_CAINFO, options.ca);
    // With a directory set, libcurl would parse the authorities anew for each connection.
    curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
    curl_easy_setopt(easy, CURLOPT_CA_CACHE_TIMEOUT, 3600L);
    curl_easy_setopt(easy, CURLOPT_CERTINFO, 1L);
    curl_easy_setopt(easy, CURLOPT_SSL_SESSIONID_CACHE, (long)options.resume);
}

// Asks for the name, at the URL's own address and port.
static void set_name(CURL *easy, const char *url, struct curl_slist **headers) {
    char text[512];
    const char *authority = strstr(url, "://") + 3;
    int length = (int)strcspn(authority, "/");
    snprintf(text, sizeof text, "::%.*s", length, authority);
    curl_easy_setopt(easy, CURLOPT_CONNECT_TO, curl_slist_append(NULL, text));
    snprintf(text, sizeof text, "Host: %.*s", length, authority);
    *headers = curl_slist_append(*headers, text);
    snprintf(text, sizeof text, "https://%s%.*s/", options.name, length - (int)strcspn(authority, ":"), strchr(authority, ':'));
    curl_easy_setopt(easy, CURLOPT_URL, text);
}

static CURL *make_easy(const char *url) {
    CURL *easy = curl_easy_init();
    struct curl_slist *headers = curl_slist_append(NULL, "User-Agent: defib");
    if (!options.reuse) headers = curl_slist_append(headers, "Connection: close");
    curl_easy_setopt(easy, CURLOPT_URL, url);
    if (options.name) set_name(easy, url, &headers);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
    curl_easy_setopt(easy, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, 3000L);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, 3000L);
    curl_easy_setopt(easy, CURLOPT_DNS_CACHE_TIMEOUT, 0L);
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(easy, CURLOPT_FILETIME, 1L);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
    if (options.ca) set_tls(easy);
    if (options.abort) curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, close_with_reset);
    if (options.reuse) return easy;
    curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
    curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
    return easy;
}

// Starts up to `wanted` probes, in turn.
static void start(long wanted) {
    for (; wanted > 0; wanted--) {
        struct probe *probe = &loop.probes[loop.next];
        loop.next = (loop.next + 1) % loop.count;
        if (probe->busy) {
            loop.skipped++;
            continue;
        }
        probe->busy = 1;
        loop.in_flight++;
        curl_multi_add_handle(loop.multi, probe->easy);
    }
}

static void read_answer(CURL *easy, CURLcode result) {
    static const CURLINFO spans[] = {CURLINFO_NAMELOOKUP_TIME_T, CURLINFO_CONNECT_TIME_T, CURLINFO_STARTTRANSFER_TIME_T,
                                     CURLINFO_TOTAL_TIME_T, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, CURLINFO_FILETIME_T};
    long status = 0;
    curl_off_t span;
    char *address;
    struct curl_certinfo *chain = NULL;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(easy, CURLINFO_PRIMARY_IP, &address);
    for (size_t i = 0; i < sizeof spans / sizeof *spans; i++) curl_easy_getinfo(easy, spans[i], &span);
    if (options.ca) curl_easy_getinfo(easy, CURLINFO_CERTINFO, &chain);
    // A resumed session shows no chain.
    int is_proven = !options.ca || options.resume || options.reuse || (chain && chain->num_of_certs > 0);
    if (result == CURLE_OK && status == 200 && is_proven) loop.succeeded++;
    else loop.failed++;
}

static void collect(void) {
    CURLMsg *message;
    int left;
    while ((message = curl_multi_info_read(loop.multi, &left))) {
        CURL *easy = message->easy_handle;
        struct probe *probe;
        curl_easy_getinfo(easy, CURLINFO_PRIVATE, (char **)&probe);
        read_answer(easy, message->data.result);
        curl_multi_remove_handle(loop.multi, easy);
        probe->busy = 0;
        loop.in_flight--;
    }
}

// Lets libcurl work until `until` or, with nothing in flight, no longer.
static void turn_with_sockets(int64_t until) {
    int running;
    int64_t at = loop.timer_at >= 0 && loop.timer_at < until ? loop.timer_at : until;
    int64_t wait = (at - now() + 999999) / 1000000;
    struct epoll_event events[256];
    int count = epoll_wait(loop.epoll, events, 256, wait < 0 ? 0 : (int)wait);
    for (int i = 0; i < count; i++) {
        int mask = (events[i].events & EPOLLIN ? CURL_CSELECT_IN : 0) | (events[i].events & EPOLLOUT ? CURL_CSELECT_OUT : 0);
        if (events[i].events & (EPOLLERR | EPOLLHUP)) mask |= CURL_CSELECT_IN | CURL_CSELECT_OUT;
        curl_multi_socket_action(loop.multi, events[i].data.fd, mask, &running);
    }
    if (loop.timer_at >= 0 && loop.timer_at <= now()) {
        loop.timer_at = -1;
        curl_multi_socket_action(loop.multi, CURL_SOCKET_TIMEOUT, 0, &running);
    }
}

static void turn_with_poll(int64_t until) {
    int running;
    curl_multi_perform(loop.multi, &running);
    if (running < loop.in_flight + options.silent) return;
    int64_t wait = (until - now() + 999999) / 1000000;
    curl_multi_poll(loop.multi, NULL, 0, wait < 0 ? 0 : (int)wait, NULL);
    curl_multi_perform(loop.multi, &running);
}

static void turn(int64_t until) {
    if (options.use_poll) turn_with_poll(until);
    else turn_with_sockets(until);
    collect();
}

// Transfers to a listener of our own that no one ever accepts from.
static void start_silent(int count) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    char url[64];
    if (bind(listener, (struct sockaddr *)&address, length) || listen(listener, count + 16) ||
        getsockname(listener, (struct sockaddr *)&address, &length)) {
        perror("silent peer");
        exit(2);
    }
    snprintf(url, sizeof url, "http://127.0.0.1:%d/", ntohs(address.sin_port));
    for (; count > 0; count--) {
        CURL *easy = make_easy(url);
        curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, 3600000L);
        curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, 3600000L);
        curl_multi_add_handle(loop.multi, easy);
    }
}

// The first argument that is no option, or 0.
static int read_options(int argc, char **argv) {
    for (int i = 1; i < argc; i++) {
        const char *option = argv[i];
        if (option[0] != '-') return i;
        if (!strcmp(option, "--reuse")) options.reuse = 1;
        else if (!strcmp(option, "--abort")) options.abort = 1;
        else if (!strcmp(option, "--resume")) options.resume = 1;
        else if (i + 1 == argc) return 0;
        else if (!strcmp(option, "--driver")) options.use_poll = !strcmp(argv[++i], "poll");
        else if (!strcmp(option, "--rate")) options.rate = atof(argv[++i]);
        else if (!strcmp(option, "--concurrency")) options.concurrency = atol(argv[++i]);
        else if (!strcmp(option, "--batch-ms")) options.batch_ms = atol(argv[++i]);
        else if (!strcmp(option, "--silent")) options.silent = atoi(argv[++i]);
        else if (!strcmp(option, "--seconds")) options.seconds = atof(argv[++i]);
        else if (!strcmp(option, "--ca")) options.ca = argv[++i];
        else if (!strcmp(option, "--name")) options.name = argv[++i];
        else return 0;
    }
    return 0;
}

static void make_probes(char **urls, int count) {
    loop.count = count;
    loop.probes = calloc(count, sizeof *loop.probes);
    for (int i = 0; i < count; i++) {
        loop.probes[i].easy = make_easy(urls[i]);
        curl_easy_setopt(loop.probes[i].easy, CURLOPT_PRIVATE, &loop.probes[i]);
    }
}

static void run(void) {
    const int64_t end = now() + (int64_t)(options.seconds * 1e9);
    int64_t batch_at = now();
    double owed = 0;
    for (int64_t t = batch_at; t < end && !meter_ended; t = now()) {
        if (meter_asked) meter_print(loop.succeeded + loop.failed, loop.failed, loop.skipped);
        if (options.rate == 0) {
            start(options.concurrency - loop.in_flight);
            turn(end);
        } else if (t >= batch_at) {
            batch_at += options.batch_ms * 1000000;
            owed += options.rate * options.batch_ms / 1000;
            start((long)owed);
            owed -= (long)owed;
        } else {
            turn(batch_at);
        }
    }
}

int main(int argc, char **argv) {
    int first = read_options(argc, argv);
    if (!first) {
        fprintf(stderr, "usage: http_loop [OPTION...] URL..., as its source says\n");
        return 2;
    }
    meter_install();
    curl_global_init(CURL_GLOBAL_DEFAULT);
    loop.multi = curl_multi_init();
    loop.epoll = epoll_create1(EPOLL_CLOEXEC);
    if (!options.use_poll) {
        curl_multi_setopt(loop.multi, CURLMOPT_SOCKETFUNCTION, watch);
        curl_multi_setopt(loop.multi, CURLMOPT_TIMERFUNCTION, set_timer);
    }
    // Room for a kept connection to each.
    if (options.reuse) curl_multi_setopt(loop.multi, CURLMOPT_MAXCONNECTS, (long)(argc - first));
    make_probes(argv + first, argc - first);
    start_silent(options.silent);
    run();
    meter_print(loop.succeeded + loop.failed, loop.failed, loop.skipped);
    return loop.failed > (loop.succeeded + loop.failed) / 100;
}
