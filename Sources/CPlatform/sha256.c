/* SHA-256 with the instructions that a processor has for it: SHA-NI of x86-64, the crypto extension of aarch64. They
 * stand in C because Swift cannot name them. Which way is taken depends on the processor alone, never on what is
 * hashed. */
#include "CPlatform.h"

#include <stdatomic.h>

static const uint32_t constants[64] __attribute__((aligned(16))) = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

const uint32_t *platform_sha256_constants(void) { return constants; }

#if defined(__x86_64__)

#include <cpuid.h>
#include <immintrin.h>

#define HAS_INSTRUCTIONS 1
#define WITH_INSTRUCTIONS __attribute__((target("sha,sse4.1,ssse3")))

static bool processor_has_instructions(void) {
    unsigned a, b, c, d;
    if (__get_cpuid(1, &a, &b, &c, &d) == 0 || (c & bit_SSSE3) == 0 || (c & bit_SSE4_1) == 0) return false;
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (b & bit_SHA) != 0;
}

/* Four words of the message schedule from the sixteen before them, the oldest first. */
WITH_INSTRUCTIONS static inline __m128i next_words(__m128i w0, __m128i w1, __m128i w2, __m128i w3) {
    return _mm_sha256msg2_epu32(_mm_add_epi32(_mm_sha256msg1_epu32(w0, w1), _mm_alignr_epi8(w3, w2, 4)), w3);
}

WITH_INSTRUCTIONS static inline void four_rounds(__m128i *abef, __m128i *cdgh, __m128i words, const uint32_t *k) {
    const __m128i input = _mm_add_epi32(words, _mm_load_si128((const __m128i *)k));
    *cdgh = _mm_sha256rnds2_epu32(*cdgh, *abef, input);
    *abef = _mm_sha256rnds2_epu32(*abef, *cdgh, _mm_shuffle_epi32(input, 0x0E));
}

WITH_INSTRUCTIONS static void add_blocks(uint32_t state[8], const uint8_t *block, size_t count) {
    const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    const __m128i cdab = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)state), 0xB1);
    const __m128i efgh = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)(state + 4)), 0x1B);
    __m128i abef = _mm_alignr_epi8(cdab, efgh, 8), cdgh = _mm_blend_epi16(efgh, cdab, 0xF0);
    for (; count > 0; count--, block += 64) {
        const __m128i abef_before = abef, cdgh_before = cdgh;
        __m128i w[4];
        for (int at = 0; at < 4; at++) {
            w[at] = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)block + at), big_endian);
            four_rounds(&abef, &cdgh, w[at], constants + 4 * at);
        }
        for (const uint32_t *k = constants + 16; k < constants + 64; k += 16) {
            for (int at = 0; at < 4; at++) {
                w[at] = next_words(w[at], w[(at + 1) & 3], w[(at + 2) & 3], w[(at + 3) & 3]);
                four_rounds(&abef, &cdgh, w[at], k + 4 * at);
            }
        }
        abef = _mm_add_epi32(abef, abef_before);
        cdgh = _mm_add_epi32(cdgh, cdgh_before);
    }
    const __m128i feba = _mm_shuffle_epi32(abef, 0x1B), dchg = _mm_shuffle_epi32(cdgh, 0xB1);
    _mm_storeu_si128((__m128i *)state, _mm_blend_epi16(feba, dchg, 0xF0));
    _mm_storeu_si128((__m128i *)(state + 4), _mm_alignr_epi8(dchg, feba, 8));
}

#elif defined(__aarch64__) && defined(__AARCH64EL__)

#include <arm_neon.h>
#include <sys/auxv.h>

#define HAS_INSTRUCTIONS 1
#define WITH_INSTRUCTIONS __attribute__((target("sha2")))
#define HWCAP_OF_SHA2 (1ul << 6) /* HWCAP_SHA2 of asm/hwcap.h */

static bool processor_has_instructions(void) { return (getauxval(AT_HWCAP) & HWCAP_OF_SHA2) != 0; }

WITH_INSTRUCTIONS
static inline void four_rounds(uint32x4_t *abcd, uint32x4_t *efgh, uint32x4_t words, const uint32_t *k) {
    const uint32x4_t input = vaddq_u32(words, vld1q_u32(k)), abcd_before = *abcd;
    *abcd = vsha256hq_u32(*abcd, *efgh, input);
    *efgh = vsha256h2q_u32(*efgh, abcd_before, input);
}

WITH_INSTRUCTIONS static void add_blocks(uint32_t state[8], const uint8_t *block, size_t count) {
    uint32x4_t abcd = vld1q_u32(state), efgh = vld1q_u32(state + 4);
    for (; count > 0; count--, block += 64) {
        const uint32x4_t abcd_before = abcd, efgh_before = efgh;
        uint32x4_t w[4];
        for (int at = 0; at < 4; at++) {
            w[at] = vreinterpretq_u32_u8(vrev32q_u8(vld1q_u8(block + 16 * at)));
            four_rounds(&abcd, &efgh, w[at], constants + 4 * at);
        }
        for (const uint32_t *k = constants + 16; k < constants + 64; k += 16) {
            for (int at = 0; at < 4; at++) {
                w[at] = vsha256su1q_u32(
                    vsha256su0q_u32(w[at], w[(at + 1) & 3]), w[(at + 2) & 3], w[(at + 3) & 3]);
                four_rounds(&abcd, &efgh, w[at], k + 4 * at);
            }
        }
        abcd = vaddq_u32(abcd, abcd_before);
        efgh = vaddq_u32(efgh, efgh_before);
    }
    vst1q_u32(state, abcd);
    vst1q_u32(state + 4, efgh);
}

#endif

#ifdef HAS_INSTRUCTIONS

/* Asked once, because a virtual machine may have to ask its host. Threads that ask at the same time write the same
 * answer, and a fork copies it: there is nothing to lock. */
bool platform_sha256(uint32_t state[8], const void *blocks, size_t count) {
    static atomic_schar answer; /* 0 not asked, 1 yes, -1 no */
    signed char has = atomic_load_explicit(&answer, memory_order_relaxed);
    if (has == 0) {
        has = processor_has_instructions() ? 1 : -1;
        atomic_store_explicit(&answer, has, memory_order_relaxed);
    }
    if (has < 0) return false;
    add_blocks(state, blocks, count);
    return true;
}

#else

bool platform_sha256(uint32_t state[8], const void *blocks, size_t count) {
    (void)state, (void)blocks, (void)count;
    return false;
}

#endif
