import { expect, test } from 'vitest'
import { diagramSvg, type Look } from '../../../webview/src/editor/around/export/svg.ts'
import { arrow, box, row } from './job.ts'

const look: Look = {
  ...{ background: '#fff', text: '#111', quiet: '#666', box: '#eee', border: '#ccc', line: '#999', accent: '#06c' },
  ...{ error: '#e00', warning: '#a60', font: 'Segoe UI', codeFont: '"Fira Code"' },
}
/** Every letter is half as wide as the font is high. */
const measure = (text: string, size: number) => (text.length * size) / 2

test('a picture holds every box and arrow once, and all of it is inside', () => {
  const nodes = [box('a', { shape: 'source' }), box('b'), box('c', { shape: 'sink' })]
  const edges = [arrow('a', 'b'), arrow('b', 'c', { strategy: 'ShuffleByKey' })]
  const { svg, width, height } = diagramSvg(row(nodes, { edges }), look, measure)
  expect([width, height]).toEqual([2 * 280 + 200 + 64, 64 + 64])
  expect(svg.match(/<g transform=/g)).toHaveLength(3)
  expect(svg.match(/<path d="M.* C/g)).toHaveLength(2)
  expect(svg).toContain('>ShuffleByKey</text>')
  expect(svg).not.toContain('>Forward</text>')
  expect(svg).not.toMatch(/var\(|url\(|href|<script|<style/)
})

test('boxes and frames left of and above the origin are in the picture', () => {
  const diagram = row([box('a', { groups: ['g'] })], {
    groups: [{ key: 'g', name: 'clean', call: 'clean(a)', nodes: ['a'] }],
    spots: { a: { x: -100, y: -50, layer: 0, order: 0, placed: true } },
  })
  const { svg } = diagramSvg(diagram, look, measure)
  // 16 left of the box and 32 above it is the frame, and 32 around that the margin.
  expect(svg).toMatch(/viewBox="-148 -114 /)
})

test('texts of a job are texts of the picture, whatever they hold', () => {
  const name = '<b>"x"&\u0001</b>'
  const { svg } = diagramSvg(row([box('a', { name, summary: ']]><script>' })]), look, measure)
  expect(svg).toContain('&lt;b&gt;"x"&amp;\ufffd&lt;/b&gt;')
  expect(svg).not.toContain('<script>')
})

test('a name that is too long for its box is cut, and is whole in its title', () => {
  const name = 'x'.repeat(100)
  const { svg } = diagramSvg(row([box('a', { name })]), look, measure)
  const [, cut] = />(x+…)<\/text>/.exec(svg)!
  expect(measure(cut, 13)).toBeLessThanOrEqual(144)
  expect(svg).toContain(`<title>${name}\n`)
})

test('a box with an error has its colour', () => {
  const problems = [{ severity: 'error' as const, message: 'no input' }]
  expect(diagramSvg(row([box('a', { problems })]), look, measure).svg).toContain('stroke="#e00"')
})
