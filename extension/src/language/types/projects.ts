import { dirname, join } from 'node:path'
import ts from 'typescript'
import { type NewError, newErrors, type Plan, parse } from '../../document/index.ts'
import { askDraft } from './ask-draft.ts'
import type { Draft, DraftAnswer, DraftQuestion } from './draft.ts'
import type { JobTypes } from './job-types.ts'
import type { Places } from './places.ts'
import { type IsSuperseded, recordTypes } from './record-types.ts'

export interface ProjectsOptions {
  /** The folder of TypeScript's `lib.*.d.ts`. */
  readonly libFolder: string
  /** A folder from which the extension's own `millrace` is found, for jobs that have none. */
  readonly ownFolder: string
}

interface OpenText {
  readonly version: number
  /** Counts the texts that are not the document's. */
  readonly draft?: number
  readonly text: string
}

/** Options where there is no tsconfig.json: what a job needs to run. */
const DEFAULTS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  strict: true,
}

/** Whatever a project says: nothing is written, and only what a job uses is read. */
const ALWAYS: ts.CompilerOptions = {
  noEmit: true,
  allowImportingTsExtensions: true,
  skipLibCheck: true,
  composite: false,
  incremental: false,
  declaration: false,
}

/**
 * The checker's view of the open jobs: a program for each tsconfig.json, whose roots are the open jobs below it. Texts
 * that are open count as they are in the editor. Between two versions only what has changed is read and bound again.
 */
export class Projects {
  private readonly options: ProjectsOptions
  private readonly texts = new Map<string, OpenText>()
  /** By the tsconfig.json's path; by '' where there is none. */
  private readonly projects = new Map<string, Project>()
  private readonly registry = ts.createDocumentRegistry(ts.sys.useCaseSensitiveFileNames)
  private readonly configs = new Map<string, string>()
  private drafts = 0
  /** How often each file on the disk has changed. */
  private readonly changes = new Map<string, number>()

  constructor(options: ProjectsOptions) {
    this.options = options
  }

  /** An open document's text, or that it is no longer open. */
  open(path: string, text: OpenText | undefined): void {
    if (text) this.texts.set(path, text)
    else {
      this.texts.delete(path)
      for (const project of this.projects.values()) project.roots.delete(path)
    }
  }

  /** Files on the disk have changed. What says how modules are found makes everything be looked at again. */
  changed(paths: readonly string[], structure: boolean): void {
    for (const path of paths) this.changes.set(path, (this.changes.get(path) ?? 0) + 1)
    if (!structure) return
    for (const project of this.projects.values()) project.service.dispose()
    this.projects.clear()
    this.configs.clear()
  }

  /** The record types of an open job; undefined when nobody wants them any more. */
  types(path: string, places: Places, isSuperseded: IsSuperseded): JobTypes | undefined {
    const project = this.projectOf(path)
    project.roots.add(path)
    const program = project.service.getProgram()
    const source = program?.getSourceFile(path)
    if (program === undefined || source === undefined) return undefined
    return recordTypes(program, source, places, isSuperseded)
  }

  /** What TypeScript says of an argument with another text; the document stays as it is. Undefined: it is not open. */
  draft(path: string, draft: Draft, question: DraftQuestion): DraftAnswer | undefined {
    const open = this.texts.get(path)
    if (open === undefined) return undefined
    const { offset, length } = draft.range
    const written = `${draft.before}${draft.text}${draft.behind}`
    const text = open.text.slice(0, offset) + written + open.text.slice(offset + length)
    return this.withText(path, open, text, (service) => askDraft(service, path, draft, question))
  }

  /** The type errors that edits of an open job will cause; the document stays as it is. Undefined: it is not open. */
  newErrors(path: string, plan: Plan): readonly NewError[] | undefined {
    const open = this.texts.get(path)
    if (open === undefined) return undefined
    const before = parse(open.text, { fileName: path })
    return newErrors(before, plan, (text) => this.withText(path, open, text, (service) => typeErrors(service, path)))
  }

