// A debugger: attaches to a process that waits for it at the given address, prints where it stops, with the variables
// of the function, and lets it run on. To be run with --experimental-websocket on Node 20.
const [url] = process.argv.slice(2)
const answers = new Map()
const socket = new WebSocket(url)
let sent = 0

function send(method, params = {}) {
  socket.send(JSON.stringify({ id: ++sent, method, params }))
  return new Promise((resolve) => answers.set(sent, resolve))
}

async function stopped({ callFrames: [top] }) {
  const { object } = top.scopeChain.find(({ type }) => type === 'local')
  const { result } = await send('Runtime.getProperties', { objectId: object.objectId })
  const variables = Object.fromEntries(result.map(({ name, value }) => [name, value?.value ?? value?.description]))
  const { scriptSource } = await send('Debugger.getScriptSource', { scriptId: top.location.scriptId })
  console.log(JSON.stringify({ line: scriptSource.split('\n')[top.location.lineNumber].trim(), variables }))
  send('Debugger.resume')
}

socket.onopen = () => {
  for (const method of ['Debugger.enable', 'Runtime.enable', 'Runtime.runIfWaitingForDebugger']) send(method)
}
socket.onmessage = ({ data }) => {
  const { id, result, method, params } = JSON.parse(data)
  answers.get(id)?.(result)
  if (method === 'Debugger.paused') {
    if (params.reason === 'Break on start') send('Debugger.resume')
    else stopped(params)
  }
  // The process waits for its debugger to leave.
  if (method === 'Runtime.executionContextDestroyed') socket.close()
}
