"""10,000 random texts and keys, hashed by Python: digests.txt.

Both sides draw the same numbers, so that only results are written: each line is the SHA-256 of ten comparisons' hashes,
SHA-256 of the text and then its HMAC-SHA256, one after the other.
"""
import hashlib
import hmac

COMPARISONS = 10_000
MASK = (1 << 64) - 1


class Numbers:
    """xorshift64*, which takes two lines in any language."""

    def __init__(self, seed: int) -> None:
        self.state = seed

    def next(self) -> int:
        self.state ^= self.state >> 12
        self.state ^= self.state << 25 & MASK
        self.state ^= self.state >> 27
        return (self.state * 0x2545F4914F6CDD1D & MASK) >> 32

    def data(self, count: int) -> bytes:
        return bytes(self.next() & 0xFF for _ in range(count))


def text() -> str:
    numbers = Numbers(20_260_601)
    lines = []
    for _ in range(COMPARISONS // 10):
        group = hashlib.sha256()
        for _ in range(10):
            message = numbers.data(numbers.next() % 300)
            key = numbers.data(numbers.next() % 150)
            group.update(hashlib.sha256(message).digest())
            group.update(hmac.new(key, message, hashlib.sha256).digest())
        lines.append(group.hexdigest())
    return "\n".join(lines) + "\n"
