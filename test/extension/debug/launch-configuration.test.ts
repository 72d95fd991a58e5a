import { expect, test } from 'vitest'
import { type DebugSettings, launchConfiguration } from '../../../extension/src/debug/launch-configuration.ts'

const settings: DebugSettings = {
  bundle: {
    file: '/jobs/[a] (b)/.millrace/late.flow.0123456789ab.mjs',
    url: 'file:///jobs/%5Ba%5D%20(b)/.millrace/late.flow.0123456789ab.mjs',
    jobFile: '/jobs/[a] (b)/late.flow.ts',
    warnings: [],
  },
  host: '/extension/dist/debug-host.cjs',
  supervisor: '/jobs/node_modules/millrace/dist/supervisor/index.js',
  request: { file: '/jobs/[a] (b)/late.flow.ts', options: { threads: 2 }, env: { LIMIT: '10' } },
  sessionFolder: '/tmp/session',
  node: '/bin/node',
  editor: {
    platform: 'linux',
    env: { PATH: '/bin', VSCODE_IPC_HOOK_CLI: '/run/hook', ELECTRON_RUN_AS_NODE: '1' },
    cwd: '/home/somebody',
  },
}

test('the debugger runs the host, and finds the bundles of the job and steps over the runtime by patterns', () => {
  expect(launchConfiguration(settings)).toMatchInlineSnapshot(`
    {
      "console": "internalConsole",
      "cwd": "/home/somebody",
      "env": {
        "ELECTRON_RUN_AS_NODE": null,
        "LIMIT": "10",
        "MILLRACE_DEBUG": "{"supervisor":"/jobs/node_modules/millrace/dist/supervisor/index.js","request":{"file":"/jobs/[a] (b)/late.flow.ts","options":{"threads":2},"env":{"LIMIT":"10"}},"sessionFolder":"/tmp/session"}",
        "VSCODE_IPC_HOOK_CLI": null,
      },
      "internalConsoleOptions": "openOnSessionStart",
      "killBehavior": "polite",
      "name": "late.flow.ts",
      "outFiles": [
        "/jobs/[a] (b)/.millrace/late.flow.*.mjs",
      ],
      "outputCapture": "std",
      "pauseForSourceMap": false,
      "program": "/extension/dist/debug-host.cjs",
      "request": "launch",
      "resolveSourceMapLocations": [
        "/jobs/?a? ?b?/.millrace/late.flow.*.mjs",
      ],
      "runtimeExecutable": "/bin/node",
      "skipFiles": [
        "<node_internals>/**",
        "/jobs/node_modules/millrace/**",
        "/extension/dist/debug-host.cjs",
      ],
      "sourceMaps": true,
      "type": "node",
    }
  `)
})

test('when_jobIsOneOfSeveral_then_sessionHasItsName', () => {
  const { name, env } = launchConfiguration({
    ...settings,
    request: { ...settings.request, options: { onlyJob: 'late flights' } },
  })
  expect(name).toBe('late flights')
  expect(JSON.parse(env.MILLRACE_DEBUG as string).request.options).toEqual({ onlyJob: 'late flights' })
})

test('when_jobRunsOnNodeOfEditor_then_debuggerLooksForNodeItself', () => {
  expect(launchConfiguration({ ...settings, node: undefined })).not.toHaveProperty('runtimeExecutable')
})

test('when_launchConfigurationNamesFolder_then_jobRunsThere', () => {
  expect(launchConfiguration({ ...settings, request: { ...settings.request, cwd: '/work' } }).cwd).toBe('/work')
})

test('when_systemIsWindows_then_sessionIsEndedByForce', () => {
  const editor = { ...settings.editor, platform: 'win32' as const }
  expect(launchConfiguration({ ...settings, editor }).killBehavior).toBe('forceful')
})
