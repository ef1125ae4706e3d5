const SEED = 0x9747b28c;
const M = 0x5bd1e995;

/**
 * The partition a key belongs to: Kafka's default partitioner (murmur2 of the UTF-8 bytes, sign bit cleared, modulo).
 * All adapters use it, so a key has the same partition number in each, and foreign Kafka producers agree.
 */
export function partitionOf(key: string, partitions: number): number {
  return partitions === 1 ? 0 : (murmur2(Buffer.from(key)) & 0x7fffffff) % partitions;
}

/** 32-bit murmur2 as in org.apache.kafka.common.utils.Utils: a signed integer. */
export function murmur2(bytes: Uint8Array): number {
  const length = bytes.length;
  const whole = length - (length % 4);
  let h = SEED ^ length;
  for (let i = 0; i < whole; i += 4) {
    let k = bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24);
    k = Math.imul(k, M);
    k = Math.imul(k ^ (k >>> 24), M);
    h = Math.imul(h, M) ^ k;
  }
  const rest = length - whole;
  if (rest > 2) h ^= bytes[whole + 2]! << 16;
  if (rest > 1) h ^= bytes[whole + 1]! << 8;
  if (rest > 0) h = Math.imul(h ^ bytes[whole]!, M);
  h = Math.imul(h ^ (h >>> 13), M);
  return h ^ (h >>> 15);
}
