import { useId, useState } from 'react'
import type { DiagramArgument, DraftArgument, Factory } from '../../../shared/index.ts'
import { edit } from '../../state/session.ts'
import { nodeOf, useEditor } from '../../state/store.ts'
import { type CallText, callText, objectText, type Part, partCodec } from './call-text.ts'
import { CodeField } from './code-field.tsx'
import { duration, number, quotedText } from './codecs.ts'
import { LineField } from './line-field.tsx'
import { PathField } from './path-field.tsx'
import { useReadOnly } from './read-only.ts'
import { WindowPicture } from './window-picture.tsx'

/** The place of a whole argument. */
export interface ArgumentPlace {
  readonly node: string
  readonly part: DraftArgument
}

interface Props {
  readonly place: ArgumentPlace
  readonly label: string
  readonly argument: DiagramArgument
  /** It is not in the text yet, and this is what it would be. */
  readonly absent?: boolean
}

/** An argument that a function of the package makes: which windows, which source, which sink, when windows fire. */
export function FactoryField({ place, label, argument, absent = false }: Props) {
  const id = useId()
  const [asCode, setAsCode] = useState(false)
  const factories = useEditor(({ factories }) => factories)
  const choices = factories.filter(({ makes }) => makes === argument.kind)
  const readOnly = useReadOnly()
  const call = absent ? undefined : callText(argument.text)
  const chosen = choices.find(({ factory }) => factory === call?.name)
  const known = absent || chosen !== undefined
  const choose = (factory: string) => {
    const next = choices.find((choice) => choice.factory === factory)
    const [operator] = nodeOf(place.node)?.operators ?? []
    if (operator === undefined) return
    const { argument: index, of } = place.part
    const text = next ? newCall(next, call) : ''
    void edit({ command: 'setArgument', operator, index, text, ...(of ? { of } : {}) })
  }
  if (!known || asCode) {
    return (
      <div className="factory">
        <CodeField place={place} label={label} help={argument.help} written={argument.text} />
        {known ? <AsCode asCode toggle={() => setAsCode(false)} label={label} /> : null}
      </div>
    )
  }
  return (
    <div className="factory">
      <div className="field">
        <div className="field-head">
          <label htmlFor={id} title={argument.help}>
            {label}
          </label>
          {absent ? null : <AsCode asCode={false} toggle={() => setAsCode(true)} label={label} />}
        </div>
        <select
          id={id}
          className="input"
          value={chosen?.factory ?? ''}
          disabled={readOnly !== undefined}
          title={readOnly ?? chosen?.help ?? argument.help}
          onChange={(event) => choose(event.target.value)}
        >
          {absent || argument.optional ? <option value="">(default)</option> : null}
          {choices.map(({ factory }) => (
            <option key={factory} value={factory}>
              {words(factory)}
            </option>
          ))}
        </select>
        {chosen ? <p className="help">{chosen.help}</p> : null}
      </div>
      {chosen && argument.kind === 'window' ? <WindowPicture {...shapeOf(call!)} /> : null}
      {chosen && call ? <Parts place={place} whole={argument.text} call={call} factory={chosen} /> : null}
    </div>
  )
}

function AsCode({
  asCode,
  toggle,
  label,
}: {
  readonly asCode: boolean
  readonly toggle: () => void
  readonly label: string
}) {
  const title = asCode ? 'Fields' : 'As code'
  return (
    <button type="button" className="tool" title={title} aria-label={`${label}: ${title}`} onClick={toggle}>
      <span className={`codicon codicon-${asCode ? 'list-unordered' : 'code'}`} aria-hidden="true" />
    </button>
  )
}

/** A field for every argument of the call, and for every length of time in its options. */
function Parts(props: {
  readonly place: Props['place']
  readonly whole: string
  readonly call: CallText
  readonly factory: Factory
}) {
  const { place, whole, call, factory } = props
  return (
    <div className="parts">
      {call.arguments.flatMap((part, index) => {
        const entry = factory.arguments[index]
        const properties = entry?.kind === 'options' ? objectText(part) : undefined
        const fields = [...(properties ?? [])].filter(([, { text }]) => number.show(text) !== undefined)
        if (properties && fields.length === properties.size) {
          return fields.map(([name, property]) => (
            <PartField key={name} place={place} whole={whole} part={property} name={name} kind={kindOfOption(name)} />
          ))
        }
        const name = entry?.name ?? `argument ${index + 1}`
        return (
          <PartField
            key={name}
            place={place}
            whole={whole}
            part={part}
            name={name}
            kind={entry?.kind}
            help={entry?.help}
          />
        )
      })}
    </div>
  )
}

const TIMES = /^(size|slide|offset|gap|interval|rollEvery|idleAfter|outOfOrderness|timeout|lower|upper)$/

const kindOfOption = (name: string) => (TIMES.test(name) ? 'milliseconds' : 'number')

function PartField(props: {
  readonly place: Props['place']
  readonly whole: string
  readonly part: Part
  readonly name: string
  readonly kind: string | undefined
  readonly help?: string | undefined
}) {
  const { place, whole, part, name, kind, help } = props
  const inside = { ...place, part: { ...place.part, inside: name } }
  const label = `${name[0].toUpperCase()}${name.slice(1)}`
  if (kind === 'path' && /^['"]/.test(part.text)) {
    return <PathField place={inside} label={label} help={help} written={whole} part={part} />
  }
  const { text } = part
  const quoted = quotedText(text)
  if (kind === 'text' && quoted.show(text) !== undefined) {
    return <LineField place={inside} {...{ label, help }} written={whole} codec={partCodec(whole, part, quoted)} />
  }
  const own = kind === 'milliseconds' ? duration : kind === 'number' ? number : undefined
  if (own?.show(text) === undefined) return <CodeField place={inside} {...{ label, help, part }} written={whole} />
  const codec = partCodec(whole, part, own)
  return <LineField place={inside} label={label} help={help} written={whole} codec={codec} />
}

/** A call of another function, with what the one before has of the same kind. */
function newCall({ factory, arguments: args }: Factory, before: CallText | undefined): string {
  const types = before?.types && /File$/.test(factory) && /File$/.test(before.name) ? before.types : ''
  const length = before && sizeText(before)
  const path = before?.arguments.find(({ text }) => /^['"]/.test(text))?.text
  const texts = args.flatMap(({ text, kind }) => {
    if (text === '') return []
    if (kind === 'path' && path) return [path]
    if (kind === 'milliseconds' && length) return [length]
    if (kind === 'options' && length) return [text.replace(/size: [\d_]+/, `size: ${length}`)]
    return [text]
  })
  return `${factory}${types}(${texts.join(', ')})`
}

/** The length of windows of time. */
function sizeText(call: CallText): string | undefined {
  if (call.name === 'count' || call.arguments.length === 0) return undefined
  const [first] = call.arguments
  const text = objectText(first)?.get('size')?.text ?? first.text
  return duration.show(text) === undefined ? undefined : text
}

function shapeOf(call: CallText) {
  const [first] = call.arguments
  const options = first && objectText(first)
  const countOf = (text: string | undefined) =>
    text !== undefined && /^[\d_]+$/.test(text) ? Number(text.replaceAll('_', '')) : undefined
  const size = countOf(options?.get('size')?.text ?? first?.text)
  const slide = countOf(options?.get('slide')?.text)
  return { factory: call.name, size, slide }
}

const words = (name: string) => {
  const spaced = name.replaceAll(/([a-z])([A-Z])/g, (_, end: string, next: string) => `${end} ${next.toLowerCase()}`)
  return `${spaced[0].toUpperCase()}${spaced.slice(1)}`
}
