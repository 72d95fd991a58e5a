import { expect, test } from 'vitest'
import { operatorOf, showInstances } from '../../../extension/src/debug/instance-frames.ts'

test('the frame with the name of an instance is a label; others stay as they are', () => {
  const frame = (name: string, path?: string) => ({ name, source: { path }, presentationHint: 'deemphasize' })
  const message = {
    command: 'stackTrace',
    body: {
      stackFrames: [frame('a', '/job.flow.ts'), frame('Late[1] of 4', '/millrace/dist/named-calls.js'), frame('b')],
    },
  }
  showInstances(message)
  expect(message.body.stackFrames.map(({ presentationHint }) => presentationHint)).toEqual([
    'deemphasize',
    'label',
    'deemphasize',
  ])
})

test('the frame tells the operator, whether it has one instance or several', () => {
  const source = { path: '/millrace/dist/named-calls.js' }
  expect(['Late[1] of 4', 'Late', 'Late [1]'].map((name) => operatorOf({ name, source }))).toEqual([
    'Late',
    'Late',
    'Late [1]',
  ])
  expect(operatorOf({ name: 'Late', source: { path: '/job.flow.ts' } })).toBeUndefined()
})
