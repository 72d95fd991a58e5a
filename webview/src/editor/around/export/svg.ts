import { BOX, type Diagram, type DiagramEdge, type DiagramGroup, type DiagramNode } from '../../../shared/index.ts'
import { arrowPath, type Curve, curveBetween } from './curve.ts'
import { symbols } from './symbols.ts'

/** Colours and fonts of a picture: CSS values without variables, since it is looked at elsewhere. */
export interface Look {
  readonly background: string
  readonly text: string
  readonly quiet: string
  readonly box: string
  readonly border: string
  readonly line: string
  readonly accent: string
  readonly error: string
  readonly warning: string
  readonly font: string
  readonly codeFont: string
}

/** Width of a text in pixels. */
export type Measure = (text: string, size: number, font: string) => number

export interface Picture {
  readonly svg: string
  /** Pixels. */
  readonly width: number
  readonly height: number
}

/** Around the boxes, pixels. */
const MARGIN = 32
/** Between a group's frame and what is in it. */
const FRAME = { side: 16, top: 32 } as const

/** The diagram as one SVG file that needs nothing else: no fonts, no styles, no scripts. */
export function diagramSvg(diagram: Diagram, look: Look, measure: Measure): Picture {
  const { nodes, edges, groups, spots, direction } = diagram
  const outputs = new Map(nodes.map((node) => [node.key, node]))
  const frames = groups.map((group) => ({ group, area: frameArea(group, diagram) }))
  const areas = [
    ...nodes.map(({ key }) => ({ x: spots[key].x, y: spots[key].y, ...BOX })),
    ...frames.map(({ area }) => area),
  ]
  const left = Math.min(0, ...areas.map(({ x }) => x))
  const top = Math.min(0, ...areas.map(({ y }) => y))
  const width = Math.ceil(Math.max(0, ...areas.map(({ x, width }) => x + width)) - left + 2 * MARGIN)
  const height = Math.ceil(Math.max(0, ...areas.map(({ y, height }) => y + height)) - top + 2 * MARGIN)
  const curves = edges.map((edge) => ({
    edge,
    curve: curveBetween(spots[edge.source], spots[edge.target], direction, {
      out: shareOf(outputs.get(edge.source)!.outputs, ({ output }) => output === edge.output),
      in: shareOf(outputs.get(edge.target)!.inputs, ({ port }) => port === edge.port),
    }),
  }))
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${left - MARGIN} ${top - MARGIN} ${width} ${height}">`,
    `<rect x="${left - MARGIN}" y="${top - MARGIN}" width="${width}" height="${height}" fill="${attribute(look.background)}"/>`,
    ...frames.map(({ group, area }) => frame(group, area, look)),
    ...curves.map(({ edge, curve }) => line(edge, curve, look)),
    ...nodes.map((node) => box(node, spots[node.key], look, measure)),
    ...curves.map(({ edge, curve }) => label(edge, curve, look, measure)),
    '</svg>',
  ]
  return { svg: `${parts.filter((part) => part !== '').join('\n')}\n`, width, height }
}

/** Where along a box's side a port is, from 0 to 1: ports share the side evenly. */
function shareOf<Port>(ports: readonly Port[], is: (port: Port) => boolean): number {
  const index = Math.max(0, ports.findIndex(is))
  return (index + 1) / (Math.max(1, ports.length) + 1)
}

function frameArea(group: DiagramGroup, { spots, groups }: Diagram) {
  const depth = depthBelow(group, groups)
  const inside = group.nodes.map((key) => spots[key])
  const x = Math.min(...inside.map((spot) => spot.x)) - FRAME.side * depth
  const y = Math.min(...inside.map((spot) => spot.y)) - FRAME.top * depth
  const right = Math.max(...inside.map((spot) => spot.x)) + BOX.width + FRAME.side * depth
  const bottom = Math.max(...inside.map((spot) => spot.y)) + BOX.height + FRAME.side * depth
  return { x, y, width: right - x, height: bottom - y }
}

/** How many frames nest in this one, itself included. */
function depthBelow({ key }: DiagramGroup, groups: readonly DiagramGroup[]): number {
  return 1 + Math.max(0, ...groups.filter(({ parent }) => parent === key).map((group) => depthBelow(group, groups)))
}

