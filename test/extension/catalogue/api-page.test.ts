import { describe, expect, it } from 'vitest'
import { factories, methods } from '../../../extension/src/catalogue/index.ts'
import { parse } from '../../../extension/src/document/index.ts'
import { corpus } from '../document/corpus.ts'
import { typeErrors } from '../document/type-check.ts'
import { apiPage, examples } from './api-page.ts'

describe('the page about the API', () => {
  it('is what the catalogue says', async () => {
    await expect(apiPage()).toMatchFileSnapshot('../../../docs/api.md')
  })

  it('has every method and every function, once', () => {
    const headings = apiPage().match(/^#### `.*`$/gm) ?? []
    expect(new Set(headings).size).toBe(headings.length)
    expect(headings.length).toBe(methods.length + factories.size)
  })

  it('has links that lead somewhere', () => {
    const page = apiPage()
    const slug = (heading: string) =>
      heading
        .toLowerCase()
        .replace(/[^\w\- ]/g, '')
        .replaceAll(' ', '-')
    const anchors = new Set([...page.matchAll(/^#+ (.*)$/gm)].map(([, heading]) => slug(heading)))
    const targets = [...page.matchAll(/\]\(#([^)]*)\)/g)].map(([, target]) => target)
    expect(targets.length).toBeGreaterThan(methods.length)
    expect(targets.filter((target) => !anchors.has(target))).toEqual([])
  })

  it('has examples that are one job, which type-checks and is read as a whole', () => {
    const job = `${examples.join('\n\n')}\n`
    const [{ path }] = corpus
    expect(typeErrors(path, job)).toEqual([])
    const { operators, unread, environments } = parse(job, { fileName: path })
    expect(unread).toEqual([])
    expect(environments.length).toBe(1)
    const read = operators.map(({ kind }) => kind)
    expect(read).toContain('window')
    expect(read).not.toContain('opaque')
  })
})
