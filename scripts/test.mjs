// npm test [-- TEXT]: every test of every runner, or those whose full title contains TEXT.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { setPriority, tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { chromiumPath, installPackages, packageFile, root } from './install.mjs'
import { installVSCode, noVSCode } from './vscode/install.mjs'

const text = process.argv.slice(2).join(' ')
installPackages()
const { build } = await import('./build.mjs')
await build()

// VS Code takes minutes to install, most of which is waiting: meanwhile the other tests run.
const installed = noVSCode() ? undefined : installInBackground()

function installInBackground() {
  const installing = spawn(process.execPath, [join(root, 'scripts/vscode/install.mjs')], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (installing.pid !== undefined) setPriority(installing.pid, 10)
  return new Promise((resolve) => installing.once('exit', resolve))
}

const total = { passed: 0, failed: 0, skipped: 0 }
/** Said again at the end: what a test printed when it failed is far above. */
const failures = []
let broken = false
const reports = mkdtempSync(join(tmpdir(), 'millrace-tests-'))

const vitestFile = join(dirname(packageFile('vitest/package.json')), 'vitest.mjs')
// Vitest takes a pattern; TEXT is meant literally.
const only = text === '' ? [] : ['--testNamePattern', text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), '--passWithNoTests']

/** Runs one Vitest configuration and adds up what it reports. A runner that dies counts as a failure. */
function vitest(config, env = {}) {
  const report = join(reports, `${config}.json`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const args = [vitestFile, 'run', '--config', config, ...reporters, ...only]
  const ran = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } })
  if (!existsSync(report)) {
    fail(`${config}: the runner ended with ${ran.status ?? ran.signal} and reported nothing`)
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
  for (const { name, message } of unloaded) failures.push(`${relative(root, name)}: ${message}`)
  for (const { name, assertionResults } of testResults) {
    for (const { status, fullName, failureMessages } of assertionResults) {
      if (status === 'failed') failures.push(`${relative(root, name)}: ${fullName}\n${failureMessages.join('\n')}`)
    }
  }
  if (text === '' && numPassedTests + numFailedTests === 0) {
    fail(`${config}: no test ran`)
  }
  if (ran.status !== 0 && numFailedTests + unloaded.length === 0) {
    fail(`${config}: no test failed, but the runner ended with ${ran.status ?? ran.signal}`)
  }
}

/** What is wrong with a runner rather than with a test. */
function fail(message) {
  failures.push(message)
  broken = true
}

/** Names the tests of a configuration that cannot run on this machine, and counts them as skipped. */
function skip(config, why) {
  const listed = spawnSync(process.execPath, [vitestFile, 'list', '--config', config, '--json', ...only], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  })
  if (listed.status !== 0) {
    fail(`${config}: its tests cannot be listed: ${listed.stderr}`)
    return
  }
  const tests = JSON.parse(listed.stdout)
  for (const { name } of tests) console.log(`skipped (${why}): ${name}`)
  total.skipped += tests.length
}

function installedBrowser() {
  try {
    return { chromium: chromiumPath() }
  } catch (error) {
    return { none: error.message }
  }
}

try {
  vitest('vitest.config.ts')
  const { chromium, none } = installedBrowser()
  if (none) skip('vitest.webview.config.ts', none)
  else vitest('vitest.webview.config.ts', { CHROMIUM: chromium })
  const without = none ?? noVSCode()
  if (without) {
    skip('vitest.e2e.config.ts', without)
  } else {
    const { packageExtension } = await import('./package.mjs')
    await installed
    // Says why, where it did not succeed.
    installVSCode()
    const vsix = await packageExtension()
    vitest('vitest.e2e.config.ts', { CHROMIUM: chromium, MILLRACE_VSIX: vsix })
  }
} finally {
  rmSync(reports, { recursive: true, force: true })
}

// One that was asked for by name may be one that cannot run here.
if (total.passed + total.failed === 0 && (text === '' || total.skipped === 0)) {
  fail(text === '' ? 'no test ran' : `no test has '${text}' in its title`)
}
if (broken && total.failed === 0) total.failed = 1
for (const failure of failures) console.log(`failed: ${failure}`)
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
process.exitCode = total.failed > 0 ? 1 : 0
