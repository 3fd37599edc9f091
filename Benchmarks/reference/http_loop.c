// The floor that Defib's probes are measured against: HTTP probes through libcurl and nothing else.
//
//   http_loop [--driver socket|poll] [--rate N | --concurrency N] [--batch-ms N] [--seconds N] [--silent N] [--reuse] URL...
//
// Paced (--rate): N starts a second, in batches of --batch-ms. Saturated (--concurrency): always N in flight. Each target
// has one easy handle that is used again and again; a probe that is still under way is not started twice. With --silent, so
// many transfers besides wait all the while for a peer that never answers, as they do when a fleet hangs. Prints one line
// of JSON: the probes, and this process's CPU microseconds for each (getrusage, after the first tenth as a warm-up).
#define _GNU_SOURCE
#include <curl/curl.h>
#include <arpa/inet.h>
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

struct probe {
    CURL *easy;
    int busy;
};

static struct {
    CURLM *multi;
    int epoll;
    int64_t timer_at; // ns; -1: none
    struct probe *probes;
    int count, next, in_flight, silent;
    long started, succeeded, failed, skipped;
    int use_poll;
} loop = {.timer_at = -1};

static int64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static double cpu_us(void) {
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return (u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1e6 + u.ru_utime.tv_usec + u.ru_stime.tv_usec;
}

static size_t discard(char *bytes, size_t size, size_t count, void *context) {
    (void)bytes, (void)context;
    return size * count;
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

static CURL *make_easy(const char *url, int reuse, struct curl_slist *headers) {
    CURL *easy = curl_easy_init();
    curl_easy_setopt(easy, CURLOPT_URL, url);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, 5000L);
    curl_easy_setopt(easy, CURLOPT_DNS_CACHE_TIMEOUT, 0L);
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, discard);
    if (reuse) return easy;
    curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
    curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
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
        loop.started++;
        curl_multi_add_handle(loop.multi, probe->easy);
    }
}

static void collect(void) {
    CURLMsg *message;
    int left;
    while ((message = curl_multi_info_read(loop.multi, &left))) {
        CURL *easy = message->easy_handle;
        CURLcode result = message->data.result;
        struct probe *probe;
        long status = 0;
        curl_off_t time;
        curl_easy_getinfo(easy, CURLINFO_PRIVATE, (char **)&probe);
        curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
        curl_easy_getinfo(easy, CURLINFO_TOTAL_TIME_T, &time);
        curl_multi_remove_handle(loop.multi, easy);
        probe->busy = 0;
        loop.in_flight--;
        if (result == CURLE_OK && status == 200) loop.succeeded++;
        else loop.failed++;
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
    if (running < loop.in_flight + loop.silent) return;
    int64_t wait = (until - now() + 999999) / 1000000;
    curl_multi_poll(loop.multi, NULL, 0, wait < 0 ? 0 : (int)wait, NULL);
    curl_multi_perform(loop.multi, &running);
}

static void turn(int64_t until) {
    if (loop.use_poll) turn_with_poll(until);
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
    for (loop.silent = 0; loop.silent < count; loop.silent++) {
        CURL *easy = make_easy(url, 0, NULL);
        curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, 3600000L);
        curl_multi_add_handle(loop.multi, easy);
    }
}

int main(int argc, char **argv) {
    double seconds = 5, rate = 0;
    long concurrency = 32, batch_ms = 10;
    int reuse = 0, silent = 0, first = 1;
    for (; first < argc && argv[first][0] == '-'; first++) {
        const char *option = argv[first];
        if (!strcmp(option, "--reuse")) reuse = 1;
        else if (first + 1 == argc) return 2;
        else if (!strcmp(option, "--driver")) loop.use_poll = !strcmp(argv[++first], "poll");
        else if (!strcmp(option, "--rate")) rate = atof(argv[++first]);
        else if (!strcmp(option, "--concurrency")) concurrency = atol(argv[++first]);
        else if (!strcmp(option, "--batch-ms")) batch_ms = atol(argv[++first]);
        else if (!strcmp(option, "--silent")) silent = atoi(argv[++first]);
        else if (!strcmp(option, "--seconds")) seconds = atof(argv[++first]);
        else return 2;
    }
    if (first == argc) return 2;

    signal(SIGPIPE, SIG_IGN);
    curl_global_init(CURL_GLOBAL_DEFAULT);
    loop.multi = curl_multi_init();
    loop.epoll = epoll_create1(EPOLL_CLOEXEC);
    if (!loop.use_poll) {
        curl_multi_setopt(loop.multi, CURLMOPT_SOCKETFUNCTION, watch);
        curl_multi_setopt(loop.multi, CURLMOPT_TIMERFUNCTION, set_timer);
    }
    struct curl_slist *headers = curl_slist_append(NULL, "Connection: close");
    loop.count = argc - first;
    loop.probes = calloc(loop.count, sizeof *loop.probes);
    for (int i = 0; i < loop.count; i++) {
        loop.probes[i].easy = make_easy(argv[first + i], reuse, headers);
        curl_easy_setopt(loop.probes[i].easy, CURLOPT_PRIVATE, &loop.probes[i]);
    }

    start_silent(silent);

    const int64_t begin = now(), end = begin + (int64_t)(seconds * 1e9), warm = begin + (end - begin) / 10;
    int64_t batch_at = begin, measured_from = 0;
    double cpu = 0, owed = 0;
    long before = 0;
    for (int64_t t = begin; t < end; t = now()) {
        if (!measured_from && t >= warm) {
            measured_from = t;
            cpu = cpu_us();
            before = loop.succeeded + loop.failed;
        }
        if (rate == 0) {
            start(concurrency - loop.in_flight);
            turn(end);
        } else if (t >= batch_at) {
            batch_at += batch_ms * 1000000;
            owed += rate * batch_ms / 1000;
            start((long)owed);
            owed -= (long)owed;
        } else {
            turn(batch_at);
        }
    }
    double spent = cpu_us() - cpu, wall = (now() - measured_from) / 1e9;
    long probes = loop.succeeded + loop.failed - before;
    printf("{\"probes\": %ld, \"failed\": %ld, \"skipped\": %ld, \"cpu_us_per_probe\": %.2f, \"probes_per_second\": %.0f}\n",
           probes, loop.failed, loop.skipped, probes ? spent / probes : 0, probes / wall);
    return loop.failed > probes / 100;
}
