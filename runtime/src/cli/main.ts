import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { nearest, packageFolder } from '../failure/index.ts'
import { WrongUse } from './wrong-use.ts'

/** The command line `millrace`. Each command loads its own modules when it is called: `--help` must not wait. */

const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as {
  version: string
}

const FORMATS = ['text', 'json', 'mermaid', 'dot'] as const

interface JobOptions {
  job?: string
  parallelism?: number
  threads?: number
  set?: Record<string, string>
}

function wholeNumber(text: string): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < 1 || value > 100_000)
    throw new InvalidArgumentError('It must be a whole number from 1.')
  return value
}

const parallelism = (text: string) => (text === 'auto' ? availableParallelism() : wholeNumber(text))

function assignment(text: string, before: Record<string, string> = {}): Record<string, string> {
  const equals = text.indexOf('=')
  if (equals < 1) throw new InvalidArgumentError("It must be name=value, as in '--set limit=10'.")
  return { ...before, [text.slice(0, equals)]: text.slice(equals + 1) }
}

function format(text: string): (typeof FORMATS)[number] {
  const known = FORMATS.find((each) => each === text)
  if (known) return known
  const meant = nearest(text, FORMATS)
  throw new InvalidArgumentError(`It must be one of ${FORMATS.join(', ')}.${meant ? ` Did you mean ${meant}?` : ''}`)
}

const overrides = ({ job, parallelism, threads, set }: JobOptions) => ({
  onlyJob: job,
  parallelism,
  threads,
  parameters: set,
})

function jobOptions(command: Command): Command {
  return command
    .option('--job <name>', 'only the job that execute() gives this name')
    .addOption(
      new Option(
        '--parallelism <n>',
        "instances of each operator that does not say itself; 'auto': one per core",
      ).argParser(parallelism),
    )
    .addOption(new Option('--threads <n>', 'number of worker threads (default: one per core)').argParser(wholeNumber))
    .addOption(
      new Option('--set <name=value>', 'value of a parameter of the job; may be repeated').argParser(assignment),
    )
}

const program = new Command('millrace')
  .description('Stream-processing jobs written as TypeScript, run on all cores.')
  .version(version, '-V, --version', 'print the version')
  .helpOption('-h, --help', 'show this help')
  .helpCommand('help [command]', 'show the help of a command')
  .exitOverride()
  .configureHelp({ showGlobalOptions: false })
  .addHelpText(
    'after',
    examples('millrace new hello', 'millrace run hello.flow.ts', 'millrace graph hello.flow.ts --physical'),
  )

jobOptions(program.command('run'))
  .argument('<file>', 'the job: NAME.flow.ts')
  .description(
    'Run a job until it finishes. Ctrl+C stops its sources and drains what is in flight; twice ends at once.',
  )
  .option('--prefix', 'begin lines of operators with several instances with Name[1], also when piped')
  .option('--no-prefix', 'never do that')
  .addHelpText(
    'after',
    `${examples(
      'millrace run hello.flow.ts',
      'millrace run flights.flow.ts --parallelism 4 --set limit=10',
      "millrace run jobs.flow.ts --job 'late flights' | head",
    )}

Exit code: 0 finished, 1 the job failed, 2 wrong use, 130 or 143 stopped by a signal.`,
  )
  .action(async (file: string, options: JobOptions & { prefix?: boolean }) => {
    const { run } = await import('./run.ts')
    process.exitCode = await run(file, { ...overrides(options), prefix: options.prefix })
  })

jobOptions(program.command('graph'))
  .argument('<file>', 'the job: NAME.flow.ts')
  .description('Print the graph of a job without running it.')
  .option('--physical', 'instances and channels instead of operators and edges')
  .addOption(new Option('--format <format>', FORMATS.join(', ')).argParser(format).default('text'))
  .addHelpText(
    'after',
    examples(
      'millrace graph hello.flow.ts',
      'millrace graph hello.flow.ts --physical --parallelism 4',
      'millrace graph hello.flow.ts --format mermaid > hello.mmd',
    ),
  )
  .action(async (file: string, options: JobOptions & { physical?: boolean; format: (typeof FORMATS)[number] }) => {
    const { graph } = await import('./graph.ts')
    process.exitCode = await graph(file, { ...overrides(options), physical: options.physical, format: options.format })
  })

program
  .command('preview')
  .argument('<file>', 'the job: NAME.flow.ts')
  .argument(
    '[operator]',
    "name, uid or number of the operator after which to end; without it the whole job's data is shown",
  )
  .option('--job <name>', 'only the job that execute() gives this name')
  .addOption(new Option('--records <n>', 'records that each source gives').argParser(wholeNumber).default(100))
  .addOption(new Option('--set <name=value>', 'value of a parameter of the job; may be repeated').argParser(assignment))
  .description('Print the data after every step, from the first records of the sources. Nothing comes to a sink.')
  .addHelpText(
    'after',
    `${examples('millrace preview hello.flow.ts', 'millrace preview flights.flow.ts "Count and add" --records 1000')}

Exit code: 0, 1 a function failed on one of the records, 2 wrong use.`,
  )
  .action(async (file: string, operator: string | undefined, options: JobOptions & { records: number }) => {
    const { preview } = await import('./preview.ts')
    const { onlyJob, parameters } = overrides(options)
    process.exitCode = await preview(file, operator, { onlyJob, parameters, records: options.records })
  })

program
  .command('state')
  .argument('<file>', 'the job that runs: NAME.flow.ts')
  .argument('<name>', "an operator's name or uid, or a state's name")
  .argument('<key>', 'the key: a text, a number, a date, or JSON')
  .option('--job <name>', 'the job that execute() gives this name')
  .addOption(new Option('--process <id>', 'which process, where several run the file').argParser(wholeNumber))
  .description('Print what a running job keeps for a key.')
  .addHelpText(
    'after',
    `${examples(
      'millrace state flights.flow.ts Sum ORD',
      'millrace state flights.flow.ts delays 2013-01-01',
      "millrace state jobs.flow.ts count '[1, 2]'",
    )}

A key that is JSON is taken as JSON: 5 is the number, '"5"' the text. If nothing is kept under that, it is taken as a
text, then as a date (2013-01-01T10:00Z, also inside JSON) or a bigint (5n). The last line, on stderr, says which it was
where there was a choice.

Exit code: 0 something is kept, 1 nothing is, 2 wrong use, or the job cannot be asked.`,
  )
  .action(async (file: string, name: string, key: string, options: { job?: string; process?: number }) => {
    const { state } = await import('./state.ts')
    process.exitCode = await state(file, name, key, options)
  })

program
  .command('new')
  .argument('<name>', 'name of the job; a path makes it elsewhere')
  .description('Write a small job, and what is missing around it to type-check and run it.')
  .addHelpText('after', examples('millrace new hello', 'millrace new jobs/late-flights'))
  .action(async (name: string) => {
    const { newJob } = await import('./new-job.ts')
    process.stdout.write(newJob(name, version))
  })

function examples(...lines: string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line}`).join('\n')}`
}

try {
  await program.parseAsync()
} catch (error) {
  if (error instanceof CommanderError) {
    // Help and version were asked for; everything else is wrong use, which commander has explained.
    process.exitCode = error.exitCode === 0 ? 0 : 2
  } else if (error instanceof WrongUse) {
    process.stderr.write(`error: ${error.message}\n${error.cure ? `${error.cure}\n` : ''}`)
    process.exitCode = 2
  } else {
    throw error
  }
}
