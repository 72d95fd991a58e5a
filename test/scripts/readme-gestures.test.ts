import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { gestures } from '../../webview/src/editor/actions/gestures.ts'

test('the README has every gesture and key of the diagram, in the order of the list in the diagram, and no other', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
  const section = /## The diagram\n([\s\S]*?)\n## /.exec(readme)![1]
  const rows = [...section.matchAll(/^\| (.*?) ?\| (.*) \| (.*) \|$/gm)].map(([, group, hands, does]) => ({
    group: group.replaceAll('*', ''),
    hands,
    does,
  }))
  const listed = gestures.map(({ group, hands, does }, index) => ({
    group: gestures[index - 1]?.group === group ? '' : group,
    ...{ hands, does },
  }))
  expect(rows).toEqual(listed)
})
