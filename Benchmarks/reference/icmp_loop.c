// The floor that Defib's echoes are measured against: echo requests by sendmmsg(2), replies by recvmmsg(2), nothing else.
//
//   icmp_loop [--rate N | --window N] [--batch-ms N] [--seconds N] [--raw] ADDRESS...
//
// Paced (--rate): N leave a second, in batches of --batch-ms. Saturated (--window): always N in flight, the next window once
// all of the last is answered, or lost for a second. IPv4 targets in turn, 64-byte messages as Defib's are. The socket is a
// datagram one where net.ipv4.ping_group_range permits it, and else, or with --raw, a raw one that filters all but replies.
// An answer counts if its sequence, cookie and source are those of an echo under way. Prints one line of JSON: the echoes
// answered, those lost, this process's CPU microseconds for each answered (getrusage, after the first tenth as a warm-up),
// and their mean round trip.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <linux/icmp.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { AT_ONCE = 256, PAYLOAD = 56, LENGTH = 8 + PAYLOAD, ROOM = 60 + LENGTH };

struct packet {
    uint8_t type, code;
    uint16_t sum, id, sequence;
    uint64_t cookie;
    uint8_t filler[PAYLOAD - 8];
};

// An echo under way is found by its sequence: so many can't be in flight at once that two have the same.
static struct flight {
    uint64_t cookie;
    uint32_t to;
    int64_t sent_at; // 0: none under way
} flights[65536];

static struct {
    int socket, raw;
    uint16_t id, sequence;
    uint64_t random;
    struct sockaddr_in *targets;
    int count, next;
    long sent, answered, in_flight;
    double trip_ns;
    struct packet out[AT_ONCE];
    uint8_t in[AT_ONCE][ROOM];
    struct sockaddr_in from[AT_ONCE];
    struct mmsghdr sending[AT_ONCE], receiving[AT_ONCE];
    struct iovec out_vectors[AT_ONCE], in_vectors[AT_ONCE];
} loop;

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

static uint16_t checksum(const void *bytes, size_t length) {
    const uint16_t *words = bytes;
    uint32_t sum = 0;
    for (size_t i = 0; i < length / 2; i++) sum += words[i];
    while (sum >> 16) sum = (sum & 0xFFFF) + (sum >> 16);
    return (uint16_t)~sum;
}

static int open_socket(int wants_raw) {
    if (!wants_raw && (loop.socket = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_ICMP)) >= 0) return 0;
    loop.raw = 1;
    if ((loop.socket = socket(AF_INET, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_ICMP)) < 0) return -1;
    struct icmp_filter filter = {~(1u << ICMP_ECHOREPLY)};
    return setsockopt(loop.socket, SOL_RAW, ICMP_FILTER, &filter, sizeof filter);
}

