import type { DiagramArgument, DraftArgument } from '../../../shared/index.ts'
import { CodeField } from './code-field.tsx'
import { type Codec, duration, number, quotedText } from './codecs.ts'
import { type ArgumentPlace, FactoryField } from './factory-field.tsx'
import { LineField } from './line-field.tsx'
import { PathField } from './path-field.tsx'

interface Props {
  readonly node: string
  readonly index: number
  readonly argument: DiagramArgument
  /** The call that leads to the operator's own whose argument it is. */
  readonly of?: string
  /** It is not in the text: what is written in its field adds it. */
  readonly absent?: boolean
  readonly label?: string
}

/** The field for an argument of its kind; code where its text is more than such a field can show. */
export function ArgumentField({ node, index, argument, of, absent = false, label = titleOf(argument) }: Props) {
  const part: DraftArgument = { argument: index, ...(of ? { of } : {}) }
  const place: ArgumentPlace = { node, part }
  const { kind, help } = argument
  const written = absent ? '' : argument.text
  const placeholder = absent ? (argument.text === '' ? 'not set' : `for example ${shownExample(argument)}`) : undefined
  const line = (codec: Codec) => <LineField {...{ place, label, help, written, codec, placeholder }} />
  switch (kind) {
    case 'window':
    case 'source':
    case 'sink':
    case 'trigger':
      return <FactoryField {...{ place, label, argument, absent }} />
    case 'path':
      if (quotedText(written).show(written) !== undefined) return <PathField {...{ place, label, help, written }} />
      break
    case 'milliseconds':
    case 'number': {
      const codec = kind === 'number' ? number : duration
      if (absent || codec.show(written) !== undefined) return line(codec)
      break
    }
    case 'text': {
      const codec = quotedText(written)
      if (codec.show(written) !== undefined) return line(codec)
      break
    }
  }
  return <CodeField {...{ place, label, help, written }} />
}

function shownExample({ kind, text }: DiagramArgument): string {
  return (kind === 'milliseconds' ? duration.show(text) : undefined) ?? text
}

export function titleOf({ name }: DiagramArgument): string {
  return `${name[0].toUpperCase()}${name.slice(1)}`
}
