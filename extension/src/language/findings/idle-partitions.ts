import ts from 'typescript'
import type { JobSyntax } from '../../document/index.ts'
import type { OpenJob } from '../open-job.ts'
import type { Finding } from './finding.ts'
import { callAt, isExported } from './syntax.ts'
import { withoutCall, withoutStatement } from './writing.ts'

/** Partition calls that no operator follows. */
export function idlePartitions({ document, model }: OpenJob, { source }: JobSyntax): Finding[] {
  const text = document.getText()
  return model.idlePartitions.flatMap(({ operator, range }): Finding[] => {
    const call = callAt(source, range)
    const statement = call && ts.findAncestor(call, ts.isStatement)
    // Somebody else may go on with what is exported or returned.
    if (call === undefined || statement === undefined || isExported(statement) || ts.isReturnStatement(statement))
      return []
    if (ts.isArrowFunction(call.parent)) return []
    const { expression: receiver, name } = call.expression as ts.PropertyAccessExpression
    const alone = ts.isExpressionStatement(statement) && statement.expression === call && ts.isIdentifier(receiver)
    return [
      {
        severity: 'warning',
        code: 'unused-partition',
        message: `${name.text}(..) has no effect: no operator reads the stream of ${model.operators[operator].name} through it`,
        cure: 'it returns a new stream: go on with that one, or remove the call',
        range,
        unnecessary: true,
        fixes: [
          {
            title: `Remove ${name.text}(..)`,
            edits: [alone ? withoutStatement(text, statement, source) : withoutCall(text, range)],
          },
        ],
      },
    ]
  })
}
