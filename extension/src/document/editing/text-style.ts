import ts from 'typescript'

/** How a file is written, for text that is put into it. */
export interface TextStyle {
  readonly lineEnding: string
  /** One level of indentation. */
  readonly indent: string
  readonly quote: "'" | '"'
  readonly semicolon: '' | ';'
}

export function styleOf(source: ts.SourceFile): TextStyle {
  const { text } = source
  return {
    lineEnding: /\r\n|\r|\n/.exec(text)?.[0] ?? '\n',
    indent: /^(\t| {2,8})\S/m.exec(text)?.[1] ?? '  ',
    quote: quoteOf(source),
    semicolon: semicolonOf(source),
  }
}

/** Those of the import that makes it a job: every job has one. */
function quoteOf(source: ts.SourceFile): "'" | '"' {
  const from = source.statements.flatMap((at) => (ts.isImportDeclaration(at) ? at.moduleSpecifier : []))
  const own = from.find((module) => ts.isStringLiteral(module) && module.text === 'millrace') ?? from[0]
  return own && source.text[own.getStart(source)] === '"' ? '"' : "'"
}

function semicolonOf(source: ts.SourceFile): '' | ';' {
  let without = 0
  for (const statement of source.statements) {
    if (ts.isExpressionStatement(statement) || ts.isVariableStatement(statement) || ts.isImportDeclaration(statement)) {
      without += source.text[statement.end - 1] === ';' ? -1 : 1
    }
  }
  return without > 0 ? '' : ';'
}

/** A text as a literal in the file's quotes. */
export function quoted(text: string, { quote }: TextStyle): string {
  const escaped = JSON.stringify(text).slice(1, -1)
  return quote === '"' ? `"${escaped}"` : `'${escaped.replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
}

/** The white space at the beginning of the line that a place is in. */
export function indentationAt(text: string, offset: number): string {
  const line = Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1
  return /^[ \t]*/.exec(text.slice(line, offset))![0]
}

/** Lines moved from one indentation to another; text whose white space may count stays. */
export function reindented(text: string, from: string, to: string): string {
  if (from === to || text.includes('`')) return text
  return text.replace(/(\r\n|\r|\n)([ \t]*)(?=[^\s])/g, (line, end: string, white: string) =>
    white.startsWith(from) ? `${end}${to}${white.slice(from.length)}` : line,
  )
}
