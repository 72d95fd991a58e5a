import type { DiagramCall, DiagramNode } from '../../../shared/index.ts'
import { edit } from '../../state/session.ts'
import { useEditor } from '../../state/store.ts'
import { ArgumentField, titleOf } from '../fields/argument-field.tsx'
import { LineField } from '../fields/line-field.tsx'
import { Locked } from '../fields/read-only.ts'
import { ErrorChoice } from './error-choice.tsx'
import { KindChoice } from './kind-choice.tsx'
import { Parallelism } from './parallelism.tsx'
import { RecordTypes } from './record-types.tsx'

const SEVERITIES = { error: 'error', warning: 'warning', hint: 'info' } as const

/** Everything that the text says of one operator. */
export function NodePanel({ node }: { readonly node: DiagramNode }) {
  const { key, shape, name, named, icon, kind, method, help, problems, description, uid, slotGroup, locked } = node
  const isGroup = shape === 'group'
  return (
    <Locked value={isGroup ? 'A helper is edited inside: open it.' : locked}>
      <div className="panel-head">
        <span className={`codicon codicon-${icon}`} aria-hidden="true" />
        <h2 title={name}>{name}</h2>
        <span className="kind">{kind}</span>
      </div>
      {help ? <p className="help">{help}</p> : null}
      {isGroup || locked ? <p className="note">{locked ?? `${description}: open it to edit what is inside.`}</p> : null}
      {problems.length > 0 ? (
        <ul className="problems" aria-label="Problems">
          {problems.map(({ severity, message }) => (
            <li key={message} className={severity}>
              <span className={`codicon codicon-${SEVERITIES[severity]}`} role="img" aria-label={severity} />
              <span>{message}</span>
            </li>
          ))}
        </ul>
      ) : null}
      {isGroup ? null : (
        <>
          <LineField
            place={{ node: key, part: 'name' }}
            label="Name"
            written={named ? name : ''}
            placeholder={named ? undefined : name}
          />
          <KindChoice node={node} />
          <Arguments node={node} />
          <LineField
            place={{ node: key, part: 'description' }}
            label="Description"
            help="The comment above its call"
            lines="many"
            written={description ?? ''}
          />
          {shape === 'open' ? null : (
            <Parallelism
              place={{ node: key, part: 'parallelism' }}
              written={node.parallelismWritten ? String(node.parallelism) : ''}
              otherwise={node.parallelism}
              set={(parallelism) => void edit({ command: 'setParallelism', operator: node.operators[0], parallelism })}
            />
          )}
          <ErrorChoice node={node} />
          <LineField
            place={{ node: key, part: 'slotGroup' }}
            label="Slot group"
            help="Operators of one group share threads"
            written={slotGroup ?? ''}
            placeholder="default"
          />
          <LineField
            place={{ node: key, part: 'uid' }}
            label="Uid"
            help="By which savepoints find its state"
            written={uid ?? ''}
            placeholder="not set"
            mono
          />
        </>
      )}
      <Types node={node} />
      <p className="method" title="The method that makes it">
        {isGroup ? method : `.${method}(…)`}
      </p>
    </Locked>
  )
}

function Arguments({ node }: { readonly node: DiagramNode }) {
  const { key, calls = [], arguments: args, absentArguments } = node
  const ofCall = (call: DiagramCall) => <CallArguments key={call.method} node={key} call={call} />
  return (
    <>
      {calls.filter(isThere).map(ofCall)}
      {args.map((argument, index) =>
        argument.kind === 'stream' || argument.name === 'name' ? null : (
          <ArgumentField key={`${key} ${index}`} node={key} index={index} argument={argument} />
        ),
      )}
      {absentArguments
        .slice(0, 1)
        .map((argument) =>
          argument.kind === 'stream' ? null : (
            <ArgumentField key={`${key} absent`} node={key} index={args.length} argument={argument} absent />
          ),
        )}
      {calls.filter((call) => !isThere(call)).map(ofCall)}
    </>
  )
}

const isThere = ({ arguments: args }: DiagramCall) => args.length > 0

/** The arguments of `window(..)` and what follows it; a call that is not there comes with what is written for it. */
function CallArguments({ node, call }: { readonly node: string; readonly call: DiagramCall }) {
  const { method, arguments: args, absentArguments } = call
  const [argument, absent] = args.length > 0 ? [args[0], false] : [absentArguments[0], true]
  if (argument === undefined) return null
  const label = LABELS[method] ?? titleOf(argument)
  return <ArgumentField key={`${node} ${method}`} {...{ node, argument, label, absent }} index={0} of={method} />
}

const LABELS: Readonly<Record<string, string>> = {
  window: 'Windows',
  timeWindow: 'Window size',
  allowedLateness: 'Allowed lateness',
  lateTo: 'Late records to',
  trigger: 'Trigger',
}

function Types({ node }: { readonly node: DiagramNode }) {
  const edges = useEditor(({ diagram }) => diagram?.edges)
  const inputs = (edges ?? []).filter(({ target }) => target === node.key)
  const names = new Map(node.inputs.map(({ port, name }) => [port, name]))
  const rows = inputs.map(({ port, type }) => [names.get(port) ?? 'In', type] as const)
  const distinct = rows.filter(
    ([name, type], index) => rows.findIndex((row) => row[0] === name && row[1]?.full === type?.full) === index,
  )
  return <RecordTypes rows={[...distinct, ['Out', node.type]]} />
}
