// npm test [-- TEXT]: every test of every runner, or those whose full title contains TEXT.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { browser, installPackages, packageFile, root } from './install.mjs'

const text = process.argv.slice(2).join(' ')
installPackages()
const { build } = await import('./build.mjs')
await build()

const total = { passed: 0, failed: 0, skipped: 0 }
let broken = false
const reports = mkdtempSync(join(tmpdir(), 'millrace-tests-'))

/** Runs one Vitest configuration and adds up what it reports. A runner that dies counts as a failure. */
function vitest(config, env = {}) {
  const report = join(reports, `${config}.json`)
  const args = [
    join(dirname(packageFile('vitest/package.json')), 'vitest.mjs'),
    'run',
    '--config',
    config,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]
  // Vitest takes a pattern; TEXT is meant literally.
  if (text !== '') args.push('--testNamePattern', text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), '--passWithNoTests')
  const ran = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } })
  if (!existsSync(report)) {
    console.error(`${config}: the runner ended with ${ran.status ?? ran.signal} and reported nothing`)
    broken = true
    return
  }
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(
    readFileSync(report, 'utf8'),
  )
  total.passed += numPassedTests
  total.failed += numFailedTests
  // With TEXT, Vitest calls every other test pending.
  if (text === '') total.skipped += numPendingTests + numTodoTests
  // A file that cannot be loaded has no tests that could fail.
  const unloaded = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
  )
  total.failed += unloaded.length
  if (text === '' && numPassedTests + numFailedTests === 0) {
    console.error(`${config}: no test ran`)
    broken = true
  }
  if (ran.status !== 0 && numFailedTests + unloaded.length === 0) broken = true
}

try {
  vitest('vitest.config.ts')
  vitest('vitest.webview.config.ts', { CHROMIUM: browser() })
  if (existsSync(join(root, 'vitest.e2e.config.ts'))) {
    const { installVSCode } = await import('./vscode/install.mjs')
    const { packageExtension } = await import('./package.mjs')
    installVSCode()
    const vsix = await packageExtension()
    vitest('vitest.e2e.config.ts', { CHROMIUM: browser(), MILLRACE_VSIX: vsix })
  }
} finally {
  rmSync(reports, { recursive: true, force: true })
}

if (total.passed + total.failed === 0) {
  console.error(text === '' ? 'no test ran' : `no test has '${text}' in its title`)
  broken = true
}
if (broken && total.failed === 0) total.failed = 1
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
process.exitCode = total.failed > 0 ? 1 : 0
