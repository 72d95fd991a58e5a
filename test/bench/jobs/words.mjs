// 20,000 lines of ten words each; 10,000 different words, frequent ones more often, as in a text.
let seed = 1
const random = () => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
  return seed / 2 ** 32
}
const syllables = ['ka', 'ro', 'min', 'tel', 'su', 'van', 'do', 'pri', 'lo', 'es']
const word = (n) => {
  let text = ''
  for (let rest = n + 1; rest > 0; rest = Math.floor(rest / 10)) text += syllables[rest % 10]
  return text
}
const words = Array.from({ length: 10_000 }, (_, n) => word(n))
export const lines = Array.from({ length: 20_000 }, () =>
  Array.from({ length: 10 }, () => words[Math.floor(10_000 * random() ** 3)]).join(' '),
)
export const wordsPerLine = 10