function frame(
  { name }: DiagramGroup,
  { x, y, width, height }: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  look: Look,
): string {
  return [
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="8" fill="none" stroke="${attribute(look.border)}" stroke-dasharray="4 4"/>`,
    words(name, { x: x + 12, y: y + 20, size: 12, font: look.font, fill: look.quiet }),
  ].join('\n')
}

function line({ written }: DiagramEdge, curve: Curve, look: Look): string {
  const stroke = attribute(look.line)
  const opacity = written ? '' : ' opacity="0.7"'
  return `<g fill="none" stroke="${stroke}"${opacity}><path d="${curve.path}"/><path d="${arrowPath(curve)}" fill="${stroke}"/></g>`
}

function label({ strategy, written, output }: DiagramEdge, { middle }: Curve, look: Look, measure: Measure): string {
  const shown = strategy === 'Forward' && !written ? [] : [strategy]
  const text = [...(output === 'main' ? [] : [output]), ...shown].join(': ')
  if (text === '') return ''
  const width = measure(text, 11, look.font) + 8
  return [
    `<rect x="${middle.x - width / 2}" y="${middle.y - 8}" width="${width}" height="16" fill="${attribute(look.background)}"/>`,
    words(text, { x: middle.x, y: middle.y + 4, size: 11, font: look.font, fill: look.quiet, anchor: 'middle' }),
  ].join('\n')
}

function box(node: DiagramNode, { x, y }: { x: number; y: number }, look: Look, measure: Measure): string {
  const { shape, name, summary, parallelism, problems } = node
  const worst = problems.find(({ severity }) => severity === 'error') ?? problems.find((p) => p.severity === 'warning')
  const border = worst === undefined ? look.border : worst.severity === 'error' ? look.error : look.warning
  const dashed = shape === 'opaque' || shape === 'open' ? ' stroke-dasharray="4 4"' : ''
  const instances = parallelism === 1 ? '' : `×${parallelism}`
  const room = BOX.width - 44 - 12
  const aside = instances === '' ? 0 : measure(instances, 11, look.font) + 8
  const first = summary === undefined ? 37 : 28
  const parts = [
    `<g transform="translate(${x} ${y})">`,
    `<title>${content([name, node.kind, summary, worst?.message].filter((part) => part !== undefined).join('\n'))}</title>`,
    `<rect width="${BOX.width}" height="${BOX.height}" rx="6" fill="${attribute(look.box)}" stroke="${attribute(border)}"${dashed}/>`,
    `<path transform="translate(14 24)" d="${symbols[shape]}" fill="none" stroke="${attribute(look.accent)}" stroke-linecap="round" stroke-linejoin="round"/>`,
    words(cut(name, room - aside, 13, look.font, measure), {
      x: 44,
      y: first,
      size: 13,
      font: look.font,
      fill: look.text,
    }),
    ...(summary === undefined
      ? []
      : [
          words(cut(summary, room - aside, 11, look.codeFont, measure), {
            ...{ x: 44, y: 46, size: 11, font: look.codeFont, fill: look.quiet },
          }),
        ]),
    ...(instances === ''
      ? []
      : [words(instances, { x: BOX.width - 12, y: 36, size: 11, font: look.font, fill: look.quiet, anchor: 'end' })]),
    '</g>',
  ]
  return parts.join('\n')
}

interface Place {
  readonly x: number
  readonly y: number
  readonly size: number
  readonly font: string
  readonly fill: string
  readonly anchor?: 'middle' | 'end'
}

function words(text: string, { x, y, size, font, fill, anchor }: Place): string {
  const aligned = anchor === undefined ? '' : ` text-anchor="${anchor}"`
  return `<text x="${x}" y="${y}" font-family="${attribute(font)}" font-size="${size}" fill="${attribute(fill)}"${aligned}>${content(text)}</text>`
}

function cut(text: string, room: number, size: number, font: string, measure: Measure): string {
  if (measure(text, size, font) <= room) return text
  const letters = [...text]
  while (letters.length > 1 && measure(`${letters.join('')}…`, size, font) > room) letters.pop()
  return `${letters.join('').trimEnd()}…`
}

/** XML forbids control characters even as numbers. */
function content(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
  )
}

function attribute(text: string): string {
  return content(text).replaceAll('"', '&quot;')
}
