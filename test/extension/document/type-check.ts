import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const config = fileURLToPath(new URL('../../corpus/tsconfig.json', import.meta.url))

/** Type-checks texts as if they stood in files: the rest of the program is read once. */
export class TypeCheck {
  private readonly overlay = new Map<string, { readonly text: string; readonly version: number }>()
  private readonly service: ts.LanguageService

  constructor() {
    const { options } = ts.parseJsonConfigFileContent(
      ts.readConfigFile(config, ts.sys.readFile).config,
      { ...ts.sys, readDirectory: () => [] },
      dirname(config),
    )
    const texts = new Map<string, ts.IScriptSnapshot>()
    const host: ts.LanguageServiceHost = {
      getCompilationSettings: () => options,
      getScriptFileNames: () => [...this.overlay.keys()],
      getScriptVersion: (file) => String(this.overlay.get(file)?.version ?? 0),
      getScriptSnapshot: (file) => {
        const over = this.overlay.get(file)
        if (over) return ts.ScriptSnapshot.fromString(over.text)
        if (!texts.has(file) && ts.sys.fileExists(file))
          texts.set(file, ts.ScriptSnapshot.fromString(readFileSync(file, 'utf8')))
        return texts.get(file)
      },
      getCurrentDirectory: () => dirname(config),
      getDefaultLibFileName: ts.getDefaultLibFilePath,
      fileExists: ts.sys.fileExists,
      readFile: ts.sys.readFile,
      directoryExists: ts.sys.directoryExists,
      getDirectories: ts.sys.getDirectories,
    }
    this.service = ts.createLanguageService(host)
  }

  /** The type errors of a text that stands in a file. */
  errors(path: string, text: string): { readonly offset: number; readonly length: number; readonly message: string }[] {
    this.overlay.set(path, { text, version: (this.overlay.get(path)?.version ?? 0) + 1 })
    for (const other of this.overlay.keys()) if (other !== path) this.overlay.delete(other)
    return this.service.getSemanticDiagnostics(path).map(({ start = 0, length = 0, messageText }) => ({
      offset: start,
      length,
      message: ts.flattenDiagnosticMessageText(messageText, ' '),
    }))
  }
}
