import { readdir } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { nearest } from '../../failure/index.ts'
import { type ConnectorError, connectorError, isConnectorError } from '../connector-error.ts'

/** What a system error's code means to a person; `%` stands for "read" or "write". */
const reasons: Readonly<Record<string, string>> = {
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EACCES: 'there is no permission to % it',
  EPERM: 'there is no permission to % it',
  EROFS: 'its disk is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file is larger than its disk allows',
  EMFILE: 'the process has too many open files',
  ENFILE: 'the machine has too many open files',
  EIO: 'the disk reported an error',
  ELOOP: 'its symbolic links go round in a circle',
  ENAMETOOLONG: 'the path is too long',
}

const cures: Readonly<Record<string, string>> = {
  ENOSPC: 'Make room on the disk, or write somewhere else.',
  EDQUOT: 'Make room within the quota, or write somewhere else.',
  EMFILE: 'Raise the limit of open files (ulimit -n), or use fewer instances.',
}

/**
 * A system error about a file, as a sentence with the absolute path that was looked at. A missing file gets the nearest
 * name that is there as its cure.
 *
 * @param path absolute
 */
export async function fileError(error: unknown, path: string, verb: 'read' | 'write'): Promise<ConnectorError> {
  if (isConnectorError(error)) return error
  const { code, message } = error as NodeJS.ErrnoException
  const start = `cannot ${verb} ${path}`
  if (code === 'ENOENT') {
    const { reason, cure } = await missing(path)
    return connectorError({ message: `${start}: ${reason}`, file: path, cure }, error)
  }
  const reason = reasons[code ?? '']?.replace('%', verb) ?? message
  const cure =
    code === 'EISDIR' && verb === 'read'
      ? `To read the files in it, write a pattern: '${basename(path)}/*'.`
      : cures[code ?? '']
  return connectorError({ message: `${start}: ${reason}`, file: path, cure }, error)
}

/** Which part of a path is not there, and what is there instead. */
async function missing(path: string): Promise<{ reason: string; cure?: string }> {
  let name = path
  for (;;) {
    const folder = dirname(name)
    try {
      const close = nearest(basename(name), await readdir(folder))
      return {
        reason: name === path ? 'there is no such file' : `there is no folder ${name}`,
        cure: close === undefined ? undefined : `Did you mean '${close}'?`,
      }
    } catch {
      if (folder === name) return { reason: 'there is no such file' }
      name = folder
    }
  }
}
