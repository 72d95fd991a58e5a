// 65,536 pairs of one of 10,000 words and a number.
export const pairs = Array.from({ length: 65_536 }, (_, i) => [`word ${(i * 7919) % 10_000}`, i])
