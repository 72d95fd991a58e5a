// No semicolons, with the lines that need one in front
import { Environment, print } from 'millrace'

const env = new Environment()
const moves = env.fromCollection(['e4', 'e5', 'Nf3', 'Nc6', 'Bb5', 'a6'])
let count = 0
;(count += 1)
;[1, 2].forEach((n) => n)
const numbered = moves
  .map((move) => move.length > 2 ? `piece ${move}` : `pawn ${move}`)

  .name('Told')


  .filter(text => /^p/.test(text))
;(numbered).sink(print())

const captures = moves.filter(m => m.includes('x'))
captures
  .sink()
captures.map(m => m.split('x')[1]).sink(print())
const pawns
  = moves
    .filter((m) => m.length === 2)
    .map((m) => ({ file: m[0], rank: +m[1] }))
pawns.keyBy('file').sum('rank').sink(print())
await env.execute('moves')