  /** Asks the checker as if an open document had another text. */
  private withText<T>(path: string, open: OpenText, text: string, ask: (service: ts.LanguageService) => T): T {
    const project = this.projectOf(path)
    project.roots.add(path)
    if (text !== open.text) this.texts.set(path, { version: open.version, draft: ++this.drafts, text })
    try {
      return ask(project.service)
    } finally {
      this.texts.set(path, open)
    }
  }

  private projectOf(path: string): Project {
    const folder = dirname(path)
    let config = this.configs.get(folder)
    if (config === undefined) {
      config = ts.findConfigFile(folder, ts.sys.fileExists) ?? ''
      this.configs.set(folder, config)
    }
    let project = this.projects.get(config)
    if (project === undefined) {
      project = this.make(config)
      this.projects.set(config, project)
    }
    return project
  }

  private make(config: string): Project {
    const roots = new Set<string>()
    const options = { ...(config === '' ? DEFAULTS : readConfig(config)), ...ALWAYS }
    const cache = ts.createModuleResolutionCache(config === '' ? '/' : dirname(config), (name) => name, options)
    const resolve = (name: string, from: string, mode: ts.ResolutionMode) =>
      ts.resolveModuleName(name, from, options, ts.sys, cache, undefined, mode).resolvedModule
    const host: ts.LanguageServiceHost = {
      getCompilationSettings: () => options,
      getScriptFileNames: () => [...roots],
      getScriptVersion: (path) => {
        const open = this.texts.get(path)
        return open ? `${open.version} ${open.draft ?? ''}` : `disk ${this.changes.get(path) ?? 0}`
      },
      getScriptSnapshot: (path) => {
        const text = this.texts.get(path)?.text ?? ts.sys.readFile(path)
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text)
      },
      getCurrentDirectory: () => (config === '' ? '/' : dirname(config)),
      getDefaultLibFileName: (options) => join(this.options.libFolder, ts.getDefaultLibFileName(options)),
      useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
      fileExists: (path) => this.texts.has(path) || ts.sys.fileExists(path),
      readFile: (path) => this.texts.get(path)?.text ?? ts.sys.readFile(path),
      directoryExists: ts.sys.directoryExists,
      getDirectories: ts.sys.getDirectories,
      realpath: ts.sys.realpath,
      resolveModuleNameLiterals: (literals, from, _redirected, options, file) =>
        literals.map((literal) => {
          const { text: name } = literal
          const found = resolve(name, from, ts.getModeForUsageLocation(file, literal, options))
          const own = found ?? (/^millrace(\/|$)/.test(name) ? this.ownModule(name) : undefined)
          return { resolvedModule: own }
        }),
    }
    return { roots, service: ts.createLanguageService(host, this.registry) }
  }

  /** The runtime's declarations that came with the extension. */
  private ownModule(name: string): ts.ResolvedModuleFull | undefined {
    const from = join(this.options.ownFolder, 'job.mts')
    const found = ts.resolveModuleName(name, from, DEFAULTS, ts.sys, undefined, undefined, ts.ModuleKind.ESNext)
    return found.resolvedModule
  }
}

interface Project {
  readonly roots: Set<string>
  readonly service: ts.LanguageService
}

function typeErrors(service: ts.LanguageService, path: string) {
  const found = service.getSemanticDiagnostics(path).filter(({ category }) => category === ts.DiagnosticCategory.Error)
  return found.map(({ start = 0, length = 0, messageText }) => {
    return { offset: start, length, message: ts.flattenDiagnosticMessageText(messageText, '\n') }
  })
}

/** A tsconfig.json's options; not the list of its files, which may be long. */
function readConfig(path: string): ts.CompilerOptions {
  const { config } = ts.readConfigFile(path, ts.sys.readFile)
  const host = { ...ts.sys, readDirectory: () => [] }
  return ts.parseJsonConfigFileContent(config ?? {}, host, dirname(path), undefined, path).options
}
