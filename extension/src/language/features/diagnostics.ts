import { type Diagnostic, DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver-types'
import { findingsOf } from '../findings/find.ts'
import type { Finding } from '../findings/finding.ts'
import { lspRange, type OpenJob } from '../open-job.ts'

const SEVERITIES: Record<Finding['severity'], DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  hint: DiagnosticSeverity.Information,
}

/** What the editor underlines; undefined while the text is broken: what was said before stays then. */
export function diagnostics(job: OpenJob): Diagnostic[] | undefined {
  return job.model.syntaxError ? undefined : findingsOf(job).map((finding) => diagnosticOf(job, finding))
}

export function diagnosticOf({ document }: OpenJob, finding: Finding): Diagnostic {
  const { severity, code, message, cure, range, unnecessary } = finding
  return {
    range: lspRange(document, range),
    severity: SEVERITIES[severity],
    source: 'millrace',
    code,
    message: cure === undefined ? message : `${message}; ${cure}`,
    ...(unnecessary ? { tags: [DiagnosticTag.Unnecessary] } : {}),
  }
}
