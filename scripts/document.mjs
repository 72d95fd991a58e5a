// Prints what the editor reads from a job file, and the edits it would make, as JSON:
//   node scripts/document.mjs parse FILE
//   node scripts/document.mjs plan FILE COMMAND.json
import { readFileSync } from 'node:fs'
import { compile } from './build.mjs'

const usage = `usage: node scripts/document.mjs parse FILE
       node scripts/document.mjs plan FILE COMMAND.json

FILE is a job (*.flow.ts or *.flow.mts). COMMAND.json holds a command with ids of the model that parse prints, such as
{ "command": "addOperator", "method": "map", "at": { "after": 0 } }`

function fail(message) {
  console.error(`${message}\n\n${usage}`)
  process.exit(2)
}

function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    return fail(`${file} cannot be read: ${error.code}`)
  }
}

function readCommand(file) {
  const text = read(file)
  try {
    return JSON.parse(text)
  } catch (error) {
    return fail(`${file} is no JSON: ${error.message}`)
  }
}

const [verb, file, commandFile, ...rest] = process.argv.slice(2)
if (verb !== 'parse' && verb !== 'plan') fail(verb === undefined ? 'what to do is missing' : `there is no ${verb}`)
if (file === undefined) fail(`${verb} needs a job file`)
if ((verb === 'plan') !== (commandFile !== undefined) || rest.length > 0)
  fail(verb === 'plan' ? 'plan needs a job file and a command file' : 'parse takes one job file')
const text = read(file)
const command = verb === 'plan' ? readCommand(commandFile) : undefined
if (!(await compile())) process.exit(1)
const { parse, plan } = await import(new URL('../extension/dist/document/index.js', import.meta.url).href)
const model = parse(text, { fileName: file })
if (!model.isJob) fail(`${file} does not import millrace: it is no job`)
const result = verb === 'parse' ? model : plan(model, command)
console.log(JSON.stringify(result, undefined, 2))
if ('refused' in result) process.exitCode = 1
