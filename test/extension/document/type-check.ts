import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { corpus } from './corpus.ts'

const config = fileURLToPath(new URL('../../corpus/tsconfig.json', import.meta.url))

interface TypeProblem {
  readonly offset: number
  readonly length: number
  readonly message: string
}

/** Type-checks texts as if they stood in files: the rest of the program is read once. */
class TypeCheck {
  private overlay: { readonly path: string; readonly text: string } | undefined
  private version = 0
  /** A program whose files are others is built anew. */
  private readonly files = new Set(corpus.map(({ path }) => path))
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
      getScriptFileNames: () => [...this.files],
      getScriptVersion: (file) => (file === this.overlay?.path ? String(this.version) : 'on disk'),
      getScriptSnapshot: (file) => {
        if (file === this.overlay?.path) return ts.ScriptSnapshot.fromString(this.overlay.text)
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

  errors(path: string, text: string): TypeProblem[] {
    this.files.add(path)
    this.overlay = { path, text }
    this.version++
    return this.service.getSemanticDiagnostics(path).map(({ start = 0, length = 0, messageText }) => ({
      offset: start,
      length,
      message: ts.flattenDiagnosticMessageText(messageText, ' '),
    }))
  }
}

let typeCheck: TypeCheck | undefined
const known = new Map<string, TypeProblem[]>()

/**
 * The type errors of a text that stands in a file. All tests of a process have one program, which takes seconds to read;
 * and a text that many commands start from is checked once.
 */
export function typeErrors(path: string, text: string): readonly TypeProblem[] {
  typeCheck ??= new TypeCheck()
  const key = `${path}\n${text}`
  const problems = known.get(key) ?? typeCheck.errors(path, text)
  known.set(key, problems)
  return problems
}
