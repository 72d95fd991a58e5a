/**
 * The environment of a job: the editor's, without what only the editor's own processes may see.
 *
 * @param wanted variables of the job's own; null takes one away
 */
export function jobEnvironment(
  editor: NodeJS.ProcessEnv,
  wanted: Readonly<Record<string, string | null>> = {},
): NodeJS.ProcessEnv {
  const own = Object.entries(editor).filter(([name]) => !/^(VSCODE_|ELECTRON_)/.test(name))
  const env: NodeJS.ProcessEnv = Object.fromEntries(own)
  for (const [name, value] of Object.entries(wanted)) {
    if (value === null) delete env[name]
    else env[name] = value
  }
  return env
}
