// zlib's initialisers are macros, which Swift can't see.
#ifndef DEFIB_CZLIB_SHIMS_H
#define DEFIB_CZLIB_SHIMS_H

#include <zlib.h>

// 16 beside the window's bits makes it gzip (zlib.h); the memory level is zlib's own default.
static inline int defib_gzip_init(z_stream *stream, int level) {
    return deflateInit2(stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
}

// A negative window makes it bare, without a header or a checksum.
static inline int defib_deflate_init(z_stream *stream, int level, int strategy) {
    return deflateInit2(stream, level, Z_DEFLATED, -15, 8, strategy);
}

static inline int defib_inflate_init(z_stream *stream) { return inflateInit2(stream, -15); }

#endif