static void set_up_messages(void) {
    int room = 1 << 20;
    setsockopt(loop.socket, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
    getrandom(&loop.random, sizeof loop.random, 0);
    loop.id = (uint16_t)getpid();
    for (int i = 0; i < AT_ONCE; i++) {
        loop.out_vectors[i] = (struct iovec){&loop.out[i], LENGTH};
        loop.in_vectors[i] = (struct iovec){loop.in[i], ROOM};
        loop.sending[i].msg_hdr =
            (struct msghdr){.msg_namelen = sizeof(struct sockaddr_in), .msg_iov = &loop.out_vectors[i], .msg_iovlen = 1};
        loop.receiving[i].msg_hdr = (struct msghdr){.msg_name = &loop.from[i], .msg_iov = &loop.in_vectors[i], .msg_iovlen = 1};
    }
}

static void prepare(int slot, int64_t time) {
    struct packet *packet = &loop.out[slot];
    struct sockaddr_in *target = &loop.targets[loop.next];
    loop.next = (loop.next + 1) % loop.count;
    loop.random = loop.random * 6364136223846793005u + 1442695040888963407u;
    uint16_t sequence = loop.sequence++;
    struct flight *flight = &flights[sequence];
    if (flight->sent_at) loop.in_flight--;
    *flight = (struct flight){loop.random, target->sin_addr.s_addr, time};
    packet->type = ICMP_ECHO;
    packet->sum = 0;
    packet->id = htons(loop.id);
    packet->sequence = htons(sequence);
    packet->cookie = loop.random;
    for (int i = 0; i < PAYLOAD - 8; i++) packet->filler[i] = (uint8_t)i;
    packet->sum = checksum(packet, LENGTH);
    loop.sending[slot].msg_hdr.msg_name = target;
}

static void send_echoes(long wanted) {
    while (wanted > 0) {
        int size = wanted < AT_ONCE ? (int)wanted : AT_ONCE;
        int64_t time = now();
        for (int i = 0; i < size; i++) prepare(i, time);
        for (int done = 0; done < size;) {
            int sent = sendmmsg(loop.socket, loop.sending + done, size - done, 0);
            if (sent <= 0) {
                perror("sendmmsg");
                exit(2);
            }
            done += sent;
        }
        loop.sent += size;
        loop.in_flight += size;
        wanted -= size;
    }
}

static void accept_answer(const uint8_t *bytes, size_t length, uint32_t from, int64_t time) {
    size_t header = loop.raw ? (bytes[0] & 15) * 4 : 0;
    const struct packet *packet = (const struct packet *)(bytes + header);
    if (length != header + LENGTH || packet->type != ICMP_ECHOREPLY) return;
    if (loop.raw && packet->id != htons(loop.id)) return;
    struct flight *flight = &flights[ntohs(packet->sequence)];
    if (!flight->sent_at || flight->cookie != packet->cookie || flight->to != from) return;
    loop.trip_ns += time - flight->sent_at;
    flight->sent_at = 0;
    loop.in_flight--;
    loop.answered++;
}

static void receive_answers(void) {
    int count;
    do {
        for (int i = 0; i < AT_ONCE; i++) loop.receiving[i].msg_hdr.msg_namelen = sizeof(struct sockaddr_in);
        count = recvmmsg(loop.socket, loop.receiving, AT_ONCE, 0, NULL);
        int64_t time = now();
        for (int i = 0; i < count; i++) accept_answer(loop.in[i], loop.receiving[i].msg_len, loop.from[i].sin_addr.s_addr, time);
    } while (count == AT_ONCE);
}

static void wait_until(int64_t until) {
    int64_t wait = (until - now() + 999999) / 1000000;
    struct pollfd watched = {.fd = loop.socket, .events = POLLIN};
    if (poll(&watched, 1, wait < 0 ? 0 : (int)wait) > 0) receive_answers();
}

int main(int argc, char **argv) {
    double seconds = 5, rate = 0;
    long window = AT_ONCE, batch_ms = 10;
    int wants_raw = 0, first = 1;
    for (; first < argc && argv[first][0] == '-'; first++) {
        const char *option = argv[first];
        if (!strcmp(option, "--raw")) wants_raw = 1;
        else if (first + 1 == argc) return 2;
        else if (!strcmp(option, "--rate")) rate = atof(argv[++first]);
        else if (!strcmp(option, "--window")) window = atol(argv[++first]);
        else if (!strcmp(option, "--batch-ms")) batch_ms = atol(argv[++first]);
        else if (!strcmp(option, "--seconds")) seconds = atof(argv[++first]);
        else return 2;
    }
    if (first == argc || window > 32768) return 2;
    loop.count = argc - first;
    loop.targets = calloc(loop.count, sizeof *loop.targets);
    for (int i = 0; i < loop.count; i++) {
        loop.targets[i].sin_family = AF_INET;
        if (inet_pton(AF_INET, argv[first + i], &loop.targets[i].sin_addr) != 1) return 2;
    }
    if (open_socket(wants_raw)) {
        perror("ICMP socket");
        return 2;
    }
    set_up_messages();

    const int64_t begin = now(), end = begin + (int64_t)(seconds * 1e9), warm = begin + (end - begin) / 10;
    int64_t batch_at = begin, given_up_at = 0, measured_from = 0;
    double cpu = 0, owed = 0, trip_ns = 0;
    long answered = 0, sent = 0, in_flight = 0;
    for (int64_t t = begin; t < end; t = now()) {
        if (!measured_from && t >= warm) {
            measured_from = t;
            cpu = cpu_us();
            answered = loop.answered;
            sent = loop.sent;
            in_flight = loop.in_flight;
            trip_ns = loop.trip_ns;
        }
        if (rate == 0) {
            if (loop.in_flight == 0 || t >= given_up_at) {
                memset(flights, 0, loop.in_flight ? sizeof flights : 0);
                loop.in_flight = 0;
                given_up_at = t + 1000000000;
                send_echoes(window);
            }
            wait_until(given_up_at < end ? given_up_at : end);
        } else if (t >= batch_at) {
            batch_at += batch_ms * 1000000;
            owed += rate * batch_ms / 1000;
            send_echoes((long)owed);
            owed -= (long)owed;
        } else {
            wait_until(batch_at);
        }
    }
    double spent = cpu_us() - cpu, wall = (now() - measured_from) / 1e9;
    long echoes = loop.answered - answered, lost = loop.sent - sent - echoes - (loop.in_flight - in_flight);
    printf("{\"echoes\": %ld, \"lost\": %ld, \"cpu_us_per_echo\": %.2f, \"echoes_per_second\": %.0f, "
           "\"round_trip_us\": %.1f, \"socket\": \"%s\"}\n",
           echoes, lost, echoes ? spent / echoes : 0, echoes / wall, echoes ? (loop.trip_ns - trip_ns) / echoes / 1000 : 0,
           loop.raw ? "raw" : "datagram");
    return lost > echoes / 100;
}
